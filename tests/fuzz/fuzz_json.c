/* The JSON reader against jansson, its own promises, and the sentences about its faults.
 * SPDX-License-Identifier: MIT */
#include "../unit/json_judge.h"

#include "diag/diag.h"
#include "model/node_json.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MOST = 1 << 16 };

static void must_be(int is_so) {
    if (!is_so) {
        __builtin_trap();
    }
}

/* Every fault has its finding at a place, and a sentence in both languages. */
static void tell(const ach__json *json, ach__slice text, ach__arena *arena) {
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    must_be(diags != NULL);
    ach__node_text file = {.path = ACH__SLICE("node.json"), .bytes = text};
    ach__node_json_raise(json, &file, arena, diags);
    ach__diags_finish(diags);
    size_t count = ach_diags_count(diags);
    must_be((count == 0) == (json->fault_count == 0) && count <= json->fault_count);
    for (size_t i = 0; i < count; i++) {
        const ach__finding *finding = ach__diags_at(diags, i);
        must_be(ach__slice_equal(finding->place.file, file.path));
        must_be(finding->place.line == 0 || finding->place.column > 0);
        for (int language = 0; language < 2; language++) {
            ach__buffer out;
            ach__buffer_init(&out, NULL, 1 << 16);
            ach__finding_message(finding, (ach_language)language, &out);
            must_be(out.size > 0 && ach__finding_help(finding, (ach_language)language, &out));
            must_be(ach__utf8_is_valid((ach__slice){(const char *)out.data, out.size}));
            ach__buffer_free(&out);
        }
    }
    ach_diags_free(diags);
}

/* Reading on used memory gives the same again. */
static void read_again(ach__json *json, ach__arena *arena, ach__slice text) {
    size_t count = json->count;
    size_t faults = json->fault_count;
    bool is_whole = json->is_whole;
    ach__json_read(json, arena, ACH__SLICE("{\"a\": [1, 2,], \"a\": \"\\n\"} x"));
    must_be(json->fault_count == 3 && json->values[0].count == 2 && !json->is_whole);
    ach__json_read(json, arena, text);
    must_be(json->count == count && json->fault_count == faults && json->is_whole == is_whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ach__slice text = {(const char *)data, size};
    ach__arena arena;
    ach__json json = {0};
    if (size > TEXT_MOST) {
        return 0;
    }
    ach__arena_init(&arena, NULL);
    ach__json_read(&json, &arena, text);
    must_be(!arena.failed);
    must_be(json_disorder(&json, text) == NULL);
    must_be(json_disagreement(&json, text) == NULL);
    tell(&json, text, &arena);
    read_again(&json, &arena, text);
    ach__arena_free(&arena);
    return 0;
}
