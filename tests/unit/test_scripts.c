/* Node ids in Python code against those of a package: what is said, and where.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/scripts.h"
#include "fake_package.h"
#include "rules/scripts.h"
#include "source/node_files.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A folder on the disk, with one table's ids and what is found. */
typedef struct setting {
    char folder[32];
    ach__arena arena;
    ach__table table;
    ach_diags *diags;
} setting;

static void write_file(const setting *in, const char *name, const char *text, size_t size) {
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", in->folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void remove_file(const setting *in, const char *name) {
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", in->folder, name);
    assert_int_equal(remove(path), 0);
}

#define HEADER "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n"

static void set_up(setting *in, const char *ids) {
    (void)strcpy(in->folder, "/tmp/test_scripts.XXXXXX");
    assert_non_null(mkdtemp(in->folder));
    ach__arena_init(&in->arena, NULL);
    in->diags = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach__table_read(&in->table, &in->arena, ach__slice_of(ids),
                                     ACH__SLICE("NodeSetting.csv"), in->diags),
                     ACH_OK);
    ach_diags_free(in->diags); /* what is wrong with the table itself is not our matter */
    in->diags = ach_diags_new(NULL, ACH_ENGLISH);
}

static void tear_down(setting *in) {
    assert_int_equal(rmdir(in->folder), 0);
    ach_diags_free(in->diags);
    ach__arena_free(&in->arena);
}

static ach_status run_with(setting *in, const char *folder, size_t times, ach__nodes *nodes) {
    const char *const folders[] = {folder, folder};
    const char *failed = NULL;
    const ach__script_nodes known = {&in->table, nodes, in->diags};
    const ach__script_check check = {folders, times, &known, 1, false, &in->arena};
    ach_status status = ach__check_scripts(&check, &failed);
    assert_ptr_equal(failed, folder);
    ach__diags_finish(in->diags);
    return status;
}

#define IDS HEADER "first,,,,,,\r\n second ,,,,,,\r\n1,,,,,,\r\n\xBD\xDA\xB5\xE3,,,,,,\r\n"

typedef struct place_row {
    const char *code;
    const char *message; /* NULL: nothing is found */
    const char *help;
    unsigned line, column, columns;
    unsigned offset; /* 0: none */
} place_row;

/* "\xBD\xDA\xB5\xE3" is the last id in GBK, "\xE8\x8A\x82\xE7\x82\xB9" in UTF-8. */
static const place_row places[] = {
    {"GetChildrenNode('first')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('second')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('fir' 'st')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('\\x66irst')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('\xE8\x8A\x82\xE7\x82\xB9')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('\xBD\xDA\xB5\xE3')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode(u'\\u8282\\u70b9')", NULL, NULL, 0, 0, 0, 0},
    {"GetChildrenNode('\\xbd\\xda')", NULL, NULL, 0, 0, 0, 0},
    {"LobbySetAchievementStorage(c, p, 'first', 1)", NULL, NULL, 0, 0, 0, 0},
    {"#\nx.SetNodeFinish(p, 'frist')",
     "SetNodeFinish names the node \"frist\", which does not exist", "did you mean \"first\"?", 2,
     20, 7, 21},
    {"\xEF\xBB\xBFGetChildrenNode('FIRST')",
     "GetChildrenNode names the node \"FIRST\", which does not exist", "did you mean \"first\"?", 1,
     17, 7, 19},
    {"GetChildrenNode('elsewhere' # here\n 'x')",
     "GetChildrenNode names the node \"elsewherex\", which is not in the table",
     "write a NodeId of the table; if the node has a node file, name its folder with --nodes", 1,
     17, 18, 16},
    {"'\xBD\xDA\xB5\xE3'; GetChildrenNode('elsewhere')",
     "GetChildrenNode names the node \"elsewhere\", which is not in the table",
     "write a NodeId of the table; if the node has a node file, name its folder with --nodes", 1,
     23, 11, 0},
    {"'\xE8\x8A\x82'; GetChildrenNode('\xE7\x82\xB9\xE8\x8A\x82')",
     "GetChildrenNode names the node \"\xE7\x82\xB9\xE8\x8A\x82\", which does not exist",
     "did you mean \"\xE8\x8A\x82\xE7\x82\xB9\"?", 1, 22, 4, 23},
    {"GetChildrenNode(1)",
     "GetChildrenNode is given the number 1 as node id, but node ids are text",
     "put it in quotes: \"1\"", 1, 17, 1, 16},
    {"GetChildrenNode(0x10)",
     "GetChildrenNode is given the number 0x10 as node id, but node ids are text", NULL, 1, 17, 4,
     16},
    {"GetChildrenNode('')", "GetChildrenNode names the node \"\", which is not in the table",
     "write a NodeId of the table; if the node has a node file, name its folder with --nodes", 1,
     17, 2, 16},
};

