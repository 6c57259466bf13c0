/* The authoring columns, and what is made of rows and nodes: node files, names, tables.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/authoring.h"
#include "pack/node_files.h"
#include "pack/node_table.h"

#define HEADER "NodeId,PrePic,FinPic,Title,Description,Total,Rank"

typedef struct fixture {
    ach__arena arena;
    ach__table table;
    ach_diags *diags;
} fixture;

static void setup(fixture *f, const char *text) {
    ach__arena_init(&f->arena, NULL);
    f->diags = ach_diags_new(NULL, ACH_ENGLISH);
    assert_non_null(f->diags);
    assert_int_equal(ach__table_read(&f->table, &f->arena, ach__slice_of(text),
                                     ACH__SLICE("NodeSetting.csv"), f->diags),
                     ACH_OK);
}

static void teardown(fixture *f) {
    ach_diags_free(f->diags);
    ach__arena_free(&f->arena);
}

static void test_switches(void **state) {
    static const struct {
        const char *cell;
        ach__switch value;
    } rows[] = {
        {"", ACH__SWITCH_BLANK},        {"  ", ACH__SWITCH_BLANK},    {"TRUE", ACH__SWITCH_ON},
        {"True", ACH__SWITCH_ON},       {" true ", ACH__SWITCH_ON},   {"1", ACH__SWITCH_ON},
        {"yes", ACH__SWITCH_ON},        {"是", ACH__SWITCH_ON},       {"FALSE", ACH__SWITCH_OFF},
        {"0", ACH__SWITCH_OFF},         {"NO", ACH__SWITCH_OFF},      {"否", ACH__SWITCH_OFF},
        {"\"false\"", ACH__SWITCH_OFF}, {"01", ACH__SWITCH_ODD},      {"T", ACH__SWITCH_ODD},
        {"是的", ACH__SWITCH_ODD},      {"ＴＲＵＥ", ACH__SWITCH_ODD}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        fixture f;
        (void)snprintf(text, sizeof text, HEADER ",IsCloud\na,b,c,d,e,1,1,%s\n", rows[i].cell);
        setup(&f, text);
        const ach__row *row = &f.table.rows[0];
        assert_int_equal(ach__row_switch(&f.table, row, ACH__COLUMN_IS_CLOUD), rows[i].value);
        assert_int_equal(ach__row_is_local(&f.table, row), rows[i].value == ACH__SWITCH_OFF);
        assert_int_equal(ach__row_switch(&f.table, row, ACH__COLUMN_IS_HIDDEN), ACH__SWITCH_BLANK);
        teardown(&f);
    }
}

static void test_targets_and_paths(void **state) {
    static const char *const good[] = {"minecraft:cow", "a:b", "my-mod:x/y.z_1"};
    static const char *const bad[] = {"", "cow", ":cow", "a:", "a:b:c", "a: b", "a：b", "a:牛"};
    static const struct {
        const char *path;
        ach__picture_path_fault fault;
    } paths[] = {{"textures/ui/page", ACH__PICTURE_PATH_FINE},
                 {"textures/页面", ACH__PICTURE_PATH_FINE},
                 {"textures/a.PNG", ACH__PICTURE_PATH_EXTENSION},
                 {"textures/a.b", ACH__PICTURE_PATH_FINE},
                 {"ui/page", ACH__PICTURE_PATH_OUTSIDE},
                 {"textures", ACH__PICTURE_PATH_OUTSIDE},
                 {"textures/", ACH__PICTURE_PATH_ODD},
                 {"", ACH__PICTURE_PATH_ODD},
                 {"/textures/a", ACH__PICTURE_PATH_ODD},
                 {"textures//a", ACH__PICTURE_PATH_ODD},
                 {"textures/../a", ACH__PICTURE_PATH_ODD},
                 {"textures\\a", ACH__PICTURE_PATH_ODD},
                 {"C:/textures/a", ACH__PICTURE_PATH_ODD},
                 {"textures/a\nb", ACH__PICTURE_PATH_ODD}};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ach__goal_target_is_good(ach__slice_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(ach__goal_target_is_good(ach__slice_of(bad[i])));
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(ach__picture_path_judge(ach__slice_of(paths[i].path)), paths[i].fault);
    }
}

static void test_strings(void **state) {
    static const struct {
        ach__slice text;
        const char *json;
    } rows[] = {{{"", 0}, "\"\""},
                {{"牛/&<\x7F", 7}, "\"牛/&<\x7F\""},
                {{"\"\\", 2}, "\"\\\"\\\\\""},
                {{"\b\t\n\f\r", 5}, "\"\\b\\t\\n\\f\\r\""},
                {{"\0\x01\x0B\x1F", 4}, "\"\\u0000\\u0001\\u000B\\u001F\""}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 1000);
        ach__json_append_string(&out, rows[i].text);
        assert_int_equal(out.size, strlen(rows[i].json));
        assert_memory_equal(out.data, rows[i].json, out.size);
        ach__buffer_free(&out);
    }
}

static void test_node_file(void **state) {
    fixture f;
    ach__made_nodes made;
    (void)state;
    setup(&f, HEADER ",ParentNode,IsHidden,GoalType,GoalTarget\n"
                     "b,textures/p.png,textures/q.png,\"T\"\"\",D,,2,a,yes,,\n"
                     " a ,textures/p.png,textures/q.png,T,D,7,1,,,default_get,minecraft:wool\n");
    assert_int_equal(ach__made_nodes_make(&made, &f.table, ACH__SLICE("textures/bg"), f.diags),
                     ACH_OK);
    assert_int_equal(made.count, 2);
    assert_string_equal(made.items[0].name.ptr, "a.json");
    assert_string_equal(made.items[0].text.ptr,
                        "{\n    \"node_ID\": \"a\",\n    \"title\": \"T\",\n"
                        "    \"unfinished_icon\": \"textures/p\",\n"
                        "    \"finished_icon\": \"textures/q\",\n"
                        "    \"goal_details\": {\n        \"goal_type\": \"default_get\",\n"
                        "        \"item_dict\": {\n"
                        "            \"newItemName\": \"minecraft:wool\"\n        }\n    },\n"
                        "    \"goal_number\": 7,\n    \"node_description\": \"D\",\n"
                        "    \"window_background\": \"textures/bg\",\n"
                        "    \"is_cloud\": true\n}\n");
    assert_string_equal(made.items[1].text.ptr,
                        "{\n    \"node_ID\": \"b\",\n    \"parent_node\": \"a\",\n"
                        "    \"title\": \"T\\\"\",\n"
                        "    \"unfinished_icon\": \"textures/p\",\n"
                        "    \"finished_icon\": \"textures/q\",\n"
                        "    \"goal_number\": 1,\n    \"node_description\": \"D\",\n"
                        "    \"is_hidden\": true,\n    \"is_cloud\": true\n}\n");
    ach__made_nodes_free(&made);
    teardown(&f);
}

static void test_names(void **state) {
    static const char *const names[] = {"%2E%2E.json", "%63on.json", "A.json",        "AUXa.json",
                                        "a%-2.json",   "a%20b.json", "%E7%89%9B.json"};
    fixture f;
    ach__made_nodes made;
    (void)state;
    setup(&f, HEADER "\n牛,x,x,T,D,1,1\na,x,x,T,D,1,1\ncon,x,x,T,D,1,1\nA,x,x,T,D,1,1\n"
                     "a b,x,x,T,D,1,1\n..,x,x,T,D,1,1\nAUXa,x,x,T,D,1,1\n");
    assert_int_equal(ach__made_nodes_make(&made, &f.table, ACH__SLICE("textures/bg"), f.diags),
                     ACH_OK);
    assert_int_equal(made.count, sizeof names / sizeof *names);
    for (size_t i = 0; i < made.count; i++) {
        bool found = false;
        for (size_t j = 0; j < made.count; j++) {
            found = found || strcmp(made.items[j].name.ptr, names[i]) == 0;
        }
        assert_true(found);
    }
    ach__made_nodes_free(&made);
    teardown(&f);
}

/* Nodes from texts, without a folder. */
static ach__nodes *read_nodes(const char *const *texts, size_t count, ach_diags *diags) {
    ach__nodes *nodes = ach__nodes_new(NULL);
    assert_non_null(nodes);
    ach__arena scratch;
    ach__arena_init(&scratch, NULL);
    nodes->files = ach__arena_take(&nodes->arena, count, sizeof *nodes->files);
    nodes->items = ach__arena_take(&nodes->arena, count, sizeof *nodes->items);
    ach__node_reader reader = {
        .arena = &nodes->arena, .places = &nodes->arena, .diags = diags, .scratch = &scratch};
    for (size_t i = 0; i < count; i++) {
        nodes->files[i] =
            (ach__node_text){.path = ACH__SLICE("n.json"), .bytes = ach__slice_of(texts[i])};
        assert_true(ach__node_read(&nodes->items[i], &reader, &nodes->files[i]));
        nodes->items[i].file = i;
    }
    nodes->count = nodes->file_count = count;
    assert_int_equal(ach__nodes_finish(nodes, diags), ACH_OK);
    ach__arena_free(&scratch);
    return nodes;
}

