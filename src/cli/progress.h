/* achpack progress: what its actions share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_H
#define ACH__CLI_PROGRESS_H

#include "cli/cli.h"

#include <achpack/package.h>
#include <achpack/store.h>
#include <achpack/tree.h>

#include "base/memory.h"
#include "base/slice.h"

/* One run. Operands without the action's name. */
typedef struct cli_progress_run {
    const cli_options *options;
    char **operands;
    size_t operand_count;
    const char *shown; /* the store for people: its path, or its address without a password */
    ach__arena arena;
    ach_diags *diags;
    ach_store *store;
    ach_package *package; /* NULL: none was given */
    ach_tree *tree;       /* NULL: none was given */
} cli_progress_run;

static inline ach_bytes cli_bytes(ach__slice text) {
    return (ach_bytes){text.ptr, text.len};
}

static inline ach__slice cli_slice(ach_bytes bytes) {
    return (ach__slice){bytes.data, bytes.size};
}

/* The actions. */
int cli_progress_get(cli_progress_run *run);
int cli_progress_add(cli_progress_run *run);
int cli_progress_finish(cli_progress_run *run);
int cli_progress_set(cli_progress_run *run);
int cli_progress_rename(cli_progress_run *run);
int cli_progress_export(cli_progress_run *run);
int cli_progress_import(cli_progress_run *run);
int cli_progress_verify(cli_progress_run *run);

/* progress_open.c: CLI_OK, or another status after a message. */
int cli_progress_open_store(cli_progress_run *run, bool make);
int cli_progress_open_nodes(cli_progress_run *run);
/* The path of the store's file, or NULL where it is none. */
const char *cli_progress_file(const cli_options *options);

/* progress.c: all findings so far on `stream`; nothing where there are none, unless `stream` is
 * standard output, for which they are what was asked for. CLI_OK, or CLI_FAILED after a message. */
int cli_progress_report(cli_progress_run *run, FILE *stream);
/* Why a call of a store or an engine failed: its findings, or words; gives the exit status, which
 * is CLI_FINDINGS where what was asked for is at fault. */
int cli_progress_fail(cli_progress_run *run, ach_status status);
/* Writes what an action gives for programs, as one line on standard output, and lets go of it. */
int cli_progress_print(const cli_progress_run *run, ach__buffer *line);

/* Raises the finding, up to a hundred of each code; the others are only counted. `counter` starts
 * at 0 and belongs to the code. Gives NULL for those that are not raised. */
enum { CLI_FINDINGS_MOST = 100 };
ach__finding *cli_progress_raise(cli_progress_run *run, uint64_t *counter, int message,
                                 const ach__place *place);
/* How many of that code there were beyond those. */
void cli_progress_raise_more(cli_progress_run *run, uint64_t counter, const char *code);

#endif
