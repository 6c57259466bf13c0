/* achpack progress get, add, finish and set: the calls of the platform.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "cli/progress_call.h"
#include "rules/engine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static ach_bytes operand(const cli_progress_run *run, size_t which) {
    return (ach_bytes){run->operands[which], strlen(run->operands[which])};
}

/* A delta is judged by the engine; here it only has to be a number. */
static int read_delta(const cli_progress_run *run, int64_t *delta) {
    const char *text = run->operands[2];
    size_t sign = text[0] == '-';
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (text[sign] < '0' || text[sign] > '9' || *end != '\0' || errno != 0) {
        return cli_misused(run->options,
                           cli_say(run->options, "DELTA is a whole number, not \"%s\"",
                                   "增量要写成整数，不能是“%s”"),
                           text);
    }
    *delta = number;
    return CLI_OK;
}

/* Of the table, and of the node files unless one of these is it. */
static ach__slice nearest_node(const cli_progress_run *run, ach_bytes node) {
    ach__suggestion search;
    ach_node row;
    ach_custom_node custom;
    ach__suggest_start(&search, cli_slice(node));
    for (size_t i = 0; ach_package_node(run->package, i, &row) == ACH_OK; i++) {
        ach__suggest_offer(&search, cli_slice(row.text[ACH_NODE_ID]));
    }
    bool is_custom =
        run->tree == NULL || ach_tree_find(run->tree, node.data, node.size, &custom) == ACH_OK;
    for (size_t i = 0; !is_custom && ach_tree_node(run->tree, i, &custom) == ACH_OK; i++) {
        ach__suggest_offer(&search, cli_slice(custom.node_id));
    }
    return search.best;
}

/* Where the table has no such node it is told here, as the engine has no time to look for a near
 * one. False: it has. */
static bool refuse_node(cli_progress_run *run, ach_bytes node) {
    ach_node row;
    if (ach_package_find(run->package, node.data, node.size, &row) == ACH_OK) {
        return false;
    }
    ach__slice near = nearest_node(run, node);
    int message = near.ptr == NULL ? ACH__ENGINE_NODE_NOT_IN_TABLE : ACH__ENGINE_NODE_NEAR;
    ach__finding *finding = ach__diags_add(run->diags, &ach__engine_messages[message], NULL);
    ach__finding_text(finding, "node", cli_slice(node));
    if (near.ptr != NULL) {
        ach__finding_text(finding, "suggestion", near);
    }
    return true;
}

int cli_progress_get(cli_progress_run *run) {
    cli_call call;
    bool has_node = run->operand_count > 1;
    ach_bytes node = has_node ? operand(run, 1) : (ach_bytes){NULL, 0};
    if (has_node && refuse_node(run, node)) {
        return cli_progress_fail(run, ACH_ENOTFOUND);
    }
    int result = cli_call_open(&call, run);
    if (result == CLI_OK) {
        call.node = cli_slice(node);
        ach_status status =
            ach_engine_lobby_get(call.engine, operand(run, 0), cli_call_answer, &call, run->diags);
        if (status == ACH_OK) {
            status = cli_call_wait(&call, true);
        }
        result = cli_call_finish(&call, status);
    }
    cli_call_close(&call);
    return result;
}

static ach_set set_of(cli_call *call, int64_t delta) {
    ach_set set = ACH_SET_INIT;
    set.player = operand(call->run, 0);
    set.node = operand(call->run, 1);
    set.delta = delta;
    set.callback = cli_call_answer;
    set.user = call;
    return set;
}

/* LobbySetAchievementStorage. */
static int set_cloud(cli_call *call, const ach_set *set) {
    ach_status status = ach_engine_lobby_set(call->engine, set, call->run->diags);
    if (status == ACH_OK) {
        status = cli_call_wait(call, true);
    }
    return cli_call_finish(call, status);
}

