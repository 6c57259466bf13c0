/* One call of the platform: an engine is opened for it, and asked until there is an answer.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_call.h"

#include "cli/progress_lines.h"

#include <string.h>
#include <time.h>

enum { ANSWER_SECONDS = 10, PAUSE_MOST = 200 };

#define ANSWER_MOST ((size_t)1 << 30)

int cli_call_open(cli_call *call, cli_progress_run *run) {
    *call = (cli_call){.run = run, .code = -1};
    ach__buffer_init(&call->answer, NULL, ANSWER_MOST);
    ach_engine_options options = ACH_ENGINE_OPTIONS_INIT;
    options.store = run->store;
    options.package = run->package;
    options.tree = run->tree;
    options.answer_s = ANSWER_SECONDS;
    ach_status status = ach_engine_open(&call->engine, &options, run->diags);
    return status == ACH_OK ? CLI_OK : cli_progress_fail(run, status);
}

void cli_call_close(cli_call *call) {
    ach_engine_close(call->engine);
    call->engine = NULL;
    ach__buffer_free(&call->answer);
}

static void append_member(ach__buffer *out, const char *name, int64_t number) {
    cli_json_raw(out, name);
    cli_json_number(out, number);
}

/* The members in the order of the documents' samples. */
static void append_entity(ach__buffer *out, const ach_entity *entity, bool is_listed) {
    const ach_progress *progress = &entity->progress;
    cli_json_raw(out, "{");
    if (is_listed) {
        cli_json_raw(out, "\"achievement_id\":");
        cli_json_text(out, cli_slice(entity->achievement_id));
        cli_json_raw(out, ",");
    }
    append_member(out, "\"completed_at\":", progress->completed_at);
    cli_json_raw(out, ",\"extra\":");
    cli_json_text(out, cli_slice(progress->extra));
    if (is_listed) {
        append_member(out, ",\"max_progress\":", entity->max_progress);
    }
    append_member(out, ",\"progress\":", progress->progress);
    append_member(out, ",\"version\":", progress->version);
    cli_json_raw(out, "}");
}

static void append_list(const cli_call *call, ach__buffer *out, const ach_answer *answer) {
    const char *comma = "";
    cli_json_raw(out, "[");
    for (size_t i = 0; i < answer->list_count; i++) {
        const ach_entity *entity = &answer->list[i];
        if (call->node.ptr == NULL ||
            ach__slice_equal(call->node, cli_slice(entity->achievement_id))) {
            cli_json_raw(out, comma);
            append_entity(out, entity, true);
            comma = ",";
        }
    }
    cli_json_raw(out, "]");
}

int cli_call_answer(void *user, const ach_answer *answer) {
    cli_call *call = user;
    ach__buffer *out = &call->answer;
    call->is_answered = true;
    call->code = answer == NULL ? -1 : answer->code;
    ach__buffer_clear(out);
    if (answer != NULL) {
        append_member(out, "{\"code\":", answer->code);
        cli_json_raw(out, ",\"message\":");
        cli_json_text(out, ach__slice_of(answer->message));
        cli_json_raw(out, ",\"details\":");
        cli_json_text(out, ach__slice_of(answer->details));
        cli_json_raw(out, ",\"entity\":");
        if (answer->entity != NULL) {
            append_entity(out, &(ach_entity){.progress = *answer->entity}, false);
        } else {
            append_list(call, out, answer);
        }
        cli_json_raw(out, "}");
    }
    return 0; /* on code 5: neither progress nor extra */
}

int cli_call_extra(void *user, ach_bytes *extra) {
    *extra = ((const cli_call *)user)->extra;
    return 1;
}

static int64_t now_ms(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void rest(int64_t due, int64_t now) {
    int64_t wait = due > now && due - now < PAUSE_MOST ? due - now : PAUSE_MOST;
    const struct timespec pause = {.tv_nsec = (due <= now ? 1 : wait) * 1000000};
    (void)nanosleep(&pause, NULL);
}

ach_status cli_call_wait(cli_call *call, bool for_answer) {
    int64_t end = now_ms() + (int64_t)(ANSWER_SECONDS + 1) * 1000; /* the engine answers sooner */
    for (;;) {
        int64_t now = now_ms();
        ach_status status = ach_engine_poll(call->engine, now, call->run->diags);
        if (status != ACH_OK) {
            return status;
        }
        int64_t due = ach_engine_due(call->engine);
        if (for_answer ? call->is_answered : due == INT64_MAX) {
            return ACH_OK;
        }
        if (now > end) {
            return ACH_EBUSY;
        }
        rest(due, now);
    }
}

/* The callback was told failure although the request itself was sound. */
static int fail_unanswered(cli_call *call) {
    const cli_options *options = call->run->options;
    (void)cli_progress_report(call->run, stderr);
    return cli_fail_because(
        call->run->shown,
        cli_say(options,
                "the store did not say whether it was stored: look with \"achpack progress get\" "
                "before you try again",
                "进度库没有给出结果，不能确定是否已经保存；再试之前请先用“achpack progress "
                "get”查看"));
}

int cli_call_finish(cli_call *call, ach_status status) {
    cli_progress_run *run = call->run;
    if (status != ACH_OK) {
        return cli_progress_fail(run, status);
    }
    if (!call->is_answered || call->code < 0) {
        return fail_unanswered(call);
    }
    int result = cli_progress_report(run, stderr);
    if (result == CLI_OK) {
        result = cli_progress_print(run, &call->answer);
    }
    bool is_refused = call->code != ACH_CODE_OK || cli_is_failure(run->options, run->diags);
    return result == CLI_OK && is_refused ? CLI_FINDINGS : result;
}
