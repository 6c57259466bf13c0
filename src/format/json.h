/* JSON: a text as values with their places, and everything that is wrong with it at once.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_JSON_H
#define ACH__FORMAT_JSON_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__JSON_BYTES_MOST  ((size_t)1 << 20)
#define ACH__JSON_LEVELS_MOST 32
#define ACH__JSON_FAULTS_MOST 50 /* kept of one text */

typedef enum ach__json_type {
    ACH__JSON_NULL,
    ACH__JSON_FALSE,
    ACH__JSON_TRUE,
    ACH__JSON_INTEGER, /* no fraction, no exponent, fits int64_t */
    ACH__JSON_REAL,    /* every other number */
    ACH__JSON_STRING,
    ACH__JSON_ARRAY,
    ACH__JSON_OBJECT
} ach__json_type;

/* A stretch of the text, in bytes; start == end: none, and in a fault's `place` the point where
 * something is missing. */
typedef struct ach__json_spot {
    uint32_t start;
    uint32_t end;
} ach__json_spot;

/* Values stand in one array in the order of the text, each followed by what it holds. */
typedef struct ach__json_value {
    ach__json_type type;
    uint32_t next;            /* index behind this value and all that it holds */
    uint32_t count;           /* elements of an array, members of an object */
    ach__json_spot place;     /* of the value: quotes and brackets included */
    ach__json_spot key_place; /* of its key with the quotes; none outside objects */
    ach__slice key;           /* unescaped UTF-8; absent outside objects */
    ach__slice text;          /* of a string: unescaped UTF-8; of a number: as it is written */
    int64_t integer;          /* of ACH__JSON_INTEGER */
} ach__json_value;

typedef enum ach__json_fault_type {
    ACH__JSON_FAULT_LARGE,     /* more than ACH__JSON_BYTES_MOST bytes: nothing was read */
    ACH__JSON_FAULT_UTF16,     /* by its byte order mark or its NULs: nothing was read */
    ACH__JSON_FAULT_MARK,      /* a UTF-8 byte order mark */
    ACH__JSON_FAULT_BYTES,     /* bytes that are no UTF-8; the first of each line. In strings they
                                  stand as U+FFFD */
    ACH__JSON_FAULT_EMPTY,     /* nothing but blanks and comments */
    ACH__JSON_FAULT_COMMENT,   /* // or block comment or #: read as blank */
    ACH__JSON_FAULT_DUPLICATE, /* a key twice in one object; `other` is the first. Both are kept */
    ACH__JSON_FAULT_WIDE,      /* full-width punctuation or curly quotes; read as the plain one */
    ACH__JSON_FAULT_COMMA_MISSING, /* where it belongs; read as if it was there */
    ACH__JSON_FAULT_COMMA_EXTRA,   /* before ] or }, or two in a row; read as if it was not there */
    ACH__JSON_FAULT_COLON,         /* missing or '=' behind a key; read as if it was there */
    ACH__JSON_FAULT_VALUE,         /* a key without a value; read as if neither was there */
    ACH__JSON_FAULT_KEY,           /* a key without quotes; read as if it had them */
    ACH__JSON_FAULT_BARE,          /* the same for a text value */
    ACH__JSON_FAULT_QUOTES,        /* 'single quotes'; read as double ones */
    ACH__JSON_FAULT_QUOTE_INSIDE,  /* a double quote within a text; kept as a part of it */
    ACH__JSON_FAULT_ROUND,         /* ( or ), Python's tuples; read as [ or ] */
    ACH__JSON_FAULT_WORD,          /* True, False, None, TRUE, ...; read as what is meant */
    ACH__JSON_FAULT_NUMBER,        /* 01, +1, .5, 1., 0x10; read as a real */
    ACH__JSON_FAULT_CONTROL,       /* a control character in a string, a tab for example; kept */
    ACH__JSON_FAULT_ESCAPE,        /* an unknown escape such as "textures\ui"; kept as written */
    ACH__JSON_FAULT_SURROGATE,     /* half of a \u pair; stands as U+FFFD */
    ACH__JSON_FAULT_NUL,           /* \u0000 or a NUL byte in a string; stands as U+FFFD */
    ACH__JSON_FAULT_STRING_END,    /* a string without its closing quote; ends with its line */
    ACH__JSON_FAULT_END,           /* the text ends inside brackets; `other` is the open one */
    ACH__JSON_FAULT_BRACKET,       /* ] for } or the other way round; `other` is the open one */
    ACH__JSON_FAULT_UNEXPECTED,    /* anything else; reading stopped */
    ACH__JSON_FAULT_BEHIND,        /* text behind the document; not read */
    ACH__JSON_FAULT_DEEP           /* more than ACH__JSON_LEVELS_MOST levels; reading stopped */
} ach__json_fault_type;

typedef struct ach__json_fault {
    ach__json_fault_type type;
    ach__json_spot place;
    ach__json_spot other;
} ach__json_fault;

/* A text that was read. values[0] is the document, where count > 0. */
typedef struct ach__json {
    ach__json_value *values;
    size_t count;
    ach__json_fault *faults; /* in order of place */
    size_t fault_count;
    bool is_gbk;   /* not UTF-8 but GBK, so that all its Chinese text is lost */
    bool is_whole; /* false: reading stopped or parts were lost, so what is absent proves nothing */
    size_t value_room, fault_room, order_room; /* the reader's own, as are the following */
    uint32_t *order;
} ach__json;

/* Reads `text` (borrowed as long as the values are used; strings without escapes point into it,
 * others lie in `arena`). `json` starts zeroed; giving it again uses its memory again, all of it
 * from `arena`. Linear in the size, without recursion. Where there is no memory arena->failed is
 * set and the result is not whole. */
void ach__json_read(ach__json *json, ach__arena *arena, ach__slice text);

/* The member of the object values[object] with this key (the first, where it stands twice), or
 * NULL. */
const ach__json_value *ach__json_member(const ach__json *json, const ach__json_value *object,
                                        ach__slice key);

/* The character of JSON that a full-width or curly one is read as, ' ' for unusual spaces; 0: none.
 */
unsigned char ach__json_plain(uint32_t character);

#endif
