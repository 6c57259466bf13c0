/* Trees as servers load them: what can be asked of one, and what becomes of faults in its files.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <achpack/tree.h>

#include "unit/failing.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMON                                                                                     \
    "\"title\":\"T\",\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","   \
    "\"goal_number\":1,\"node_description\":\"D\""
#define ROOT(id)          "{\"node_ID\":\"" id "\",\"window_background\":\"textures/ui/w\"," COMMON "}"
#define CHILD(id, parent) "{\"node_ID\":\"" id "\",\"parent_node\":\"" parent "\"," COMMON "}"

static const char full[] =
    "{\n"
    "  \"node_ID\": \"cow\", \"parent_node\": \"root\",\n"
    "  \"depend_parent\": true,\n"
    "  \"title\": \"§e牛\", \"unfinished_icon\": \"textures/ui/a\",\n"
    "  \"finished_icon\": \"textures/ui/b\",\n"
    "  \"goal_details\": {\"goal_type\": \"default_kill\",\n"
    "                   \"entity_identifier\": \"minecraft:cow\"},\n"
    "  \"goal_number\": 5, \"node_description\": \"a \\\"b\\\"\\n\\u0041\",\n"
    "  \"reward\": [{\"function_name\": \"f\", \"name_space\": \"n:s\",\n"
    "              \"data\": {\"z\": [1, 2.50], \"a\": null}},\n"
    "             {\"function_name\": \"g\", \"name_space\": \"n:s\"}],\n"
    "  \"is_cloud\": true, \"auto_sent_cloud\": false\n"
    "}\n";
static const char full_json[] =
    "{\"node_ID\":\"cow\",\"parent_node\":\"root\",\"depend_parent\":true,\"title\":\"§e牛\","
    "\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","
    "\"goal_details\":{\"entity_identifier\":\"minecraft:cow\",\"goal_type\":\"default_kill\"},"
    "\"goal_number\":5,\"node_description\":\"a \\\"b\\\"\\u000aA\","
    "\"reward\":[{\"data\":{\"a\":null,\"z\":[1,2.50]},\"function_name\":\"f\","
    "\"name_space\":\"n:s\"},{\"function_name\":\"g\",\"name_space\":\"n:s\"}],"
    "\"is_cloud\":true,\"auto_sent_cloud\":false}";

enum { FILES_MOST = 16 };

static size_t to_files(ach_tree_file files[FILES_MOST], const char *const *texts) {
    static char names[FILES_MOST][8];
    size_t count = 0;
    for (; texts[count] != NULL; count++) {
        (void)snprintf(names[count], sizeof names[count], "%c.json", (char)('a' + count));
        files[count] = (ach_tree_file){names[count], texts[count], strlen(texts[count])};
    }
    return count;
}

static ach_status open_texts(ach_tree **out, const char *const *texts,
                             const ach_tree_options *options, ach_diags *why) {
    ach_tree_file files[FILES_MOST];
    size_t count = to_files(files, texts);
    return ach_tree_open_memory(out, files, count, options, why);
}

static bool has_code(ach_diags *why, const char *code) {
    for (size_t i = 0; i < ach_diags_count(why); i++) {
        ach_finding finding;
        assert_int_equal(ach_diags_get(why, i, &finding), ACH_OK);
        if (strcmp(finding.code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* Opens and demands that the findings are of the codes given, and of no other. */
static ach_tree *open_told(const char *const *texts, const char *const *codes) {
    ach_tree *tree = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_non_null(why);
    assert_int_equal(open_texts(&tree, texts, NULL, why), ACH_OK);
    assert_non_null(tree);
    size_t wanted = 0;
    for (; codes[wanted] != NULL; wanted++) {
        assert_true(has_code(why, codes[wanted]));
    }
    assert_true(wanted > 0 || ach_diags_count(why) == 0);
    size_t errors = ach_diags_count_severity(why, ACH_ERROR);
    ach_diags_free(why);

    ach_tree *strict = NULL;
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    options.flags = ACH_TREE_STRICT;
    assert_int_equal(open_texts(&strict, texts, &options, NULL), errors > 0 ? ACH_EFORMAT : ACH_OK);
    assert_int_equal(strict == NULL, errors > 0);
    ach_tree_free(strict);
    return tree;
}

static ach_tree *open_silent(const char *const *texts) {
    return open_told(texts, (const char *const[]){NULL});
}