#define NODE(id, more)                                                                             \
    "{\"node_ID\":\"" id "\",\"title\":\"T\",\"unfinished_icon\":\"textures/p\","                  \
    "\"finished_icon\":\"textures/q\",\"goal_number\":3," more "}"

static void check_table(const char *const *texts, size_t count, bool all, const char *wanted) {
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__nodes *nodes = read_nodes(texts, count, diags);
    ach__buffer out;
    size_t rows = 0;
    ach__buffer_init(&out, NULL, 100000);
    assert_int_equal(ach__node_table_make(&out, nodes, all, &rows, diags), ACH_OK);
    assert_int_equal(ach_diags_count(diags), 0);
    assert_int_equal(out.size, strlen(wanted));
    assert_memory_equal(out.data, wanted, out.size);
    ach__buffer_free(&out);
    ach__nodes_free(nodes);
    ach_diags_free(diags);
}

static void test_table(void **state) {
    static const char *const texts[] = {
        NODE("z", "\"parent_node\":\"r\",\"node_description\":\"a,\\\"b\\\"\","
                  "\"depend_parent\":false,\"is_cloud\":true,\"auto_sent_cloud\":false"),
        NODE("r", "\"window_background\":\"textures/b\",\"node_description\":\"\\u4e2d\","
                  "\"goal_details\":{\"goal_type\":\"default_kill\","
                  "\"entity_identifier\":\"minecraft:cow\"}"),
        NODE("B", "\"parent_node\":\"r\",\"node_description\":\"x\\ny\",\"is_cloud\":true,"
                  "\"is_hidden\":true"),
    };
    (void)state;
    check_table(texts, 3, false,
                HEADER "\r\nB,textures/p.png,textures/q.png,T,\"x\ny\",3,1\r\n"
                       "z,textures/p.png,textures/q.png,T,\"a,\"\"b\"\"\",3,2\r\n");
    check_table(texts, 3, true,
                HEADER ",ParentNode,DependParent,IsHidden,FinishTip,IsCloud,AutoSentCloud,GoalType,"
                       "GoalTarget,Background\r\n"
                       "r,textures/p.png,textures/q.png,T,\xD6\xD0,3,1,,,,,FALSE,,default_kill,"
                       "minecraft:cow,textures/b\r\n"
                       "B,textures/p.png,textures/q.png,T,\"x\ny\",3,2,r,,TRUE,,TRUE,,,,\r\n"
                       "z,textures/p.png,textures/q.png,T,\"a,\"\"b\"\"\",3,3,r,FALSE,,,TRUE,FALSE,"
                       ",,\r\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_switches), cmocka_unit_test(test_targets_and_paths),
        cmocka_unit_test(test_strings),  cmocka_unit_test(test_node_file),
        cmocka_unit_test(test_names),    cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
