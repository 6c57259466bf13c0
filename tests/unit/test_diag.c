/* The list of findings: order, repetition, severity, sentences, memory; and the rows of all rules.
 * SPDX-License-Identifier: MIT */
#include "diag/diag.h"
#include "rules/rules.h"
#include "unit/failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const ach__kind size_kind = {.code = "test-size", .severity = ACH_ERROR};
static const ach__message size_message = {
    &size_kind, {"{width} wide, not {wanted}", "\xE5\xAE\xBD {width}"}, {"use {tool}", NULL}, 0};
static const ach__message mild_message = {&size_kind, {"mild", "mild"}, {NULL, NULL}, ACH_NOTE};
static const ach__remark remark = {{"see {width}", "see"}};

static ach__place at(const char *file, uint32_t line, uint32_t column) {
    return (ach__place){.file = ach__slice_of(file), .line = line, .column = column};
}

static void findings_are_sorted_and_said_once(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    const ach__place places[] = {at("b", 1, 1), at("a", 2, 1),  at("a", 1, 9),
                                 at("a", 1, 2), at(NULL, 0, 0), at("a", 1, 2)};
    for (size_t i = 0; i < 6; i++) {
        ach__finding *finding = ach__diags_add(diags, &size_message, &places[i]);
        ach__finding_number(finding, "width", 7);
    }
    /* The same place with another parameter is another finding. */
    ach__finding_number(ach__diags_add(diags, &size_message, &places[3]), "width", 8);
    ach__diags_finish(diags);
    assert_int_equal(ach_diags_count(diags), 6);
    static const char *const files[] = {NULL, "a", "a", "a", "a", "b"};
    static const uint32_t columns[] = {0, 2, 2, 9, 1, 1};
    for (size_t i = 0; i < 6; i++) {
        ach_finding view;
        assert_int_equal(ach_diags_get(diags, i, &view), ACH_OK);
        assert_int_equal(view.column, columns[i]);
        if (files[i] == NULL) {
            assert_null(view.file);
        } else {
            assert_string_equal(view.file, files[i]);
        }
    }
    ach_finding none;
    assert_int_equal(ach_diags_get(diags, 6, &none), ACH_EARGUMENT);
    ach_diags_free(diags);
}

static void sentences_take_their_parameters(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__finding *finding = ach__diags_add(diags, &size_message, NULL);
    ach__finding_number(finding, "width", 130);
    ach__finding_text(finding, "wanted", ACH__SLICE("a\x1b{width}"));
    ach_finding view;
    assert_int_equal(ach_diags_get(diags, 0, &view), ACH_OK);
    /* A parameter is shown, never read as a template. */
    assert_string_equal(view.message, "130 wide, not a\\x1B{width}");
    assert_null(view.help); /* it names a tool that the finding does not have */
    ach__finding_text(finding, "tool", ACH__SLICE("a saw"));
    assert_int_equal(ach_diags_get(diags, 0, &view), ACH_OK);
    assert_string_equal(view.help, "use a saw");
    ach_diags_free(diags);
}

static void severities_can_be_changed(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__diags_add(diags, &size_message, NULL);
    ach__diags_add(diags, &mild_message, NULL);
    assert_int_equal(ach_diags_count_severity(diags, ACH_ERROR), 1);
    assert_int_equal(ach_diags_count_severity(diags, ACH_NOTE), 1);
    assert_int_equal(ach__diags_override(diags, "test-size", ACH_WARNING), ACH_OK);
    ach__diags_add(diags, &size_message, NULL);
    assert_int_equal(ach_diags_count_severity(diags, ACH_WARNING), 1);
    assert_int_equal(ach__diags_override(diags, "test-size", 0), ACH_OK);
    assert_null(ach__diags_add(diags, &size_message, NULL));
    ach__finding_text(NULL, "x", ACH__SLICE("y")); /* what is off needs no care */
    assert_int_equal(ach_diags_count(diags), 3);
    ach_diags_free(diags);
}

/* Raises findings in lines of their own. */
static void raise_many(ach_diags *diags, const ach__message *message, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ach__place place = at("some/file", (uint32_t)i + 1, 1);
        ach__finding *finding = ach__diags_add(diags, message, &place);
        ach__finding_number(finding, "width", i);
        ach__finding_related(finding, &remark, &place);
    }
}

