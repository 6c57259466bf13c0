/* achpack progress export.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/progress.h"
#include "cli/progress_lines.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

enum { PIECE = 64 << 10 };

typedef struct export {
    ach__sink out;
    ach__replacement *file; /* NULL: standard output */
    ach__buffer piece;      /* lines that are not written yet */
    uint64_t count;
    int error; /* errno of a write that failed */
}
export;

static bool write_file(void *user, const char *bytes, size_t size) {
    return ach__replacement_write(user, (ach__slice){bytes, size}) == ACH_OK;
}

/* False where it could not be written, or there was no memory for a line. */
static bool write_piece(export *work) {
    if (work->piece.failed) {
        return false;
    }
    errno = 0;
    if (work->piece.size > 0) {
        ach__sink_bytes(&work->out, (const char *)work->piece.data, work->piece.size);
    }
    work->error = work->out.failed ? errno : 0;
    ach__buffer_clear(&work->piece);
    return !work->out.failed;
}

static int take(void *user, const ach_record *record) {
    export *work = user;
    cli_record_line(&work->piece, record);
    work->count++;
    return work->piece.size >= PIECE || work->piece.failed ? !write_piece(work) : 0;
}

/* The store is not to be overwritten by its own copy. */
static bool names_store(const cli_options *options) {
    struct stat output;
    struct stat store;
    const char *file = cli_progress_file(options);
    return options->output != NULL && file != NULL && stat(options->output, &output) == 0 &&
           stat(file, &store) == 0 && output.st_dev == store.st_dev &&
           output.st_ino == store.st_ino;
}

static int walk(cli_progress_run *run, export *work) {
    const cli_options *options = run->options;
    ach_status status = ach_store_walk(run->store, NULL, take, work, run->diags);
    if (status != ACH_OK) {
        return cli_progress_fail(run, status);
    }
    if (!work->out.failed && write_piece(work) && work->file != NULL) {
        errno = 0;
        work->out.failed = ach__replacement_commit(work->file) != ACH_OK;
        work->error = errno;
    }
    if (work->piece.failed) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    if (work->file == NULL) {
        errno = work->error;
        return cli_finish(options, &work->out, CLI_OK);
    }
    return work->out.failed ? cli_fail(options, options->output, ACH_EIO, work->error) : CLI_OK;
}

/* On standard error, so that it never stands among the records. */
static void say_count(const cli_options *options, const export *work) {
    if (options->quiet || work->file == NULL || options->format != ACH__REPORT_TEXT) {
        return;
    }
    ach__sink errors = cli_sink(stderr);
    ach__sink_text(&errors, "achpack: ");
    cli_print_shown(&errors, options->output);
    ach__sink_format(
        &errors,
        cli_say(options, work->count == 1 ? ": %" PRIu64 " record\n" : ": %" PRIu64 " records\n",
                "：共 %" PRIu64 " 条记录\n"),
        work->count);
}

int cli_progress_export(cli_progress_run *run) {
    const cli_options *options = run->options;
    ach__replacement file = {.fd = -1, .folder = -1};
    export work = {.out = cli_sink(stdout)};
    int status = CLI_OK;
    ach__buffer_init(&work.piece, NULL, CLI_LINE_BYTES_MOST + PIECE);
    if (names_store(options)) {
        return cli_misused(
            options, cli_say(options, "-o \"%s\" is the store itself", "-o “%s”就是进度库本身"),
            options->output);
    }
    if (options->output != NULL) {
        work.file = &file;
        work.out = (ach__sink){.user = &file, .write = write_file};
        errno = 0;
        ach_status opened = ach__replacement_open(&file, options->output);
        status = opened == ACH_OK ? CLI_OK : cli_fail(options, options->output, opened, errno);
    }
    if (status == CLI_OK) {
        status = walk(run, &work);
    }
    if (status == CLI_OK) {
        say_count(options, &work);
    }
    ach__replacement_close(&file);
    ach__buffer_free(&work.piece);
    return status;
}
