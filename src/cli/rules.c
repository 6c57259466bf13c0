/* achpack rules and achpack explain: what the tool can say about a package.
 * SPDX-License-Identifier: MIT */
#include "rules/rules.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "cli/cli.h"

#include <jansson.h>
#include <string.h>

typedef struct printing {
    const cli_options *options;
    ach__sink *sink;
    const ach__family *family; /* the one printed last */
    json_t *list;              /* of the JSON form */
    bool failed;
} printing;

static const char *severity_word(ach_language language, ach_severity severity) {
    static const char *const words[][2] = {[ACH_NOTE] = {"note", "提示"},
                                           [ACH_WARNING] = {"warning", "警告"},
                                           [ACH_ERROR] = {"error", "错误"}};
    return words[severity][language];
}

static const char *certainty_word(ach_language language, ach__certainty certainty) {
    static const char *const words[][2] = {[ACH__DOCUMENTED] = {"documented", "文档写明"},
                                           [ACH__IMPLIED] = {"implied by documents", "由文档推知"},
                                           [ACH__ASSUMED] = {"assumed", "文档没有说明，属于推测"}};
    return words[certainty][language];
}

static void print_line(void *user, const ach__family *family, const ach__kind *kind) {
    printing *print = user;
    (void)family;
    ach_language language = print->options->language;
    const char *severity = severity_word(language, kind->severity);
    ach__sink_format(print->sink, "%-24s %s", kind->code, severity);
    size_t width = ach__utf8_width(ach__slice_of(severity));
    ach__sink_repeat(print->sink, ' ', width < 8 ? 8 - width : 1);
    ach__sink_format(print->sink, "%s\n", kind->summary[language]);
}

static void add_json(void *user, const ach__family *family, const ach__kind *kind) {
    printing *print = user;
    ach_language language = print->options->language;
    static const char *const certainties[] = {"documented", "implied", "assumed"};
    json_t *item =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "code", kind->code, "family",
                  family->name, "severity", severity_word(ACH_ENGLISH, kind->severity), "certainty",
                  certainties[kind->certainty], "summary", kind->summary[language], "reason",
                  kind->reason[language], "source", kind->source[language], "bad",
                  kind->bad[language], "good", kind->good[language]);
    if (item == NULL || json_array_append_new(print->list, item) != 0) {
        print->failed = true;
    }
}

static void print_code_block(ach__sink *sink, const char *text) {
    ach__sink_format(sink, "```text\n%s\n```\n\n", text);
}

static void print_markdown(void *user, const ach__family *family, const ach__kind *kind) {
    printing *print = user;
    const cli_options *options = print->options;
    ach_language language = options->language;
    if (print->family != family) {
        ach__sink_format(print->sink, "## %s\n\n", family->title[language]);
        print->family = family;
    }
    ach__sink_format(print->sink, "### %s\n\n%s · %s\n\n", kind->code,
                     severity_word(language, kind->severity),
                     certainty_word(language, kind->certainty));
    ach__sink_text(print->sink, kind->summary[language]);
    ach__sink_text(print->sink, cli_say(options, ".\n\n", "。\n\n"));
    ach__sink_text(print->sink, kind->reason[language]);
    ach__sink_text(print->sink, "\n\n");
    ach__sink_format(print->sink, "%s%s\n\n", cli_say(options, "Source: ", "依据："),
                     kind->source[language]);
    ach__sink_format(print->sink, "%s\n\n", cli_say(options, "Bad example:", "错误示例："));
    print_code_block(print->sink, kind->bad[language]);
    ach__sink_format(print->sink, "%s\n\n", cli_say(options, "Good example:", "正确示例："));
    print_code_block(print->sink, kind->good[language]);
}

static int print_json_rules(const cli_options *options, ach__sink *out) {
    printing print = {.options = options, .sink = out, .list = json_array()};
    if (print.list != NULL) {
        ach__rules_each(add_json, &print);
    }
    json_t *document = print.list == NULL || print.failed
                           ? NULL
                           : json_pack("{s:i, s:O}", "schemaVersion", 1, "rules", print.list);
    json_decref(print.list);
    return cli_print_json(options, out, document, JSON_INDENT(2));
}

int cli_rules(const cli_options *options) {
    ach__sink out = cli_sink(stdout);
    printing print = {.options = options, .sink = &out};
    int status = CLI_OK;
    if (options->listing == CLI_LISTING_JSON) {
        status = print_json_rules(options, &out);
    } else if (options->listing == CLI_LISTING_MARKDOWN) {
        ach__sink_format(
            &out, "# %s\n\n%s\n\n", cli_say(options, "The rules of achpack", "achpack 的规则"),
            cli_say(options,
                    "Printed by `achpack rules --format markdown`. A code is a promise: "
                    "it is never renamed.",
                    "本页由 `achpack rules --format markdown --lang zh` 输出。"
                    "规则代码一经发布不再改名。"));
        ach__rules_each(print_markdown, &print);
    } else {
        ach__rules_each(print_line, &print);
    }
    return status == CLI_OK ? cli_finish(options, &out, CLI_OK) : status;
}

static void print_indented(ach__sink *sink, const char *label, const char *text) {
    ach__sink_format(sink, "\n%s\n", label);
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        ach__sink_text(sink, "    ");
        ach__sink_bytes(sink, text, size);
        ach__sink_text(sink, "\n");
        text += size + (text[size] == '\n');
    }
}

static void explain(const cli_options *options, ach__sink *out, const ach__kind *kind) {
    ach_language language = options->language;
    ach__sink_format(out, cli_say(options, "%s: %s\n%s (%s)\n\n", "%s: %s\n%s（%s）\n\n"),
                     kind->code, kind->summary[language], severity_word(language, kind->severity),
                     certainty_word(language, kind->certainty));
    ach__sink_text(out, kind->reason[language]);
    ach__sink_format(out, "\n\n%s%s\n", cli_say(options, "Source: ", "依据："),
                     kind->source[language]);
    print_indented(out, cli_say(options, "Bad example:", "错误示例："), kind->bad[language]);
    print_indented(out, cli_say(options, "Good example:", "正确示例："), kind->good[language]);
}

static void offer_code(void *user, const ach__family *family, const ach__kind *kind) {
    (void)family;
    ach__suggest_offer(user, ach__slice_of(kind->code));
}

static int no_such_rule(const cli_options *options, const char *code) {
    ach__suggestion search;
    ach__suggest_start(&search, ach__slice_of(code));
    ach__rules_each(offer_code, &search);
    if (search.best.ptr != NULL) {
        return cli_misused(options,
                           cli_say(options, "no rule \"%s\"; did you mean \"%s\"?",
                                   "没有规则“%s”，是不是想写“%s”？"),
                           code, search.best.ptr);
    }
    return cli_misused(options,
                       cli_say(options, "no rule \"%s\"; \"achpack rules\" lists them",
                               "没有规则“%s”，用“achpack rules”可以列出全部规则"),
                       code);
}

int cli_rule_expected(const cli_options *options, const char *code, const ach__kind **kind) {
    *kind = ach__rule_find(code);
    return *kind != NULL ? CLI_OK : no_such_rule(options, code);
}

int cli_explain(const cli_options *options) {
    ach__sink out = cli_sink(stdout);
    for (size_t i = 0; i < options->operand_count; i++) {
        const ach__kind *kind;
        int status = cli_rule_expected(options, options->operands[i], &kind);
        if (status != CLI_OK) {
            return status;
        }
        ach__sink_text(&out, i > 0 ? "\n" : "");
        explain(options, &out, kind);
    }
    return cli_finish(options, &out, CLI_OK);
}