static void assert_bytes(ach_bytes bytes, const char *wanted) {
    if (wanted == NULL) {
        assert_null(bytes.data);
        assert_int_equal(bytes.size, 0);
        return;
    }
    assert_non_null(bytes.data);
    assert_int_equal(bytes.size, strlen(wanted));
    assert_memory_equal(bytes.data, wanted, bytes.size);
}

static void assert_text(ach_bytes bytes, const char *wanted) {
    assert_bytes(bytes, wanted);
    assert_true(wanted == NULL || bytes.data[bytes.size] == '\0');
}

static ach_custom_node must_find(const ach_tree *tree, const char *id) {
    ach_custom_node node;
    assert_int_equal(ach_tree_find(tree, id, strlen(id), &node), ACH_OK);
    assert_text(node.node_id, id);
    ach_custom_node same;
    assert_int_equal(ach_tree_node(tree, node.index, &same), ACH_OK);
    assert_int_equal(same.index, node.index);
    return node;
}

/* The ids of a list of indexes, with a blank between them. */
static const char *ids_of(const ach_tree *tree, const size_t *list, size_t count) {
    static char text[256];
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        ach_custom_node node;
        assert_int_equal(ach_tree_node(tree, list[i], &node), ACH_OK);
        assert_true(strlen(text) + node.node_id.size + 2 < sizeof text);
        (void)strcat(text, i == 0 ? "" : " ");
        (void)strcat(text, node.node_id.data);
    }
    return text;
}

static const char *roots_of(const ach_tree *tree) {
    size_t count;
    const size_t *list = ach_tree_roots(tree, &count);
    assert_non_null(list);
    return ids_of(tree, list, count);
}

static const char *children_of(const ach_tree *tree, const char *id) {
    size_t count;
    ach_custom_node node = must_find(tree, id);
    const size_t *list = ach_tree_children(tree, node.index, &count);
    assert_non_null(list);
    assert_int_equal(node.child_count, count);
    return ids_of(tree, list, count);
}

static void values_and_defaults(void **state) {
    (void)state;
    ach_tree *tree = open_silent((const char *const[]){ROOT("root"), full, NULL});
    assert_int_equal(ach_tree_count(tree), 2);
    ach_custom_node cow = must_find(tree, "cow");
    assert_int_equal(cow.index, 0);
    assert_int_equal(cow.parent, 1);
    assert_int_equal(cow.root, 1);
    assert_int_equal(cow.depth, 2);
    assert_text(cow.parent_node, "root");
    assert_text(cow.title, "§e牛");
    assert_text(cow.unfinished_icon, "textures/ui/a");
    assert_text(cow.finished_icon, "textures/ui/b");
    assert_text(cow.node_description, "a \"b\"\nA");
    assert_text(cow.window_background, NULL);
    assert_text(cow.file, "b.json");
    assert_int_equal(cow.goal_number, 5);
    assert_int_equal(cow.goal, ACH_GOAL_KILL);
    assert_text(cow.goal_entity, "minecraft:cow");
    assert_text(cow.goal_item, NULL);
    assert_int_equal(cow.depend_parent, 1);
    assert_int_equal(cow.use_default_icon_background, 1);
    assert_int_equal(cow.is_hidden, 0);
    assert_int_equal(cow.finish_tip, 1);
    assert_int_equal(cow.is_cloud, 1);
    assert_int_equal(cow.auto_sent_cloud, 0);
    ach_custom_node root = must_find(tree, "root");
    assert_true(root.parent == SIZE_MAX);
    assert_int_equal(root.root, root.index);
    assert_int_equal(root.depth, 1);
    assert_text(root.parent_node, NULL);
    assert_text(root.window_background, "textures/ui/w");
    assert_int_equal(root.goal, ACH_GOAL_NONE);
    assert_int_equal(root.auto_sent_cloud, 1);
    ach_tree_free(tree);
}