int cli_progress_set(cli_progress_run *run) {
    const cli_options *options = run->options;
    int64_t delta = 0;
    cli_call call;
    int result = read_delta(run, &delta);
    if (result != CLI_OK) {
        return result;
    }
    if (refuse_node(run, operand(run, 1))) {
        return cli_progress_fail(run, ACH_ENOTFOUND);
    }
    result = cli_call_open(&call, run);
    if (result == CLI_OK) {
        ach_set set = set_of(&call, delta);
        if (options->extra != NULL) {
            call.extra = (ach_bytes){options->extra, strlen(options->extra)};
            set.get_extra = cli_call_extra;
        }
        if (options->seen_version >= 0) {
            set.flags |= ACH_SET_SEEN;
            set.seen = options->seen_version;
        }
        result = set_cloud(&call, &set);
    }
    cli_call_close(&call);
    return result;
}

/* The answer of a call that is for custom nodes: false means that nothing was sent. */
static int fail_unreported(cli_call *call) {
    const cli_options *options = call->run->options;
    int result = cli_progress_report(call->run, stderr);
    (void)cli_fail_because(
        call->run->operands[1],
        cli_say(options,
                "nothing was sent: the achievement is complete, or depends on a parent that is not",
                "没有发送：这个成就已经完成，或它的父节点还没有完成"));
    return result == CLI_OK ? CLI_FINDINGS : result;
}

/* AddNodeProgress or SetNodeFinish, of a player who has joined. */
static int call_custom(cli_call *call, const ach_set *set, bool is_finish) {
    ach_diags *why = call->run->diags;
    int reported = 0;
    ach_status status = ach_engine_join(call->engine, set->player, why);
    if (status == ACH_OK) {
        status = cli_call_wait(call, false);
    }
    if (status == ACH_OK) {
        status = is_finish ? ach_engine_set_node_finish(call->engine, set, &reported, why)
                           : ach_engine_add_node_progress(call->engine, set, &reported, why);
    }
    if (status == ACH_OK && reported == 0) {
        return fail_unreported(call);
    }
    if (status == ACH_OK) {
        status = cli_call_wait(call, true);
    }
    return cli_call_finish(call, status);
}

/* What is missing to the Total of a node that the table alone has. */
static ach_status missing(cli_progress_run *run, const ach_set *set, int64_t *delta) {
    ach_node row;
    ach_record record;
    ach_record_key key = {set->player, set->node};
    *delta = 1;
    if (ach_package_find(run->package, set->node.data, set->node.size, &row) != ACH_OK) {
        return ACH_OK; /* the engine says so */
    }
    ach_status status = ach_store_read(run->store, &key, 1, &record, run->diags);
    if (status == ACH_OK && record.progress.progress < row.total) {
        *delta = row.total - record.progress.progress;
    }
    return status;
}

static int fail_local(cli_progress_run *run) {
    return cli_fail_because(
        run->operands[1],
        cli_say(run->options,
                "this node has is_cloud false: its progress is local to a server and is not in the "
                "store",
                "这个节点的 is_cloud 是 false：进度只在服务器本地，不在进度库里"));
}

static int call_node(cli_progress_run *run, int64_t delta, bool is_finish) {
    cli_call call;
    ach_custom_node custom;
    ach_bytes node = operand(run, 1);
    bool is_custom =
        run->tree != NULL && ach_tree_find(run->tree, node.data, node.size, &custom) == ACH_OK;
    if (is_custom && !custom.is_cloud) {
        (void)fail_local(run);
        return CLI_FINDINGS;
    }
    if (refuse_node(run, node)) {
        return cli_progress_fail(run, ACH_ENOTFOUND);
    }
    int result = cli_call_open(&call, run);
    if (result == CLI_OK) {
        ach_set set = set_of(&call, delta);
        ach_status status = ACH_OK;
        if (is_custom && custom.auto_sent_cloud) {
            result = call_custom(&call, &set, is_finish);
        } else {
            status = is_finish ? missing(run, &set, &set.delta) : ACH_OK;
            result = status == ACH_OK ? set_cloud(&call, &set) : cli_progress_fail(run, status);
        }
    }
    cli_call_close(&call);
    return result;
}

int cli_progress_add(cli_progress_run *run) {
    int64_t delta = 0;
    int result = read_delta(run, &delta);
    return result == CLI_OK ? call_node(run, delta, false) : result;
}

int cli_progress_finish(cli_progress_run *run) {
    return call_node(run, 1, true);
}
