/* achpack nodes: node files from a table.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "model/authoring.h"
#include "pack/node_folder.h"
#include "report/json.h"
#include "source/node_files.h"

#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>

/* Everything that one run works with; paths live in `arena`. */
typedef struct run {
    const cli_options *options;
    ach_diags *diags;
    ach__package *package;
    ach__arena arena;
    ach__made_nodes made;
    ach__node_plan plan;
    ach__node_target target;
} run;

static bool is_folder(const char *path) {
    struct stat about;
    return path != NULL && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static const char *join(ach__arena *arena, const char *folder, ach__slice name) {
    ach__slice path = ach__slice_of(folder);
    if (path.len > 0 && path.ptr[path.len - 1] != '/') {
        path = ach__slice_join(arena, path, ACH__SLICE("/"));
    }
    return ach__slice_join(arena, path, name).ptr;
}

/* The folder itself, or, where a behaviour pack is given, the one in it that is meant. */
static const char *find_target(ach__arena *arena, const char *output) {
    struct stat about;
    const char *inner = join(arena, output, ACH__SLICE(ACH__NODES_FOLDER));
    const char *manifest = join(arena, output, ACH__SLICE("manifest.json"));
    bool is_pack = is_folder(inner) || (manifest != NULL && stat(manifest, &about) == 0);
    return is_pack ? inner : output;
}

static int print_json(const run *r, ach__sink *out) {
    json_t *document = json_pack(
        "{s:o, s:b, s:I, s:I, s:I}", "path", ach__json_text(ach__slice_of(r->target.folder)),
        "dryRun", r->options->dry_run ? 1 : 0, "written", (json_int_t)r->plan.written, "unchanged",
        (json_int_t)r->plan.unchanged, "removed", (json_int_t)r->plan.removed);
    return cli_print_json(r->options, out, document, 0);
}

static int print_result(const run *r) {
    const cli_options *options = r->options;
    const ach__node_plan *plan = &r->plan;
    ach__sink out = cli_sink(stdout);
    if (options->format == ACH__REPORT_JSON) {
        int status = print_json(r, &out);
        return status == CLI_OK ? cli_finish(options, &out, CLI_OK) : status;
    }
    cli_print_shown(&out, r->target.folder);
    size_t count = plan->written + plan->unchanged;
    ach__sink_format(&out,
                     count == 1 ? cli_say(options, ": %zu node file", "：共 %zu 个节点文件")
                                : cli_say(options, ": %zu node files", "：共 %zu 个节点文件"),
                     count);
    if (options->dry_run) {
        ach__sink_format(&out,
                         cli_say(options, ": would write %zu, leave %zu unchanged, remove %zu\n",
                                 "，将会写入 %zu 个，%zu 个不变，将会删除 %zu 个\n"),
                         plan->written, plan->unchanged, plan->removed);
    } else {
        ach__sink_format(&out,
                         cli_say(options, ": %zu written, %zu unchanged, %zu removed\n",
                                 "，写入 %zu 个，未变 %zu 个，删除 %zu 个\n"),
                         plan->written, plan->unchanged, plan->removed);
    }
    return cli_finish(options, &out, CLI_OK);
}

static void say_next(const run *r) {
    const cli_options *options = r->options;
    if (options->quiet || options->dry_run || options->format != ACH__REPORT_TEXT ||
        r->plan.written == 0) {
        return;
    }
    (void)fprintf(
        stderr, "%s\n",
        cli_say(options,
                "achpack: the resource pack needs the pictures under the same paths "
                "(textures/...); \"achpack check\" with --nodes and --resources looks "
                "whether all is there",
                "achpack: 资源包里也要有同样路径的图片（textures/...）；用 “achpack check” "
                "加上 --nodes 和 --resources 可以检查是否齐全"));
}

static int fail_halfway(const run *r, ach_status status, const char *failed, int system_error) {
    int result = cli_fail(r->options, failed, status, system_error);
    (void)fprintf(stderr, "%s\n",
                  cli_say(r->options,
                          "achpack: some node files may be written and others not; the same "
                          "command completes them",
                          "achpack: 节点文件可能只写了一部分；再运行一次同样的命令即可补全"));
    return result;
}

static int carry_out(run *r) {
    const char *failed = NULL;
    errno = 0;
    if (!r->options->dry_run) {
        ach_status status = ach__node_plan_carry_out(&r->plan, &failed);
        if (status != ACH_OK) {
            return fail_halfway(r, status, failed, errno);
        }
    }
    int result = print_result(r);
    say_next(r);
    return result;
}

/* Looks at the folder, once all contents are made. */
static int plan(run *r) {
    const cli_options *options = r->options;
    const char *failed = NULL;
    errno = 0;
    ach_status status = ach__node_plan_make(&r->plan, &r->target, &r->made, r->diags, &failed);
    if (status == ACH_OK && ach__diags_failed(r->diags)) {
        status = ACH_ENOMEM;
    }
    return status == ACH_OK ? CLI_OK : cli_fail(options, failed, status, errno);
}

static int make(run *r) {
    const cli_options *options = r->options;
    ach_status status = ach__made_nodes_make(&r->made, &r->package->table,
                                             ach__slice_of(options->background), r->diags);
    if (status == ACH_ELIMIT) {
        return cli_fail_because(options->operands[0],
                                cli_say(options, "more than 100000 rows, so too many node files",
                                        "超过 100000 行，节点文件太多"));
    }
    return status == ACH_OK ? CLI_OK : cli_fail(options, NULL, status, 0);
}

static int check(run *r) {
    const cli_options *options = r->options;
    const char *folder = options->operands[0];
    const char *failed = folder;
    ach__check_options checking = cli_check_options(options);
    checking.only_source = true;
    checking.failed = &failed;
    if (is_folder(options->output)) { /* so that its files are not taken for strays */
        checking.nodes = (ach__path_list){&options->output, 1};
    }
    errno = 0;
    ach_status done = ach__check_package(&r->package, folder, &checking, r->diags);
    if (done != ACH_OK) {
        return cli_fail(options, failed, done, errno);
    }
    if (r->package->source == NULL || r->package->source->is_archive) {
        return cli_misused(options,
                           cli_say(options,
                                   "\"%s\" is not a folder; nodes takes a folder with a table",
                                   "“%s”不是文件夹；nodes 需要放有表格的文件夹"),
                           folder);
    }
    return CLI_OK;
}

static bool may_go_on(const run *r) {
    return ach_diags_count_severity(r->diags, ACH_ERROR) == 0 && r->package->has_table;
}

/* Each step only where the ones before found no error; then all findings at once. */
static int run_all(run *r) {
    const cli_options *options = r->options;
    int status = check(r);
    if (status == CLI_OK && may_go_on(r)) {
        ach__slice list =
            ach__slice_join(&r->arena, r->package->root, ACH__SLICE(ACH__NODE_LIST_NAME));
        r->target = (ach__node_target){
            .folder = find_target(&r->arena, options->output),
            .list = join(&r->arena, options->operands[0], list),
            .force = options->force,
            .jobs = cli_check_options(options).jobs,
        };
        status = r->arena.failed ? cli_fail(options, NULL, ACH_ENOMEM, 0) : make(r);
    }
    if (status == CLI_OK && may_go_on(r)) {
        status = plan(r);
    }
    if (status == CLI_OK) {
        ach__diags_finish(r->diags);
        status = cli_report_findings(options, r->diags);
    }
    if (status == CLI_OK && cli_is_failure(options, r->diags)) {
        cli_say_nothing_was_written(options);
        return CLI_FINDINGS;
    }
    if (status == CLI_OK && !r->package->has_table) { /* only where a rule was turned off */
        return cli_fail_because(options->operands[0],
                                cli_say(options, "there is no table", "没有表格"));
    }
    return status == CLI_OK ? carry_out(r) : status;
}

/* CLI_OK, or CLI_USAGE after a message. */
static int look_at_options(const cli_options *options) {
    struct stat folder;
    struct stat output;
    if (options->output == NULL || options->output[0] == '\0') {
        return cli_misused(
            options, "%s",
            cli_say(options, "nodes needs -o DIR (or --table and --from DIR for the other way)",
                    "nodes 需要 -o 目录（反过来生成表格时用 --table 和 --from 目录）"));
    }
    if (options->from.count > 0 || options->all) {
        return cli_misused(options, "%s",
                           cli_say(options, "--from and --all belong to --table",
                                   "--from 和 --all 要与 --table 一起使用"));
    }
    if (stat(options->operands[0], &folder) == 0 && stat(options->output, &output) == 0 &&
        folder.st_dev == output.st_dev && folder.st_ino == output.st_ino) {
        return cli_misused(options,
                           cli_say(options,
                                   "-o is the folder of the table; give a folder of their own to "
                                   "node files, such as %s/customAchievements",
                                   "-o 就是表格所在的文件夹；请给节点文件另外指定一个文件夹，例如 "
                                   "%s/customAchievements"),
                           options->output);
    }
    if (options->background != NULL &&
        ach__picture_path_judge(ach__slice_of(options->background)) != ACH__PICTURE_PATH_FINE) {
        return cli_misused(options,
                           cli_say(options,
                                   "--background \"%s\" should be a path in the resource pack "
                                   "without extension, such as textures/ui/page",
                                   "--background “%s”应是资源包里的路径，不带扩展名，例如 "
                                   "textures/ui/page"),
                           options->background);
    }
    return CLI_OK;
}

int cli_nodes(const cli_options *options) {
    if (options->table) {
        return cli_nodes_table(options);
    }
    int status = look_at_options(options);
    if (status != CLI_OK) {
        return status;
    }
    run r = {.options = options, .diags = cli_new_diags(options)};
    ach__arena_init(&r.arena, NULL);
    ach__arena_init(&r.made.arena, NULL);
    ach__arena_init(&r.plan.arena, NULL);
    status = r.diags == NULL ? cli_fail(options, NULL, ACH_ENOMEM, 0) : run_all(&r);
    ach_diags_free(r.diags);
    ach__node_plan_free(&r.plan);
    ach__made_nodes_free(&r.made);
    ach__package_free(r.package);
    ach__arena_free(&r.arena);
    return status;
}
