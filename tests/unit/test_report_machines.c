/* The reports for machines (JSON, SARIF, GitHub), and what all writers do when something fails.
 * SPDX-License-Identifier: MIT
 *
 * `test_report_machines json` (or sarif, github, text) prints the sample for the validators. */
#include "report_sample.h"

#include "base/utf8.h"

#include <jansson.h>
#include <stdio.h>

static void json_document(void **state) {
    fixture *f = *state;
    fill_sample(f);
    const char *text = report(f, (ach__report_options){.format = ACH__REPORT_JSON}, "x", false);
    assert_true(ach__utf8_is_valid(ach__slice_of(text)));
    assert_int_equal(text[strlen(text) - 1], '\n');
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    const char *one = "{s:s,s:s,s:i,s:s,s:i,s:i,s:s,s:s,s:s,s:s,s:{s:s,s:s},s:[]}";
    json_t *wanted = json_pack(one, "code", "icon-missing", "severity", "error", "input", 0, "file",
                               "NodeSetting.csv", "line", 3, "column", 4, "nodeId", "钻石", "field",
                               "PrePic", "message", "no file \"textures/dimond.png\"", "help",
                               "did you mean \"textures/a.png\"?", "parameters", "name",
                               "textures/dimond.png", "suggestion", "textures/a.png", "related");
    json_t *findings = json_object_get(document, "findings");
    assert_int_equal(json_array_size(findings), 4);
    assert_true(json_equal(json_array_get(findings, 2), wanted));
    json_t *raw = json_array_get(findings, 3);
    assert_int_equal(json_integer_value(json_object_get(raw, "offset")), INT64_C(1) << 40);
    assert_null(json_object_get(raw, "line"));
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(raw, "parameters"), "name")),
        "a\\xFF\\xC3(\\x1B[31m");
    json_t *related = json_object_get(json_array_get(findings, 1), "related");
    json_t *place = json_pack("{s:s,s:i,s:i,s:s}", "file", "NodeSetting.csv", "line", 2, "column",
                              1, "message", "first defined here");
    assert_true(json_equal(json_array_get(related, 0), place));
    json_t *counts = json_pack("{s:i,s:i,s:i}", "error", 2, "warning", 1, "note", 1);
    assert_true(json_equal(json_object_get(document, "counts"), counts));
    json_decref(counts);
    json_decref(place);
    json_decref(wanted);
    json_decref(document);
}

