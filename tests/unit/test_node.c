/* Reading one node file: what is found, where, and what becomes of the values.
 * SPDX-License-Identifier: MIT */
#include "model/node.h"
#include "rules/nodes.h"
#include "unit/failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* The first line of most rows is a good node; what is wrong stands in the second. */
#define NAMES                                                                                      \
    "\"title\":\"T\",\"unfinished_icon\":\"textures/u\",\"finished_icon\":\"textures/f\","         \
    "\"node_description\":\"D\""
#define REST        NAMES ",\"goal_number\":1"
#define ROOT(more)  "{\"node_ID\":\"a\",\"window_background\":\"textures/b\"," REST ",\n" more "}"
#define CHILD(more) "{\"node_ID\":\"a\",\"parent_node\":\"r\"," REST ",\n" more "}"
#define COUNT(value)                                                                               \
    "{\"node_ID\":\"a\",\"parent_node\":\"r\"," NAMES ",\n\"goal_number\":" value "}"
#define GOAL(more)   CHILD("\"goal_details\":{" more "}")
#define GET(more)    GOAL("\"goal_type\":\"default_get\",\"item_dict\":{" more "}")
#define REWARD(more) CHILD("\"reward\":[" more "]")

typedef struct reading {
    ach_allocator allocator;
    ach__arena arena, places, scratch;
    ach_diags *diags;
    ach__node_text text;
    ach__node node;
    bool is_read;
} reading;

static void read_with(reading *in, ach__slice bytes, const ach_allocator *allocator) {
    *in = (reading){.text = {.path = ACH__SLICE("n.json"), .bytes = bytes}};
    ach__arena_init(&in->arena, allocator);
    ach__arena_init(&in->places, allocator);
    ach__arena_init(&in->scratch, allocator);
    in->diags = ach_diags_new(allocator, ACH_ENGLISH);
    if (in->diags != NULL) {
        ach__node_reader reader = {.arena = &in->arena,
                                   .places = &in->places,
                                   .diags = in->diags,
                                   .scratch = &in->scratch};
        in->is_read = ach__node_read(&in->node, &reader, &in->text);
        ach__diags_finish(in->diags);
    }
}

static void free_reading(reading *in) {
    ach_diags_free(in->diags);
    ach__arena_free(&in->arena);
    ach__arena_free(&in->places);
    ach__arena_free(&in->scratch);
}

static void read_text(reading *in, const char *text) {
    read_with(in, ach__slice_of(text), NULL);
}

/* "code line:column+columns; " of every finding, the code of a warning in round brackets. */
static void list_findings(const ach_diags *diags, char *out, size_t room) {
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        const ach__finding *finding = ach__diags_at(diags, i);
        bool is_mild = finding->severity != ACH_ERROR;
        size +=
            (size_t)snprintf(out + size, room - size, "%s%s%s %u:%u+%u; ", is_mild ? "(" : "",
                             finding->message->kind->code, is_mild ? ")" : "", finding->place.line,
                             finding->place.column, finding->place.columns);
        assert_true(size < room);
    }
}

typedef struct example {
    const char *text;
    const char *findings;
} example;

