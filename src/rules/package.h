/* The sentences about the package as a whole: where its parts lie, how large it is, what else is
 * in it, and the page picture that goes with it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_PACKAGE_H
#define ACH__RULES_PACKAGE_H

#include "diag/kind.h"

/* Behind each: the parameters it takes. */
typedef enum ach__package_message {
    ACH__TABLE_MISSING,
    ACH__TABLE_MISSING_CASE,        /* found */
    ACH__TABLE_MISSING_TEXT_ENDING, /* found: NodeSetting.csv.txt */
    ACH__TABLE_MISSING_SPREADSHEET, /* found: NodeSetting.xlsx */
    ACH__TABLE_MISSING_NAME,        /* found: NodeSetting (1).csv */
    ACH__TABLE_MISSING_NO_FILE,     /* a link, a folder or a device bears the name */
    ACH__TABLE_SEVERAL,             /* count, found: the one that is used */
    ACH__SIZE_ARCHIVE_OVER,         /* bytes, most */
    ACH__SIZE_ARCHIVE_NEAR,         /* bytes, most, percent */
    ACH__SIZE_FOLDER_OVER,          /* bytes, most, percent, largest */
    ACH__SIZE_FOLDER_NEAR,          /* bytes, most, percent, largest */
    ACH__SIZE_PICTURE,              /* bytes, most */
    ACH__LAYOUT_DEEP,               /* found, depth */
    ACH__LAYOUT_BESIDE,             /* found, root */
    ACH__LAYOUT_BESIDE_SEVERAL,     /* found, root, count */
    ACH__LAYOUT_FLAT,
    ACH__LAYOUT_ONE_FOLDER, /* root */
    ACH__STRAY_FILE,
    ACH__STRAY_BESIDE,            /* root */
    ACH__STRAY_TABLE,             /* found */
    ACH__STRAY_MACOS,             /* name */
    ACH__STRAY_MACOS_FOLDER,      /* name, count */
    ACH__STRAY_WINDOWS,           /* name */
    ACH__STRAY_BACKUP,            /* name */
    ACH__STRAY_SPREADSHEET,       /* name */
    ACH__STRAY_SOURCE,            /* name */
    ACH__STRAY_REPOSITORY,        /* name, count; in a folder, where it is normal */
    ACH__STRAY_REPOSITORY_IN_ZIP, /* name, count */
    ACH__STRAY_LINK,
    ACH__STRAY_SPECIAL,
    ACH__STRAY_MANY,    /* count, shown */
    ACH__HEADER_FORMAT, /* kind, kind_zh */
    ACH__HEADER_FORMAT_EMPTY,
    ACH__HEADER_DAMAGED, /* reason, reason_zh, offset */
    ACH__HEADER_DAMAGED_JPEG,
    ACH__HEADER_TOO_MANY_BYTES, /* most */
    ACH__HEADER_UNREADABLE,     /* reason */
    ACH__HEADER_SIZE,           /* width, height */
    ACH__HEADER_SIZE_SWAPPED,   /* width, height */
    ACH__PACKAGE_MESSAGES
} ach__package_message;

extern const ach__message ach__package_messages[ACH__PACKAGE_MESSAGES];
extern const ach__remark ach__table_another;
extern const ach__remark ach__table_near;
extern const ach__family ach__package_family;

#endif
