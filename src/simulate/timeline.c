/* A simulation as text: what happened, the records at the end, and the judgement.
 * SPDX-License-Identifier: MIT */
#include "simulate/simulate.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { RECORDS_SHOWN = 20, ROOM_WIDTH = 5 };

const char *const ach__moment_words[ACH__MOMENTS] = {
    [ACH__MOMENT_JOIN] = "join",         [ACH__MOMENT_LEAVE] = "leave",
    [ACH__MOMENT_GET] = "get",           [ACH__MOMENT_SET] = "set",
    [ACH__MOMENT_ADD] = "add",           [ACH__MOMENT_REFUSED] = "refused",
    [ACH__MOMENT_FLUSH] = "flush",       [ACH__MOMENT_CRASH] = "crash",
    [ACH__MOMENT_RESTART] = "restart",   [ACH__MOMENT_SEND] = "send",
    [ACH__MOMENT_RESEND] = "resend",     [ACH__MOMENT_STORED] = "stored",
    [ACH__MOMENT_REPEATED] = "repeated", [ACH__MOMENT_LATE] = "late",
    [ACH__MOMENT_LOST] = "answer-lost",  [ACH__MOMENT_UNHEARD] = "request-lost",
    [ACH__MOMENT_AWAY] = "away",         [ACH__MOMENT_BACK] = "back",
    [ACH__MOMENT_OTHER] = "other-write", [ACH__MOMENT_ACCEPTED] = "code-0",
    [ACH__MOMENT_CLOSED] = "closed",     [ACH__MOMENT_CONFLICT] = "code-5",
    [ACH__MOMENT_FAILED] = "none",       [ACH__MOMENT_LISTED] = "listed",
    [ACH__MOMENT_NONE] = "empty",        [ACH__MOMENT_UNREAD] = "unread",
    [ACH__MOMENT_REWARD] = "reward",     [ACH__MOMENT_COMPLETE] = "complete",
    [ACH__MOMENT_END] = "end",
};

/* How a moment is told: {letter} is p the player, n the node, r the request, b the number, c and o
 * the counts, s the word behind c, k the record, h how a set is sent, d what was decided. */
static const char *const sentences[ACH__MOMENTS][2] = {
    [ACH__MOMENT_JOIN] = {"{p} joins", "{p} 进入"},
    [ACH__MOMENT_LEAVE] = {"{p} leaves", "{p} 离开"},
    [ACH__MOMENT_GET] = {"{p}: get", "{p}：查询进度"},
    [ACH__MOMENT_SET] = {"#{r} {p}, {n}: set +{b}{h}", "#{r} {p}，{n}：set +{b}{h}"},
    [ACH__MOMENT_ADD] = {"#{r} {p}, {n}: add {b}{h}", "#{r} {p}，{n}：add {b}{h}"},
    [ACH__MOMENT_REFUSED] = {"#{r} was not accepted", "#{r} 没有被接受"},
    [ACH__MOMENT_FLUSH] = {"everything that waits is due now", "等待中的全部立即上传"},
    [ACH__MOMENT_CRASH] = {"crashes with {c} {s} unanswered in its outbox",
                           "崩溃；发件箱里还有 {c} 次上报没有答复"},
    [ACH__MOMENT_RESTART] = {"restarts with {c} {s} in its outbox", "重启；发件箱里有 {c} 次上报"},
    [ACH__MOMENT_SEND] = {"sends batch {b}: {c} {s}", "发出第 {b} 批，共 {c} 次上报"},
    [ACH__MOMENT_RESEND] = {"sends batch {b} once more", "再次发出第 {b} 批"},
    [ACH__MOMENT_STORED] = {"batch {b} reaches the store: {c} stored, {o} in conflict",
                            "第 {b} 批到达进度库：存入 {c} 条，冲突 {o} 条"},
    [ACH__MOMENT_REPEATED] = {"batch {b} reaches the store again; nothing is stored twice",
                              "第 {b} 批再次到达进度库，没有重复存入"},
    [ACH__MOMENT_LATE] = {"batch {b} reaches the store too late and is refused",
                          "第 {b} 批到得太晚，进度库没有接受"},
    [ACH__MOMENT_LOST] = {"the answer to batch {b} will be lost", "第 {b} 批的答复将会丢失"},
    [ACH__MOMENT_UNHEARD] = {"batch {b} does not reach the store", "第 {b} 批没有到达进度库"},
    [ACH__MOMENT_AWAY] = {"the store cannot be reached", "进度库连不上了"},
    [ACH__MOMENT_BACK] = {"the store can be reached again", "进度库恢复了"},
    [ACH__MOMENT_OTHER] = {"another writer changes {p}, {n}: {k}", "别处写入了 {p}，{n}：{k}"},
    [ACH__MOMENT_ACCEPTED] = {"#{r} code 0; the record before: {k}",
                              "#{r} code 0；之前的记录：{k}"},
    [ACH__MOMENT_CLOSED] = {"#{r} code 0; complete already, so nothing changed: {k}",
                            "#{r} code 0；已经完成，没有改动：{k}"},
    [ACH__MOMENT_CONFLICT] = {"#{r} code 5; the newest record: {k}; {d}",
                              "#{r} code 5；最新的记录：{k}；{d}"},
    [ACH__MOMENT_FAILED] = {"#{r} callback(None)", "#{r} callback(None)"},
    [ACH__MOMENT_LISTED] = {"{p}, {n}: {k}", "{p}，{n}：{k}"},
    [ACH__MOMENT_NONE] = {"{p} has no progress yet", "{p} 还没有进度"},
    [ACH__MOMENT_UNREAD] = {"{p}: callback(None)", "{p}：callback(None)"},
    [ACH__MOMENT_REWARD] = {"{p}, {n}: reward", "{p}，{n}：发放奖励"},
    [ACH__MOMENT_COMPLETE] = {"{p}, {n}: AchievementCompleteEvent",
                              "{p}，{n}：AchievementCompleteEvent"},
    [ACH__MOMENT_END] = {"the rooms send all that still waits", "各房间把剩下的全部上传"},
};

