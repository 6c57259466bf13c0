/* Why the system refused something, for people.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_REASON_H
#define ACH__BASE_REASON_H

/* The words for an errno, good until the next call. Rare reasons have no Chinese words and stay in
 * English. */
const char *ach__system_reason(int number);
const char *ach__system_reason_zh(int number);

#endif
