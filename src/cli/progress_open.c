/* Opening what the actions of achpack progress work with: the store, the package, the node files.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ZIP_MOST = 64 << 20 };

static const char sqlite_start[] = "sqlite:";

const char *cli_progress_file(const cli_options *options) {
    size_t size = sizeof sqlite_start - 1;
    return strncmp(options->store, sqlite_start, size) == 0 ? options->store + size : NULL;
}

/* What may be shown of the address of a server: a password may stand in front of '@' or behind '?'.
 * Where it is not clear which is which, nothing of it is shown. */
static ach__slice server_shown(ach__slice url) {
    ach__slice scheme = ACH__SLICE("postgresql://");
    const char *question = memchr(url.ptr, '?', url.len);
    const char *at = memrchr(url.ptr, '@', url.len);
    size_t end = question == NULL ? url.len : (size_t)(question - url.ptr);
    if (!ach__slice_starts(url, scheme) || (at != NULL && (size_t)(at - url.ptr) > end)) {
        return ACH__SLICE("postgresql:");
    }
    size_t start = at == NULL ? scheme.len : (size_t)(at - url.ptr) + 1;
    return start < end ? (ach__slice){url.ptr + start, end - start} : ACH__SLICE("postgresql:");
}

static const char *store_shown(cli_progress_run *run) {
    const char *file = cli_progress_file(run->options);
    const char *url = run->options->store;
    if (file != NULL && *file != '\0') {
        return file;
    }
    if (strncmp(url, "postgres", 8) != 0) {
        return "--store";
    }
    return ach__slice_copy(&run->arena, server_shown(ach__slice_of(url))).ptr;
}

/* A misspelt path would otherwise be a new store, and empty. */
static int require_file(const cli_options *options, const char *file) {
    if (file != NULL && *file != '\0' && access(file, F_OK) != 0 && errno == ENOENT) {
        return cli_fail(options, file, ACH_ENOTFOUND, 0);
    }
    return CLI_OK;
}

int cli_progress_open_store(cli_progress_run *run, bool make) {
    run->shown = store_shown(run);
    if (run->shown == NULL) {
        return cli_fail(run->options, NULL, ACH_ENOMEM, 0);
    }
    int result = make ? CLI_OK : require_file(run->options, cli_progress_file(run->options));
    if (result != CLI_OK) {
        return result;
    }
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    ach_status status = ach_store_open(&run->store, run->options->store, &options, run->diags);
    if (status == ACH_EARGUMENT) { /* the address */
        result = cli_progress_report(run, stderr);
        return result == CLI_OK ? CLI_USAGE : result;
    }
    return status == ACH_OK ? CLI_OK : cli_progress_fail(run, status);
}

/* Findings about the package on standard error, where it could not be opened. */
static int fail_to_open(const cli_options *options, const char *path, ach_status status,
                        ach_diags *diags) {
    int number = errno;
    if (ach_diags_count(diags) == 0 || status == ACH_ENOMEM || status == ACH_ENOTFOUND ||
        (status == ACH_EIO && number != 0)) {
        return cli_fail(options, path, status, number);
    }
    ach__report_input input = {path, true, diags};
    ach__sink errors = cli_sink(stderr);
    ach__report_options report = {options->format, options->language,
                                  cli_wants_color(options, stderr), !options->quiet};
    ach__diags_finish(diags);
    (void)ach__report_write(&errors, &report, &input, 1);
    return CLI_FAILED;
}

/* What is wrong in it may be why a node is not found. */
static void mention_errors(const cli_options *options, const char *path, const ach_diags *diags) {
    size_t count = ach_diags_count_severity(diags, ACH_ERROR);
    if (count == 0 || options->quiet) {
        return;
    }
    ach__sink errors = cli_sink(stderr);
    ach__sink_text(&errors, "achpack: ");
    cli_print_shown(&errors, path);
    ach__sink_format(&errors,
                     cli_say(options,
                             count == 1 ? ": %zu error; \"achpack check\" shows it\n"
                                        : ": %zu errors; \"achpack check\" shows them\n",
                             "：有 %zu 个错误，请用“achpack check”查看\n"),
                     count);
}

/* A folder is packed in memory, as a build would do it. */
static ach_status pack_folder(cli_progress_run *run, const char **failed, ach_diags *diags) {
    ach__package *source = NULL;
    ach__buffer zip;
    ach__pack_result result;
    ach__check_options checking = cli_check_options(run->options);
    checking.failed = failed;
    checking.keep_bytes = true;
    checking.prefix = "";
    checking.nodes = (ach__path_list){NULL, 0};
    ach__buffer_init(&zip, NULL, ZIP_MOST);
    ach_status status = ach__check_package(&source, run->options->package, &checking, diags);
    if (status == ACH_OK) {
        status = ach__pack_zip(source, &zip, &result);
    }
    if (status == ACH_OK) {
        status = ach_package_open_memory(&run->package, zip.data, zip.size, NULL, NULL);
    }
    ach__package_free(source);
    ach__buffer_free(&zip);
    return status;
}

static ach_status open_zip(cli_progress_run *run, ach_diags *diags) {
    const ach__zip_limits *limits = &run->options->limits;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.max_entries = limits->max_entries;
    options.max_entry_bytes = limits->max_entry_bytes;
    options.max_total_bytes = limits->max_total_bytes;
    options.max_ratio = limits->max_ratio;
    return ach_package_open(&run->package, run->options->package, &options, diags);
}

static int open_package(cli_progress_run *run) {
    const cli_options *options = run->options;
    const char *failed = options->package;
    struct stat about;
    ach_diags *diags = ach_diags_new(NULL, options->language);
    if (diags == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    errno = 0;
    bool is_folder = stat(options->package, &about) == 0 && S_ISDIR(about.st_mode);
    errno = 0;
    ach_status status = is_folder ? pack_folder(run, &failed, diags) : open_zip(run, diags);
    int result = CLI_OK;
    if (status == ACH_OK) {
        mention_errors(options, failed, diags);
    } else {
        result = fail_to_open(options, failed, status, diags);
    }
    ach_diags_free(diags);
    return result;
}

static int open_tree(cli_progress_run *run) {
    const cli_options *options = run->options;
    for (size_t i = 0; i < options->nodes.count; i++) { /* a tree does not say which it missed */
        if (access(options->nodes.items[i], F_OK) != 0 && errno == ENOENT) {
            return cli_fail(options, options->nodes.items[i], ACH_ENOTFOUND, 0);
        }
    }
    ach_diags *diags = ach_diags_new(NULL, options->language);
    if (diags == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    errno = 0;
    ach_status status =
        ach_tree_open(&run->tree, options->nodes.items, options->nodes.count, NULL, diags);
    int result = CLI_OK;
    if (status == ACH_OK) {
        mention_errors(options, options->nodes.items[0], diags);
    } else {
        result = fail_to_open(options, options->nodes.items[0], status, diags);
    }
    ach_diags_free(diags);
    return result;
}

int cli_progress_open_nodes(cli_progress_run *run) {
    int status = run->options->package == NULL ? CLI_OK : open_package(run);
    return status == CLI_OK && run->options->nodes.count > 0 ? open_tree(run) : status;
}
