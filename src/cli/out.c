/* Streams, colour, and the messages of a run that could not be done.
 * SPDX-License-Identifier: MIT */
#include "base/reason.h"
#include "base/utf8.h"
#include "cli/cli.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_say(const cli_options *options, const char *english, const char *chinese) {
    return options->language == ACH_CHINESE ? chinese : english;
}

static bool write_stream(void *user, const char *bytes, size_t size) {
    return fwrite(bytes, 1, size, user) == size;
}

ach__sink cli_sink(FILE *stream) {
    return (ach__sink){.user = stream, .write = write_stream};
}

bool cli_wants_color(const cli_options *options, FILE *stream) {
    const char *none = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return !options->quiet && (none == NULL || none[0] == '\0') && terminal != NULL &&
           strcmp(terminal, "dumb") != 0 && isatty(fileno(stream)) == 1;
}

int cli_finish(const cli_options *options, const ach__sink *out, int status) {
    if (fflush(stdout) != 0 || out->failed || ferror(stdout)) {
        return cli_fail(options, cli_say(options, "standard output", "标准输出"), ACH_EIO, errno);
    }
    return status;
}

static const char *system_reason(const cli_options *options, int number) {
    return options->language == ACH_CHINESE ? ach__system_reason_zh(number)
                                            : ach__system_reason(number);
}

static const char *reason_of(const cli_options *options, ach_status status, int system_error) {
    switch (status) {
    case ACH_ENOMEM:
        return cli_say(options, "not enough memory", "内存不足");
    case ACH_ENOTFOUND:
        return system_reason(options, ENOENT);
    case ACH_ELIMIT:
        return cli_say(
            options,
            "more than 100000 files or folders, or 32 levels of folders; is it the right folder?",
            "文件或文件夹超过 100000 个，或文件夹超过 32 层，是不是选错了文件夹？");
    case ACH_EIO:
        return system_error == 0
                   ? cli_say(options, "this system cannot convert GBK text: its iconv lacks GBK",
                             "本系统无法转换 GBK 文字：iconv 不支持 GBK")
                   : system_reason(options, system_error);
    case ACH_EFORMAT:
        return cli_say(options, "what was written could not be read back unchanged",
                       "写入后读回的内容不一致");
    default:
        return cli_say(options, "cannot be done", "无法完成");
    }
}

void cli_print_shown(ach__sink *sink, const char *text) {
    ach__slice rest = ach__slice_of(text);
    unsigned char room[32]; /* one character at a time needs no memory that could be missing */
    for (size_t at = 0; at < rest.len;) {
        size_t start = at;
        ach__buffer shown = {.data = room, .capacity = sizeof room, .ceiling = sizeof room};
        (void)ach__utf8_next(rest, &at);
        ach__utf8_append_shown(&shown, (ach__slice){rest.ptr + start, at - start}, 1);
        ach__sink_bytes(sink, (const char *)shown.data, shown.size);
    }
}

/* All or nothing: the text is made before the first byte is written. */
int cli_print_json(const cli_options *options, ach__sink *sink, json_t *document, size_t flags) {
    char *text = document == NULL ? NULL : json_dumps(document, flags);
    json_decref(document);
    if (text == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    ach__sink_text(sink, text);
    ach__sink_text(sink, "\n");
    free(text);
    return CLI_OK;
}

int cli_fail(const cli_options *options, const char *subject, ach_status status, int system_error) {
    return cli_fail_because(subject, reason_of(options, status, system_error));
}

int cli_fail_because(const char *subject, const char *reason) {
    ach__sink errors = cli_sink(stderr);
    (void)fflush(stdout);
    ach__sink_text(&errors, "achpack: ");
    if (subject != NULL) {
        cli_print_shown(&errors, subject);
        ach__sink_text(&errors, ": ");
    }
    ach__sink_text(&errors, reason);
    ach__sink_text(&errors, "\n");
    return CLI_FAILED;
}

int cli_misused(const cli_options *options, const char *format, ...) {
    char *message = NULL;
    va_list arguments;
    ach__sink errors = cli_sink(stderr);
    (void)fflush(stdout);
    va_start(arguments, format);
    int size = vasprintf(&message, format, arguments);
    va_end(arguments);
    ach__sink_text(&errors, "achpack: ");
    cli_print_shown(&errors, size < 0 ? format : message);
    if (size >= 0) {
        free(message);
    }
    bool has_more = options->command != NULL;
    (void)fprintf(
        stderr,
        cli_say(options, "\nTry \"achpack help%s%s\".\n", "\n用法请看“achpack help%s%s”。\n"),
        has_more ? " " : "", has_more ? options->command : "");
    return CLI_USAGE;
}