static void rewards_and_items(void **state) {
    (void)state;
    static const char wool[] =
        "{\"node_ID\":\"wool\",\"parent_node\":\"cow\"," COMMON
        ",\"goal_details\":{\"goal_type\":\"default_get\",\"item_dict\":"
        "{ \"newItemName\" : \"minecraft:wool\", \"enchantData\" : [ [ 9 , 1 ] ] } } }";
    ach_tree *tree = open_silent((const char *const[]){ROOT("root"), full, wool, NULL});
    ach_custom_node cow = must_find(tree, "cow");
    ach_custom_reward reward;
    assert_int_equal(cow.reward_count, 2);
    assert_int_equal(ach_tree_reward(tree, cow.index, 0, &reward), ACH_OK);
    assert_text(reward.function_name, "f");
    assert_text(reward.name_space, "n:s");
    assert_text(reward.data, "{\"a\":null,\"z\":[1,2.50]}");
    assert_int_equal(ach_tree_reward(tree, cow.index, 1, &reward), ACH_OK);
    assert_text(reward.function_name, "g");
    assert_text(reward.data, NULL);
    assert_int_equal(ach_tree_reward(tree, cow.index, 2, &reward), ACH_ENOTFOUND);
    assert_int_equal(ach_tree_reward(tree, 99, 0, &reward), ACH_ENOTFOUND);
    ach_custom_node node = must_find(tree, "wool");
    assert_int_equal(node.goal, ACH_GOAL_GET);
    assert_text(node.goal_item, "minecraft:wool");
    assert_text(node.goal_items, "{\"enchantData\":[[9,1]],\"newItemName\":\"minecraft:wool\"}");
    ach_tree_free(tree);
}

static void what_is_configured(void **state) {
    (void)state;
    ach_tree *tree = open_silent((const char *const[]){ROOT("root"), full, NULL});
    ach_custom_node cow = must_find(tree, "cow");
    assert_text(ach_tree_json(tree, cow.index), full_json);
    size_t configured = 0;
    for (int key = 0; key < ACH_KEY_COUNT; key++) {
        ach_bytes value = ach_tree_configured(tree, cow.index, (ach_key)key);
        bool is_there = (cow.configured & (uint32_t)1 << key) != 0;
        assert_int_equal(value.data != NULL, is_there);
        configured += is_there;
    }
    assert_int_equal(configured, 12);
    assert_bytes(ach_tree_configured(tree, cow.index, ACH_KEY_NODE_ID), "\"cow\"");
    assert_bytes(ach_tree_configured(tree, cow.index, ACH_KEY_GOAL_NUMBER), "5");
    assert_bytes(ach_tree_configured(tree, cow.index, ACH_KEY_AUTO_SENT_CLOUD), "false");
    assert_bytes(ach_tree_configured(tree, cow.index, ACH_KEY_GOAL_DETAILS),
                 "{\"entity_identifier\":\"minecraft:cow\",\"goal_type\":\"default_kill\"}");
    assert_bytes(ach_tree_configured(tree, cow.index, ACH_KEY_FINISH_TIP), NULL);
    assert_bytes(ach_tree_configured(tree, cow.index, (ach_key)ACH_KEY_COUNT), NULL);
    assert_bytes(ach_tree_configured(tree, 99, ACH_KEY_NODE_ID), NULL);
    assert_bytes(ach_tree_json(tree, 99), NULL);
    assert_string_equal(ach_key_name(ACH_KEY_NODE_ID), "node_ID");
    assert_string_equal(ach_key_name(ACH_KEY_AUTO_SENT_CLOUD), "auto_sent_cloud");
    assert_null(ach_key_name((ach_key)ACH_KEY_COUNT));
    ach_tree_free(tree);
}

