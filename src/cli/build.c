/* achpack build.
 * SPDX-License-Identifier: MIT */
#include "base/names.h"
#include "cli/cli.h"
#include "report/json.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MOST = 64, ZIP_MOST = 64 << 20 };

/* The outer folder: the target's name without ".zip", kept to letters that every unpacker knows. */
static void name_from_output(const char *output, char name[NAME_MOST + 1]) {
    ach__slice stem = ach__slice_basename(ach__slice_of(output));
    if (ach__slice_ends_ignoring_case(stem, ACH__SLICE(".zip"))) {
        stem.len -= 4;
    }
    size_t size = 0;
    for (size_t i = 0; i < stem.len && size < NAME_MOST; i++) {
        char byte = stem.ptr[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
                     (byte == '.' && size > 0);
        if (plain) {
            name[size++] = byte;
        } else if (byte == ' ' && size > 0) {
            name[size++] = '_';
        }
    }
    while (size > 0 && name[size - 1] == '.') {
        size--; /* Windows would drop it */
    }
    name[size] = '\0';
    if (size == 0 || ach__name_is_device((ach__slice){name, size})) {
        (void)snprintf(name, NAME_MOST + 1, "achievement");
    }
}

int cli_report_findings(const cli_options *options, const ach_diags *diags) {
    ach__report_input input = {options->operands[0], false, diags};
    ach__sink errors = cli_sink(stderr);
    ach__report_options report = {options->format, options->language,
                                  cli_wants_color(options, stderr),
                                  !options->quiet && ach_diags_count(diags) > 0};
    if (options->format == ACH__REPORT_TEXT && ach_diags_count(diags) == 0) {
        return CLI_OK;
    }
    if (ach__report_write(&errors, &report, &input, 1) == ACH_ENOMEM) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    return CLI_OK;
}

static void say_what_was_left_out(const cli_options *options, const ach__package *package) {
    if (options->quiet || options->format != ACH__REPORT_TEXT ||
        !ach__table_has_authoring(&package->table)) {
        return;
    }
    for (size_t i = ACH__COLUMN_PARENT_NODE + 1; i < ACH__COLUMNS; i++) {
        if (package->table.has[i]) {
            (void)fprintf(
                stderr, "%s\n",
                cli_say(options,
                        "achpack: the authoring columns, and rows with IsCloud FALSE, are "
                        "left out of the packaged table",
                        "achpack: 包里的表格去掉了编写列，以及 IsCloud 为 FALSE 的行"));
            return;
        }
    }
    (void)fprintf(stderr, "%s\n",
                  cli_say(options,
                          "achpack: the column ParentNode is left out of the packaged table: the "
                          "platform's columns are fixed",
                          "achpack: 包里的表格去掉了 ParentNode 列：平台的列是固定的"));
}

static int print_json_result(const cli_options *options, ach__sink *out,
                             const ach__pack_result *result) {
    json_t *document = json_pack("{s:o, s:b, s:I, s:I, s:f, s:I, s:s}", "path",
                                 ach__json_text(ach__slice_of(options->output)), "written",
                                 options->dry_run ? 0 : 1, "bytes", (json_int_t)result->bytes,
                                 "limit", (json_int_t)ACH__PACKAGE_BYTES_MOST, "share",
                                 (double)result->bytes / ACH__PACKAGE_BYTES_MOST, "entries",
                                 (json_int_t)result->entries, "sha256", result->sha256);
    return cli_print_json(options, out, document, JSON_REAL_PRECISION(6));
}

static int print_result(const cli_options *options, const ach__pack_result *result) {
    ach__sink out = cli_sink(stdout);
    int status = CLI_OK;
    if (options->format == ACH__REPORT_JSON) {
        status = print_json_result(options, &out, result);
    } else {
        ach__sink_text(&out, options->dry_run ? cli_say(options, "would write ", "将会写入 ") : "");
        cli_print_shown(&out, options->output);
        ach__sink_format(&out,
                         cli_say(options, ": %llu bytes, %.1f%% of the 3 MiB limit\nSHA-256 %s\n",
                                 "：%llu 字节，占上限 3 MiB 的 %.1f%%\nSHA-256 %s\n"),
                         (unsigned long long)result->bytes,
                         100.0 * (double)result->bytes / ACH__PACKAGE_BYTES_MOST, result->sha256);
    }
    return status == CLI_OK ? cli_finish(options, &out, CLI_OK) : status;
}

/* The pictures are those that were read, and one may have grown since its size was judged. */
static bool has_grown(const ach__package *package, const ach__pack_result *result) {
    return result->bytes > ACH__PACKAGE_BYTES_MOST &&
           ach__package_budget(package, package->prefix) <= ACH__PACKAGE_BYTES_MOST;
}

static int fail_to_pack(const cli_options *options, ach_status status, int system_error) {
    switch (status) {
    case ACH_OK:
        return cli_fail_because(options->operands[0],
                                cli_say(options,
                                        "the folder changed while it was packed; build it again",
                                        "打包过程中文件夹有变动，请重新打包"));
    case ACH_EARGUMENT: /* only where a rule that says so was turned off */
        return cli_fail_because(options->operands[0],
                                cli_say(options,
                                        "there is no table in GBK, so nothing can be packed",
                                        "没有 GBK 编码的表格，无法打包"));
    case ACH_ELIMIT:
        return cli_fail_because(
            options->output, cli_say(options, "the zip would be over 64 MiB", "zip 会超过 64 MiB"));
    default:
        return cli_fail(options, options->output, status, system_error);
    }
}

static int pack(const cli_options *options, const ach__package *package) {
    ach__buffer zip;
    ach__pack_result result;
    ach__buffer_init(&zip, NULL, ZIP_MOST);
    errno = 0;
    ach_status done = ach__pack_zip(package, &zip, &result);
    int status = CLI_FAILED;
    if (done != ACH_OK || has_grown(package, &result)) {
        status = fail_to_pack(options, done, errno);
        goto out;
    }
    if (!options->dry_run) {
        done = ach__pack_write(options->output, (ach__slice){(const char *)zip.data, zip.size});
        if (done != ACH_OK) {
            status = cli_fail(options, options->output, done, errno);
            goto out;
        }
    }
    say_what_was_left_out(options, package);
    status = print_result(options, &result);
out:
    ach__buffer_free(&zip);
    return status;
}

/* Not behind a document for programs, which would then be none. */
void cli_say_nothing_was_written(const cli_options *options) {
    if (options->format == ACH__REPORT_TEXT || options->format == ACH__REPORT_GITHUB) {
        (void)fprintf(stderr, "%s\n",
                      cli_say(options,
                              "achpack: nothing was written, because of the problems above",
                              "achpack: 因为有以上问题，没有写入任何文件"));
    }
}

static int check_and_pack(const cli_options *options, const char *prefix, ach_diags *diags) {
    ach__package *package = NULL;
    ach__check_options checking = cli_check_options(options);
    const char *failed = options->operands[0];
    checking.failed = &failed;
    checking.ignored = options->output;
    checking.prefix = prefix;
    checking.keep_bytes = true;
    errno = 0;
    ach_status done = ach__check_package(&package, options->operands[0], &checking, diags);
    if (done != ACH_OK) {
        return cli_fail(options, failed, done, errno);
    }
    int status = CLI_OK;
    if (package->source == NULL || package->source->is_archive) {
        status = cli_misused(options,
                             cli_say(options, "\"%s\" is not a folder; build packs a source folder",
                                     "“%s”不是文件夹；build 只能打包源文件夹"),
                             options->operands[0]);
    } else {
        status = cli_report_findings(options, diags);
    }
    if (status == CLI_OK && cli_is_failure(options, diags)) {
        cli_say_nothing_was_written(options);
        status = CLI_FINDINGS;
    }
    if (status == CLI_OK) {
        status = pack(options, package);
    }
    ach__package_free(package);
    return status;
}

/* Whether the target would take the place of the table or of the page picture. */
static bool names_input(const cli_options *options) {
    struct stat target;
    struct stat image;
    ach__slice name = ach__slice_basename(ach__slice_of(options->output));
    return ach__slice_equal(name, ACH__SLICE(ACH__TABLE_NAME)) ||
           (options->header_image != NULL && stat(options->output, &target) == 0 &&
            stat(options->header_image, &image) == 0 && target.st_dev == image.st_dev &&
            target.st_ino == image.st_ino);
}

int cli_build(const cli_options *options) {
    char name[NAME_MOST + 1];
    if (options->output == NULL || options->output[0] == '\0') {
        return cli_misused(options, "%s",
                           cli_say(options, "build needs -o OUT.zip", "build 需要 -o 输出.zip"));
    }
    if (names_input(options)) {
        return cli_misused(options,
                           cli_say(options, "-o \"%s\" is a file that the package is made from",
                                   "-o “%s”是打包要用的源文件"),
                           options->output);
    }
    if (options->name != NULL && options->layout != ACH__LAYOUT_NESTED) {
        return cli_misused(options, "%s",
                           cli_say(options,
                                   "--name is the outer folder, which only --layout nested has",
                                   "--name 是最外层文件夹的名称，只有 --layout nested 才有这一层"));
    }
    name_from_output(options->output, name);
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach_diags *diags = cli_new_diags(options);
    ach__slice outer = ach__slice_of(options->name != NULL ? options->name : name);
    ach__slice prefix = ach__pack_prefix(&arena, options->layout, outer);
    int status = diags == NULL || prefix.ptr == NULL ? cli_fail(options, NULL, ACH_ENOMEM, 0)
                                                     : check_and_pack(options, prefix.ptr, diags);
    ach_diags_free(diags);
    ach__arena_free(&arena);
    return status;
}
