/* A good node file, and reading texts under the judge's eyes.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_JSON_TEXT_H
#define TESTS_UNIT_JSON_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/json_judge.h"

#define JSON_NODE                                                                                  \
    "{\n"                                                                                          \
    "    \"node_ID\": \"second\",\n"                                                               \
    "    \"parent_node\": \"first\",\n"                                                            \
    "    \"title\": \"\xE7\x99\xBE\xE6\x88\x98\",\n"                                               \
    "    \"goal_number\": 100,\n"                                                                  \
    "    \"reward\": [{\"data\": {\"x\": [1, 2.5e3, true, null]}}],\n"                             \
    "    \"node_description\": \"a\\n\\u4e2d\\ud83d\\ude00\\\"\"\n"                                \
    "}\n"

/* Reads, and holds the result against jansson and the header. */
static inline void read_text(ach__json *json, ach__arena *arena, ach__slice text) {
    ach__json_read(json, arena, text);
    assert_false(arena->failed);
    const char *wrong = json_disorder(json, text);
    if (wrong == NULL) {
        wrong = json_disagreement(json, text);
    }
    if (wrong != NULL) {
        print_error("%s: %.*s\n", wrong, (int)(text.len < 200 ? text.len : 200), text.ptr);
    }
    assert_null(wrong);
}

#endif