static const example examples[] = {
    {ROOT("\"is_hidden\":false"), ""},
    {CHILD("\"depend_parent\":true"), ""},
    /* What a file holds at all. */
    {"[]", "node-key-type 1:1+1; "},
    {"[\n{}]", "node-key-type 1:1+1; "},
    {"\"a\"", "node-key-type 1:1+3; "},
    {"null", "node-key-type 1:1+4; "},
    {"{}", "node-key-missing 1:1+1; "},
    {"\n {\"format_version\":2,\"header\":{}}", "node-key-missing 2:2+1; "},
    /* Missing keys. */
    {"{\"node_ID\":\"a\"}",
     "node-key-missing 1:12+3; node-key-missing 1:12+3; node-key-missing 1:12+3; "
     "node-key-missing 1:12+3; node-key-missing 1:12+3; node-key-missing 1:12+3; "},
    {"{\"parent_node\":\"r\"," REST "}", "node-key-missing 1:1+1; "},
    {"{\"node_ID\":\"a\"," REST "}", "node-key-missing 1:12+3; "},
    {"{\"node_ID\":\"a\",\"depend_parent\":true," REST "}", "node-key-missing 1:12+3; "},
    /* Near misses: one finding each, and what follows takes the key for the one that was meant. */
    {"{\"node_id\":\"a\",\"parent_node\":\"r\"," REST "}", "node-key-missing 1:2+9; "},
    {"{\"nodeId\":\"a\",\"parentNode\":\"r\"," REST "}",
     "node-key-missing 1:2+8; node-key-missing 1:15+12; "},
    {"{\"id\":\"a\",\"parent\":\"r\",\n\"Title\":\"T\",\n\"PrePic\":\"textures/u\",\n"
     "\"finishedIcon\":\"textures/f\",\n\"node_descriptrion\":\"D\",\n\"Total\":1}",
     "node-key-missing 1:2+4; node-key-missing 1:11+8; node-key-missing 2:1+7; "
     "node-key-missing 3:1+8; node-key-missing 4:1+14; node-key-missing 5:1+19; "
     "node-key-missing 6:1+7; "},
    {"{\"node_ID\":\"a\"," REST ",\n\"windowBackground\":\"textures/b\"}",
     "node-key-missing 2:1+18; "},
    {"{\"node_ID\":\"a\",\"parent_node\":\"r\"," NAMES ",\n\"goalNumber\":\"5\"}",
     "node-key-missing 2:1+12; goal-number-invalid 2:14+3; "},
    {CHILD("\"window_backgroud\":\"textures/b\""), "(node-key-unknown) 2:1+18; "},
    /* Empty ones. */
    {"{\"node_ID\":\"\",\"parent_node\":\"\",\"title\":\" \",\n\"unfinished_icon\":\"\","
     "\"finished_icon\":\"\xE3\x80\x80\",\"node_description\":\"\",\"goal_number\":1}",
     "node-key-missing 1:12+2; node-key-missing 1:29+2; node-key-missing 1:40+3; "
     "node-key-missing 2:19+2; node-key-missing 2:38+3; "},
    {ROOT("\"parent_node\":\"\""), "node-key-missing 2:15+2; "},
    {"{\"node_ID\":\"a\",\n\"window_background\":\"\"," REST "}", "node-key-missing 2:21+2; "},
    /* Unknown keys. */
    {ROOT("\"colour\":1"), "(node-key-unknown) 2:1+8; "},
    {ROOT("\"is_clould\":true,\"isHidden\":true,\"finish_tips\":true"),
     "(node-key-unknown) 2:1+11; (node-key-unknown) 2:18+10; (node-key-unknown) 2:34+13; "},
    {ROOT("\"Title\":\"T\""), "(node-key-unknown) 2:1+7; "},
    {ROOT("\"\":1"), "(node-key-unknown) 2:1+2; "},
    /* Types. */
    {ROOT("\"is_hidden\":\"true\",\"is_cloud\":1,\"finish_tip\":\"no\""),
     "node-key-type 2:13+6; node-key-type 2:31+1; node-key-type 2:46+4; "},
    {ROOT("\"is_hidden\":null,\"is_cloud\":[],\"auto_sent_cloud\":{}"),
     "node-key-type 2:13+4; node-key-type 2:29+1; node-key-type 2:50+1; "},
    {ROOT("\"reward\":{},\"goal_details\":[]"), "node-key-type 2:10+1; node-key-type 2:28+1; "},
    {ROOT("\"reward\":null,\"goal_details\":\"default_kill\""),
     "node-key-type 2:10+4; node-key-type 2:30+14; "},
    {"{\"node_ID\":5,\"parent_node\":null," REST "}",
     "node-key-type 1:12+1; node-key-type 1:28+4; "},
    {"{\"node_ID\":1.5,\"parent_node\":[\n\"r\"]," REST "}",
     "node-key-type 1:12+3; node-key-type 1:30+1; "},
    /* Places. */
    {CHILD("\"window_background\":\"textures/b\""), "node-key-place 2:1+19; "},
    {ROOT("\"depend_parent\":false"), "node-key-place 2:1+15; "},
    {ROOT("\"parent_node\":null"), "node-key-type 2:15+4; "},
    /* Paths of pictures. */
    {"{\"node_ID\":\"a\",\"title\":\"T\",\"node_description\":\"D\",\"goal_number\":1,\n"
     "\"unfinished_icon\":\"textures/u.png\",\n\"finished_icon\":\"texture/f\",\n"
     "\"window_background\":\"ui\\\\b\"}",
     "node-icon-path 2:19+16; node-icon-path 3:17+11; node-icon-path 4:21+7; "},
    {"{\"node_ID\":\"a\",\"title\":\"T\",\"node_description\":\"D\",\"goal_number\":1,\n"
     "\"unfinished_icon\":\"/textures/u\",\n\"finished_icon\":\"C:\\\\f.PNG\",\n"
     "\"window_background\":\"../textures/b\"}",
     "node-icon-path 2:19+13; node-icon-path 3:17+11; node-icon-path 4:21+15; "},
    {"{\"node_ID\":\"a\",\"title\":\"T\",\"node_description\":\"D\",\"goal_number\":1,\n"
     "\"unfinished_icon\":\"https://example.com/u.png\",\n\"finished_icon\":\"textures//f\",\n"
     "\"window_background\":\"textures/./b/\"}",
     "node-icon-path 2:19+27; node-icon-path 3:17+13; node-icon-path 4:21+15; "},
    /* goal_number. */
    {COUNT("2147483647"), ""},
    {COUNT("0"), "goal-number-invalid 2:15+1; "},
    {COUNT("-3"), "goal-number-invalid 2:15+2; "},
    {COUNT("-1.5"), "goal-number-invalid 2:15+4; "},
    {COUNT("2147483648"), "goal-number-invalid 2:15+10; "},
    {COUNT("99999999999999999999"), "goal-number-invalid 2:15+20; "},
    {COUNT("1.0"), "goal-number-invalid 2:15+3; "},
    {COUNT("1e3"), "goal-number-invalid 2:15+3; "},
    {COUNT("\"10\""), "goal-number-invalid 2:15+4; "},
    {COUNT("\"ten\""), "goal-number-invalid 2:15+5; "},
    {COUNT("true"), "goal-number-invalid 2:15+4; "},
    {COUNT("null"), "goal-number-invalid 2:15+4; "},
    {COUNT("[1]"), "goal-number-invalid 2:15+1; "},
    {COUNT("007"), "json-syntax 2:15+3; "},
    /* goal_details. */
    {GOAL("\"goal_type\":\"default_kill\",\"entity_identifier\":\"minecraft:cow\""), ""},
    {GET("\"newItemName\":\"minecraft:wool\""), ""},
    {GET("\"newItemName\":\"a:b\",\"enchantData\":[[9,1],[10,2]],\"modEnchantData\":[[\"x\",2]]"),
     ""},
    {GOAL(""), "goal-details-invalid 2:16+1; "},
    {GOAL("\"goal_type\":5"), "goal-details-invalid 2:29+1; "},
    {GOAL("\"goal_type\":\"\""), "goal-details-invalid 2:29+2; "},
    {GOAL("\"goal_type\":\"kill\""), "goal-details-invalid 2:29+6; "},
    {GOAL("\"goal_type\":\"defualt_kill\""), "goal-details-invalid 2:29+14; "},
    {GOAL("\"goalType\":\"default_kill\",\"entity_identifier\":\"minecraft:cow\""),
     "goal-details-invalid 2:17+10; "},
    {GOAL("\"goal_type\":\"default_kill\",\"entity_identifer\":\"minecraft:cow\""),
     "goal-details-invalid 2:44+18; "},
    {GOAL("\"goal_type\":\"default_kill\""), "goal-details-invalid 2:16+1; "},
    {GOAL("\"goal_type\":\"default_kill\",\"entity_identifier\":\"\""),
     "goal-details-invalid 2:64+2; "},
    {GOAL("\"goal_type\":\"default_kill\",\"entity_identifier\":[\"minecraft:cow\"]"),
     "goal-details-invalid 2:64+1; "},
    {GOAL("\"goal_type\":\"default_kill\",\"entity_identifier\":\"minecraft:cow\","
          "\"item_dict\":{}"),
     "(goal-details-invalid) 2:80+11; "},
    {GOAL("\"goal_type\":\"default_get\""), "goal-details-invalid 2:16+1; "},
    {GOAL("\"goal_type\":\"default_get\",\"item_dict\":[]"), "goal-details-invalid 2:55+1; "},
    {GOAL("\"goal_type\":\"default_get\",\"item_dict\":\"a\""), "goal-details-invalid 2:55+3; "},
    {GOAL("\"goal_type\":\"default_get\",\"item_dict\":{\"newItemName\":\"a:b\"},"
          "\"entity_identifier\":5"),
     "(goal-details-invalid) 2:77+19; "},
    {GOAL("\"goal_type\":\"x\",\"item_dict\":{\"count\":5}"),
     "goal-details-invalid 2:29+3; goal-details-invalid 2:45+1; goal-details-invalid 2:46+7; "},
    {GET(""), "goal-details-invalid 2:55+1; "},
    {GET("\"newItemName\":5"), "goal-details-invalid 2:70+1; "},
    {GET("\"newitemname\":\"a:b\""), "goal-details-invalid 2:56+13; "},
    {GET("\"itemName\":\"a:b\""), "goal-details-invalid 2:56+10; "},
    {GET("\"newItemName\":\"a:b\",\"count\":5"), "goal-details-invalid 2:76+7; "},
    {GET("\"newItemName\":\"a:b\",\"userData\":{},\"userdata\":{}"),
     "goal-details-invalid 2:76+10; goal-details-invalid 2:90+10; "},
    {GET("\"newItemName\":\"a:b\",\"enchantData\":[9,1]"), "goal-details-invalid 2:90+1; "},
    {GET("\"newItemName\":\"a:b\",\"enchantData\":[[9,1],[9]]"), "goal-details-invalid 2:90+1; "},
    {GET("\"newItemName\":\"a:b\",\"enchantData\":[[\"x\",1]]"), "goal-details-invalid 2:90+1; "},
    {GET("\"newItemName\":\"a:b\",\"modEnchantData\":{}"), "goal-details-invalid 2:93+1; "},
    {GET("\"newItemName\":\"a:b\",\"modEnchantData\":[[3,1]]"), "goal-details-invalid 2:93+1; "},
    {GET("\"newItemName\":\"a:b\",\"newAuxValue\":0,\"itemName\":\"a:b\",\"tips\":1"),
     "(goal-details-invalid) 2:76+13; (goal-details-invalid) 2:92+10; "
     "(node-key-unknown) 2:109+6; "},
    /* Rewards. */
    {REWARD(""), ""},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b\"}"), ""},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b\",\"data\":{\"n\":[1,{}]}}"), ""},
    {REWARD("\"f\",{}"), "reward-invalid 2:11+3; reward-invalid 2:15+1; reward-invalid 2:15+1; "},
    {REWARD("{\"function_name\":5,\"name_space\":\"\",\"data\":[]}"),
     "reward-invalid 2:28+1; reward-invalid 2:43+2; reward-invalid 2:53+1; "},
    {REWARD("{\"functionName\":\"f\",\"namespace\":\"a:b\"}"),
     "reward-invalid 2:12+14; reward-invalid 2:31+11; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"ab\"}"), "reward-invalid 2:45+4; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a\xEF\xBC\x9A"
            "b\"}"),
     "reward-invalid 2:45+5; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b:c\"}"), "reward-invalid 2:45+7; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a: \"}"), "reward-invalid 2:45+5; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\":b\"}"), "reward-invalid 2:45+4; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b\",\"data\":{\"playID\":1}}"),
     "reward-invalid 2:59+8; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b\",\"data\":{\"x\":{\"playID\":1}}}"),
     ""},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"namespce:systemname\"}"),
     "(reward-placeholder) 2:45+21; "},
    {REWARD("{\"function_name\":\"f\",\"name_space\":\"a:b\",\"date\":{}}"),
     "(node-key-unknown) 2:51+6; "},
    /* What is wrong with the JSON does not hide what is wrong with the node; but of a text that was
     * not read whole nothing is called missing. */
    {"{\"node_ID\":\"a\", // the root\n\"title\":\"T\",\"goal_number\":0,\"window_background\":"
     "\"textures/b\",\"unfinished_icon\":\"textures/u\",\n\"finished_icon\":\"textures/f\"}",
     "node-key-missing 1:12+3; json-comment 1:17+11; goal-number-invalid 2:27+1; "},
    {"{\"node_ID\":\"a\",\"depend_parent\":true,\"goal_number\":0,\n\"node_descriptrion\":\"D\",\n"
     "\"goal_details\":{\"item_dict\":{",
     "goal-number-invalid 1:51+1; (node-key-unknown) 2:1+19; json-syntax 3:30+0; "},
    {"", "json-syntax 0:0+0; "},
    {CHILD("\"is_hidden\":True,\"is_cloud\":false"), "json-syntax 2:13+4; "},
};

