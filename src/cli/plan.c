/* achpack plan: whether the platform can take the sets of so many players.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <achpack/engine.h>

#include <inttypes.h>

/* What was asked, and what comes of it. */
typedef struct plan {
    uint64_t players;
    uint32_t sets, interval, rate;
    uint64_t most_players;   /* at this interval */
    uint64_t least_interval; /* for these players */
    double sets_a_second;
    bool fits;
} plan;

/* CLI_OK, or CLI_USAGE after a message. */
static int look_at_options(const cli_options *options) {
    if (options->players == 0 || options->interval == 0) {
        return cli_misused(options, "%s",
                           cli_say(options,
                                   "plan needs --players N and --interval SECONDS, such as "
                                   "--players 15000 --interval 300",
                                   "plan 需要 --players N 和 --interval SECONDS，例如 --players "
                                   "15000 --interval 300"));
    }
    const struct {
        const char *name;
        uint64_t value;
    } small[] = {{"interval", options->interval}, {"sets", options->sets}, {"rate", options->rate}};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
        if (small[i].value > UINT32_MAX) {
            return cli_misused(
                options,
                cli_say(options, "--%s takes a number up to 4294967295", "--%s 最大是 4294967295"),
                small[i].name);
        }
    }
    return CLI_OK;
}

static plan make(const cli_options *options) {
    plan made = {.players = options->players,
                 .sets = (uint32_t)options->sets,
                 .interval = (uint32_t)options->interval,
                 .rate = (uint32_t)options->rate};
    made.most_players = ach_plan_players(made.sets, made.interval, made.rate);
    made.least_interval = ach_plan_interval(made.players, made.sets, made.rate);
    made.sets_a_second = (double)made.players * made.sets / made.interval;
    made.fits = made.players <= made.most_players;
    return made;
}

static void print_json(ach__sink *out, const plan *made) {
    ach__sink_format(out,
                     "{\"players\":%" PRIu64 ",\"intervalSeconds\":%" PRIu32
                     ",\"setsPerPlayer\":%" PRIu32 ",\"setsPerSecondLimit\":%" PRIu32
                     ",\"setsPerSecond\":%.3f,\"fits\":%s,\"mostPlayers\":%" PRIu64
                     ",\"leastIntervalSeconds\":%" PRIu64 "}\n",
                     made->players, made->interval, made->sets, made->rate, made->sets_a_second,
                     made->fits ? "true" : "false", made->most_players, made->least_interval);
}

static void print_text(const cli_options *options, ach__sink *out, const plan *made) {
    ach__sink_format(out,
                     cli_say(options,
                             "sets a second: %.1f; the platform takes %" PRIu32 " in all: %s\n",
                             "每秒 %.1f 次设置，平台总共接受每秒 %" PRIu32 " 次：%s\n"),
                     made->sets_a_second, made->rate,
                     made->fits ? cli_say(options, "fits", "可以承受")
                                : cli_say(options, "too many", "超出上限"));
    ach__sink_format(out,
                     cli_say(options,
                             "players at once, at %" PRIu32 " seconds: %" PRIu64 " at most\n",
                             "每 %" PRIu32 " 秒上传一次：最多 %" PRIu64 " 个玩家同时在线\n"),
                     made->interval, made->most_players);
    ach__sink_format(out,
                     cli_say(options,
                             "interval for %" PRIu64 " players: %" PRIu64 " seconds at least\n",
                             "%" PRIu64 " 个玩家同时在线：上传间隔至少 %" PRIu64 " 秒\n"),
                     made->players, made->least_interval);
    if (!made->fits) {
        ach__sink_text(
            out,
            cli_say(options,
                    "upload less often, or only when players leave; sets beyond the limit wait\n",
                    "请拉长上传间隔，或只在玩家退出时上传；超出上限的设置会排队等待\n"));
    }
}

int cli_plan(const cli_options *options) {
    int status = look_at_options(options);
    if (status != CLI_OK) {
        return status;
    }
    plan made = make(options);
    ach__sink out = cli_sink(stdout);
    if (options->listing == CLI_LISTING_JSON) {
        print_json(&out, &made);
    } else {
        print_text(options, &out, &made);
    }
    return cli_finish(options, &out, made.fits ? CLI_OK : CLI_FINDINGS);
}
