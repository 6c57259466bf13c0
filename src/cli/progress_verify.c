/* achpack progress verify: what must hold for every record.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"
#include "cli/progress_nodes.h"
#include "rules/progress.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum {
    A_DAY = 24 * 60 * 60, /* by which clocks may differ */
    SUGGESTIONS_MOST = 20 /* each holds a name against all nodes */
};

typedef struct verification {
    cli_progress_run *run;
    cli_node_list nodes;
    int64_t latest; /* when something may have been completed */
    uint64_t records, players, completed;
    uint64_t total_count, completed_count, version_count, unknown_count, definition_count;
    ach_record_key last; /* the newest one that was seen, in the rooms below */
    char player_room[ACH_PLAYER_BYTES_MOST];
    char node_room[ACH_NODE_BYTES_MOST];
} verification;

static ach__finding *raise(verification *work, uint64_t *counter, int message,
                           const ach_record *record) {
    ach__place place = {.node_id = cli_slice(record->key.node)};
    ach__finding *finding = cli_progress_raise(work->run, counter, message, &place);
    ach__finding_text(finding, "player", cli_slice(record->key.player));
    ach__finding_text(finding, "node", cli_slice(record->key.node));
    return finding;
}

/* Progress against the Total. Who was complete stays so, whatever the Total is now. */
static void look_at_total(verification *work, const cli_node *node, const ach_record *record) {
    const ach_progress *progress = &record->progress;
    if (!node->is_in_table || progress->completed_at != 0 || progress->progress < node->total) {
        return;
    }
    bool is_lowered = progress->definition != 0 && progress->definition != node->definition;
    ach__finding *finding =
        raise(work, &work->total_count,
              is_lowered ? ACH__RECORD_TOTAL_LOWERED : ACH__RECORD_NOT_COMPLETED, record);
    ach__finding_number(finding, "progress", (uint64_t)progress->progress);
    ach__finding_number(finding, "total", (uint64_t)node->total);
}

static void look_at_completion(verification *work, const ach_record *record) {
    const ach_progress *progress = &record->progress;
    if (progress->completed_at > work->latest) {
        ach__finding_number(
            raise(work, &work->completed_count, ACH__RECORD_COMPLETED_LATER, record), "time",
            (uint64_t)progress->completed_at);
    }
    if (progress->completed_at != 0 && progress->progress == 0) {
        (void)raise(work, &work->completed_count, ACH__RECORD_COMPLETED_EMPTY, record);
    }
    if (progress->version == INT64_MAX) {
        (void)raise(work, &work->version_count, ACH__RECORD_VERSION_LAST, record);
    }
}

static void look_at_node(verification *work, cli_node *node, const ach_record *record) {
    bool has_nodes = work->run->package != NULL || work->run->tree != NULL;
    uint64_t definition = record->progress.definition;
    if (has_nodes && !node->is_known) {
        cli_tally_add(&work->nodes, &node->unknown, cli_slice(record->key.player));
    }
    if (node->is_in_table && definition != 0 && definition != node->definition) {
        cli_tally_add(&work->nodes, &node->redefined, cli_slice(record->key.player));
    }
}

static void remember(verification *work, const ach_record_key *key) {
    bool is_same =
        work->records > 0 && ach__slice_equal(cli_slice(work->last.player), cli_slice(key->player));
    work->players += !is_same;
    memcpy(work->player_room, key->player.data, key->player.size);
    memcpy(work->node_room, key->node.data, key->node.size);
    work->last.player = (ach_bytes){work->player_room, key->player.size};
    work->last.node = (ach_bytes){work->node_room, key->node.size};
    work->records++;
}

static int look_at(void *user, const ach_record *record) {
    verification *work = user;
    cli_node *node = cli_nodes_find(&work->nodes, cli_slice(record->key.node));
    if (node == NULL) {
        return 1;
    }
    remember(work, &record->key);
    work->completed += record->progress.completed_at != 0;
    look_at_total(work, node, record);
    look_at_completion(work, record);
    look_at_node(work, node, record);
    return 0;
}

