/* A list of findings made by hand, and a sink that can refuse: for the tests of the report writers.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__TESTS_REPORT_SAMPLE_H
#define ACH__TESTS_REPORT_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/report.h"

#include <stdlib.h>

#define BAD_BYTES "a\xFF\xC3(\033[31m"

static const ach__kind missing = {
    .code = "icon-missing",
    .severity = ACH_ERROR,
    .certainty = ACH__DOCUMENTED,
    .summary = {"a picture that the table names is not there", "表格里写的图标不存在"},
    .reason = {"The game cannot show it.", "游戏无法显示该图标。"},
    .source = {"the document", "《成就系统功能配置文档》"},
    .bad = {"a,textures/x.png", "a,textures/x.png"},
    .good = {"a,textures/a.png", "a,textures/a.png"},
};
static const ach__kind repeated = {
    .code = "id-repeated",
    .severity = ACH_WARNING,
    .certainty = ACH__ASSUMED,
    .summary = {"an id stands twice", "编号重复"},
    .reason = {"Only one of them counts.", "只有一个生效。"},
};
static const ach__message not_found = {
    .kind = &missing,
    .text = {"no file \"{name}\"", "找不到文件“{name}”"},
    .help = {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
};
static const ach__message twice = {
    .kind = &repeated,
    .text = {"id \"{name}\" is used twice, first in line {first_line}",
             "编号“{name}”用了两次，第一次在第 {first_line} 行"},
    .help = {"give each node its own id", "请给每个节点一个不同的编号"},
};
static const ach__message aside = {
    .kind = &repeated,
    .text = {"100% fine: a, b", "完全没问题"},
    .severity = ACH_NOTE,
};
static const ach__remark first_here = {{"first defined here", "第一次出现在这里"}};

typedef struct output {
    ach__buffer text;
    size_t writes_left; /* then it refuses */
} output;

static inline bool take(void *user, const char *bytes, size_t size) {
    output *out = user;
    if (out->writes_left == 0) {
        return false;
    }
    out->writes_left--;
    ach__buffer_append(&out->text, bytes, size);
    return !out->text.failed;
}

typedef struct fixture {
    ach__arena arena;
    ach_diags *diags;
    output out;
    char *text; /* of the last run */
} fixture;

static inline int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    ach__arena_init(&f->arena, NULL);
    ach__buffer_init(&f->out.text, NULL, (size_t)1 << 28);
    f->diags = ach_diags_new(NULL, ACH_ENGLISH);
    *state = f;
    return f->diags == NULL;
}

static inline int tear_down(void **state) {
    fixture *f = *state;
    ach_diags_free(f->diags);
    ach__buffer_free(&f->out.text);
    ach__arena_free(&f->arena);
    free(f->text);
    free(f);
    return 0;
}

static inline void add_lines(fixture *f, const char *file, ach__slice text) {
    ach__lines lines = ach__lines_cut(&f->arena, ach__slice_copy(&f->arena, text));
    ach__diags_add_lines(f->diags, ach__slice_of(file), &lines);
}

static inline ach__finding *add_at(fixture *f, const ach__message *message, uint32_t line,
                                   uint32_t column, uint32_t columns) {
    ach__place place = {
        .file = ACH__SLICE("NodeSetting.csv"), .line = line, .column = column, .columns = columns};
    ach__finding *finding = ach__diags_add(f->diags, message, &place);
    ach__finding_text(finding, "name", ACH__SLICE("x"));
    return finding;
}

static inline ach_status run(fixture *f, ach__report_options options,
                             const ach__report_input *inputs, size_t count) {
    ach__sink sink = {.user = &f->out, .write = take};
    ach__buffer_clear(&f->out.text);
    ach_status status = ach__report_write(&sink, &options, inputs, count);
    free(f->text);
    f->text = calloc(f->out.text.size + 1, 1);
    if (f->out.text.size > 0) {
        memcpy(f->text, f->out.text.data, f->out.text.size);
    }
    return status;
}

static const char *report(fixture *f, ach__report_options options, const char *path,
                          bool is_archive) {
    ach__report_input input = {path, is_archive, f->diags};
    f->out.writes_left = SIZE_MAX;
    ach__diags_finish(f->diags);
    assert_int_equal(run(f, options, &input, 1), ACH_OK);
    return f->text;
}

/* More findings of two codes than a list keeps: 20 errors, and one note behind warnings. */
static inline void fill_beyond(fixture *f) {
    for (uint32_t line = 1; line <= ACH__DIAGS_KEPT_MOST + 20; line++) {
        add_at(f, &not_found, line, 1, 1);
    }
    for (uint32_t line = 1; line <= ACH__DIAGS_KEPT_MOST; line++) {
        add_at(f, &twice, line, 2, 1);
    }
    add_at(f, &aside, 1, 3, 1);
}

/* The sample: everything that a finding can have. */
static inline void fill_sample(fixture *f) {
    add_lines(f, "NodeSetting.csv",
              ACH__SLICE("NodeId,PrePic\r\n钻石,textures/a.png\r\n钻石,textures/dimond.png\r\n"));
    ach__place place = {.file = ACH__SLICE("NodeSetting.csv"),
                        .line = 3,
                        .column = 4,
                        .columns = 19,
                        .node_id = ACH__SLICE("钻石"),
                        .field = ACH__SLICE("PrePic")};
    ach__finding *finding = ach__diags_add(f->diags, &not_found, &place);
    ach__finding_text(finding, "name", ACH__SLICE("textures/dimond.png"));
    ach__finding_text(finding, "suggestion", ACH__SLICE("textures/a.png"));
    place.column = 1;
    place.columns = 2;
    finding = ach__diags_add(f->diags, &twice, &place);
    ach__finding_text(finding, "name", ACH__SLICE("钻石"));
    ach__finding_number(finding, "first_line", 2);
    ach__place first = place;
    first.line = 2;
    ach__finding_related(finding, &first_here, &first);
    finding = ach__diags_add(f->diags, &not_found,
                             &(ach__place){.file = ACH__SLICE("textures/b c.png"),
                                           .has_offset = true,
                                           .offset = UINT64_C(1) << 40});
    ach__finding_text(finding, "name", ACH__SLICE(BAD_BYTES));
    (void)ach__diags_add(f->diags, &aside, &(ach__place){.line = 0});
    ach__diags_finish(f->diags);
}

#endif
