/* The rules about the pictures of a package; their sentences are in rules/icons.h.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_ICON_KINDS_H
#define ACH__RULES_ICON_KINDS_H

#include "diag/kind.h"

typedef enum ach__icon_kind {
    ACH__KIND_ICON_PATH_EMPTY,
    ACH__KIND_ICON_PATH_UNSAFE,
    ACH__KIND_ICON_PATH_SEPARATOR,
    ACH__KIND_ICON_PATH_OUTSIDE,
    ACH__KIND_ICON_PATH_CHARACTERS,
    ACH__KIND_ICON_MISSING,
    ACH__KIND_ICON_CASE,
    ACH__KIND_ICON_FORMAT,
    ACH__KIND_ICON_DAMAGED,
    ACH__KIND_ICON_SIZE,
    ACH__KIND_ICON_ANIMATED,
    ACH__KIND_ICON_DEPTH,
    ACH__KIND_ICON_TRAILING,
    ACH__KIND_ICON_PROFILE,
    ACH__KIND_ICON_BLANK,
    ACH__KIND_ICON_SAME,
    ACH__KIND_ICON_UNUSED,
    ACH__KIND_ICONS
} ach__icon_kind;

extern const ach__kind ach__icon_kinds[ACH__KIND_ICONS];

#endif
