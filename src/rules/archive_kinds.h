/* The rules about the structure of a zip; their sentences are in rules/archive.h.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_ARCHIVE_KINDS_H
#define ACH__RULES_ARCHIVE_KINDS_H

#include "diag/kind.h"

typedef enum ach__archive_kind {
    ACH__KIND_ARCHIVE_DAMAGED,
    ACH__KIND_ARCHIVE_UNSAFE_NAME,
    ACH__KIND_ARCHIVE_DUPLICATE_NAME,
    ACH__KIND_ARCHIVE_ENCRYPTED,
    ACH__KIND_ARCHIVE_METHOD,
    ACH__KIND_ARCHIVE_SPECIAL_FILE,
    ACH__KIND_ARCHIVE_LIMIT,
    ACH__KIND_ARCHIVE_HIDDEN_DATA,
    ACH__ARCHIVE_KINDS
} ach__archive_kind;

extern const ach__kind ach__archive_kinds[ACH__ARCHIVE_KINDS];

#endif
