/* Asks both ways of the PNG check about a file and holds their answers against each other.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__TESTS_PNG_JUDGE_H
#define ACH__TESTS_PNG_JUDGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/png.h"
#include "png_maker.h"

#define MAX_PIXELS (1u << 22)
#define GOOD       ACH__PNG_GOOD
#define DAMAGED    ACH__PNG_DAMAGED

/* What every test works with. */
typedef struct bench {
    ach__png_checker *checker;
    ach__buffer file;
} bench;

static inline int open_bench(void **state) {
    static bench it;
    ach__buffer_init(&it.file, NULL, MAKER_CEILING);
    *state = &it;
    return ach__png_checker_new(&it.checker, NULL, MAX_PIXELS) == ACH_OK ? 0 : -1;
}

static inline int close_bench(void **state) {
    bench *it = *state;
    ach__png_checker_free(it->checker);
    ach__buffer_free(&it->file);
    return 0;
}

static inline ach__slice whole(const ach__buffer *buffer) {
    return (ach__slice){(const char *)buffer->data, buffer->size};
}

static inline void assert_same(const ach__png_facts *left, const ach__png_facts *right) {
    assert_int_equal(left->verdict, right->verdict);
    assert_int_equal(left->width, right->width);
    assert_int_equal(left->height, right->height);
    assert_int_equal(left->bit_depth, right->bit_depth);
    assert_int_equal(left->is_interlaced, right->is_interlaced);
    assert_int_equal(left->is_animated, right->is_animated);
    assert_int_equal(left->is_blank, right->is_blank);
    assert_int_equal(left->profile, right->profile);
    assert_int_equal(left->trailing, right->trailing);
    assert_int_equal(left->trailing_offset, right->trailing_offset);
    assert_memory_equal(left->digest, right->digest, sizeof left->digest);
}

static inline void assert_told(const ach__png_facts *facts) {
    assert_true(facts->fault_reason[0] != '\0');
    for (size_t i = 0; facts->fault_reason[i] != '\0'; i++) {
        assert_in_range(facts->fault_reason[i], ' ', '~');
    }
}

/* Both ways, and that they agree; gives the verdict. `facts` may be NULL. */
static inline ach__png_verdict judge(ach__png_checker *checker, ach__slice bytes,
                                     ach__png_facts *facts, bool *certain) {
    ach__png_facts fast, slow, both;
    bool is_certain = false;
    assert_int_equal(ach__png_check_by_libpng(checker, bytes, &slow), ACH_OK);
    assert_int_equal(ach__png_check_fast(checker, bytes, &fast, &is_certain), ACH_OK);
    assert_int_equal(ach__png_check(checker, bytes, &both), ACH_OK);
    assert_int_equal(both.verdict, slow.verdict);
    if (is_certain) {
        assert_int_equal(fast.verdict, slow.verdict);
    } else {
        assert_int_equal(fast.verdict, DAMAGED);
    }
    if (slow.verdict == GOOD) {
        assert_same(&both, &slow);
    } else if (slow.verdict == DAMAGED) {
        assert_told(&both);
        assert_true(both.fault_offset <= bytes.len);
    }
    if (facts != NULL) {
        *facts = both;
    }
    if (certain != NULL) {
        *certain = is_certain;
    }
    return slow.verdict;
}

#endif