static void order_of_the_platform(void **state) {
    (void)state;
    ach_tree *tree = open_silent((const char *const[]){
        CHILD("Node2", "page"), CHILD("node1", "page"), ROOT("page"), CHILD("Node10", "page"),
        CHILD("Node1", "page"), ROOT("Page"), CHILD("deep", "Node2"), NULL});
    assert_string_equal(roots_of(tree), "Page page");
    assert_string_equal(children_of(tree, "page"), "Node1 Node10 Node2 node1");
    assert_string_equal(children_of(tree, "Node2"), "deep");
    assert_string_equal(children_of(tree, "deep"), "");
    ach_custom_node deep = must_find(tree, "deep");
    assert_int_equal(deep.depth, 3);
    assert_int_equal(deep.root, must_find(tree, "page").index);
    size_t count = 77;
    assert_non_null(ach_tree_children(tree, 99, &count));
    assert_int_equal(count, 0);
    ach_custom_node node = {.index = 77};
    assert_int_equal(ach_tree_node(tree, 7, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_tree_find(tree, "Nod", 3, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_tree_find(tree, "", 0, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_tree_find(tree, NULL, 0, &node), ACH_ENOTFOUND);
    assert_int_equal(node.index, 77);
    ach_tree_free(tree);
}

static void nothing_at_all(void **state) {
    (void)state;
    ach_tree *tree = NULL;
    assert_int_equal(ach_tree_open_memory(&tree, NULL, 0, NULL, NULL), ACH_OK);
    assert_int_equal(ach_tree_count(tree), 0);
    assert_string_equal(roots_of(tree), "");
    ach_custom_node node;
    assert_int_equal(ach_tree_find(tree, "a", 1, &node), ACH_ENOTFOUND);
    assert_ptr_equal(ach_tree_keep(tree), tree);
    ach_tree_free(tree);
    assert_int_equal(ach_tree_count(tree), 0);
    ach_tree_free(tree);
    ach_tree_free(NULL);
}

/* --- Faults -----------------------------------------------------------------------------------
 */

static void first_of_two_counts(void **state) {
    (void)state;
    ach_tree *tree = open_told(
        (const char *const[]){CHILD("x", "two"), ROOT("two"), ROOT("one"), CHILD("x", "one"), NULL},
        (const char *const[]){"node-duplicate", NULL});
    assert_int_equal(ach_tree_count(tree), 3);
    assert_text(must_find(tree, "x").file, "a.json");
    assert_string_equal(children_of(tree, "two"), "x");
    assert_string_equal(children_of(tree, "one"), "");
    ach_tree_free(tree);
}

static void cycles_and_strays(void **state) {
    (void)state;
    ach_tree *tree =
        open_told((const char *const[]){CHILD("a", "b"), CHILD("b", "a"), CHILD("below", "a"),
                                        CHILD("self", "self"), ROOT("good"), NULL},
                  (const char *const[]){"node-cycle", NULL});
    assert_int_equal(ach_tree_count(tree), 1);
    assert_string_equal(roots_of(tree), "good");
    ach_tree_free(tree);
    tree = open_told(
        (const char *const[]){CHILD("a", "nobody"), CHILD("below", "a"), ROOT("good"), NULL},
        (const char *const[]){"node-parent-unknown", NULL});
    assert_string_equal(roots_of(tree), "a good");
    ach_custom_node below = must_find(tree, "below");
    assert_int_equal(below.depth, 2);
    assert_true(must_find(tree, "a").parent == SIZE_MAX);
    assert_text(must_find(tree, "a").parent_node, "nobody");
    ach_tree_free(tree);
}

static void nodes_without_an_id(void **state) {
    (void)state;
    static const char *const codes[] = {"node-key-missing", NULL};
    static const char *const types[] = {"node-key-type", NULL};
    static const char none[] = "{\"window_background\":\"w\"," COMMON "}";
    static const char number[] = "{\"node_ID\":5,\"window_background\":\"textures/w\"," COMMON "}";
    ach_tree *tree = open_told((const char *const[]){none, ROOT("a"), NULL}, codes);
    assert_string_equal(roots_of(tree), "a");
    ach_tree_free(tree);
    tree = open_told((const char *const[]){number, ROOT("a"), NULL}, types);
    assert_string_equal(roots_of(tree), "a");
    ach_tree_free(tree);
    tree = open_told((const char *const[]){ROOT("a"), "[1, 2]", NULL}, types);
    assert_string_equal(roots_of(tree), "a");
    ach_tree_free(tree);
}

/* What cannot be used has its default; what was written is still told. */
static void values_that_cannot_be_used(void **state) {
    (void)state;
    static const char text[] =
        "{\"node_ID\":\"a\",\"window_background\":\"textures/w\",\"title\":\"T\","
        "\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","
        "\"goal_number\":0,\"node_description\":7,\"is_cloud\":\"yes\",\"finish_tip\":0,"
        "\"goal_details\":{\"goal_type\":\"other\"},\"zz\":01,\"aa\":[true,]}";
    ach_tree *tree = open_told((const char *const[]){text, NULL},
                               (const char *const[]){"goal-number-invalid", "node-key-type",
                                                     "goal-details-invalid", "node-key-unknown",
                                                     "json-syntax", NULL});
    ach_custom_node node = must_find(tree, "a");
    assert_int_equal(node.goal_number, 0);
    assert_int_equal(node.goal, ACH_GOAL_UNKNOWN);
    assert_int_equal(node.is_cloud, 0);
    assert_int_equal(node.finish_tip, 1);
    assert_text(node.node_description, NULL);
    assert_bytes(ach_tree_configured(tree, 0, ACH_KEY_IS_CLOUD), "\"yes\"");
    ach_bytes json = ach_tree_json(tree, 0);
    assert_string_equal(json.data + json.size - strlen(",\"aa\":[true],\"zz\":null}"),
                        ",\"aa\":[true],\"zz\":null}");
    ach_tree_free(tree);
}

/* --- Fingerprints -----------------------------------------------------------------------------
 */

static const char *print_of(const char *text) {
    static char hex[2][65];
    static int turn;
    ach_tree *tree = NULL;
    uint8_t raw[32];
    ach_tree_file file = {"a.json", text, strlen(text)};
    assert_int_equal(ach_tree_open_memory(&tree, &file, 1, NULL, NULL), ACH_OK);
    assert_int_equal(ach_tree_node_fingerprint(tree, 0, raw), ACH_OK);
    assert_int_equal(ach_tree_node_fingerprint(tree, 1, raw), ACH_ENOTFOUND);
    ach_tree_free(tree);
    turn = 1 - turn;
    for (size_t i = 0; i < 32; i++) {
        (void)snprintf(hex[turn] + 2 * i, 3, "%02x", raw[i]);
    }
    return hex[turn];
}

/* By Python alone: hashlib.sha256(b'{"node_ID":"a","title":"T"}').hexdigest() */
#define SHORT_PRINT "ee73c684b26a19ebb48938ae3526bee0a3be3fc48e98accb8bba772146501208"

static void fingerprints(void **state) {
    (void)state;
    static const char *const same[] = {
        "{\"node_ID\":\"a\",\"title\":\"T\"}",
        "\n{ \"title\" : \"\\u0054\",\r\n\t\"node_ID\" : \"a\" }\n",
        "// a comment\n{\"title\":\"T\", /* more */ \"node_ID\":\"a\"}",
        "{\"node_ID\":\"a\",\"title\":\"T\",\"title\":\"second\"}",
    };
    static const char *const others[] = {"{\"node_ID\":\"b\",\"title\":\"T\"}",
                                         "{\"node_ID\":\"a\",\"title\":\"t\"}",
                                         "{\"node_ID\":\"a\",\"title\":\"T\",\"is_hidden\":false}",
                                         "{\"node_ID\":\"a\",\"title\":\"T\",\"odd\":1}"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        assert_string_equal(print_of(same[i]), SHORT_PRINT);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_string_not_equal(print_of(others[i]), SHORT_PRINT);
    }
    assert_string_equal(print_of("{\"node_ID\":\"a\",\"goal_details\":{\"x\":1,\"b\":[2,1]}}"),
                        print_of("{\"node_ID\":\"a\",\"goal_details\":{\"b\":[2,1],\"x\":1}}"));
    assert_string_not_equal(print_of("{\"node_ID\":\"a\",\"goal_details\":{\"b\":[1,2]}}"),
                            print_of("{\"node_ID\":\"a\",\"goal_details\":{\"b\":[2,1]}}"));
}

/* --- Folders ----------------------------------------------------------------------------------
 */

static void write_file(const char *folder, const char *name, const char *text) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void folders(void **state) {
    (void)state;
    char work[] = "/tmp/achpack-tree-XXXXXX";
    char pack[64];
    char inner[128];
    char other[64];
    assert_non_null(mkdtemp(work));
    (void)snprintf(pack, sizeof pack, "%s/pack", work);
    (void)snprintf(inner, sizeof inner, "%s/customAchievements", pack);
    (void)snprintf(other, sizeof other, "%s/other", work);
    assert_int_equal(mkdir(pack, 0700) | mkdir(inner, 0700) | mkdir(other, 0700), 0);
    write_file(inner, "r.json", ROOT("root"));
    write_file(other, "c.json", CHILD("child", "root"));
    write_file(other, "d.json", ROOT("root"));

    const char *const both[] = {pack, other};
    ach_tree *tree = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_tree_open(&tree, both, 2, NULL, why), ACH_OK);
    assert_int_equal(ach_tree_count(tree), 2);
    assert_string_equal(children_of(tree, "root"), "child");
    assert_non_null(strstr(must_find(tree, "root").file.data, "/pack/customAchievements/r.json"));
    assert_true(has_code(why, "node-duplicate"));
    ach_tree_free(tree);
    ach_diags_free(why);

    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    options.max_files = 2;
    assert_int_equal(ach_tree_open(&tree, both, 2, &options, NULL), ACH_ELIMIT);
    options.max_files = 3;
    options.max_file_bytes = 100;
    why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_tree_open(&tree, both, 2, &options, why), ACH_OK);
    assert_int_equal(ach_tree_count(tree), 0);
    assert_true(has_code(why, "node-file-unreadable"));
    ach_tree_free(tree);
    ach_diags_free(why);

    const char *const gone[] = {pack, "/tmp/achpack-nowhere-at-all"};
    assert_int_equal(ach_tree_open(&tree, gone, 2, NULL, NULL), ACH_ENOTFOUND);
    assert_null(tree);
    assert_int_equal(ach_tree_open(&tree, gone, 0, NULL, NULL), ACH_EARGUMENT);
    (void)snprintf(inner, sizeof inner, "%s/other/c.json", work);
    const char *const file[] = {inner};
    assert_int_equal(ach_tree_open(&tree, file, 1, NULL, NULL), ACH_EIO);
    assert_int_equal(errno, ENOTDIR);
    char command[80];
    (void)snprintf(command, sizeof command, "rm -r %s", work);
    assert_int_equal(system(command), 0);
}

/* --- Limits and memory ------------------------------------------------------------------------
 */

static void limits(void **state) {
    (void)state;
    const char *const texts[] = {ROOT("root"), full, NULL};
    ach_tree *tree = NULL;
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    options.max_files = 1;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_ELIMIT);
    options.max_files = 2;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_OK);
    ach_tree_free(tree);
    options.max_file_bytes = strlen(full) - 1;
    ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
    assert_int_equal(open_texts(&tree, texts, &options, why), ACH_OK);
    assert_int_equal(ach_tree_count(tree), 1);
    assert_true(has_code(why, "node-file-unreadable"));
    ach_tree_free(tree);
    ach_diags_free(why);
    options = (ach_tree_options)ACH_TREE_OPTIONS_INIT;
    for (uint64_t most = 1; most < 400000; most += most < 2000 ? 97 : 4099) {
        options.max_memory = most;
        ach_status status = open_texts(&tree, texts, &options, NULL);
        assert_true(status == ACH_OK || status == ACH_ELIMIT);
        assert_true(status == ACH_ELIMIT || ach_tree_memory(tree) <= most);
        ach_tree_free(tree);
    }
    options.max_memory = UINT64_MAX;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_OK);
    ach_tree_free(tree);
}

