/* The sentences about the pictures of a package.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_ICONS_H
#define ACH__RULES_ICONS_H

#include "diag/kind.h"

/* Behind each: the parameters it takes. `path` is the cell as it stands. */
typedef enum ach__icons_message {
    ACH__ICON_PATH_EMPTY,        /* field */
    ACH__ICON_PATH_BLANK,        /* field: nothing but spaces */
    ACH__ICON_PATH_ABSOLUTE,     /* path */
    ACH__ICON_PATH_DRIVE,        /* path */
    ACH__ICON_PATH_URL,          /* path */
    ACH__ICON_PATH_PARENT,       /* path */
    ACH__ICON_PATH_DOT,          /* path */
    ACH__ICON_PATH_GAP,          /* path: an empty part */
    ACH__ICON_PATH_LINK,         /* path */
    ACH__ICON_PATH_SEPARATOR,    /* path, slashed */
    ACH__ICON_PATH_OUTSIDE,      /* path */
    ACH__ICON_PATH_OUTSIDE_NEAR, /* path, suggestion */
    ACH__ICON_PATH_MISPLACED,    /* path: the file is there, outside of textures */
    ACH__ICON_PATH_NOT_ASCII,    /* path */
    ACH__ICON_PATH_LONG,         /* path, length, limit */
    ACH__ICON_MISSING,           /* path */
    ACH__ICON_MISSING_NEAR,      /* path, suggestion */
    ACH__ICON_MISSING_ENDING,    /* path, suggestion: the same name with another ending */
    ACH__ICON_MISSING_LINK,      /* path: a link to nothing */
    ACH__ICON_MISSING_FOLDER,    /* path */
    ACH__ICON_MISSING_SPECIAL,   /* path */
    ACH__ICON_UNREADABLE,        /* reason */
    ACH__ICON_CASE,              /* path, real */
    ACH__ICON_CASE_FOLDER,       /* path, real: it is the folder that is not called textures */
    ACH__ICON_FORMAT,            /* kind, kind_zh */
    ACH__ICON_FORMAT_EMPTY,
    ACH__ICON_FORMAT_AS_TEXT,
    ACH__ICON_FORMAT_NOT_PICTURE, /* kind, kind_zh */
    ACH__ICON_DAMAGED,            /* reason, reason_zh, chunk, offset */
    ACH__ICON_DAMAGED_NOWHERE,    /* reason, reason_zh, offset */
    ACH__ICON_SIZE,               /* width, height */
    ACH__ICON_SIZE_HUGE,          /* width, height */
    ACH__ICON_ANIMATED,
    ACH__ICON_DEPTH_16,
    ACH__ICON_DEPTH_INTERLACED,
    ACH__ICON_TRAILING, /* bytes, offset */
    ACH__ICON_PROFILE_GAMMA,
    ACH__ICON_PROFILE_ICC,
    ACH__ICON_BLANK,
    ACH__ICON_SAME_FILE,    /* path */
    ACH__ICON_SAME_PICTURE, /* path, other */
    ACH__ICON_UNUSED,
    ACH__ICONS_MESSAGES
} ach__icons_message;

extern const ach__message ach__icons_messages[ACH__ICONS_MESSAGES];
extern const ach__remark ach__icon_named_here;
extern const ach__family ach__icons_family;

#endif