static const char *const rules[ACH__INVARIANTS][2] = {
    [ACH__NOTHING_LOST] = {"nothing that was accepted is lost", "已接受的进度没有丢失"},
    [ACH__NOTHING_DOUBLED] = {"nothing is counted twice", "没有重复计算"},
    [ACH__ANSWERED_ONCE] = {"each callback is called to the end exactly once",
                            "每个回调恰好得到一次最终答复"},
    [ACH__EXTRA_MATCHES] = {"extra matches progress", "extra 与进度一致"},
    [ACH__COMPLETED_RIGHT] = {"completed_at is set where the target is reached, nowhere else",
                              "达到目标的记录才有 completed_at"},
    [ACH__SAME_BATCH] = {"a batch that is sent again is the same batch", "再次发出的批次内容不变"},
    [ACH__RECORDS_AS_WANTED] = {"the records are those that the scenario names",
                                "记录与场景写明的一致"},
};

typedef struct telling {
    const ach__simulation *simulation;
    ach_language language;
    ach__sink *sink;
} telling;

__attribute__((format_arg(2), format_arg(3))) static const char *
say(const telling *in, const char *english, const char *chinese) {
    return in->language == ACH_CHINESE ? chinese : english;
}

/* Names and extra come from files: they must not steer the terminal. */
static void print_shown(const telling *in, ach__slice text) {
    unsigned char room[32];
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        ach__buffer shown = {.data = room, .capacity = sizeof room, .ceiling = sizeof room};
        (void)ach__utf8_next(text, &at);
        ach__utf8_append_shown(&shown, (ach__slice){text.ptr + start, at - start}, 1);
        ach__sink_bytes(in->sink, (const char *)shown.data, shown.size);
    }
}

static void print_record(const telling *in, const ach_progress *record, size_t node) {
    if (node != ACH__SCENARIO_NONE) {
        ach__sink_format(in->sink, "%lld/%lld", (long long)record->progress,
                         (long long)in->simulation->scenario->nodes[node].total);
    }
    ach__sink_format(in->sink, say(in, ", version %lld, extra \"", "，version %lld，extra \""),
                     (long long)record->version);
    print_shown(in, (ach__slice){record->extra.data, record->extra.size});
    ach__sink_text(in->sink, "\"");
    if (record->completed_at != 0) {
        ach__sink_format(in->sink, say(in, ", completed at %lld s", "，第 %lld 秒完成"),
                         (long long)(record->completed_at - ACH__SIMULATE_START / 1000));
    }
}

