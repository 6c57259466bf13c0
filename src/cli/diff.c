/* achpack diff: what a new version changes for players.
 * SPDX-License-Identifier: MIT */
#include "check/diff.h"
#include "base/utf8.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Both versions, and what is known of them. */
typedef struct versions {
    ach__diff_side sides[2]; /* old, new */
    ach_diags *own[2];       /* findings of their checks */
    ach_diags *differences;
} versions;

/* False after a message. */
static bool open_version(const cli_options *options, versions *all, size_t which) {
    const char *path = options->operands[which];
    ach__check_options checking = cli_check_options(options);
    const cli_paths *nodes = which == 0 ? &options->old_nodes : &options->nodes;
    const char *failed = path;
    checking.nodes = (ach__path_list){nodes->items, nodes->count};
    checking.failed = &failed;
    all->own[which] = cli_new_diags(options);
    if (all->own[which] == NULL) {
        (void)cli_fail(options, path, ACH_ENOMEM, 0);
        return false;
    }
    errno = 0;
    ach__package *package = NULL;
    ach_status status = ach__check_package(&package, path, &checking, all->own[which]);
    if (status != ACH_OK) {
        (void)cli_fail(options, failed, status, errno);
        return false;
    }
    all->sides[which] = (ach__diff_side){package, path, all->own[which]};
    return package != NULL;
}

/* "achpack: PATH: REASON; "achpack check PATH" ...", on standard error. */
static void say_of(const cli_options *options, const char *path, const char *reason,
                   const char *behind) {
    ach__sink errors = cli_sink(stderr);
    (void)fflush(stdout);
    ach__sink_text(&errors, "achpack: ");
    cli_print_shown(&errors, path);
    ach__sink_text(&errors, cli_say(options, ": ", "："));
    ach__sink_text(&errors, reason);
    ach__sink_text(&errors, cli_say(options, "; \"achpack check ", "；请运行“achpack check "));
    cli_print_shown(&errors, path);
    ach__sink_text(&errors, behind);
}

static const char *obstacle_words(const cli_options *options, ach__diff_obstacle obstacle) {
    switch (obstacle) {
    case ACH__DIFF_NO_IDS:
        return cli_say(options, "cannot be compared: not every NodeId in its table can be read",
                       "无法比较：表格中有读不出的 NodeId");
    case ACH__DIFF_LOST_ROWS:
        return cli_say(options, "cannot be compared: rows of its table have wrong double quotes",
                       "无法比较：表格中有的行双引号不对");
    default:
        return cli_say(options, "cannot be compared: it has no table that can be read",
                       "无法比较：没有可以读取的表格");
    }
}

/* Mods without cloud achievements have node files only, in both versions. */
static bool has_only_nodes(const versions *all) {
    for (size_t which = 0; which < 2; which++) {
        const ach__package *package = all->sides[which].package;
        if (package->source == NULL || package->table_file != NULL || package->nodes == NULL) {
            return false;
        }
    }
    return true;
}

static int require_comparable(const cli_options *options, const versions *all) {
    int status = CLI_OK;
    for (size_t which = 0; which < 2 && !has_only_nodes(all); which++) {
        ach__diff_obstacle obstacle = ach__diff_obstacle_of(&all->sides[which]);
        if (obstacle != ACH__DIFF_FINE) {
            say_of(options, all->sides[which].path, obstacle_words(options, obstacle),
                   cli_say(options, "\" says why\n", "”查看原因\n"));
            status = CLI_FAILED;
        }
    }
    return status;
}

/* What is compared all the same may be wrong in other ways. */
static void mention_errors(const cli_options *options, const versions *all) {
    for (size_t which = 0; which < 2; which++) {
        size_t errors = ach_diags_count_severity(all->own[which], ACH_ERROR);
        char reason[64];
        if (errors > 0) {
            (void)snprintf(
                reason, sizeof reason,
                cli_say(options, errors == 1 ? "%zu error" : "%zu errors", "有 %zu 个错误"),
                errors);
            say_of(options, all->sides[which].path, reason,
                   cli_say(options, errors == 1 ? "\" shows it\n" : "\" shows them\n", "”查看\n"));
        }
    }
}

/* Node files of one version alone would look all new or all gone. */
static void mention_nodes(const cli_options *options, const versions *all) {
    bool has_old = all->sides[0].package->nodes != NULL;
    bool has_new = all->sides[1].package->nodes != NULL;
    if (has_old != has_new) {
        (void)cli_fail_because(
            all->sides[has_old ? 1 : 0].path,
            has_old ? cli_say(options,
                              "no node files, so only the tables are compared; give them with "
                              "--nodes DIR",
                              "没有节点文件，所以只比较表格；请用 --nodes 目录 指定")
                    : cli_say(options,
                              "no node files, so only the tables are compared; give them with "
                              "--old-nodes DIR",
                              "没有节点文件，所以只比较表格；请用 --old-nodes 目录 指定"));
    }
}

