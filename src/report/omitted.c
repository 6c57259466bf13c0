/* What was found but is not listed, over all inputs: one sentence a rule.
 * SPDX-License-Identifier: MIT */
#include "report/parts.h"

#include <stdio.h>

static void add(ach__report *report, const ach__tally *tally) {
    ach__tally **end = &report->omitted;
    while (*end != NULL && (*end)->kind != tally->kind) {
        end = &(*end)->next;
    }
    if (*end == NULL) {
        *end = ach__arena_take(&report->arena, 1, sizeof **end);
        if (*end == NULL) {
            return;
        }
        (*end)->kind = tally->kind;
    }
    for (size_t severity = ACH_NOTE; severity <= ACH_ERROR; severity++) {
        (*end)->omitted[severity] += tally->omitted[severity];
    }
}

void ach__report_gather_omitted(ach__report *report) {
    for (size_t i = 0; i < report->count; i++) {
        const ach__tally *tally = ach__diags_tallies(report->inputs[i].diags);
        for (; tally != NULL; tally = tally->next) {
            if (ach__tally_omitted(tally) > 0) {
                add(report, tally);
            }
        }
    }
    report->failed |= report->arena.failed;
}

static void append(ach__buffer *out, const char *text) {
    ach__buffer_append(out, text, strlen(text));
}

ach__slice ach__report_omitted(ach__report *report) {
    bool in_chinese = report->options->language == ACH_CHINESE;
    ach__buffer *out = ach__report_clean(report);
    for (const ach__tally *tally = report->omitted; tally != NULL; tally = tally->next) {
        size_t count = ach__tally_omitted(tally);
        char number[32];
        int size =
            snprintf(number, sizeof number, in_chinese ? "另有 %zu 个 " : "%zu more of ", count);
        append(out, tally == report->omitted ? "" : "\n");
        ach__buffer_append(out, number, (size_t)size);
        append(out, tally->kind->code);
        append(out, in_chinese ? " 没有列出" : count == 1 ? " is not listed" : " are not listed");
    }
    return ach__report_made(report);
}