static void past_enough_of_a_code_they_are_counted(void **state) {
    (void)state;
    static const ach__kind other_kind = {.code = "test-other", .severity = ACH_WARNING};
    static const ach__message other = {&other_kind, {"other", "other"}, {NULL, NULL}, 0};
    size_t left = SIZE_MAX;
    ach_allocator allocator = failing_allocator(&left);
    ach_diags *diags = ach_diags_new(&allocator, ACH_ENGLISH);
    raise_many(diags, &size_message, ACH__DIAGS_KEPT_MOST);
    assert_int_equal(ach_diags_omitted(diags, ACH_ERROR), 0);
    ach__diags_add(diags, &other, NULL); /* another code has room of its own */
    left = 0;                            /* none of what follows takes memory */
    raise_many(diags, &size_message, 100000);
    raise_many(diags, &mild_message, 2); /* of the same code, with another severity */
    left = SIZE_MAX;
    for (size_t finished = 0; finished < 2; finished++) {
        assert_false(ach__diags_failed(diags));
        assert_int_equal(ach_diags_count(diags), ACH__DIAGS_KEPT_MOST + 1);
        assert_int_equal(ach__diags_raised(diags), ACH__DIAGS_KEPT_MOST + 100003);
        assert_int_equal(ach_diags_omitted(diags, ACH_ERROR), 100000);
        assert_int_equal(ach_diags_omitted(diags, ACH_WARNING), 0);
        assert_int_equal(ach_diags_omitted(diags, ACH_NOTE), 2);
        assert_int_equal(ach_diags_omitted(diags, (ach_severity)0), 0);
        assert_int_equal(ach_diags_omitted(diags, (ach_severity)4), 0);
        assert_int_equal(ach_diags_count_severity(diags, ACH_ERROR), ACH__DIAGS_KEPT_MOST + 100000);
        assert_int_equal(ach_diags_count_severity(diags, ACH_WARNING), 1);
        assert_int_equal(ach_diags_count_severity(diags, ACH_NOTE), 2);
        assert_int_equal(ach__diags_count_kind(diags, &size_kind, ACH_ERROR),
                         ACH__DIAGS_KEPT_MOST + 100000);
        assert_int_equal(ach__diags_count_kind(diags, &other_kind, ACH_WARNING), 1);
        ach__diags_finish(diags);
    }
    const ach__tally *tally = ach__diags_tallies(diags);
    assert_ptr_equal(tally->kind, &size_kind);
    assert_int_equal(ach__tally_omitted(tally), 100002);
    assert_int_equal(ach__tally_omitted(tally->next), 0);
    assert_null(tally->next->next);
    ach_diags_free(diags);
}

static void severities_count_past_enough_too(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach__diags_override(diags, "test-size", ACH_WARNING), ACH_OK);
    raise_many(diags, &size_message, ACH__DIAGS_KEPT_MOST + 3);
    assert_int_equal(ach_diags_count_severity(diags, ACH_WARNING), ACH__DIAGS_KEPT_MOST + 3);
    assert_int_equal(ach_diags_count_severity(diags, ACH_ERROR), 0);
    assert_int_equal(ach__diags_override(diags, "test-size", 0), ACH_OK);
    raise_many(diags, &size_message, 5);
    assert_int_equal(ach_diags_omitted(diags, ACH_WARNING), 3);
    assert_int_equal(ach__diags_raised(diags), ACH__DIAGS_KEPT_MOST + 3);
    ach_diags_free(diags);
}

/* Whoever keeps a list over many calls hears the same again and again. */
static void repetitions_take_no_room(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    for (size_t i = 0; i < 12; i++) {
        raise_many(diags, &size_message, ACH__DIAGS_KEPT_MOST / 4);
        ach__diags_finish(diags);
    }
    assert_int_equal(ach_diags_count(diags), ACH__DIAGS_KEPT_MOST / 4);
    assert_int_equal(ach_diags_omitted(diags, ACH_ERROR), 0);
    ach_diags_free(diags);
}

static void long_parameters_are_cut_between_characters(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    char text[3000];
    for (size_t i = 0; i < sizeof text; i += 3) {
        memcpy(text + i, "\xE6\x88\x90", 3);
    }
    ach__finding *finding = ach__diags_add(diags, &size_message, NULL);
    ach__finding_text(finding, "width", (ach__slice){text, sizeof text});
    assert_int_equal(finding->parameters->text.len, ACH__PARAMETER_MOST / 3 * 3);
    ach_diags_free(diags);
}

