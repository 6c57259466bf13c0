/* What is wrong with the JSON of a node file, as findings.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODE_JSON_H
#define ACH__MODEL_NODE_JSON_H

#include "base/memory.h"
#include "diag/diag.h"
#include "format/json.h"
#include "model/node_text.h"

/* Raises one finding a fault, each at its place. Of a text that is GBK a single one tells of its
 * bytes. `arena` keeps the lines (see ach__node_text_place). */
void ach__node_json_raise(const ach__json *json, ach__node_text *text, ach__arena *arena,
                          ach_diags *diags);

#endif
