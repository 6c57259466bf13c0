/* achpack nodes --table: a table from node files.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/cli.h"
#include "pack/node_folder.h"
#include "pack/node_table.h"
#include "report/json.h"
#include "source/node_files.h"

#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

/* One run; `path` is that of the table. */
typedef struct run {
    const cli_options *options;
    ach_diags *diags;
    ach__nodes *nodes;
    ach__buffer table;
    ach__arena arena;
    const char *path;
    size_t rows;
} run;

static int print_result(const run *r, bool is_written) {
    const cli_options *options = r->options;
    ach__sink out = cli_sink(stdout);
    if (options->format == ACH__REPORT_JSON) {
        json_t *document = json_pack(
            "{s:o, s:b, s:I, s:I}", "path", ach__json_text(ach__slice_of(r->path)), "written",
            is_written ? 1 : 0, "rows", (json_int_t)r->rows, "bytes", (json_int_t)r->table.size);
        int status = cli_print_json(options, &out, document, 0);
        return status == CLI_OK ? cli_finish(options, &out, CLI_OK) : status;
    }
    ach__sink_text(&out, options->dry_run ? cli_say(options, "would write ", "将会写入 ") : "");
    cli_print_shown(&out, r->path);
    ach__sink_format(&out,
                     r->rows == 1 ? cli_say(options, ": %zu row", "：%zu 行")
                                  : cli_say(options, ": %zu rows", "：%zu 行"),
                     r->rows);
    bool is_same = !is_written && !options->dry_run;
    ach__sink_text(&out, is_same ? cli_say(options, ", unchanged\n", "，没有变化\n") : "\n");
    return cli_finish(options, &out, CLI_OK);
}

static void say_next(const run *r) {
    const cli_options *options = r->options;
    if (options->quiet || options->dry_run || options->format != ACH__REPORT_TEXT) {
        return;
    }
    (void)fprintf(stderr, "%s\n",
                  cli_say(options,
                          "achpack: put the 120x120 PNG icons of PrePic and FinPic into that "
                          "folder's textures/, then run \"achpack check\" on the folder",
                          "achpack: 请把 PrePic 和 FinPic 用到的 120x120 PNG 图标放进该文件夹的 "
                          "textures/ 里，然后对该文件夹运行“achpack check”"));
}

static ach_status replace(const run *r) {
    ach__replacement replacement;
    ach_status status = ach__folder_make(r->options->operands[0]);
    if (status != ACH_OK) {
        return status;
    }
    status = ach__replacement_open(&replacement, r->path);
    if (status == ACH_OK) {
        status = ach__replacement_write(&replacement,
                                        (ach__slice){(const char *)r->table.data, r->table.size});
    }
    if (status == ACH_OK) {
        status = ach__replacement_commit(&replacement);
    }
    int saved = errno;
    ach__replacement_close(&replacement);
    errno = saved;
    return status;
}

/* What lies there: nothing, the same bytes, or a table that only --force replaces. */
typedef enum present { PRESENT_NONE, PRESENT_SAME, PRESENT_OTHER, PRESENT_LINK } present;

static present look(const run *r) {
    struct stat about;
    ach__buffer there;
    if (lstat(r->path, &about) != 0) {
        return PRESENT_NONE;
    }
    ach__buffer_init(&there, NULL, r->table.size + 1);
    bool is_same = ach__file_read_path(r->path, &there) == ACH_OK && there.size == r->table.size &&
                   memcmp(there.data, r->table.data, there.size) == 0;
    ach__buffer_free(&there);
    if (is_same) {
        return PRESENT_SAME;
    }
    return S_ISLNK(about.st_mode) ? PRESENT_LINK : PRESENT_OTHER;
}

static int refuse(const run *r, present found) {
    const cli_options *options = r->options;
    (void)cli_fail_because(
        r->path,
        found == PRESENT_LINK
            ? cli_say(options,
                      "is a link and was left as it is; --force puts the table in its place",
                      "是一个链接，没有改动它；加 --force 可以用表格替换这个链接")
            : cli_say(options, "there already, and left as it is; --force overwrites it",
                      "已经存在，没有改动它；加 --force 可以覆盖"));
    return CLI_FINDINGS;
}