/* Raises, finishes and reads findings; gives whether something was lost. */
static bool work_with(ach_diags *diags) {
    bool lost = false;
    ach__place place = at("some/file", 3, 4);
    for (size_t i = 0; i < 40; i++) {
        place.line = (uint32_t)i;
        ach__finding *finding = ach__diags_add(diags, &size_message, &place);
        ach__finding_number(finding, "width", i);
        ach__finding_related(finding, &remark, &place);
    }
    ach__diags_finish(diags);
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        ach_finding view;
        lost |= ach_diags_get(diags, i, &view) != ACH_OK;
    }
    return lost || ach__diags_failed(diags);
}

static void without_memory_the_list_remembers(void **state) {
    (void)state;
    bool whole = false;
    for (size_t budget = 0; !whole && budget < 1000; budget++) {
        size_t left = budget;
        ach_allocator allocator = failing_allocator(&left);
        ach_diags *diags = ach_diags_new(&allocator, ACH_ENGLISH);
        whole = diags != NULL && !work_with(diags);
        assert_true(!whole || ach_diags_count(diags) == 40);
        ach_diags_free(diags);
    }
    assert_true(whole);
}

typedef struct names {
    char list[32][32];
    size_t count;
} names;

static void collect(names *out, const char *template) {
    for (const char *open = strchr(template, '{'); open != NULL; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        assert_non_null(close);
        size_t size = (size_t)(close - open) - 1;
        assert_in_range(size, 1, sizeof out->list[0] - 1);
        assert_true(out->count < 32);
        memcpy(out->list[out->count], open + 1, size);
        /* {kind_zh} is the Chinese word for {kind}. */
        size -= size > 3 && memcmp(close - 3, "_zh", 3) == 0 ? 3 : 0;
        out->list[out->count++][size] = '\0';
    }
}

static bool holds(const names *set, const char *name) {
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->list[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Both languages tell the same facts. */
static void assert_same_parameters(const ach__message *message, const char *const texts[2]) {
    names found[2] = {{.count = 0}, {.count = 0}};
    for (size_t language = 0; language < 2; language++) {
        collect(&found[language], texts[language]);
    }
    for (size_t language = 0; language < 2; language++) {
        for (size_t i = 0; i < found[language].count; i++) {
            if (!holds(&found[1 - language], found[language].list[i])) {
                fail_msg("%s: only one language names {%s}", message->kind->code,
                         found[language].list[i]);
            }
        }
    }
}

static bool has_chinese(const char *text) {
    return strpbrk(text, "\xE4\xE5\xE6\xE7\xE8\xE9") != NULL;
}

static void every_message_is_whole(void **state) {
    (void)state;
    size_t messages = 0;
    for (size_t f = 0; f < ach__family_count; f++) {
        const ach__family *family = ach__families[f];
        assert_true(has_chinese(family->title[ACH_CHINESE]));
        for (size_t i = 0; i < family->count; i++, messages++) {
            const ach__message *message = &family->messages[i];
            assert_non_null(message->kind);
            const char *code = message->kind->code;
            if (message->text[0] == NULL || message->text[1] == NULL ||
                !has_chinese(message->text[1])) {
                fail_msg("%s: message %zu lacks a language", code, i);
            }
            if ((message->help[0] == NULL) != (message->help[1] == NULL)) {
                fail_msg("%s: message %zu has help in one language only", code, i);
            }
            assert_same_parameters(message, message->text);
            if (message->help[0] != NULL) {
                assert_same_parameters(message, message->help);
            }
            if (message->text[0][strlen(message->text[0]) - 1] == '.') {
                fail_msg("%s: message %zu ends with a full stop", code, i);
            }
            assert_ptr_equal(ach__rule_find(code), message->kind);
        }
    }
    assert_true(messages > 60);
    assert_null(ach__rule_find("no-such-rule"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_are_sorted_and_said_once),
        cmocka_unit_test(sentences_take_their_parameters),
        cmocka_unit_test(severities_can_be_changed),
        cmocka_unit_test(past_enough_of_a_code_they_are_counted),
        cmocka_unit_test(severities_count_past_enough_too),
        cmocka_unit_test(repetitions_take_no_room),
        cmocka_unit_test(long_parameters_are_cut_between_characters),
        cmocka_unit_test(without_memory_the_list_remembers),
        cmocka_unit_test(every_message_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
