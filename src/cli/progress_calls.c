/* Being written.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"
int cli_progress_get(cli_progress_run *run) {
    (void)run;
    return CLI_FAILED;
}
int cli_progress_add(cli_progress_run *run) {
    (void)run;
    return CLI_FAILED;
}
int cli_progress_finish(cli_progress_run *run) {
    (void)run;
    return CLI_FAILED;
}
int cli_progress_set(cli_progress_run *run) {
    (void)run;
    return CLI_FAILED;
}
