/* JSON values for the JSON and SARIF writers: made by jansson, with a sticky failure.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__REPORT_JSON_H
#define ACH__REPORT_JSON_H

#include "report/parts.h"

#include <jansson.h>

/* A string. Bytes that are no UTF-8 are shown escaped. NULL where there is no memory: the calls
 * below take that and remember it. */
json_t *ach__json_text(ach__slice text);

/* Both take the value over, whatever happens. */
void ach__json_put(ach__report *report, json_t *object, const char *key, json_t *value);
void ach__json_append(ach__report *report, json_t *array, json_t *value);

/* Puts a string; nothing where the text is absent. */
void ach__json_put_text(ach__report *report, json_t *object, const char *key, ach__slice text);
/* Puts a string of our own rows; nothing for NULL. */
void ach__json_put_row(ach__report *report, json_t *object, const char *key, const char *text);
void ach__json_put_number(ach__report *report, json_t *object, const char *key, uint64_t number);

/* The parameters of a finding: name -> string or number. */
json_t *ach__json_parameters(ach__report *report, const ach__finding *finding);

/* Writes the value on a line of its own and lets go of it. Behind the first one of a list
 * (`first`, which is then cleared) a comma goes before it. */
void ach__json_item(ach__report *report, json_t *value, bool *first);

/* Writes the value and lets go of it. */
void ach__json_write(ach__report *report, json_t *value);

#endif
