/* The command line: what all commands share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_CLI_H
#define ACH__CLI_CLI_H

#include <achpack/diag.h>

#include "base/sink.h"
#include "check/check.h"
#include "pack/pack.h"
#include "report/report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Exit statuses: a promise to scripts. */
enum {
    CLI_OK = 0,       /* nothing at or above the failing severity */
    CLI_FINDINGS = 1, /* findings */
    CLI_USAGE = 2,    /* wrong usage */
    CLI_FAILED = 3    /* could not run */
};

typedef struct cli_severity {
    const char *code; /* of the rule itself: static */
    int severity;     /* 0: off */
} cli_severity;

/* The values of an option that may be repeated, as they were given. */
typedef struct cli_paths {
    const char **items;
    size_t count;
} cli_paths;

/* How `show` and `rules` write what they list. */
typedef enum cli_listing { CLI_LISTING_TEXT, CLI_LISTING_JSON, CLI_LISTING_MARKDOWN } cli_listing;

/* Everything that options can say, whatever the command. */
typedef struct cli_options {
    const char *command; /* whose help says more; NULL: none */
    ach_language language;
    ach__report_format format;
    cli_listing listing;
    cli_severity *severities;
    size_t severity_count;
    ach_severity fail_on;
    size_t jobs;
    bool quiet;
    bool help;
    bool dry_run;
    bool table;
    bool all;
    bool force;
    bool has_seed; /* --seed was given */
    ach__zip_limits limits;
    uint64_t max_pixels;
    const char *header_image;
    const char *output;
    ach__pack_layout layout;
    const char *name;
    cli_paths nodes;     /* --nodes */
    cli_paths old_nodes; /* --old-nodes, of diff */
    cli_paths resources; /* --resources */
    cli_paths scripts;   /* --scripts */
    cli_paths from;      /* --from, of nodes --table */
    const char *background;
    const char *store;    /* --store, of progress */
    const char *package;  /* --package */
    const char *extra;    /* --extra */
    int64_t seen_version; /* --version; -1: not given */
    uint64_t players;     /* --players, of plan; 0: not given */
    uint64_t interval;    /* --interval; 0: not given */
    uint64_t sets;        /* --sets */
    uint64_t rate;        /* --rate */
    uint64_t seed;        /* --seed, of simulate */
    char **operands;      /* what is left: paths or codes */
    size_t operand_count;
    char **arguments; /* what `operands` lies in where they had to be sorted out, else NULL */
} cli_options;

typedef struct cli_command {
    const char *name;
    const char *operands[2]; /* as the usage line shows them */
    const char *summary[2];
    unsigned bit; /* which options it takes, see opt.c */
    size_t least, most;
    int (*run)(const cli_options *options);
} cli_command;

enum {
    CLI_CHECK = 1,
    CLI_BUILD = 2,
    CLI_SHOW = 4,
    CLI_EXPLAIN = 8,
    CLI_RULES = 16,
    CLI_HELP = 32,
    CLI_NODES = 64,
    CLI_DIFF = 128,
    CLI_PROGRESS = 256,
    CLI_PLAN = 512,
    CLI_SIMULATE = 1024
};

extern const cli_command cli_commands[];
extern const size_t cli_command_count;
const cli_command *cli_command_find(const char *name);

/* The English or the Chinese one; where they are formats, the compiler checks both. */
__attribute__((format_arg(2), format_arg(3))) const char *
cli_say(const cli_options *options, const char *english, const char *chinese);

/* opt.c: the language that the environment asks for; reading the options of a command; its help. */
ach_language cli_language_of_environment(void);
void cli_options_init(cli_options *options);
void cli_options_free(cli_options *options);
/* argv[0] is the command's name. CLI_OK, or CLI_USAGE after a message, or CLI_FAILED. */
int cli_options_read(cli_options *options, const cli_command *command, int argc, char **argv);
void cli_options_print(const cli_options *options, const cli_command *command, ach__sink *sink);

/* out.c: streams and messages. */
ach__sink cli_sink(FILE *stream);
bool cli_wants_color(const cli_options *options, FILE *stream);
struct json_t;
/* Writes a document of jansson with its flags and a line end, and lets go of it; NULL: it could not
 * be made. CLI_OK, or CLI_FAILED after a message. */
int cli_print_json(const cli_options *options, ach__sink *sink, struct json_t *document,
                   size_t flags);
/* Flushes; CLI_FAILED and a message where standard output could not take everything. */
int cli_finish(const cli_options *options, const ach__sink *out, int status);
/* "achpack: SUBJECT: reason", on standard error; gives CLI_FAILED. */
int cli_fail(const cli_options *options, const char *subject, ach_status status, int system_error);
/* The same with a reason in words. */
int cli_fail_because(const char *subject, const char *reason);
/* Words of a user or a path, shown so that they cannot steer the terminal. */
void cli_print_shown(ach__sink *sink, const char *text);
/* One line on standard error after "achpack: ", and a pointer to the help; gives CLI_USAGE. */
__attribute__((format(printf, 2, 3))) int cli_misused(const cli_options *options,
                                                      const char *format, ...);

/* check.c of the command line: what check and build do alike. */
ach_diags *cli_new_diags(const cli_options *options);
ach__check_options cli_check_options(const cli_options *options);
bool cli_is_failure(const cli_options *options, const ach_diags *diags);

/* build.c: findings about the operand on standard error, nothing where there are none (CLI_OK or
 * CLI_FAILED); and that because of them nothing was written. */
int cli_report_findings(const cli_options *options, const ach_diags *diags);
void cli_say_nothing_was_written(const cli_options *options);

/* rules.c: the rule with this code; CLI_USAGE after a message (with a near one) where none is. */
int cli_rule_expected(const cli_options *options, const char *code, const ach__kind **kind);

int cli_check(const cli_options *options);
int cli_build(const cli_options *options);
int cli_show(const cli_options *options);
int cli_nodes(const cli_options *options);
int cli_nodes_table(const cli_options *options); /* nodes --table */
int cli_diff(const cli_options *options);
int cli_progress(const cli_options *options);
int cli_plan(const cli_options *options);
int cli_simulate(const cli_options *options);
int cli_explain(const cli_options *options);
int cli_rules(const cli_options *options);
/* The actions of progress, as its help lists them. */
void cli_progress_print_actions(const cli_options *options, ach__sink *sink);
int cli_help(const cli_options *options);
void cli_print_overview(const cli_options *options, ach__sink *sink);

#endif
