/* Between the files of the JSON reader: its state, and what each of them does.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_JSON_PARTS_H
#define ACH__FORMAT_JSON_PARTS_H

#include "format/json.h"

/* An array or object that is open. */
typedef struct ach__json_frame {
    uint32_t value; /* its index */
    bool is_object;
    bool is_filled;       /* a value was read and no comma behind it */
    bool is_lenient;      /* the comma may have been lost in an open string */
    ach__json_spot comma; /* the last one, where nothing stands behind it yet */
} ach__json_frame;

typedef struct ach__json_reader {
    ach__json *json;
    ach__arena *arena;
    const unsigned char *text;
    uint32_t size;
    uint32_t at;
    uint32_t last_end; /* behind the last thing that is no blank */
    bool is_bad;       /* some bytes are no UTF-8 */
    bool is_gbk;       /* and all of them are GBK: then a pair's second byte means nothing */
    bool is_stopped;
    uint32_t hopeless[4]; /* up to here there is no end for a broken string of this sort */
    ach__slice key;       /* of the value that is read next; absent outside objects */
    ach__json_spot key_place;
    uint32_t depth;
    ach__json_frame frames[ACH__JSON_LEVELS_MOST];
} ach__json_reader;

/* A character as JSON would have it: a full-width colon is a colon. */
typedef struct ach__json_mark {
    unsigned char plain; /* 0: none that JSON has */
    uint8_t size;        /* in bytes; 0: the end of the text */
} ach__json_mark;

/* Keeps a fault, in order of place. */
void ach__json_fault_add(ach__json_reader *in, ach__json_fault_type type, ach__json_spot place,
                         ach__json_spot other);

static inline void ach__json_fault_at(ach__json_reader *in, ach__json_fault_type type,
                                      uint32_t start, uint32_t end) {
    ach__json_fault_add(in, type, (ach__json_spot){start, end}, (ach__json_spot){0, 0});
}

/* Tells of every line with bytes that are no UTF-8, and sets is_bad and is_gbk. */
void ach__json_check_bytes(ach__json_reader *in);

/* The size of the character at `at`, at least 1. */
uint32_t ach__json_character_size(const ach__json_reader *in, uint32_t at);

/* What stands at `at`. */
ach__json_mark ach__json_mark_at(const ach__json_reader *in, uint32_t at);

/* What stands at in->at, which is moved behind it; tells of a full-width one. */
ach__json_mark ach__json_take_mark(ach__json_reader *in);

/* Moves in->at behind blanks and comments, telling of the latter. */
void ach__json_skip_blanks(ach__json_reader *in);

/* Reads a string whose opening quote, of whatever sort, stands at in->at. False where it has no
 * closing quote (told): *out then ends with its line. */
bool ach__json_read_string(ach__json_reader *in, bool is_key, ach__slice *out);

/* The text of a stretch of a string, or of a word without quotes. */
ach__slice ach__json_text_of(ach__json_reader *in, uint32_t start, uint32_t end);

/* Reads a number, or what was meant to be one, at in->at. */
void ach__json_read_number(ach__json_reader *in, ach__json_value *value);

/* Reads a word at in->at; false (and nothing is read) where none begins there. */
bool ach__json_read_word(ach__json_reader *in, ach__json_value *value);

/* Reads a key without quotes; false where none begins there. */
bool ach__json_read_bare_key(ach__json_reader *in, ach__slice *key);

/* Tells of the keys that stand twice in a closed object. */
void ach__json_find_duplicates(ach__json_reader *in, uint32_t object);

#endif
