/* The text of one node file, and the places in it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODE_TEXT_H
#define ACH__MODEL_NODE_TEXT_H

#include "base/lines.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "format/json.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ach__node_text {
    ach__slice path;  /* as findings show it, valid UTF-8 */
    bool is_outside;  /* see ach__place */
    ach__slice bytes; /* borrowed */
    ach__lines lines; /* cut when the first place is asked for: most files have no fault */
    /* Where the last place was, so that asking in order costs no second walk over a line. */
    uint32_t at;
    uint32_t line;
    uint32_t column;
} ach__node_text;

/* The place of a stretch, with line, column, width and offset; of an empty stretch at 0: the file
 * as a whole. Gives the file's lines to `diags`, which must live no longer than `arena`. */
ach__place ach__node_text_place(ach__node_text *text, ach__json_spot spot, ach__arena *arena,
                                ach_diags *diags);

#endif
