/* The sentences about the package as a whole: where its parts lie, how large it is, what else is
 * in it, and the page picture that goes with it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_PACKAGE_H
#define ACH__RULES_PACKAGE_H

#include "diag/kind.h"

/* Behind each: the parameters it takes. */
typedef enum ach__package_message {
    ACH__TABLE_MISSING,
    ACH__TABLE_MISSING_CASE,            /* found */
    ACH__TABLE_MISSING_TEXT_ENDING,     /* found: NodeSetting.csv.txt */
    ACH__TABLE_MISSING_SPREADSHEET,     /* found: NodeSetting.xlsx */
    ACH__TABLE_MISSING_NAME,            /* found: NodeSetting (1).csv */
    ACH__TABLE_MISSING_NO_FILE,         /* a link, a folder or a device bears the name */
    ACH__TABLE_SEVERAL,                 /* count, found: the one that is used */
    ACH__PACKAGE_SIZE_ARCHIVE_OVER,     /* bytes, limit */
    ACH__PACKAGE_SIZE_ARCHIVE_NEAR,     /* bytes, limit, percent */
    ACH__PACKAGE_SIZE_FOLDER_OVER,      /* bytes, limit, percent, largest */
    ACH__PACKAGE_SIZE_FOLDER_NEAR,      /* bytes, limit, percent, largest */
    ACH__PACKAGE_SIZE_FILE,             /* bytes, limit */
    ACH__PACKAGE_SIZE_PICTURE,          /* bytes, limit */
    ACH__PACKAGE_SIZE_TABLE,            /* lines, cells: the most that are read */
    ACH__PACKAGE_SIZE_MEMORY,           /* limit: a server's */
    ACH__PACKAGE_LAYOUT_DEEP,           /* found, root, depth */
    ACH__PACKAGE_LAYOUT_BESIDE,         /* found, root */
    ACH__PACKAGE_LAYOUT_BESIDE_SEVERAL, /* found, root, count */
    ACH__PACKAGE_LAYOUT_FLAT,
    ACH__PACKAGE_LAYOUT_ONE_FOLDER, /* root */
    ACH__PACKAGE_STRAY_FILE,
    ACH__PACKAGE_STRAY_BESIDE,            /* root */
    ACH__PACKAGE_STRAY_TABLE,             /* found */
    ACH__PACKAGE_STRAY_MACOS,             /* name */
    ACH__PACKAGE_STRAY_MACOS_FOLDER,      /* name */
    ACH__PACKAGE_STRAY_WINDOWS,           /* name */
    ACH__PACKAGE_STRAY_BACKUP,            /* name */
    ACH__PACKAGE_STRAY_SPREADSHEET,       /* name */
    ACH__PACKAGE_STRAY_SOURCE,            /* name */
    ACH__PACKAGE_STRAY_REPOSITORY,        /* name; in a folder, where it is normal */
    ACH__PACKAGE_STRAY_REPOSITORY_IN_ZIP, /* name */
    ACH__PACKAGE_STRAY_LINK,
    ACH__PACKAGE_STRAY_SPECIAL,
    ACH__PACKAGE_STRAY_MANY, /* count, shown */
    /* all of the page picture: path, and */
    ACH__HEADER_IMAGE_FORMAT, /* kind, kind_zh */
    ACH__HEADER_IMAGE_FORMAT_EMPTY,
    ACH__HEADER_IMAGE_DAMAGED, /* reason, reason_zh, offset */
    ACH__HEADER_IMAGE_DAMAGED_JPEG,
    ACH__HEADER_IMAGE_TOO_MANY_BYTES, /* limit */
    ACH__HEADER_IMAGE_UNREADABLE,     /* reason */
    ACH__HEADER_IMAGE_SIZE,           /* width, height */
    ACH__HEADER_IMAGE_SIZE_SWAPPED,   /* width, height */
    ACH__PACKAGE_MESSAGES
} ach__package_message;

extern const ach__message ach__package_messages[ACH__PACKAGE_MESSAGES];
extern const ach__remark ach__table_another;
extern const ach__remark ach__table_near;
extern const ach__family ach__package_family;

#endif
