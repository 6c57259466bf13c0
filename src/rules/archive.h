/* What can be said about the structure of a zip.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_ARCHIVE_H
#define ACH__RULES_ARCHIVE_H

#include "diag/kind.h"

/* The parameters that a sentence needs stand behind it. */
enum {
    /* zip-damaged: the whole file */
    ACH__ZIP_EMPTY,
    ACH__ZIP_OTHER_KIND, /* kind */
    ACH__ZIP_TABLE,
    ACH__ZIP_UNKNOWN_KIND,
    ACH__ZIP_TRUNCATED, /* bytes */
    ACH__ZIP_PARTS,
    ACH__ZIP_LIST,  /* number, count, offset */
    ACH__ZIP_COUNT, /* count, offset */
    /* zip-damaged: one entry */
    ACH__ZIP_NO_HEADER,    /* offset */
    ACH__ZIP_EXTRA,        /* offset */
    ACH__ZIP_PAST_END,     /* offset, bytes */
    ACH__ZIP_STORED_SIZES, /* packed, bytes */
    ACH__ZIP_STREAM,       /* offset */
    ACH__ZIP_STREAM_MORE,  /* bytes */
    ACH__ZIP_STREAM_LESS,  /* bytes, found */
    ACH__ZIP_STREAM_TAIL,  /* found */
    ACH__ZIP_CHECKSUM,
    /* zip-unsafe-name */
    ACH__ZIP_NAME_EMPTY,
    ACH__ZIP_NAME_ABSOLUTE,
    ACH__ZIP_NAME_DRIVE,
    ACH__ZIP_NAME_BACKSLASH,
    ACH__ZIP_NAME_CONTROL, /* character */
    ACH__ZIP_NAME_PARENT,
    ACH__ZIP_NAME_SEGMENT,
    ACH__ZIP_NAME_NOT_TEXT,
    ACH__ZIP_NAME_NOT_UTF8,
    /* zip-duplicate-name */
    ACH__ZIP_NAME_TWICE,
    ACH__ZIP_NAME_CASE,    /* other */
    ACH__ZIP_NAME_UNICODE, /* other */
    ACH__ZIP_FILE_AND_FOLDER,
    /* zip-encrypted, zip-method, zip-special-file */
    ACH__ZIP_ENCRYPTED,
    ACH__ZIP_METHOD,         /* method, number */
    ACH__ZIP_METHOD_UNKNOWN, /* number */
    ACH__ZIP_LINK,
    ACH__ZIP_DEVICE,
    /* zip-limit */
    ACH__ZIP_LIMIT_ARCHIVE, /* bytes, limit */
    ACH__ZIP_LIMIT_ENTRIES, /* count, limit */
    ACH__ZIP_LIMIT_ENTRY,   /* bytes, limit */
    ACH__ZIP_LIMIT_TOTAL,   /* limit */
    ACH__ZIP_LIMIT_RATIO,   /* bytes, packed, limit */
    ACH__ZIP_LIMIT_ZIP64,
    /* zip-hidden-data */
    ACH__ZIP_BEFORE,         /* bytes */
    ACH__ZIP_AFTER,          /* bytes, offset */
    ACH__ZIP_PADDING,        /* bytes, offset */
    ACH__ZIP_LIST_MORE,      /* count, offset */
    ACH__ZIP_GAP,            /* bytes, offset */
    ACH__ZIP_UNLISTED,       /* name, offset */
    ACH__ZIP_OVERLAP,        /* other, offset */
    ACH__ZIP_COMMENT,        /* offset */
    ACH__ZIP_OTHER_NAME,     /* other */
    ACH__ZIP_UNICODE_NAME,   /* other */
    ACH__ZIP_OTHER_METHOD,   /* offset */
    ACH__ZIP_OTHER_SIZES,    /* offset */
    ACH__ZIP_OTHER_TRAILER,  /* offset */
    ACH__ZIP_FOLDER_CONTENT, /* bytes */
    ACH__ARCHIVE_MESSAGES
};

extern const ach__message ach__archive_messages[ACH__ARCHIVE_MESSAGES];
extern const ach__family ach__archive_family;

/* At the entry that had the name first. */
extern const ach__remark ach__archive_first_here;

#endif