static int write_table(const run *r) {
    const cli_options *options = r->options;
    present found = look(r);
    if (!options->force && (found == PRESENT_OTHER || found == PRESENT_LINK)) {
        return refuse(r, found);
    }
    bool is_written = found != PRESENT_SAME && !options->dry_run;
    if (is_written) {
        if (found == PRESENT_LINK) {
            (void)unlink(r->path); /* itself, and not what it leads to, is replaced */
        }
        errno = 0;
        ach_status status = replace(r);
        if (status != ACH_OK) {
            return cli_fail(options, r->path, status, errno);
        }
    }
    int result = print_result(r, is_written);
    say_next(r);
    return result;
}

static int report_none(const run *r) {
    const cli_options *options = r->options;
    (void)cli_fail_because(
        options->from.items[0],
        options->all
            ? cli_say(options, "there are no nodes, so no table was written",
                      "没有节点，因此没有写出表格")
            : cli_say(options,
                      "no node has \"is_cloud\": true, so no table was written; --all "
                      "takes the other nodes as well",
                      "没有节点写着 \"is_cloud\": true，因此没有写出表格；加 --all 可以写出"
                      "其他节点"));
    return CLI_FINDINGS;
}

static int make(run *r) {
    const cli_options *options = r->options;
    const char *failed = options->from.items[0];
    const ach__node_place_list places = {.folders = options->from.items,
                                         .count = options->from.count,
                                         .jobs = cli_check_options(options).jobs};
    errno = 0;
    ach_status status = ach__node_files_read(&r->nodes, &places, r->diags, &failed);
    if (status != ACH_OK) {
        return cli_fail(options, failed, status, errno);
    }
    if (ach_diags_count_severity(r->diags, ACH_ERROR) == 0 && r->nodes != NULL) {
        errno = 0;
        status = ach__node_table_make(&r->table, r->nodes, options->all, &r->rows, r->diags);
    }
    return status == ACH_OK ? CLI_OK : cli_fail(options, NULL, status, errno);
}

static int run_all(run *r) {
    const cli_options *options = r->options;
    ach__slice folder = ach__slice_of(options->operands[0]);
    bool has_end = folder.len > 0 && folder.ptr[folder.len - 1] == '/';
    r->path =
        ach__slice_join(&r->arena, folder,
                        has_end ? ACH__SLICE(ACH__TABLE_NAME) : ACH__SLICE("/" ACH__TABLE_NAME))
            .ptr;
    if (r->path == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    int status = make(r);
    if (status != CLI_OK) {
        return status;
    }
    ach__diags_finish(r->diags);
    status = cli_report_findings(options, r->diags);
    if (status == CLI_OK && cli_is_failure(options, r->diags)) {
        cli_say_nothing_was_written(options);
        return CLI_FINDINGS;
    }
    if (status == CLI_OK && r->rows == 0) {
        return report_none(r);
    }
    return status == CLI_OK ? write_table(r) : status;
}

int cli_nodes_table(const cli_options *options) {
    if (options->from.count == 0) {
        return cli_misused(options, "%s",
                           cli_say(options, "--table needs --from DIR, the folder of node files",
                                   "--table 需要 --from 目录，也就是节点文件所在的文件夹"));
    }
    if (options->output != NULL || options->background != NULL) {
        return cli_misused(options, "%s",
                           cli_say(options,
                                   "-o and --background do not go with --table: the table is "
                                   "written into the folder that is named first",
                                   "-o 和 --background 不能与 --table 一起使用：表格写到前面指定的"
                                   "文件夹里"));
    }
    run r = {.options = options, .diags = cli_new_diags(options)};
    ach__arena_init(&r.arena, NULL);
    ach__buffer_init(&r.table, NULL, SIZE_MAX);
    int status = r.diags == NULL ? cli_fail(options, NULL, ACH_ENOMEM, 0) : run_all(&r);
    ach_diags_free(r.diags);
    ach__nodes_free(r.nodes);
    ach__buffer_free(&r.table);
    ach__arena_free(&r.arena);
    return status;
}