static void check_place(setting *in, const place_row *row) {
    ach_finding got;
    if (row->message == NULL) {
        assert_int_equal(ach_diags_count(in->diags), 0);
        return;
    }
    assert_int_equal(ach_diags_count(in->diags), 1);
    const ach__place *place = &ach__diags_at(in->diags, 0)->place;
    assert_int_equal(ach_diags_get(in->diags, 0, &got), ACH_OK);
    assert_string_equal(got.code, "script-node-unknown");
    assert_string_equal(got.message, row->message);
    if (row->help == NULL) {
        assert_null(got.help);
    } else {
        assert_string_equal(got.help, row->help);
    }
    assert_int_equal(place->line, row->line);
    assert_int_equal(place->column, row->column);
    assert_int_equal(place->columns, row->columns);
    assert_true(place->is_outside);
    assert_int_equal(place->has_offset, row->offset > 0);
    assert_int_equal(place->offset, row->offset);
    assert_non_null(ach__diags_lines(in->diags, place->file));
}

static void test_places(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        setting in;
        set_up(&in, IDS);
        write_file(&in, "a.py", places[i].code, strlen(places[i].code));
        assert_int_equal(run_with(&in, in.folder, 2, NULL), ACH_OK);
        check_place(&in, &places[i]);
        remove_file(&in, "a.py");
        tear_down(&in);
    }
}

