/* achpack simulate: a scenario, its timeline, and whether everything came out as it must.
 * SPDX-License-Identifier: MIT */
#include "cli/simulate.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The findings of a file that cannot be used, in the form that was asked for. */
static int report(const cli_options *options, const char *path, const ach_diags *diags) {
    ach__sink out = cli_sink(stdout);
    ach__report_input input = {path, true, diags};
    ach__report_options how = {options->listing == CLI_LISTING_JSON ? ACH__REPORT_JSON
                                                                    : ACH__REPORT_TEXT,
                               options->language, cli_wants_color(options, stdout), true};
    if (ach__report_write(&out, &how, &input, 1) == ACH_ENOMEM) {
        return cli_fail(options, path, ACH_ENOMEM, 0);
    }
    return cli_finish(options, &out, CLI_FINDINGS);
}

static int print(const cli_options *options, const ach__simulation *simulation) {
    ach__sink out = cli_sink(stdout);
    int status = ach__simulation_is_fine(simulation) ? CLI_OK : CLI_FINDINGS;
    if (options->listing != CLI_LISTING_JSON) {
        ach__simulation_write(simulation, options->language, ach__slice_of(options->operands[0]),
                              &out);
    } else if (cli_simulate_json(options, simulation, &out) != CLI_OK) {
        return CLI_FAILED;
    }
    return cli_finish(options, &out, status);
}

static int play(const cli_options *options, const ach__scenario *scenario) {
    ach__simulation simulation;
    uint64_t seed = options->has_seed ? options->seed : (uint64_t)scenario->seed;
    ach_diags *why = ach_diags_new(NULL, options->language);
    if (why == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    errno = 0;
    ach_status status = ach__simulate(&simulation, scenario, seed, why);
    int result = CLI_FAILED;
    if (status == ACH_OK) {
        result = print(options, &simulation);
    } else {
        int number = errno;
        (void)cli_report_findings(options, why);
        (void)cli_fail(options, cli_say(options, "the simulation", "模拟"), status,
                       number == 0 ? EIO : number);
    }
    ach__simulation_free(&simulation);
    ach_diags_free(why);
    return result;
}

int cli_simulate(const cli_options *options) {
    const char *path = options->operands[0];
    ach__arena arena;
    ach__buffer text;
    ach__scenario scenario = {0};
    ach_diags *diags = ach_diags_new(NULL, options->language);
    ach__arena_init(&arena, NULL);
    ach__buffer_init(&text, NULL, (size_t)64 << 20);
    errno = 0;
    ach_status status = diags == NULL ? ACH_ENOMEM : ach__file_read_path(path, &text);
    int result;
    if (status != ACH_OK) {
        result = cli_fail(options, path, status == ACH_ELIMIT ? ACH_EIO : status,
                          status == ACH_ELIMIT ? EFBIG : errno);
        goto out;
    }
    const ach__slice bytes = {text.size == 0 ? "" : (const char *)text.data, text.size};
    status = ach__scenario_read(&scenario, &arena, ach__slice_of(path), bytes, diags);
    if (status == ACH_OK) {
        result = play(options, &scenario);
    } else if (status == ACH_EFORMAT) {
        result = report(options, path, diags);
    } else {
        result = cli_fail(options, path, status, 0);
    }
out:
    ach__scenario_free(&scenario);
    ach_diags_free(diags);
    ach__buffer_free(&text);
    ach__arena_free(&arena);
    return result;
}