static void arguments(void **state) {
    (void)state;
    const char *const texts[] = {ROOT("root"), NULL};
    ach_tree *tree = NULL;
    struct {
        ach_tree_options known;
        uint64_t later;
    } future = {ACH_TREE_OPTIONS_INIT, 0};
    future.known.size = sizeof future;
    assert_int_equal(open_texts(&tree, texts, &future.known, NULL), ACH_OK);
    ach_tree_free(tree);
    future.later = 1;
    assert_int_equal(open_texts(&tree, texts, &future.known, NULL), ACH_EARGUMENT);
    assert_null(tree);
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    options.size = offsetof(ach_tree_options, max_files);
    options.max_files = 1000000; /* not looked at */
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_OK);
    ach_tree_free(tree);
    options.size = sizeof options;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_EARGUMENT);
    options = (ach_tree_options)ACH_TREE_OPTIONS_INIT;
    options.max_file_bytes = ((uint64_t)1 << 20) + 1;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_EARGUMENT);
    options = (ach_tree_options)ACH_TREE_OPTIONS_INIT;
    options.flags = 2;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_EARGUMENT);
    options.size = 0;
    assert_int_equal(open_texts(&tree, texts, &options, NULL), ACH_EARGUMENT);
    const ach_tree_file bad[] = {{NULL, "{}", 2}, {"\xFF", "{}", 2}, {"a", NULL, 2}, {"", "", 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(ach_tree_open_memory(&tree, &bad[i], 1, NULL, NULL), ACH_EARGUMENT);
    }
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    const char *const texts[] = {ROOT("root"), full, CHILD("cow", "nobody"), "{,", NULL};
    size_t tries = 0;
    for (ach_status status = ACH_ENOMEM; status != ACH_OK; tries++) {
        size_t left = tries;
        ach_allocator allocator = failing_allocator(&left);
        ach_tree_options options = ACH_TREE_OPTIONS_INIT;
        options.allocator = &allocator;
        ach_tree *tree = NULL;
        status = open_texts(&tree, texts, &options, NULL);
        assert_true(status == ACH_OK || status == ACH_ENOMEM);
        assert_int_equal(status == ACH_OK, tree != NULL);
        left = SIZE_MAX;
        ach_tree_free(tree);
        assert_true(tries < 1000);
    }
    assert_true(tries > 5);
}