/* What stands in folders under the names of code. */
static void test_files(void **state) {
    (void)state;
    setting in;
    char path[128];
    char codes[256];
    const size_t size = ACH__SCRIPT_BYTES_MOST + 1;
    char *large = malloc(size);
    assert_non_null(large);
    memset(large, '#', size);
    set_up(&in, IDS);
    write_file(&in, "a.txt", "GetChildrenNode('a')", 20);
    write_file(&in, "b.pyc", "GetChildrenNode('a')", 20);
    write_file(&in, "C.PY", "GetChildrenNode('first')", 24);
    write_file(&in, "d.py", "", 0);
    write_file(&in, "e.py", large, size - 1);
    assert_int_equal(run_with(&in, in.folder, 1, NULL), ACH_OK);
    assert_string_equal(fake_codes(in.diags, codes, sizeof codes), "");
    write_file(&in, "f.py", large, size);
    (void)snprintf(path, sizeof path, "%s/g.py", in.folder);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    (void)snprintf(path, sizeof path, "%s/h.py", in.folder);
    assert_int_equal(symlink("nowhere", path), 0);
    (void)snprintf(path, sizeof path, "%s/i.py", in.folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    (void)snprintf(path, sizeof path, "%s/j.py", in.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(&in, "j.py/k.py", "GetChildrenNode('k')", 20);
    (void)snprintf(path, sizeof path, "%s/l.py", in.folder);
    assert_int_equal(symlink("C.PY", path), 0);
    assert_int_equal(run_with(&in, in.folder, 1, NULL), ACH_OK);
    assert_string_equal(fake_codes(in.diags, codes, sizeof codes),
                        "script-unreadable script-unreadable script-unreadable script-unreadable "
                        "script-node-unknown");
    const int messages[] = {ACH__SCRIPT_UNREADABLE_LARGE, ACH__SCRIPT_UNREADABLE_LINK,
                            ACH__SCRIPT_UNREADABLE_LINK, ACH__SCRIPT_UNREADABLE};
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        const ach__finding *finding = ach__diags_at(in.diags, i);
        assert_ptr_equal(finding->message, &ach__scripts_messages[messages[i]]);
        assert_true(ach__slice_starts(finding->place.file, ach__slice_of(in.folder)));
        assert_int_equal(finding->place.line, 0);
    }
    const char *const names[] = {"a.txt", "b.pyc", "C.PY", "d.py", "e.py",      "f.py",
                                 "g.py",  "h.py",  "i.py", "l.py", "j.py/k.py", "j.py"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        remove_file(&in, names[i]);
    }
    tear_down(&in);
    free(large);
}

static void test_folders(void **state) {
    (void)state;
    setting in;
    set_up(&in, IDS);
    assert_int_equal(run_with(&in, "/nowhere/at/all", 1, NULL), ACH_ENOTFOUND);
    errno = 0;
    assert_int_equal(run_with(&in, "/etc/hostname", 1, NULL), ACH_EIO);
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(ach_diags_count(in.diags), 0);
    tear_down(&in);
}

/* Without a known id nothing is searched; a NodeId that cannot be read may be any but an ASCII one.
 */
static void test_lost_rows(void **state) {
    (void)state;
    static const char code[] = "GetChildrenNode('abc')\nGetChildrenNode('\xE8\x8A\x82')";
    static const char *const rows[][2] = {
        {HEADER, ""},
        {HEADER ",,,,,,\r\n", ""},
        {HEADER "first,,,,,,\r\n", "script-node-unknown script-node-unknown"},
        {HEADER "first,,,,,,\r\n\xFF,,,,,,\r\n", "script-node-unknown"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        setting in;
        char codes[256];
        set_up(&in, rows[i][0]);
        write_file(&in, "a.py", code, sizeof code - 1);
        assert_int_equal(run_with(&in, in.folder, 1, NULL), ACH_OK);
        assert_string_equal(fake_codes(in.diags, codes, sizeof codes), rows[i][1]);
        remove_file(&in, "a.py");
        tear_down(&in);
    }
}

typedef struct several_row {
    const char *code;
    bool is_partial;
    const char *message; /* NULL: nothing is found */
} several_row;

static const several_row several[] = {
    {"GetChildrenNode('first')", false, NULL},
    {"GetChildrenNode('third')", false, NULL},
    {"GetChildrenNode('thirt')", false,
     "GetChildrenNode names the node \"thirt\", which does not exist"},
    {"GetChildrenNode('elsewhere')", false,
     "GetChildrenNode names the node \"elsewhere\", which is in none of the tables"},
    {"GetChildrenNode('elsewhere')", true, NULL},
    {"GetChildrenNode(1)", true,
     "GetChildrenNode is given the number 1 as node id, but node ids are text"},
};

/* An id of any package will do; what cannot be known is not said. */
static void test_several_packages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof several / sizeof several[0]; i++) {
        setting in[2];
        ach_finding got;
        const char *failed = NULL;
        set_up(&in[0], IDS);
        set_up(&in[1], HEADER "third,,,,,,\r\n");
        const char *const folder = in[0].folder;
        const ach__script_nodes known[] = {{&in[0].table, NULL, in[0].diags},
                                           {&in[1].table, NULL, in[1].diags}};
        const ach__script_check check = {&folder, 1, known, 2, several[i].is_partial, &in[0].arena};
        write_file(&in[0], "a.py", several[i].code, strlen(several[i].code));
        assert_int_equal(ach__check_scripts(&check, &failed), ACH_OK);
        assert_int_equal(ach_diags_count(in[0].diags), several[i].message != NULL);
        assert_int_equal(ach_diags_count(in[1].diags), 0);
        if (several[i].message != NULL) {
            assert_int_equal(ach_diags_get(in[0].diags, 0, &got), ACH_OK);
            assert_string_equal(got.message, several[i].message);
        }
        remove_file(&in[0], "a.py");
        tear_down(&in[0]);
        tear_down(&in[1]);
    }
}

