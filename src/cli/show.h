/* What the two forms of `achpack show` share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_SHOW_H
#define ACH__CLI_SHOW_H

#include "cli/cli.h"

/* The size of the zip: as it is, or as a build would make it. */
uint64_t cli_package_bytes(const ach__package *package);

/* The picture of a row's PrePic (0) or FinPic (1), or NULL. */
const ach__icon *cli_icon_of(const ach__package *package, size_t row, size_t which);

/* CLI_OK, or CLI_FAILED after a message. */
int cli_show_json(const cli_options *options, ach__sink *out, const ach__package *package,
                  const ach_diags *diags);

#endif