/* A list that keeps no more of a code still tells that this call raised it. */
static void full_list_of_findings(void **state) {
    (void)state;
    enum { FILES = 10005 };
    static char names[FILES][16];
    ach_tree_file *files = calloc(FILES, sizeof *files);
    assert_non_null(files);
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(names[i], sizeof names[i], "%05d.json", i);
        files[i] = (ach_tree_file){names[i], "{]", 2};
    }
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_tree *tree = NULL;
    assert_int_equal(ach_tree_open_memory(&tree, files, FILES, NULL, why), ACH_OK);
    ach_tree_free(tree);
    size_t listed = ach_diags_count(why);
    assert_int_equal(ach_diags_omitted(why, ACH_ERROR), FILES - 10000);
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    options.flags = ACH_TREE_STRICT;
    files[0].name = "another.json";
    assert_int_equal(ach_tree_open_memory(&tree, files, 1, &options, why), ACH_EFORMAT);
    assert_int_equal(ach_diags_count(why), listed);
    assert_int_equal(ach_diags_omitted(why, ACH_ERROR), FILES - 9999);
    files[0] = (ach_tree_file){"good.json", ROOT("n"), sizeof ROOT("n") - 1};
    assert_int_equal(ach_tree_open_memory(&tree, files, 1, &options, why), ACH_OK);
    ach_tree_free(tree);
    ach_diags_free(why);
    free(files);
}

