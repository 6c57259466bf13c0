/* achpack progress import: all lines are looked at first, then stored.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "cli/progress.h"
#include "cli/progress_bar.h"
#include "cli/progress_lines.h"
#include "cli/progress_reader.h"
#include "cli/progress_write.h"
#include "rules/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

typedef struct import {
    cli_progress_run *run;
    cli_reader reader;
    cli_bar bar;
    const char *path; /* for people */
    cli_writer *writer;
    uint64_t syntax_count; /* lines that are wrong, by code */
    uint64_t record_count;
} import;

static ach__slice file_of(const import *work) {
    ach__slice path = ach__slice_of(work->path);
    return ach__utf8_is_valid(path) ? path : ACH__SLICE("?");
}

static cli_line line_of(import *work, ach__slice text) {
    uint64_t number = work->reader.number;
    return (cli_line){.run = work->run,
                      .place = {.file = file_of(work),
                                .is_outside = true,
                                .line = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number},
                      .text = text,
                      .syntax_count = &work->syntax_count,
                      .record_count = &work->record_count};
}

static void refuse_long(import *work) {
    ach__place place = line_of(work, (ach__slice){NULL, 0}).place;
    ach__finding *finding =
        cli_progress_raise(work->run, &work->syntax_count, ACH__IMPORT_LONG, &place);
    ach__finding_number(finding, "limit", CLI_LINE_BYTES_MOST);
}

static int fail_to_read(import *work) {
    int number = errno;
    cli_bar_end(&work->bar);
    return cli_fail(work->run->options, work->path, number == 0 ? ACH_ENOMEM : ACH_EIO, number);
}

static int fail_to_store(import *work, ach_status status) {
    const cli_options *options = work->run->options;
    cli_bar_end(&work->bar);
    int result = cli_progress_fail(work->run, status);
    if (!options->quiet && options->format == ACH__REPORT_TEXT) {
        (void)fprintf(stderr, "%s\n",
                      cli_say(options,
                              "achpack: part of the records may be imported; the same command goes "
                              "on, and imports none of them twice",
                              "achpack: "
                              "可能已经导入了一部分；再运行同样的命令会接着导入，不会重复"));
    }
    return result == CLI_FINDINGS ? CLI_FAILED : result;
}

/* Looks at the present line; takes it where there is a writer. */
static int take_line(import *work, ach__slice text) {
    ach_record record;
    ach__arena arena; /* for the texts of this line */
    cli_line line = line_of(work, text);
    ach_status status = ACH_OK;
    ach__arena_init(&arena, NULL);
    bool is_good = cli_record_read(&line, &arena, &record);
    if (is_good && work->writer != NULL) {
        status = cli_writer_take(work->writer, &record, work->reader.number);
    }
    if (arena.failed || ach__diags_failed(work->run->diags)) {
        status = ACH_ENOMEM;
    }
    ach__arena_free(&arena);
    return status == ACH_OK ? CLI_OK : fail_to_store(work, status);
}

/* Goes through the file once. CLI_OK, or another status after a message. */
static int pass(import *work, const char *label) {
    cli_reading reading = CLI_READ_FAILED;
    int status = CLI_OK;
    ach__slice line;
    cli_bar_start(&work->bar, work->run->options, label, work->reader.size);
    if (!cli_reader_rewind(&work->reader)) {
        return fail_to_read(work);
    }
    while (status == CLI_OK) {
        reading = cli_reader_next(&work->reader, &line);
        if (reading == CLI_READ_LINE) {
            status = take_line(work, line);
        } else if (reading == CLI_READ_LONG) {
            refuse_long(work);
            break; /* there is no telling what comes behind */
        } else {
            break;
        }
        bool is_wrong = work->syntax_count + work->record_count > 0;
        if (is_wrong && work->writer != NULL) {
            break; /* the file is another one than it was a moment ago */
        }
        cli_bar_move(&work->bar, work->reader.done);
    }
    if (status == CLI_OK && reading == CLI_READ_FAILED) {
        return fail_to_read(work);
    }
    cli_bar_end(&work->bar);
    return status;
}

static void raise_more(import *work) {
    cli_progress_raise_more(work->run, work->syntax_count, "import-syntax");
    cli_progress_raise_more(work->run, work->record_count, "import-record");
    if (work->writer != NULL) {
        cli_progress_raise_more(work->run, work->writer->counts.conflicts, "import-conflict");
    }
}

/* Lines that are wrong: nothing was imported, or, where the file was changed between both passes,
 * not all of it. */
