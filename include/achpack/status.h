/* What a call of the library answers: whether it did its job.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_STATUS_H
#define ACHPACK_STATUS_H

#include <achpack/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Every call that can fail returns one of these. They say whether the call did its job; what was
 * learned about a package is said by findings (diag.h). A folder with forty faults checks fine:
 * ACH_OK and forty findings. */
typedef enum ach_status {
    ACH_OK = 0,
    ACH_EIO = 1,       /* the system refused a read or a write; errno tells why */
    ACH_EFORMAT = 2,   /* the bytes are not what they should be; a finding says where */
    ACH_ENOMEM = 3,    /* no memory */
    ACH_ELIMIT = 4,    /* a stated limit would be passed */
    ACH_EARGUMENT = 5, /* the caller broke the contract of the call */
    ACH_ENOTFOUND = 6, /* no such file, node or entry */
    ACH_EBUSY = 7,     /* locked by somebody else for longer than the timeout; nothing was done */
    ACH_ECONFLICT = 8  /* what is there already stands against it; nothing was done */
} ach_status;

/* One line of English for a status; never NULL, static, not to be freed. */
ACH_EXPORT const char *ach_status_text(ach_status status);

#ifdef __cplusplus
}
#endif

#endif
