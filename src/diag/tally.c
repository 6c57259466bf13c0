/* How many findings of each rule were raised: past the most that a list keeps they are only
 * counted. SPDX-License-Identifier: MIT */
#include "diag/internal.h"

ach__tally *ach__diags_tally(ach_diags *diags, const ach__kind *kind) {
    ach__tally **end = &diags->tallies;
    while (*end != NULL) {
        if ((*end)->kind == kind) {
            return *end;
        }
        end = &(*end)->next;
    }
    ach__tally *tally = ach__arena_take(&diags->arena, 1, sizeof *tally);
    if (tally != NULL) {
        tally->kind = kind;
        *end = tally;
    }
    return tally;
}

const ach__tally *ach__diags_tallies(const ach_diags *diags) {
    return diags->tallies;
}

size_t ach__tally_omitted(const ach__tally *tally) {
    size_t count = 0;
    for (size_t severity = ACH_NOTE; severity <= ACH_ERROR; severity++) {
        count += tally->omitted[severity];
    }
    return count;
}

size_t ach__diags_raised(const ach_diags *diags) {
    return diags->raised;
}

size_t ach__diags_count_kind(const ach_diags *diags, const ach__kind *kind, ach_severity severity) {
    size_t count = 0;
    for (size_t i = 0; i < diags->count; i++) {
        const ach__finding *finding = diags->items[i];
        count += finding->message->kind == kind && finding->severity == severity;
    }
    for (const ach__tally *tally = diags->tallies; tally != NULL; tally = tally->next) {
        count += tally->kind == kind ? tally->omitted[severity] : 0;
    }
    return count;
}

static bool is_severity(ach_severity severity) {
    return severity == ACH_NOTE || severity == ACH_WARNING || severity == ACH_ERROR;
}

size_t ach_diags_count_severity(const ach_diags *diags, ach_severity severity) {
    size_t count = ach_diags_omitted(diags, severity);
    for (size_t i = 0; i < diags->count; i++) {
        count += diags->items[i]->severity == severity;
    }
    return count;
}

size_t ach_diags_omitted(const ach_diags *diags, ach_severity severity) {
    size_t count = 0;
    for (const ach__tally *tally = diags->tallies; tally != NULL; tally = tally->next) {
        count += is_severity(severity) ? tally->omitted[severity] : 0;
    }
    return count;
}