static void show(const ach__finding *finding, bool told[ACH__NODES_MESSAGES], const char *text) {
    size_t id = (size_t)(finding->message - ach__nodes_messages);
    if (finding->message >= ach__nodes_messages && id < ACH__NODES_MESSAGES) {
        told[id] = true;
    }
    for (int language = 0; language < 2; language++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 65536);
        ach__finding_message(finding, (ach_language)language, &out);
        size_t size = out.size;
        ach__buffer_append(&out, "\n", 1);
        assert_true(ach__finding_help(finding, (ach_language)language, &out) ||
                    id > ACH__NODES_MESSAGES);
        assert_true(size > 0 && !out.failed);
        for (size_t i = 0; i + 1 < out.size; i++) { /* {name}: a parameter that nobody gave */
            if (out.data[i] == '{' && out.data[i + 1] >= 'a' && out.data[i + 1] <= 'z') {
                print_error("%s: %.*s\n", text, (int)out.size, (const char *)out.data);
                fail();
            }
        }
        ach__buffer_free(&out);
    }
}

static void test_examples(void **state) {
    (void)state;
    bool told[ACH__NODES_MESSAGES] = {false};
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        reading in;
        read_text(&in, examples[i].text);
        char findings[1024];
        list_findings(in.diags, findings, sizeof findings);
        if (strcmp(findings, examples[i].findings) != 0) {
            print_error("example %zu: %s\n  %s\n  instead of\n  %s\n", i, examples[i].text,
                        findings, examples[i].findings);
            wrong++;
        }
        for (size_t j = 0; j < ach_diags_count(in.diags); j++) {
            show(ach__diags_at(in.diags, j), told, examples[i].text);
        }
        bool is_silent = ach_diags_count(in.diags) == 0;
        assert_true(!is_silent || (in.is_read && in.node.usable == in.node.configured));
        free_reading(&in);
    }
    assert_int_equal(wrong, 0);
    for (size_t id = 0; id < ACH__NODES_MESSAGES; id++) {
        if (id != ACH__NODE_KEY_UNKNOWN_MORE && id != ACH__REWARD_MORE && !told[id]) {
            print_error("no example shows \"%s\"\n", ach__nodes_messages[id].text[0]);
            fail();
        }
    }
}