static json_t *sarif_of(fixture *f, const char *path, bool is_archive) {
    ach__report_options options = {.format = ACH__REPORT_SARIF, .language = ACH_CHINESE};
    json_t *log = json_loads(report(f, options, path, is_archive), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(log);
    return log;
}

static json_t *result_at(json_t *log, size_t index) {
    json_t *run = json_array_get(json_object_get(log, "runs"), 0);
    return json_array_get(json_object_get(run, "results"), index);
}

/* The value behind a path of names, numbers being indexes. */
static json_t *follow(json_t *value, const char *path) {
    char part[64];
    for (int used = 0; sscanf(path, "%63[^.]%n", part, &used) == 1;
         path += used + (path[used] != 0)) {
        value = json_is_array(value) ? json_array_get(value, strtoul(part, NULL, 10))
                                     : json_object_get(value, part);
    }
    return value;
}

static void sarif_log(void **state) {
    fixture *f = *state;
    fill_sample(f);
    json_t *log = sarif_of(f, "./packs//中 x", false);
    json_t *result = result_at(log, 2);
    assert_string_equal(
        json_string_value(follow(result, "locations.0.physicalLocation.artifactLocation.uri")),
        "packs/%E4%B8%AD%20x/NodeSetting.csv");
    json_t *region = json_pack("{s:i,s:i,s:i}", "startLine", 3, "startColumn", 4, "endColumn", 23);
    assert_true(json_equal(follow(result, "locations.0.physicalLocation.region"), region));
    json_decref(region);
    assert_string_equal(
        json_string_value(follow(result, "message.text")),
        "钻石：找不到文件“textures/dimond.png”\n帮助：是不是想写“textures/a.png”？");
    assert_string_equal(json_string_value(follow(result_at(log, 0), "message.text")), "完全没问题");
    json_t *rules = follow(log, "runs.0.tool.driver.rules");
    assert_int_equal(json_array_size(rules), 2);
    assert_string_equal(json_string_value(follow(rules, "1.id")), "icon-missing");
    assert_int_equal(json_integer_value(follow(result, "ruleIndex")), 1);
    json_decref(log);
    log = sarif_of(f, "/tmp/a.zip", true);
    result = result_at(log, 2);
    assert_string_equal(
        json_string_value(follow(result, "locations.0.physicalLocation.artifactLocation.uri")),
        "file:///tmp/a.zip");
    assert_null(follow(result, "locations.0.physicalLocation.region"));
    assert_string_equal(
        json_string_value(follow(result, "locations.0.logicalLocations.0.fullyQualifiedName")),
        "NodeSetting.csv");
    json_decref(log);
}

/* A finding keeps its fingerprint when it moves to another line; equal ones are told apart. */
static void fingerprints(void **state) {
    char *kept[3];
    (void)state;
    for (uint32_t shift = 0; shift < 2; shift++) {
        fixture *f;
        assert_int_equal(set_up((void **)&f), 0);
        for (uint32_t i = 0; i < 3; i++) {
            ach__finding *finding = add_at(f, i < 2 ? &twice : &not_found, 10 + i + shift, 1, 1);
            ach__finding_number(finding, "first_line", 2 + shift);
        }
        json_t *log = sarif_of(f, "x", false);
        for (size_t i = 0; i < 3; i++) {
            const char *print =
                json_string_value(follow(result_at(log, i), "partialFingerprints.achpack/v1"));
            if (shift == 0) {
                kept[i] = strdup(print);
            } else {
                assert_string_equal(kept[i], print);
                free(kept[i]);
            }
            assert_string_equal(print + 16, i == 1 ? ":2" : ":1");
        }
        json_decref(log);
        tear_down((void **)&f);
    }
}

/* Braces are doubled and links broken: names of a package are neither placeholders nor links. */
static void sarif_messages(void **state) {
    fixture *f = *state;
    ach__finding *finding = ach__diags_add(f->diags, &not_found, NULL);
    ach__finding_text(finding, "name", ACH__SLICE("{0} [a](b) ]("));
    json_t *log = sarif_of(f, "x", false);
    json_t *result = result_at(log, 0);
    assert_string_equal(json_string_value(follow(result, "message.text")),
                        "找不到文件“{{0}} [a] (b) ] (”");
    assert_string_equal(json_string_value(follow(result, "properties.parameters.name")),
                        "{0} [a](b) ](");
    json_decref(log);
}

static void github_commands(void **state) {
    fixture *f = *state;
    fill_sample(f);
    ach__report_options options = {.format = ACH__REPORT_GITHUB};
    assert_string_equal(
        report(f, options, "./a,b:c%", false),
        "::notice file=a%2Cb%3Ac%25,title=id-repeated::100%25 fine: a, b\n"
        "::warning file=a%2Cb%3Ac%25/NodeSetting.csv,line=3,col=1,endColumn=2,title=id-repeated::"
        "id \"钻石\" is used twice, first in line 2%0Ahelp: give each node its own id%0A"
        "./a,b:c%25/NodeSetting.csv:2:1: note: first defined here\n"
        "::error file=a%2Cb%3Ac%25/NodeSetting.csv,line=3,col=4,endColumn=22,title=icon-missing::"
        "钻石: no file \"textures/dimond.png\"%0Ahelp: did you mean \"textures/a.png\"?\n"
        "::error file=a%2Cb%3Ac%25/textures/b c.png,title=icon-missing::"
        "no file \"a\\xFF\\xC3(\\x1B[31m\"\n");
    assert_non_null(strstr(report(f, options, "a.zip", true),
                           "\n::error file=a.zip,title=icon-missing::NodeSetting.csv:3:4: "
                           "钻石: no file \"textures/dimond.png\"%0Ahelp: "));
}

static void omitted_findings(void **state) {
    fixture *f = *state;
    fill_beyond(f);
    const char *text = report(f, (ach__report_options){.format = ACH__REPORT_JSON}, "x", false);
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    json_t *wanted =
        json_pack("[{s:s,s:s,s:i},{s:s,s:s,s:i}]", "code", "icon-missing", "severity", "error",
                  "count", 20, "code", "id-repeated", "severity", "note", "count", 1);
    assert_true(json_equal(json_object_get(document, "omitted"), wanted));
    assert_int_equal(json_array_size(json_object_get(document, "findings")), 20000);
    assert_int_equal(json_integer_value(follow(document, "counts.error")), 10020);
    assert_int_equal(json_integer_value(follow(document, "counts.note")), 1);
    json_decref(wanted);
    json_decref(document);
    json_t *log = sarif_of(f, "x", false);
    json_t *invocation = follow(log, "runs.0.invocations.0");
    assert_true(json_is_true(follow(invocation, "executionSuccessful")));
    json_t *notifications = follow(invocation, "toolExecutionNotifications");
    assert_int_equal(json_array_size(notifications), 1);
    assert_string_equal(json_string_value(follow(notifications, "0.level")), "warning");
    assert_string_equal(json_string_value(follow(notifications, "0.message.text")),
                        "另有 20 个 icon-missing 没有列出\n另有 1 个 id-repeated 没有列出");
    json_decref(log);
    text = report(f, (ach__report_options){.format = ACH__REPORT_GITHUB}, "x", false);
    static const char last[] = "\n::notice title=achpack::20 more of icon-missing are not listed%0A"
                               "1 more of id-repeated is not listed\n";
    assert_string_equal(text + strlen(text) - strlen(last), last);
}

static void nothing_found(void **state) {
    fixture *f = *state;
    assert_string_equal(report(f, (ach__report_options){0}, "x", false), "");
    assert_string_equal(report(f, (ach__report_options){.format = ACH__REPORT_GITHUB}, "x", false),
                        "");
    json_t *log = sarif_of(f, "x", false);
    assert_null(follow(log, "runs.0.invocations"));
    json_decref(log);
    json_t *document = json_loads(
        report(f, (ach__report_options){.format = ACH__REPORT_JSON}, BAD_BYTES, false), 0, NULL);
    assert_int_equal(json_array_size(json_object_get(document, "findings")), 0);
    assert_null(json_object_get(document, "omitted"));
    assert_string_equal(json_string_value(follow(document, "inputs.0")), "a\\xFF\\xC3(\\x1B[31m");
    json_decref(document);
}

/* Refuses the write number n, for every n until a report needs no more. */
static void failing_sinks(void **state) {
    fixture *f = *state;
    fill_sample(f);
    ach__report_input inputs[2] = {{"x", false, f->diags}, {"a.zip", true, f->diags}};
    for (int format = ACH__REPORT_TEXT; format <= ACH__REPORT_GITHUB; format++) {
        ach__report_options options = {.format = (ach__report_format)format, .summary = true};
        ach_status status = ACH_EIO;
        for (size_t writes = 0; status != ACH_OK; writes++) {
            f->out.writes_left = writes;
            status = run(f, options, inputs, 2);
            assert_true(status == ACH_OK || status == ACH_EIO);
        }
        assert_true(strlen(f->text) > 100);
    }
}

static size_t allocations_left; /* of jansson; only the next test sets it */

static void *counted_malloc(size_t size) {
    return allocations_left == 0 ? NULL : (allocations_left--, malloc(size));
}

static void failing_allocations(void **state) {
    fixture *f = *state;
    fill_sample(f);
    ach__report_input inputs[2] = {{"x", false, f->diags}, {"a.zip", true, f->diags}};
    json_set_alloc_funcs(counted_malloc, free);
    for (int format = ACH__REPORT_JSON; format <= ACH__REPORT_SARIF; format++) {
        ach__report_options options = {.format = (ach__report_format)format};
        ach_status status = ACH_ENOMEM;
        for (size_t count = 0; status != ACH_OK; count++) {
            allocations_left = count;
            f->out.writes_left = SIZE_MAX;
            status = run(f, options, inputs, 2);
            assert_true(status == ACH_OK || status == ACH_ENOMEM);
        }
    }
    json_set_alloc_funcs(malloc, free);
}

static int print_sample(const char *format) {
    static const char *const names[] = {"text", "json", "sarif", "github"};
    fixture *f;
    if (set_up((void **)&f) != 0) {
        return 1;
    }
    fill_sample(f);
    ach__report_input inputs[2] = {{"x", false, f->diags}, {"/a.zip", true, f->diags}};
    ach__report_options options = {.summary = true};
    for (int i = 0; i < 4; i++) {
        if (strcmp(names[i], format) == 0) {
            options.format = (ach__report_format)i;
        }
    }
    f->out.writes_left = SIZE_MAX;
    ach_status status = run(f, options, inputs, 2);
    (void)fputs(f->text, stdout);
    tear_down((void **)&f);
    return (int)status;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(json_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sarif_log, set_up, tear_down),
        cmocka_unit_test(fingerprints),
        cmocka_unit_test_setup_teardown(sarif_messages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(github_commands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(omitted_findings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failing_sinks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failing_allocations, set_up, tear_down),
    };
    if (argc == 2) {
        return print_sample(argv[1]);
    }
    return cmocka_run_group_tests_name("report_machines", tests, NULL, NULL);
}
