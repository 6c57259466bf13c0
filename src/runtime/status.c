/* The words for a status.
 * SPDX-License-Identifier: MIT */
#include <achpack/status.h>

const char *ach_status_text(ach_status status) {
    switch (status) {
    case ACH_OK:
        return "done";
    case ACH_EIO:
        return "the system refused a read or a write";
    case ACH_EFORMAT:
        return "the bytes are not what they should be";
    case ACH_ENOMEM:
        return "not enough memory";
    case ACH_ELIMIT:
        return "a limit would be passed";
    case ACH_EARGUMENT:
        return "the call was made in a way that its contract does not allow";
    case ACH_ENOTFOUND:
        return "no such file, node or entry";
    case ACH_EBUSY:
        return "somebody else has it locked";
    case ACH_ECONFLICT:
        return "what is there already stands against it";
    }
    return "unknown status";
}
