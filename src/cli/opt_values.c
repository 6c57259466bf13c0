/* The values of options: numbers, choices, names, paths.
 * SPDX-License-Identifier: MIT */
#include "cli/opt.h"

#include "base/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The position of a word among the |-separated ones of `choices`, or -1. */
static int choose(const char *choices, const char *word) {
    size_t length = strlen(word);
    for (int position = 0;; position++) {
        const char *end = strchr(choices, '|');
        size_t size = end == NULL ? strlen(choices) : (size_t)(end - choices);
        if (size == length && strncmp(choices, word, size) == 0) {
            return position;
        }
        if (end == NULL) {
            return -1;
        }
        choices = end + 1;
    }
}

static int read_choice(const cli_options *options, const cli_option *row, const char *value,
                       int *choice) {
    *choice = choose(row->value, value);
    if (*choice >= 0) {
        return CLI_OK;
    }
    return cli_misused(
        options,
        cli_say(options, "--%s takes one of %s, not \"%s\"", "--%s 只能是 %s 之一，不能是“%s”"),
        row->name, row->value, value);
}

/* A count of at least one, with K, M or G behind it if wanted. */
static int read_number(const cli_options *options, const cli_option *row, const char *value,
                       uint64_t *number) {
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long base = strtoull(value, &end, 10);
    bool good = value[0] >= '0' && value[0] <= '9' && errno == 0 && base > 0;
    const char *unit = *end == '\0' ? NULL : strchr(units, *end);
    unsigned shift = unit == NULL ? 0 : 10 * (unsigned)(unit - units + 1);
    good = good && (*end == '\0' || (unit != NULL && end[1] == '\0')) &&
           base <= (UINT64_C(1) << 40) >> shift;
    if (!good) {
        return cli_misused(
            options,
            cli_say(options,
                    "--%s takes a whole number from 1 to 1024G, such as 200 or 8M, not \"%s\"",
                    "--%s 要写成 1 到 1024G 的整数，例如 200 或 8M，不能是“%s”"),
            row->name, value);
    }
    *number = (uint64_t)base << shift;
    return CLI_OK;
}

/* A seed: any whole number of up to 18 digits, 0 too. */
static int read_seed(cli_options *options, const cli_option *row, const char *value) {
    size_t length = strlen(value);
    if (length == 0 || length > 18 || strspn(value, "0123456789") != length) {
        return cli_misused(options,
                           cli_say(options,
                                   "--%s takes a whole number of up to 18 digits, not \"%s\"",
                                   "--%s 要写成最多 18 位的整数，不能是“%s”"),
                           row->name, value);
    }
    options->seed = strtoull(value, NULL, 10);
    options->has_seed = true;
    return CLI_OK;
}

/* A version: what `get` showed, so any number from 0 on. */
static int read_version(cli_options *options, const cli_option *row, const char *value) {
    char *end;
    errno = 0;
    long long version = strtoll(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0) {
        return cli_misused(options,
                           cli_say(options, "--%s takes a whole number from 0 on, not \"%s\"",
                                   "--%s 要写成 0 或更大的整数，不能是“%s”"),
                           row->name, value);
    }
    options->seen_version = version;
    return CLI_OK;
}