static void print_handler(const telling *in, const ach__moment *moment) {
    if (moment->handler == ACH__HANDLER_NONE) {
        ach__sink_text(in->sink, say(in, " (no extra", "（不带 extra"));
    } else {
        ach__sink_format(in->sink, say(in, " (extra, handler %s", "（带 extra，处理方式 %s"),
                         ach__handler_words[moment->handler]);
    }
    ach__sink_text(in->sink, moment->is_later ? say(in, "; may wait", "，可以等待") : "");
    if (moment->type == ACH__MOMENT_ADD) {
        ach__sink_text(in->sink, moment->code != 0 ? say(in, "; True", "，返回 True")
                                                   : say(in, "; False", "，返回 False"));
    }
    ach__sink_text(in->sink, say(in, ")", "）"));
}

static void print_part(const telling *in, const ach__moment *moment, char letter) {
    const ach__scenario *scenario = in->simulation->scenario;
    switch (letter) {
    case 'p':
        if (moment->player != ACH__SCENARIO_NONE) {
            print_shown(in, scenario->players[moment->player]);
        }
        break;
    case 'n':
        if (moment->node != ACH__SCENARIO_NONE) {
            print_shown(in, scenario->nodes[moment->node].id);
        }
        break;
    case 'r':
        ach__sink_format(in->sink, "%llu", (unsigned long long)moment->request);
        break;
    case 'b':
        ach__sink_format(in->sink, "%lld", (long long)moment->number);
        break;
    case 'c':
        ach__sink_format(in->sink, "%zu", moment->count);
        break;
    case 'o':
        ach__sink_format(in->sink, "%zu", moment->others);
        break;
    case 's':
        ach__sink_text(in->sink, moment->count == 1 ? "set" : "sets");
        break;
    case 'k':
        print_record(in, &moment->progress, moment->node);
        break;
    case 'h':
        print_handler(in, moment);
        break;
    default:
        ach__sink_text(in->sink, moment->code == 1 ? say(in, "tries again", "再试一次")
                                                   : say(in, "gives up", "放弃"));
        break;
    }
}

static size_t room_width(const ach__scenario *scenario) {
    size_t most = ROOM_WIDTH;
    for (size_t i = 0; i < scenario->room_count; i++) {
        size_t width = ach__utf8_width(scenario->rooms[i]);
        most = width > most ? width : most;
    }
    return most;
}

static void print_moment(const telling *in, const ach__moment *moment, size_t width) {
    const ach__scenario *scenario = in->simulation->scenario;
    ach__slice room =
        moment->room == ACH__SCENARIO_NONE ? ACH__SLICE("") : scenario->rooms[moment->room];
    ach__sink_format(in->sink, "%6lld.%03d  ", (long long)(moment->at / 1000),
                     (int)(moment->at % 1000));
    print_shown(in, room);
    size_t used = ach__utf8_width(room);
    ach__sink_repeat(in->sink, ' ', (used < width ? width - used : 0) + 2);
    const char *text = sentences[moment->type][in->language];
    while (*text != '\0') {
        if (text[0] == '{') {
            print_part(in, moment, text[1]);
            text += 3;
        } else {
            size_t size = strcspn(text, "{");
            ach__sink_bytes(in->sink, text, size);
            text += size;
        }
    }
    ach__sink_text(in->sink, "\n");
}

static void print_counts(const telling *in) {
    const ach__simulation *simulation = in->simulation;
    const uint64_t *moments = simulation->counts.moments;
    const struct row {
        uint64_t count;
        const char *text[2];
    } rows[] = {
        {simulation->counts.requests, {"sets asked for", "请求的上报"}},
        {moments[ACH__MOMENT_ACCEPTED], {"answered with code 0", "答复 code 0"}},
        {moments[ACH__MOMENT_CLOSED], {"of a record that was complete already", "记录早已完成"}},
        {moments[ACH__MOMENT_CONFLICT], {"answers with code 5", "答复 code 5"}},
        {moments[ACH__MOMENT_FAILED], {"answered with None", "答复 None"}},
        {moments[ACH__MOMENT_SEND], {"batches sent", "发出的批次"}},
        {moments[ACH__MOMENT_RESEND], {"sent once more", "再次发出"}},
        {moments[ACH__MOMENT_REPEATED], {"that the store knew already", "进度库早已收到"}},
        {moments[ACH__MOMENT_LOST], {"answers lost", "丢失的答复"}},
        {moments[ACH__MOMENT_UNHEARD], {"batches lost", "丢失的批次"}},
        {moments[ACH__MOMENT_CRASH], {"crashes", "崩溃"}},
    };
    ach__sink_format(in->sink, "\n%s\n", say(in, "In numbers:", "统计："));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ach__sink_format(in->sink, "%8llu  %s\n", (unsigned long long)rows[i].count,
                         rows[i].text[in->language]);
    }
}

