/* What became of a batch, kept for whoever asks again; and what a database's trouble means.
 * SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "base/utf8.h"
#include "rules/store.h"

void ach__outcomes_pack(const ach_outcome *outcomes, size_t count, unsigned char *bytes) {
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (unsigned char)outcomes[i];
    }
}

bool ach__outcomes_unpack(ach_outcome *outcomes, size_t count, const unsigned char *bytes,
                          size_t size) {
    if (size != count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != ACH_APPLIED && bytes[i] != ACH_CONFLICT) {
            return false;
        }
        outcomes[i] = (ach_outcome)bytes[i];
    }
    return true;
}

static ach_status refuse(const ach_batch *batch, int64_t newest, int message, ach_diags *why) {
    if (why != NULL) {
        ach__finding *finding = ach__diags_add(why, &ach__store_messages[message], NULL);
        ach__finding_number(finding, "number", (uint64_t)batch->number);
        ach__finding_number(finding, "newest", (uint64_t)newest);
    }
    return ACH_EARGUMENT;
}

ach_status ach__store_turn(const ach_batch *batch, int64_t newest, ach__slice stored,
                           ach_outcome *outcomes, bool *is_repeat, ach_diags *why) {
    *is_repeat = batch->number == newest;
    if (batch->number < newest) {
        return refuse(batch, newest, ACH__STORE_BATCH_OLD, why);
    }
    if (*is_repeat && stored.len != batch->count) {
        return refuse(batch, newest, ACH__STORE_BATCH_OTHER, why);
    }
    if (*is_repeat && !ach__outcomes_unpack(outcomes, batch->count,
                                            (const unsigned char *)stored.ptr, stored.len)) {
        ach__store_raise(why, ACH__STORE_DAMAGED, "an outcome that is none");
        return ACH_EFORMAT;
    }
    return ACH_OK;
}

typedef struct trouble_meaning {
    ach_status status;
    int message;
} trouble_meaning;

static const trouble_meaning troubles[] = {
    [ACH__STORE_UNREACHABLE] = {ACH_EIO, ACH__STORE_SAYS_UNREACHABLE},
    [ACH__STORE_BUSY] = {ACH_EBUSY, ACH__STORE_SAYS_BUSY},
    [ACH__STORE_READ_ONLY] = {ACH_EIO, ACH__STORE_SAYS_READ_ONLY},
    [ACH__STORE_FULL] = {ACH_EIO, ACH__STORE_SAYS_FULL},
    [ACH__STORE_NEWER] = {ACH_EFORMAT, ACH__STORE_SAYS_NEWER},
    [ACH__STORE_DAMAGED] = {ACH_EFORMAT, ACH__STORE_SAYS_DAMAGED},
    [ACH__STORE_FOREIGN] = {ACH_EFORMAT, ACH__STORE_SAYS_FOREIGN},
    [ACH__STORE_FAILED] = {ACH_EIO, ACH__STORE_SAYS_FAILED},
    [ACH__STORE_OUTBOX_BUSY] = {ACH_EBUSY, ACH__STORE_SAYS_OUTBOX_BUSY},
    [ACH__STORE_OUTBOX_FOREIGN] = {ACH_EFORMAT, ACH__STORE_SAYS_OUTBOX_FOREIGN},
    [ACH__STORE_NO_FILE] = {ACH_EIO, ACH__STORE_SAYS_NO_FILE},
};

ach_status ach__store_status(ach__store_trouble trouble) {
    return troubles[trouble].status;
}

static void raise_at(ach_diags *why, ach__store_trouble trouble, const ach__place *place,
                     const char *detail) {
    if (why != NULL) {
        const ach__message *message = &ach__store_messages[troubles[trouble].message];
        ach__finding_text(ach__diags_add(why, message, place), "detail", ach__slice_of(detail));
    }
}

void ach__store_raise(ach_diags *why, ach__store_trouble trouble, const char *detail) {
    raise_at(why, trouble, NULL, detail);
}

void ach__store_raise_in(ach_diags *why, ach__store_trouble trouble, const char *path,
                         const char *detail) {
    ach__place place = {.file = ach__slice_of(path), .is_outside = true};
    /* A place is UTF-8; the name of a file may be anything. */
    raise_at(why, trouble, ach__utf8_is_valid(place.file) ? &place : NULL, detail);
}