static int read_severity(cli_options *options, const cli_option *row, const char *value) {
    static const int levels[] = {ACH_ERROR, ACH_WARNING, ACH_NOTE, 0};
    const char *equal = strchr(value, '=');
    int level = equal == NULL ? -1 : choose("error|warning|note|off", equal + 1);
    if (level < 0) {
        return cli_misused(options,
                           cli_say(options, "--%s takes %s, such as icon-same=off, not \"%s\"",
                                   "--%s 要写成 %s，例如 icon-same=off，不能是“%s”"),
                           row->name, row->value, value);
    }
    char code[64];
    const ach__kind *kind;
    (void)snprintf(code, sizeof code, "%.*s", (int)(equal - value), value);
    int status = cli_rule_expected(options, code, &kind);
    if (status != CLI_OK) {
        return status;
    }
    cli_severity *grown =
        realloc(options->severities, (options->severity_count + 1) * sizeof *options->severities);
    if (grown == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    options->severities = grown;
    options->severities[options->severity_count++] = (cli_severity){kind->code, levels[level]};
    return CLI_OK;
}

/* The name becomes a folder in the zip, so it is kept to what every unpacker can write. */
static int read_name(cli_options *options, const char *value) {
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t length = strlen(value);
    if (length == 0 || length > 64 || strspn(value, good) != length || value[0] == '.' ||
        value[length - 1] == '.') {
        return cli_misused(
            options,
            cli_say(
                options,
                "--name takes 1 to 64 English letters, digits, \"_\", \"-\" or \".\", no \".\" at "
                "an end, not \"%s\"",
                "--name 只能用 1 到 64 "
                "个英文字母、数字、“_”、“-”或“.”，开头和结尾不能是“.”，不能写“%s”"),
            value);
    }
    if (ach__name_is_device(ach__slice_of(value))) {
        return cli_misused(
            options,
            cli_say(options, "--name \"%s\" is a device on Windows and cannot be unpacked there",
                    "--name “%s”是 Windows 的设备名，在 Windows 上无法解压"),
            value);
    }
    options->name = value;
    return CLI_OK;
}

/* One more path of an option that may be repeated. */
static int add_path(const cli_options *options, cli_paths *paths, const char *path) {
    const char **grown = realloc(paths->items, (paths->count + 1) * sizeof *paths->items);
    if (grown == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    paths->items = grown;
    paths->items[paths->count++] = path;
    return CLI_OK;
}

static int apply_path(cli_options *options, const cli_option *row, const char *value) {
    switch (row->id) {
    case OPTION_NODES:
        return add_path(options, &options->nodes, value);
    case OPTION_OLD_NODES:
        return add_path(options, &options->old_nodes, value);
    case OPTION_RESOURCES:
        return add_path(options, &options->resources, value);
    case OPTION_SCRIPTS:
        return add_path(options, &options->scripts, value);
    default:
        return add_path(options, &options->from, value);
    }
}

static void apply_switch(cli_options *options, const cli_option *row) {
    bool *const switches[] = {
        [OPTION_HELP] = &options->help,       [OPTION_QUIET] = &options->quiet,
        [OPTION_DRY_RUN] = &options->dry_run, [OPTION_TABLE] = &options->table,
        [OPTION_ALL] = &options->all,         [OPTION_FORCE] = &options->force,
    };
    *switches[row->id] = true;
}

static int apply_number(cli_options *options, const cli_option *row, const char *value) {
    uint64_t number = 0;
    int status = read_number(options, row, value, &number);
    if (status != CLI_OK) {
        return status;
    }
    switch (row->id) {
    case OPTION_JOBS:
        options->jobs = number > 256 ? 256 : (size_t)number;
        break;
    case OPTION_MAX_ENTRIES:
        options->limits.max_entries = number;
        break;
    case OPTION_MAX_ENTRY_BYTES:
        options->limits.max_entry_bytes = number;
        break;
    case OPTION_MAX_TOTAL_BYTES:
        options->limits.max_total_bytes = number;
        break;
    case OPTION_MAX_RATIO:
        options->limits.max_ratio = number;
        break;
    case OPTION_PLAYERS:
        options->players = number;
        break;
    case OPTION_INTERVAL:
        options->interval = number;
        break;
    case OPTION_SETS:
        options->sets = number;
        break;
    case OPTION_RATE:
        options->rate = number;
        break;
    default:
        options->max_pixels = number;
        break;
    }
    return CLI_OK;
}

static void apply_text(cli_options *options, const cli_option *row, const char *value) {
    switch (row->id) {
    case OPTION_BACKGROUND:
        options->background = value;
        break;
    case OPTION_OUTPUT:
        options->output = value;
        break;
    case OPTION_STORE:
        options->store = value;
        break;
    case OPTION_PACKAGE:
        options->package = value;
        break;
    case OPTION_EXTRA:
        options->extra = value;
        break;
    default:
        options->header_image = value;
        break;
    }
}

static int apply_choice(cli_options *options, const cli_option *row, const char *value) {
    int choice;
    int status = read_choice(options, row, value, &choice);
    if (status != CLI_OK) {
        return status;
    }
    if (row->id == OPTION_LANG) {
        options->language = choice == 0 ? ACH_ENGLISH : ACH_CHINESE;
    } else if (row->id == OPTION_FORMAT) {
        options->format = (ach__report_format)choice;
    } else if (row->id == OPTION_LISTING) {
        options->listing = (cli_listing)choice;
    } else if (row->id == OPTION_LAYOUT) {
        options->layout = (ach__pack_layout)choice;
    } else {
        options->fail_on = choice == 0 ? ACH_ERROR : ACH_WARNING;
    }
    return CLI_OK;
}

int cli_option_apply(cli_options *options, const cli_option *row, const char *value) {
    if (row->value == NULL) {
        apply_switch(options, row);
        return CLI_OK;
    }
    switch (row->id) {
    case OPTION_NODES:
    case OPTION_OLD_NODES:
    case OPTION_RESOURCES:
    case OPTION_SCRIPTS:
    case OPTION_FROM:
        return apply_path(options, row, value);
    case OPTION_BACKGROUND:
    case OPTION_OUTPUT:
    case OPTION_HEADER_IMAGE:
    case OPTION_STORE:
    case OPTION_PACKAGE:
    case OPTION_EXTRA:
        apply_text(options, row, value);
        return CLI_OK;
    case OPTION_SEED:
        return read_seed(options, row, value);
    case OPTION_SEEN_VERSION:
        return read_version(options, row, value);
    case OPTION_NAME:
        return read_name(options, value);
    case OPTION_SEVERITY:
        return read_severity(options, row, value);
    case OPTION_LANG:
    case OPTION_FORMAT:
    case OPTION_LISTING:
    case OPTION_LAYOUT:
    case OPTION_FAIL_ON:
        return apply_choice(options, row, value);
    default:
        return apply_number(options, row, value);
    }
}