/* The official samples with their slips: a misspelt key, comments, placeholders. */
static void test_official(void **state) {
    (void)state;
    reading in;
    read_text(&in,
              "{\n"
              "  \"node_ID\": \"Node5\", // the id of the node\n"
              "  \"parent_node\": \"rootNode\",\n"
              "  \"depend_parent\": true,\n"
              "  \"title\": \"Node 5\",\n"
              "  \"unfinished_icon\": \"textures/items/diamond\",\n"
              "  \"finished_icon\": \"textures/items/diamond\",\n"
              "  \"goal_details\": {\n"
              "    \"goal_type\": \"default_get\", // counts items\n"
              "    \"item_dict\": {\"newItemName\": \"minecraft:wool\"}\n"
              "  },\n"
              "  \"goal_number\": 3,\n"
              "  \"node_descriptrion\": \"Collect wool\",\n"
              "  \"reward\": [{\"function_name\": \"giveReward\",\n"
              "    \"name_space\": \"namespce:systemname\", \"data\": {\"key\": \"hellowerld\"}}]\n"
              "}\n");
    char findings[1024];
    list_findings(in.diags, findings, sizeof findings);
    assert_string_equal(findings, "json-comment 2:23+21; json-comment 9:33+15; "
                                  "node-key-missing 13:3+19; (reward-placeholder) 15:19+21; ");
    const ach__finding *missing = ach__diags_at(in.diags, 2);
    assert_true(ach__slice_equal(missing->place.node_id, ACH__SLICE("Node5")));
    assert_true(ach__slice_equal(missing->place.field, ACH__SLICE("node_description")));
    ach__buffer out;
    ach__buffer_init(&out, NULL, 1000);
    assert_true(ach__finding_help(missing, ACH_ENGLISH, &out));
    assert_memory_equal(out.data, "did you mean \"node_description\"?", out.size);
    ach__buffer_free(&out);
    assert_true(in.is_read);
    assert_true(ach__slice_equal(in.node.description, ACH__SLICE("Collect wool")));
    assert_int_equal(in.node.goal.type, ACH__GOAL_GET);
    assert_true(
        ach__slice_equal(in.node.goal.items, ACH__SLICE("{\"newItemName\": \"minecraft:wool\"}")));
    assert_int_equal(in.node.reward_count, 1);
    free_reading(&in);
}