static void print_records(const telling *in) {
    const ach__scenario *scenario = in->simulation->scenario;
    size_t shown = 0;
    size_t more = 0;
    ach__sink_format(in->sink, "\n%s\n", say(in, "Records at the end:", "最后的记录："));
    for (size_t i = 0; i < scenario->player_count * scenario->node_count; i++) {
        const ach_progress *record = &in->simulation->results[i].progress;
        size_t node = i % scenario->node_count;
        if (record->version == 0 || shown == RECORDS_SHOWN) {
            more += record->version != 0;
            continue;
        }
        shown++;
        ach__sink_text(in->sink, "  ");
        print_shown(in, scenario->players[i / scenario->node_count]);
        ach__sink_text(in->sink, say(in, ", ", "，"));
        print_shown(in, scenario->nodes[node].id);
        ach__sink_text(in->sink, say(in, ": ", "："));
        print_record(in, record, node);
        ach__sink_text(in->sink, "\n");
    }
    if (shown == 0) {
        ach__sink_format(in->sink, "  %s\n", say(in, "none", "没有"));
    }
    if (more > 0) {
        ach__sink_format(in->sink,
                         say(in, "  and %zu more, which --format json lists\n",
                             "  还有 %zu 条，用 --format json 全部列出\n"),
                         more);
    }
    if (in->simulation->left > 0) {
        ach__sink_format(
            in->sink,
            say(in, "Sets that still waited at the end: %zu\n", "最后还在等待的上报：%zu 次\n"),
            in->simulation->left);
    }
}

static void print_ruling(const telling *in, size_t which) {
    const ach__ruling *ruling = &in->simulation->rulings[which];
    bool is_expected = in->simulation->scenario->is_broken[which] == !ruling->holds;
    const char *word = !ruling->is_judged ? say(in, "-       ", "-     ")
                       : ruling->holds    ? say(in, "holds   ", "成立  ")
                                          : say(in, "BROKEN  ", "不成立");
    ach__sink_format(in->sink, "  %s  %s", word, rules[which][in->language]);
    if (!ruling->is_judged) {
        ach__sink_text(in->sink, say(in, " (nothing to judge here)", "（没有可判断的）"));
    } else if (!ruling->holds) {
        ach__sink_text(in->sink, say(in, ": ", "："));
        print_shown(in, ach__slice_of(ruling->example));
        if (ruling->faults > 1) {
            ach__sink_format(in->sink, say(in, " and %zu more", " 等 %zu 处"),
                             in->language == ACH_CHINESE ? ruling->faults : ruling->faults - 1);
        }
    }
    if (!ruling->holds && is_expected) {
        ach__sink_text(in->sink, say(in, " (as the scenario expects)", "（符合场景的预期）"));
    } else if (!is_expected && ruling->holds) {
        ach__sink_text(in->sink, say(in, " (but the scenario expects it to be broken)",
                                     "（但场景预期它不成立）"));
    }
    ach__sink_text(in->sink, "\n");
}

void ach__simulation_write(const ach__simulation *simulation, ach_language language,
                           ach__slice path, ach__sink *sink) {
    const telling in = {simulation, language, sink};
    const ach__scenario *scenario = simulation->scenario;
    size_t width = room_width(scenario);
    print_shown(&in, path);
    ach__sink_format(sink, say(&in, ", seed %llu\n", "，随机种子 %llu\n"),
                     (unsigned long long)simulation->seed);
    if (scenario->title[language].ptr != NULL) {
        print_shown(&in, scenario->title[language]);
        ach__sink_text(sink, "\n");
    }
    ach__sink_text(sink, "\n");
    for (const ach__moment *moment = simulation->first; moment != NULL; moment = moment->next) {
        print_moment(&in, moment, width);
    }
    if (simulation->is_short) {
        print_counts(&in);
    }
    print_records(&in);
    ach__sink_format(sink, "\n%s\n", say(&in, "What must hold:", "必须成立的："));
    for (size_t i = 0; i < ACH__INVARIANTS; i++) {
        print_ruling(&in, i);
    }
    ach__sink_format(sink, "\n%s\n",
                     ach__simulation_is_fine(simulation)
                         ? say(&in, "Everything is as it should be.", "一切如预期。")
                         : say(&in, "Not everything is as it should be.", "有不符合预期的结果。"));
}