/* A chain and a star of many nodes: linear, and nothing recurses. */
static void many_nodes(void **state) {
    (void)state;
    enum { NODES = 20000, ROOM = 320 };
    char *texts = calloc(NODES, ROOM);
    char *names = calloc(NODES, 16);
    ach_tree_file *files = calloc(NODES, sizeof *files);
    assert_true(texts != NULL && names != NULL && files != NULL);
    for (int is_star = 0; is_star < 2; is_star++) {
        for (int i = 0; i < NODES; i++) {
            char *text = texts + (size_t)i * ROOM;
            char *name = names + (size_t)i * 16;
            (void)snprintf(name, 16, "n%06d", i);
            (void)snprintf(text, ROOM,
                           i == 0 ? "{\"node_ID\":\"n%06d\",\"window_background\":\"w%d\"," COMMON
                                    "}"
                                  : "{\"node_ID\":\"n%06d\",\"parent_node\":\"n%06d\"," COMMON "}",
                           i, is_star ? 0 : i - 1);
            files[i] = (ach_tree_file){name, text, strlen(text)};
        }
        ach_tree *tree = NULL;
        assert_int_equal(ach_tree_open_memory(&tree, files, NODES, NULL, NULL), ACH_OK);
        assert_int_equal(ach_tree_count(tree), NODES);
        ach_custom_node last;
        assert_int_equal(ach_tree_node(tree, NODES - 1, &last), ACH_OK);
        assert_int_equal(last.depth, is_star ? 2 : NODES);
        assert_int_equal(last.root, 0);
        size_t count;
        assert_non_null(ach_tree_children(tree, 0, &count));
        assert_int_equal(count, is_star ? NODES - 1 : 1);
        ach_tree_free(tree);
    }
    free(texts);
    free(names);
    free(files);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_defaults),
        cmocka_unit_test(rewards_and_items),
        cmocka_unit_test(what_is_configured),
        cmocka_unit_test(order_of_the_platform),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(first_of_two_counts),
        cmocka_unit_test(cycles_and_strays),
        cmocka_unit_test(nodes_without_an_id),
        cmocka_unit_test(values_that_cannot_be_used),
        cmocka_unit_test(fingerprints),
        cmocka_unit_test(folders),
        cmocka_unit_test(limits),
        cmocka_unit_test(arguments),
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(full_list_of_findings),
        cmocka_unit_test(many_nodes),
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