static void assert_slice(ach__slice found, const char *wanted) {
    assert_true(ach__slice_equal(found, ach__slice_of(wanted)));
    assert_true(wanted != NULL || found.ptr == NULL);
}

static void test_values(void **state) {
    (void)state;
    reading in;
    read_text(&in,
              "{\"node_ID\":\"\\u0041\",\"parent_node\":\"r\",\"title\":\"\xC2\xA7"
              "6T\\n\",\"unfinished_icon\":\"textures\\/u\",\"finished_icon\":\"textures/f\",\n"
              "\"node_description\":\"\",\"goal_number\":12,\"finish_tip\":false,"
              "\"is_cloud\":true,\"auto_sent_cloud\":false,\"is_hidden\":true,"
              "\"use_default_icon_background\":false,\"depend_parent\":true,\n"
              "\"goal_details\":{\"goal_type\":\"default_kill\",\"entity_identifier\":\"a:b\"},"
              "\"reward\":[{\"function_name\":\"f\",\"name_space\":\"a:b\"},"
              "{\"function_name\":\"\\u0067\",\"name_space\":\"c:d\",\"data\":{\"k\":[1]}}]}");
    assert_true(in.is_read && in.node.is_whole);
    assert_int_equal(ach_diags_count(in.diags), 0);
    ach__arena_free(&in.scratch); /* what the reader needs for itself holds nothing of the node */
    ach__arena_init(&in.scratch, NULL);
    const ach__node *node = &in.node;
    assert_slice(node->id, "A");
    assert_slice(node->parent, "r");
    assert_slice(node->title, "\xC2\xA7"
                              "6T\n");
    assert_slice(node->unfinished_icon, "textures/u");
    assert_slice(node->finished_icon, "textures/f");
    assert_slice(node->description, "");
    assert_slice(node->window_background, NULL);
    assert_int_equal(node->goal_number, 12);
    assert_true(node->depend_parent && node->is_hidden && node->is_cloud);
    assert_false(node->finish_tip || node->auto_sent_cloud || node->use_default_icon_background);
    assert_int_equal(node->goal.type, ACH__GOAL_KILL);
    assert_slice(node->goal.entity, "a:b");
    assert_slice(node->goal.item, NULL);
    assert_int_equal(node->reward_count, 2);
    assert_slice(node->rewards[0].function_name, "f");
    assert_slice(node->rewards[0].data, NULL);
    assert_slice(node->rewards[1].function_name, "g");
    assert_slice(node->rewards[1].name_space, "c:d");
    assert_slice(node->rewards[1].data, "{\"k\":[1]}");
    assert_int_equal(node->configured,
                     ((1u << ACH__NODE_KEYS) - 1) & ~(1u << ACH__KEY_WINDOW_BACKGROUND));
    assert_int_equal(node->usable, node->configured);
    assert_false(ach__node_is_root(node));
    ach__place place =
        ach__node_value_place(node, &in.text, ACH__KEY_GOAL_NUMBER, &in.places, in.diags);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 37);
    assert_slice(place.node_id, "A");
    assert_slice(place.field, "goal_number");
    place = ach__node_value_place(node, &in.text, ACH__KEY_WINDOW_BACKGROUND, &in.places, in.diags);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 12);
    free_reading(&in);
}

