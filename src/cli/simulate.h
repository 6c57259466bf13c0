/* Between the files of achpack simulate.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_SIMULATE_H
#define ACH__CLI_SIMULATE_H

#include "cli/cli.h"
#include "simulate/simulate.h"

/* CLI_OK, or CLI_FAILED after a message. */
int cli_simulate_json(const cli_options *options, const ach__simulation *simulation,
                      ach__sink *out);

#endif
