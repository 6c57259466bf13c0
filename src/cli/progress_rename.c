/* achpack progress rename.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"
#include "cli/progress_lines.h"
#include "rules/progress.h"

#include <inttypes.h>
#include <string.h>

static void refuse(cli_progress_run *run, int message, const char *player) {
    ach__finding *finding = ach__diags_add(run->diags, &ach__progress_messages[message], NULL);
    ach__finding_text(finding, "player", ach__slice_of(player));
}

static int print_json(const cli_progress_run *run, uint64_t moved) {
    ach__buffer line;
    ach__buffer_init(&line, NULL, CLI_LINE_BYTES_MOST);
    cli_json_raw(&line, "{\"from\":");
    cli_json_text(&line, ach__slice_of(run->operands[0]));
    cli_json_raw(&line, ",\"to\":");
    cli_json_text(&line, ach__slice_of(run->operands[1]));
    cli_json_raw(&line, ",\"records\":");
    cli_json_number(&line, (int64_t)moved);
    cli_json_raw(&line, "}");
    return cli_progress_print(run, &line);
}

static int print(const cli_progress_run *run, uint64_t moved) {
    const cli_options *options = run->options;
    if (options->format == ACH__REPORT_JSON) {
        return print_json(run, moved);
    }
    ach__sink out = cli_sink(stdout);
    cli_print_shown(&out, run->operands[0]);
    ach__sink_text(&out, " -> ");
    cli_print_shown(&out, run->operands[1]);
    ach__sink_format(&out,
                     cli_say(options,
                             moved == 1 ? ": %" PRIu64 " record\n" : ": %" PRIu64 " records\n",
                             "：共 %" PRIu64 " 条记录\n"),
                     moved);
    return cli_finish(options, &out, CLI_OK);
}

int cli_progress_rename(cli_progress_run *run) {
    const char *from = run->operands[0];
    const char *to = run->operands[1];
    uint64_t moved = 0;
    if (strcmp(from, to) == 0) {
        return cli_misused(run->options, "%s",
                           cli_say(run->options, "both ids are the same", "两个 ID 相同"));
    }
    ach_status status = ach_store_rename(run->store, (ach_bytes){from, strlen(from)},
                                         (ach_bytes){to, strlen(to)}, &moved, run->diags);
    if (status == ACH_OK) {
        int result = cli_progress_report(run, stderr);
        return result == CLI_OK ? print(run, moved) : result;
    }
    if (status == ACH_ENOTFOUND) {
        refuse(run, ACH__RENAME_NOBODY, from);
    } else if (status == ACH_ECONFLICT) {
        refuse(run, ACH__RENAME_TAKEN, to);
    }
    return cli_progress_fail(run, status);
}