static void test_defaults(void **state) {
    (void)state;
    reading in;
    read_text(&in, "{\"title\":5,\"is_hidden\":\"true\",\"finish_tip\":0,\"goal_number\":0,"
                   "\"goal_details\":[],\"reward\":{},\"unfinished_icon\":\"u.png\"}");
    const ach__node *node = &in.node;
    assert_true(in.is_read && ach__node_is_root(node));
    assert_int_equal(node->usable, 0);
    assert_int_equal(node->configured, 1u << ACH__KEY_TITLE | 1u << ACH__KEY_IS_HIDDEN |
                                           1u << ACH__KEY_FINISH_TIP | 1u << ACH__KEY_GOAL_NUMBER |
                                           1u << ACH__KEY_GOAL_DETAILS | 1u << ACH__KEY_REWARD |
                                           1u << ACH__KEY_UNFINISHED_ICON);
    assert_slice(node->id, NULL);
    assert_slice(node->title, NULL);
    assert_slice(node->unfinished_icon, NULL);
    assert_true(node->finish_tip && node->auto_sent_cloud && node->use_default_icon_background);
    assert_false(node->is_hidden || node->is_cloud || node->depend_parent);
    assert_int_equal(node->goal_number, 0);
    assert_int_equal(node->goal.type, ACH__GOAL_ODD);
    assert_int_equal(node->reward_count, 0);
    ach__place place =
        ach__node_value_place(node, &in.text, ACH__KEY_PARENT_NODE, &in.places, in.diags);
    assert_int_equal(place.line, 0);
    assert_slice(place.file, "n.json");
    free_reading(&in);
}

