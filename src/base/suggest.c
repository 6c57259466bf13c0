/* Edit distance over characters, in small fixed memory.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"

#include "base/utf8.h"

enum { WORD_MOST = 64, CHANGE_COST = 2, CASE_COST = 1, DISTANCE_MOST = 4 };

typedef struct word {
    uint32_t characters[WORD_MOST];
    size_t length;
} word;

static bool spell(word *out, ach__slice text) {
    out->length = 0;
    for (size_t at = 0; at < text.len;) {
        if (out->length == WORD_MOST) {
            return false;
        }
        out->characters[out->length++] = ach__utf8_next(text, &at);
    }
    return true;
}

static uint32_t lower(uint32_t character) {
    return character >= 'A' && character <= 'Z' ? character + 32 : character;
}

static unsigned substitution(uint32_t left, uint32_t right) {
    if (left == right) {
        return 0;
    }
    return lower(left) == lower(right) ? CASE_COST : CHANGE_COST;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Optimal string alignment with three rows. */
static unsigned distance(const word *from, const word *to) {
    unsigned rows[3][WORD_MOST + 1];
    unsigned *before = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];
    for (size_t j = 0; j <= to->length; j++) {
        last[j] = (unsigned)j * CHANGE_COST;
    }
    for (size_t i = 1; i <= from->length; i++) {
        row[0] = (unsigned)i * CHANGE_COST;
        for (size_t j = 1; j <= to->length; j++) {
            uint32_t a = from->characters[i - 1];
            uint32_t b = to->characters[j - 1];
            unsigned cost = last[j - 1] + substitution(a, b);
            cost = least(cost, last[j] + CHANGE_COST);
            cost = least(cost, row[j - 1] + CHANGE_COST);
            if (i > 1 && j > 1 && a == to->characters[j - 2] && from->characters[i - 2] == b) {
                cost = least(cost, before[j - 2] + CHANGE_COST);
            }
            row[j] = cost;
        }
        unsigned *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[to->length];
}

void ach__suggest_start(ach__suggestion *search, ach__slice wanted) {
    size_t length = ach__utf8_length(wanted);
    size_t allowed = length / 3;
    if (allowed < 1) {
        allowed = 1;
    }
    if (allowed > DISTANCE_MOST) {
        allowed = DISTANCE_MOST;
    }
    *search = (ach__suggestion){
        .wanted = wanted,
        .best = {NULL, 0},
        /* One above the worst that is still near enough. A word of one character has no near one
         * but itself in another case. */
        .distance = length < 2 ? CASE_COST + 1 : (unsigned)allowed * CHANGE_COST + 1,
    };
}

void ach__suggest_offer(ach__suggestion *search, ach__slice candidate) {
    size_t longer = search->wanted.len > candidate.len ? search->wanted.len : candidate.len;
    size_t shorter = search->wanted.len + candidate.len - longer;
    /* A character has at most four bytes, so lengths that differ by more can be passed over. */
    if (candidate.len == 0 || longer - shorter > (size_t)DISTANCE_MOST * 4) {
        return;
    }
    word wanted;
    word other;
    if (!spell(&wanted, search->wanted) || !spell(&other, candidate)) {
        return;
    }
    unsigned found = distance(&wanted, &other);
    if (found < search->distance) {
        search->distance = found;
        search->best = candidate;
    }
}