static int refuse_lines(import *work) {
    const cli_options *options = work->run->options;
    raise_more(work);
    int status = cli_progress_report(work->run, stderr);
    if (status == CLI_OK && options->format == ACH__REPORT_TEXT) {
        (void)fprintf(
            stderr, "%s\n",
            work->writer == NULL
                ? cli_say(options, "achpack: nothing was imported, because of the problems above",
                          "achpack: 因为有以上问题，没有导入任何记录")
                : cli_say(options,
                          "achpack: the file was changed while it was imported; what stood before "
                          "the problem above may be imported",
                          "achpack: 导入过程中文件有变动，以上问题之前的记录可能已经导入"));
    }
    return status == CLI_OK ? CLI_FINDINGS : status;
}

static int print_json(const import *work) {
    const cli_counts *counts = &work->writer->counts;
    ach__buffer line;
    ach__buffer_init(&line, NULL, CLI_LINE_BYTES_MOST);
    cli_json_raw(&line, "{\"imported\":");
    cli_json_number(&line, (int64_t)counts->imported);
    cli_json_raw(&line, ",\"unchanged\":");
    cli_json_number(&line, (int64_t)counts->unchanged);
    cli_json_raw(&line, ",\"overwritten\":");
    cli_json_number(&line, (int64_t)counts->overwritten);
    cli_json_raw(&line, ",\"conflicts\":");
    cli_json_number(&line, (int64_t)counts->conflicts);
    cli_json_raw(&line, "}");
    return cli_progress_print(work->run, &line);
}

/* "FILE: 5 records imported, 2 there already, 1 overwritten, 1 in conflict". */
static int print(const import *work) {
    const cli_options *options = work->run->options;
    const cli_counts *counts = &work->writer->counts;
    if (options->format == ACH__REPORT_JSON) {
        return print_json(work);
    }
    ach__sink out = cli_sink(stdout);
    cli_print_shown(&out, work->path);
    ach__sink_format(&out,
                     cli_say(options,
                             counts->imported == 1
                                 ? ": %" PRIu64 " record imported, %" PRIu64 " there already"
                                 : ": %" PRIu64 " records imported, %" PRIu64 " there already",
                             "：导入 %" PRIu64 " 条记录，已有 %" PRIu64 " 条"),
                     counts->imported, counts->unchanged);
    if (counts->overwritten > 0) {
        ach__sink_format(&out,
                         cli_say(options, ", %" PRIu64 " overwritten", "，覆盖 %" PRIu64 " 条"),
                         counts->overwritten);
    }
    if (counts->conflicts > 0) {
        ach__sink_format(&out,
                         cli_say(options, ", %" PRIu64 " in conflict", "，冲突 %" PRIu64 " 条"),
                         counts->conflicts);
    }
    ach__sink_text(&out, "\n");
    return cli_finish(options, &out, CLI_OK);
}

static bool is_wrong(const import *work) {
    return work->syntax_count + work->record_count > 0;
}

static int store_all(import *work) {
    const cli_options *options = work->run->options;
    work->writer = cli_writer_new(work->run, file_of(work));
    if (work->writer == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    int status = pass(work, cli_say(options, "importing", "正在导入"));
    if (status != CLI_OK) {
        return status;
    }
    ach_status stored = cli_writer_flush(work->writer);
    if (stored != ACH_OK) {
        return fail_to_store(work, stored);
    }
    if (is_wrong(work)) {
        return refuse_lines(work);
    }
    raise_more(work);
    status = cli_progress_report(work->run, stderr);
    if (status == CLI_OK) {
        status = print(work);
    }
    return status == CLI_OK && cli_is_failure(options, work->run->diags) ? CLI_FINDINGS : status;
}

int cli_progress_import(cli_progress_run *run) {
    const cli_options *options = run->options;
    bool has_path = run->operand_count > 0 && strcmp(run->operands[0], "-") != 0;
import work = {.run = run, .path = has_path ? run->operands[0] :cli_say(options, "standard input", "标准输入") };
    errno = 0;
    ach_status opened = cli_reader_open(&work.reader, has_path ? run->operands[0] : NULL);
    int status = opened == ACH_OK ? CLI_OK : cli_fail(options, work.path, opened, errno);
    if (status == CLI_OK) {
        status = pass(&work, cli_say(options, "checking", "正在检查"));
    }
    if (status == CLI_OK) {
        status = is_wrong(&work) ? refuse_lines(&work) : store_all(&work);
    }
    cli_writer_free(work.writer);
    cli_reader_close(&work.reader);
    return status;
}