/* The paths that are offered instead of wrong ones. */
static void test_paths(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"textures/ui/cow.png", "textures/ui/cow"},
        {"texture/ui/cow", "textures/ui/cow"},
        {"Textures/ui/cow.PNG", "textures/ui/cow"},
        {"/textures/ui/cow", "textures/ui/cow"},
        {"ui/cow.png", "textures/ui/cow"},
        {"cow", "textures/cow"},
        {"textures//ui/./cow/", "textures/ui/cow"},
        {" textures/cow ", "textures/cow"},
        {"C:/pack/textures/ui/cow.png", "textures/ui/cow"},
        {"../textures/cow", "textures/cow"},
        {"./textures/cow", "textures/cow"},
        {"resource_pack/textures/cow", "textures/cow"},
        {"texture/../..", "textures/ui/NAME"},
        {"textures/a/../cow", "textures/ui/NAME"},
        {"C:/cow.png", "textures/ui/NAME"},
        {"https://example.com/cow.png", "textures/ui/NAME"},
        {"textures/", "textures/ui/NAME"},
        {"textures/.png", "textures/ui/NAME"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[400];
        (void)snprintf(text, sizeof text, CHILD("\"finished_icon\":\"%s\""), rows[i][0]);
        char *first = strstr(text, "\"finished_icon\":\"textures/f\",");
        memset(first, ' ', strlen("\"finished_icon\":\"textures/f\","));
        reading in;
        read_text(&in, text);
        assert_int_equal(ach_diags_count(in.diags), 1);
        const ach__parameter *parameter = ach__diags_at(in.diags, 0)->parameters;
        while (strcmp(parameter->name, "example") != 0) {
            parameter = parameter->next;
        }
        assert_slice(parameter->text, rows[i][1]);
        free_reading(&in);
    }
}

