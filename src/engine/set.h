/* One set against one record: the platform's rules and nothing else. No clock, no store, no memory.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__ENGINE_SET_H
#define ACH__ENGINE_SET_H

#include <achpack/engine.h>

#include <stdbool.h>
#include <stdint.h>

/* What a set asks for. */
typedef struct ach__wish {
    int64_t delta; /* 0 only to settle a changed definition */
    int64_t seen;  /* the version that extra is based on */
    bool has_extra;
    ach_bytes extra;
} ach__wish;

/* The node as it is defined now. */
typedef struct ach__target {
    int64_t max;         /* Total */
    uint64_t definition; /* as in ach_progress */
} ach__target;

typedef enum ach__verdict {
    ACH__SET_STORE,    /* *next is to be stored over this record */
    ACH__SET_CONFLICT, /* code 5 */
    ACH__SET_CLOSED    /* nothing changes: complete already, or nothing to settle */
} ach__verdict;

/* True where progress was stored under another definition than the present one. */
bool ach__set_is_redefined(const ach_progress *record, const ach__target *target);

/* How to read the rules. */
typedef struct ach__reading {
    uint32_t flags;    /* the engine's */
    ach_policy policy; /* where record->definition is another one; never ACH_POLICY_ASK */
    int64_t now;       /* seconds since 1970 */
} ach__reading;

/* Judges a set against the record as the store has it (a record that is not there: all 0). *next
 * has the version of `record`: stores count it up. Numbers stop at INT64_MAX. "Cloud achievement
 * guide", data conflicts; platform's sets in the test vectors. */
ach__verdict ach__set_judge(const ach__wish *wish, const ach_progress *record,
                            const ach__target *target, const ach__reading *reading,
                            ach_progress *next);

#endif
