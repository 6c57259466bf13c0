/* The family "table": encoding, quoting, header and row shapes of NodeSetting.csv.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_TABLE_H
#define ACH__RULES_TABLE_H

#include "diag/kind.h"

/* Behind each sentence its parameters; {bytes} is hex, {code} as in U+4E2D. */
enum {
    ACH__ENCODING_UTF8,
    ACH__ENCODING_UTF8_MARK,
    ACH__ENCODING_UTF16,
    ACH__ENCODING_INVALID,         /* bytes, offset */
    ACH__ENCODING_INVALID_UTF8,    /* bytes, offset */
    ACH__ENCODING_INVALID_UTF16,   /* bytes, offset */
    ACH__ENCODING_INVALID_GB18030, /* character, code */
    ACH__ENCODING_INVALID_LACKS,   /* character, code */
    ACH__ENCODING_INVALID_REPLACE, /* character, code, replacement */
    ACH__ENCODING_INVALID_HIDDEN,  /* code: a character that cannot be seen */
    ACH__ENCODING_INVALID_SPACE,   /* code: a space that is not the ordinary one */
    ACH__ENCODING_UNPORTABLE_EURO,
    ACH__ENCODING_UNPORTABLE_PRIVATE, /* bytes, code */
    ACH__ENCODING_AMBIGUOUS,          /* gbk, utf8 */
    ACH__CSV_QUOTE_OPEN,
    ACH__CSV_QUOTE_LINES, /* line */
    ACH__CSV_QUOTE_BEHIND,
    ACH__CSV_QUOTE_INSIDE,
    ACH__CSV_QUOTE_SPACE,
    ACH__HEADER_MISSING, /* column */
    ACH__HEADER_EMPTY_FILE,
    ACH__HEADER_ABSENT,
    ACH__HEADER_FOREIGN,
    ACH__HEADER_TABS,
    ACH__HEADER_SEMICOLONS,
    ACH__HEADER_WIDE_COMMAS,
    ACH__HEADER_UNKNOWN,      /* found, suggestion */
    ACH__HEADER_STRANGER,     /* found */
    ACH__HEADER_SPACE,        /* found, suggestion */
    ACH__HEADER_EMPTY_COLUMN, /* count */
    ACH__HEADER_MORE,         /* count */
    ACH__HEADER_DUPLICATE,    /* column */
    ACH__HEADER_ORDER,        /* found */
    ACH__ROW_FEWER,           /* found, wanted */
    ACH__ROW_MORE,            /* found, wanted */
    ACH__ROW_MORE_EMPTY,      /* found, wanted */
    ACH__ROW_BLANK_LINE,
    ACH__ROW_BLANK_RUN, /* count */
    ACH__ROW_BLANK_CELLS,
    ACH__ROWS_NONE,
    ACH__ROWS_LOCAL, /* every row says that it is not for the cloud */
    ACH__TABLE_MESSAGES
};

extern const ach__message ach__table_messages[ACH__TABLE_MESSAGES];
extern const ach__family ach__table_family;

extern const ach__remark ach__column_first;  /* column */
extern const ach__remark ach__quote_goes_on; /* no parameters */

#endif