/* One finding a node, however many players it is about. */
static void raise_tally(verification *work, uint64_t *counter, int message, const cli_node *node,
                        const cli_tally *tally) {
    ach__place place = {.node_id = node->id};
    int which = tally->count == 1 ? message : message + 1; /* the sentence for many comes next */
    ach__finding *finding = cli_progress_raise(work->run, counter, which, &place);
    ach__finding_text(finding, "node", node->id);
    ach__finding_text(finding, "player", tally->player);
    ach__finding_number(finding, "count", tally->count);
    if (message == ACH__RECORD_NODE_UNKNOWN && *counter <= SUGGESTIONS_MOST) {
        ach__slice meant = cli_nodes_suggest(&work->nodes, node->id);
        if (meant.ptr != NULL) {
            ach__finding_text(finding, "suggestion", meant);
        }
    }
}

static void raise_all(verification *work) {
    for (size_t i = 0; i < work->nodes.count; i++) {
        const cli_node *node = work->nodes.items[i];
        if (node->unknown.count > 0) {
            raise_tally(work, &work->unknown_count, ACH__RECORD_NODE_UNKNOWN, node, &node->unknown);
        }
        if (node->redefined.count > 0) {
            raise_tally(work, &work->definition_count, ACH__RECORD_DEFINITION, node,
                        &node->redefined);
        }
    }
    cli_progress_raise_more(work->run, work->total_count, "record-total");
    cli_progress_raise_more(work->run, work->completed_count, "record-completed");
    cli_progress_raise_more(work->run, work->version_count, "record-version");
    cli_progress_raise_more(work->run, work->unknown_count, "record-node-unknown");
    cli_progress_raise_more(work->run, work->definition_count, "record-definition");
}

static void raise_unread(verification *work) {
    int message = work->records == 0 ? ACH__RECORD_UNREAD_ALL : ACH__RECORD_UNREAD;
    ach__finding *finding =
        ach__diags_add(work->run->diags, &ach__progress_messages[message], NULL);
    ach__finding_text(finding, "player", cli_slice(work->last.player));
    ach__finding_text(finding, "node", cli_slice(work->last.node));
}

/* The closing line of a text. */
static int print_counts(const verification *work) {
    const cli_options *options = work->run->options;
    ach__sink out = cli_sink(stdout);
    if (options->quiet || options->format != ACH__REPORT_TEXT) {
        return CLI_OK;
    }
    ach__sink_format(&out,
                     cli_say(options,
                             "records: %" PRIu64 ", players: %" PRIu64 ", completed: %" PRIu64 "\n",
                             "%" PRIu64 " 条记录，%" PRIu64 " 个玩家，已完成 %" PRIu64 " 个\n"),
                     work->records, work->players, work->completed);
    return cli_finish(options, &out, CLI_OK);
}

static int verify(verification *work) {
    cli_progress_run *run = work->run;
    ach_status status = ach_store_walk(run->store, NULL, look_at, work, run->diags);
    if (work->nodes.arena.failed) {
        return cli_fail(run->options, NULL, ACH_ENOMEM, 0);
    }
    if (status != ACH_OK && status != ACH_EFORMAT) {
        return cli_progress_fail(run, status);
    }
    if (status == ACH_EFORMAT) {
        raise_unread(work);
    }
    raise_all(work);
    int result = cli_progress_report(run, stdout);
    result = result == CLI_OK ? print_counts(work) : result;
    return result == CLI_OK && cli_is_failure(run->options, run->diags) ? CLI_FINDINGS : result;
}

int cli_progress_verify(cli_progress_run *run) {
    verification work = {.run = run, .latest = (int64_t)time(NULL) + A_DAY};
    cli_nodes_init(&work.nodes, run);
    int status = verify(&work);
    cli_nodes_free(&work.nodes);
    return status;
}