typedef struct cloud_row {
    const char *keys; /* of the node file, behind its id */
    const char *codes;
    const char *remark; /* of the related place */
} cloud_row;

static const cloud_row clouds[] = {
    {"", "", NULL},
    {", \"is_cloud\": true", "script-cloud-auto",
     "a cloud node, and auto_sent_cloud is left out, so it counts as true"},
    {", \"is_cloud\": true, \"auto_sent_cloud\": true", "script-cloud-auto",
     "auto_sent_cloud is true here"},
    {", \"is_cloud\": true, \"auto_sent_cloud\": false", "", NULL},
    {", \"is_cloud\": false, \"auto_sent_cloud\": true", "", NULL},
    {", \"auto_sent_cloud\": true", "", NULL},
    {", \"is_cloud\": true, \"auto_sent_cloud\": 0", "", NULL},
    {", \"is_cloud\": 1", "", NULL},
    {", \"is_cloud\": true, \"title\": \"cut", "", NULL},
};

static void check_cloud(setting *in, const cloud_row *row) {
    char text[256];
    char codes[256];
    static const char code[] = "#\nc.LobbySetAchievementStorage(f, p, 'n', 1)\n"
                               "c.AddNodeProgress(p, 'n', 1, f)\n";
    int size = snprintf(text, sizeof text, "{\"node_ID\": \"n\"%s}", row->keys);
    write_file(in, "a.py", code, sizeof code - 1);
    write_file(in, "customAchievements/n.json", text, (size_t)size);
    const char *failed = NULL;
    const char *const folders[] = {in->folder};
    const ach__node_place_list list = {.folders = folders, .count = 1, .jobs = 1};
    ach__nodes *nodes = NULL;
    ach_diags *unheard = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach__node_files_read(&nodes, &list, unheard, &failed), ACH_OK);
    assert_int_equal(run_with(in, in->folder, 1, nodes), ACH_OK);
    assert_string_equal(fake_codes(in->diags, codes, sizeof codes), row->codes);
    if (row->remark != NULL) {
        const ach__finding *finding = ach__diags_at(in->diags, 0);
        assert_int_equal(finding->place.line, 2);
        assert_int_equal(finding->place.column, 36);
        assert_string_equal(finding->related->remark->text[ACH_ENGLISH], row->remark);
        assert_true(finding->related->place.column > 1);
        assert_true(ach__slice_equal(finding->place.node_id, ACH__SLICE("n")));
    }
    ach_diags_free(unheard);
    ach__nodes_free(nodes);
}

static void test_clouds(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof clouds / sizeof clouds[0]; i++) {
        setting in;
        char path[128];
        set_up(&in, IDS);
        (void)snprintf(path, sizeof path, "%s/customAchievements", in.folder);
        assert_int_equal(mkdir(path, 0700), 0);
        check_cloud(&in, &clouds[i]);
        remove_file(&in, "a.py");
        remove_file(&in, "customAchievements/n.json");
        remove_file(&in, "customAchievements");
        tear_down(&in);
    }
}

/* Many findings in one long line, near in both directions, take the time of that line. */
static void test_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {"GetChildrenNode('x'),",
                                         "SetNodeFinish(GetChildrenNode('y'),'x'),",
                                         "SetNodeFinish(p,'x',GetChildrenNode('y')),"};
    const size_t size = ACH__SCRIPT_BYTES_MOST;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        setting in;
        size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++) {
            text[at] = pieces[i][at % length];
        }
        set_up(&in, IDS);
        write_file(&in, "a.py", text, size);
        clock_t start = clock();
        assert_int_equal(run_with(&in, in.folder, 1, NULL), ACH_OK);
        assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
        assert_true(ach__diags_raised(in.diags) >= size / length);
        remove_file(&in, "a.py");
        tear_down(&in);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {

        cmocka_unit_test(test_places),           cmocka_unit_test(test_files),
        cmocka_unit_test(test_folders),          cmocka_unit_test(test_lost_rows),
        cmocka_unit_test(test_clouds),           cmocka_unit_test(test_linear),
        cmocka_unit_test(test_several_packages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