/* How the closing line counts the findings of a code. */
typedef struct counted {
    const char *code;
    const char *one;
    const char *many;
    const char *chinese[2]; /* before and behind the number */
} counted;

static const counted counts[] = {
    {"diff-node-removed", "node removed", "nodes removed", {"删除 ", " 个节点"}},
    {"diff-node-added", "node added", "nodes added", {"新增 ", " 个节点"}},
    {"diff-total-lowered", "target lowered", "targets lowered", {"调低 ", " 个目标"}},
    {"diff-total-raised", "target raised", "targets raised", {"调高 ", " 个目标"}},
    {"diff-goal-changed", "goal changed", "goals changed", {"修改 ", " 处计数内容"}},
    {"diff-parent-changed", "parent changed", "parents changed", {"更换 ", " 个父节点"}},
    {"diff-cloud-changed",
     "cloud setting changed",
     "cloud settings changed",
     {"修改 ", " 处云端设置"}},
    {"diff-reward-changed", "reward changed", "rewards changed", {"修改 ", " 处奖励"}},
    {"diff-text-changed", "text changed", "texts changed", {"修改 ", " 处文字"}},
    {"diff-icon-changed", "picture changed", "pictures changed", {"更换 ", " 张图片"}},
    {"diff-rank-changed", "rank changed", "ranks changed", {"修改 ", " 处 Rank"}},
    {"diff-display-changed",
     "display setting changed",
     "display settings changed",
     {"修改 ", " 处显示设置"}},
};

/* Those that are not listed among them. */
static size_t count_code(const ach_diags *diags, const char *code) {
    size_t count = 0;
    for (const ach__tally *item = ach__diags_tallies(diags); item != NULL; item = item->next) {
        count += strcmp(item->kind->code, code) == 0 ? ach__tally_omitted(item) : 0;
    }
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        count += strcmp(ach__diags_at(diags, i)->message->kind->code, code) == 0;
    }
    return count;
}

/* "NEW against OLD: 2 nodes removed, 1 node added": nothing for equal versions. */
static void write_summary(const cli_options *options, const versions *all, ach__sink *out) {
    const char *comma = "";
    if (options->quiet || options->format != ACH__REPORT_TEXT ||
        ach_diags_count(all->differences) == 0) {
        return;
    }
    cli_print_shown(out, all->sides[1].path);
    ach__sink_text(out, cli_say(options, " against ", " 与 "));
    cli_print_shown(out, all->sides[0].path);
    ach__sink_text(out, cli_say(options, ": ", " 相比："));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        size_t count = count_code(all->differences, counts[i].code);
        if (count > 0) {
            const counted *words = &counts[i];
            ach__sink_text(out, comma);
            ach__sink_text(out, cli_say(options, "", words->chinese[0]));
            ach__sink_format(out, "%zu", count);
            ach__sink_text(out, cli_say(options, " ", words->chinese[1]));
            ach__sink_text(out, cli_say(options, count == 1 ? words->one : words->many, ""));
            comma = cli_say(options, ", ", "，");
        }
    }
    ach__sink_text(out, "\n");
}

static int report(const cli_options *options, const versions *all) {
    const ach__source *source = all->sides[1].package->source;
    ach__report_input input = {all->sides[1].path, source == NULL || source->is_archive,
                               all->differences};
    ach__report_options how = {options->format, options->language, cli_wants_color(options, stdout),
                               false};
    ach__sink out = cli_sink(stdout);
    if (ach__report_write(&out, &how, &input, 1) == ACH_ENOMEM) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    write_summary(options, all, &out);
    return cli_finish(options, &out,
                      cli_is_failure(options, all->differences) ? CLI_FINDINGS : CLI_OK);
}

static int compare(const cli_options *options, versions *all) {
    bool is_open = open_version(options, all, 0);
    is_open = open_version(options, all, 1) && is_open; /* so that both are told */
    if (!is_open || require_comparable(options, all) != CLI_OK) {
        return CLI_FAILED;
    }
    mention_errors(options, all);
    mention_nodes(options, all);
    all->differences = cli_new_diags(options);
    if (all->differences == NULL ||
        ach__diff_packages(&all->sides[0], &all->sides[1], all->differences) != ACH_OK) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    return report(options, all);
}

int cli_diff(const cli_options *options) {
    versions all = {0};
    int status = compare(options, &all);
    ach_diags_free(all.differences);
    for (size_t which = 0; which < 2; which++) {
        ach_diags_free(all.own[which]);
        ach__package_free(all.sides[which].package);
    }
    return status;
}