static void append(ach__buffer *out, const char *text) {
    ach__buffer_append(out, text, strlen(text));
}

/* A file full of faults gets a list that a person can read. */
static void test_many(void **state) {
    (void)state;
    ach__buffer text;
    ach__buffer_init(&text, NULL, 1u << 20);
    append(&text, "{\"node_ID\":\"a\",\"parent_node\":\"r\"," REST ",\n");
    for (int i = 0; i < 5000; i++) {
        char key[40];
        (void)snprintf(key, sizeof key, "\"extra%05d\":{},\n", i);
        append(&text, key);
    }
    append(&text, "\"reward\":[{\"function_name\":\"f\",\"name_space\":\"a:b\"}");
    for (int i = 0; i < 20000; i++) {
        append(&text, ",\n{}");
    }
    append(&text, ",{\"function_name\":\"f\",\"name_space\":\"a:b\"}]}");
    reading in;
    read_with(&in, (ach__slice){(const char *)text.data, text.size}, NULL);
    assert_int_equal(ach_diags_count(in.diags), 20 + 1 + 2 * 20 + 1);
    const ach__finding *more = ach__diags_at(in.diags, 20);
    assert_ptr_equal(more->message, &ach__nodes_messages[ACH__NODE_KEY_UNKNOWN_MORE]);
    assert_int_equal(more->place.line, 22);
    assert_slice(more->parameters->text, "4980");
    more = ach__diags_at(in.diags, 61);
    assert_ptr_equal(more->message, &ach__nodes_messages[ACH__REWARD_MORE]);
    assert_int_equal(more->place.line, 5002 + 21);
    assert_slice(more->parameters->text, "19980");
    assert_int_equal(in.node.reward_count, 2);
    assert_int_equal(in.node.usable & 1u << ACH__KEY_REWARD, 0);
    free_reading(&in);
    ach__buffer_free(&text);
}

/* The reader's memory is used again, so that many files cost no more than the largest. */
static void test_reused(void **state) {
    (void)state;
    reading in;
    read_text(&in, examples[0].text);
    ach__node_reader reader = {
        .arena = &in.arena, .places = &in.places, .diags = in.diags, .scratch = &in.scratch};
    size_t total = 0;
    for (int i = 0; i < 100; i++) {
        ach__node_text text = {.path = ACH__SLICE("n.json"),
                               .bytes = ach__slice_of(examples[0].text)};
        assert_true(ach__node_read(&in.node, &reader, &text));
        assert_true(i == 0 || total == in.scratch.total);
        total = in.scratch.total;
    }
    assert_int_equal(in.arena.total, 0);
    free_reading(&in);
}

static bool fits(size_t left, const char *text) {
    const ach_allocator allocator = failing_allocator(&left);
    reading in;
    read_with(&in, ach__slice_of(text), &allocator);
    bool failed = in.diags == NULL || ach__diags_failed(in.diags) || in.arena.failed ||
                  in.places.failed || in.scratch.failed;
    free_reading(&in);
    return !failed;
}

static void test_no_memory(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        size_t left = 0;
        while (!fits(left, examples[i].text)) {
            left++;
        }
        assert_true(left > 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples), cmocka_unit_test(test_official),
        cmocka_unit_test(test_values),   cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_paths),    cmocka_unit_test(test_many),
        cmocka_unit_test(test_reused),   cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests_name("node", tests, NULL, NULL);
}
