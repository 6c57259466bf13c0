/* achpack check, and what it shares with build.
 * SPDX-License-Identifier: MIT */
#include "base/parallel.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>

/* What is kept of one path until the report is printed: the findings show lines of the package. */
typedef struct checked {
    ach_diags *diags;
    ach__package *package;
} checked;

ach_diags *cli_new_diags(const cli_options *options) {
    ach_diags *diags = ach_diags_new(NULL, options->language);
    for (size_t i = 0; diags != NULL && i < options->severity_count; i++) {
        const cli_severity *item = &options->severities[i];
        if (ach__diags_override(diags, item->code, item->severity) != ACH_OK) {
            ach_diags_free(diags);
            diags = NULL;
        }
    }
    return diags;
}

ach__check_options cli_check_options(const cli_options *options) {
    return (ach__check_options){
        .limits = options->limits,
        .max_pixels = options->max_pixels,
        .jobs = options->jobs > 0 ? options->jobs : ach__parallel_processors(),
        .header_image = options->header_image,
        .nodes = {options->nodes.items, options->nodes.count},
        .resources = {options->resources.items, options->resources.count},
        .scripts = {options->scripts.items, options->scripts.count},
    };
}

bool cli_is_failure(const cli_options *options, const ach_diags *diags) {
    return ach_diags_count_severity(diags, ACH_ERROR) > 0 ||
           (options->fail_on == ACH_WARNING && ach_diags_count_severity(diags, ACH_WARNING) > 0);
}

/* A path that cannot be checked is told and left out; the others are checked all the same. */
static int check_all(const cli_options *options, checked *all, ach__report_input *inputs,
                     size_t *count) {
    ach__check_options checking = cli_check_options(options);
    checking.scripts_wait = true;
    int result = CLI_OK;
    for (size_t i = 0; i < options->operand_count; i++) {
        const char *path = options->operands[i];
        const char *failed = path;
        checking.failed = &failed;
        all[i].diags = cli_new_diags(options);
        if (all[i].diags == NULL) {
            return cli_fail(options, path, ACH_ENOMEM, 0);
        }
        errno = 0;
        ach_status status = ach__check_package(&all[i].package, path, &checking, all[i].diags);
        if (status != ACH_OK) {
            result = cli_fail(options, failed, status, errno);
            continue;
        }
        const ach__source *source = all[i].package->source;
        bool is_archive = source == NULL || source->is_archive;
        inputs[(*count)++] = (ach__report_input){path, is_archive, all[i].diags};
        checking.header_image = NULL; /* once is enough */
        checking.nodes_are_told |= all[i].package->nodes != NULL;
    }
    return result;
}

static void say_unknown_are_left_out(const cli_options *options) {
    (void)fprintf(stderr, "%s\n",
                  cli_say(options,
                          "achpack: some nodes could not be read, so no node id in the scripts is "
                          "said to be unknown",
                          "achpack: 有些节点没能读取，所以没有检查脚本里的节点 id 是否存在"));
}

/* The scripts may name the nodes of any of the packages. `status` is that of opening these. */
static int check_scripts(const cli_options *options, const checked *all, int status) {
    ach__script_nodes *known = calloc(options->operand_count, sizeof *known);
    ach__script_check check = {.folders = options->scripts.items,
                               .count = options->scripts.count,
                               .packages = known,
                               .is_partial = status != CLI_OK};
    for (size_t i = 0; known != NULL && i < options->operand_count; i++) {
        ach__package *package = all[i].package;
        if (package != NULL) {
            check.shown = check.package_count == 0 ? &package->arena : check.shown;
            check.is_partial |= ach__package_lacks_nodes(package);
            known[check.package_count++] = ach__package_script_nodes(package, all[i].diags);
        }
    }
    const char *failed = NULL;
    errno = 0;
    ach_status done = known == NULL ? ACH_ENOMEM : ach__check_scripts(&check, &failed);
    int error = errno;
    for (size_t i = 0; known != NULL && i < check.package_count; i++) {
        ach__diags_finish(known[i].diags);
        done = done == ACH_OK && ach__diags_failed(known[i].diags) ? ACH_ENOMEM : done;
    }
    free(known);
    if (done != ACH_OK) {
        return cli_fail(options, done == ACH_ENOMEM ? NULL : failed, done, error);
    }
    if (check.is_partial) {
        say_unknown_are_left_out(options);
    }
    return status;
}

int cli_check(const cli_options *options) {
    size_t count = options->operand_count;
    checked *all = calloc(count, sizeof *all);
    ach__report_input *inputs = calloc(count, sizeof *inputs);
    size_t checked_count = 0;
    int status = CLI_FAILED;
    if (all == NULL || inputs == NULL) {
        (void)cli_fail(options, NULL, ACH_ENOMEM, 0);
        goto out;
    }
    status = check_all(options, all, inputs, &checked_count);
    if (checked_count == 0) {
        goto out;
    }
    if (options->scripts.count > 0) {
        status = check_scripts(options, all, status);
    }
    ach__sink out = cli_sink(stdout);
    ach__report_options report = {options->format, options->language,
                                  cli_wants_color(options, stdout), !options->quiet};
    if (ach__report_write(&out, &report, inputs, checked_count) == ACH_ENOMEM) {
        status = cli_fail(options, NULL, ACH_ENOMEM, 0);
        goto out;
    }
    for (size_t i = 0; status == CLI_OK && i < checked_count; i++) {
        if (cli_is_failure(options, inputs[i].diags)) {
            status = CLI_FINDINGS;
        }
    }
    status = cli_finish(options, &out, status);
out:
    for (size_t i = 0; all != NULL && i < count; i++) {
        ach_diags_free(all[i].diags);
        ach__package_free(all[i].package);
    }
    free(inputs);
    free(all);
    return status;
}
