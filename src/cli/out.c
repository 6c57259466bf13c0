/* Streams, colour, and the messages of a run that could not be done.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

typedef struct system_text {
    int number;
    const char *chinese;
} system_text;

/* The system's reasons that users of files meet; others stay in English. */
static const system_text system_texts[] = {
    {ENOENT, "文件或文件夹不存在"},
    {EACCES, "没有权限"},
    {EPERM, "操作不被允许"},
    {ENOSPC, "磁盘空间不足"},
    {EDQUOT, "磁盘配额已用完"},
    {EFBIG, "文件大小超过系统限制"},
    {EROFS, "磁盘是只读的"},
    {EISDIR, "这是一个文件夹"},
    {ENOTDIR, "路径中有一段不是文件夹"},
    {EINVAL, "不是普通文件"},
    {EIO, "读写磁盘出错"},
    {EMFILE, "打开的文件太多"},
    {ENAMETOOLONG, "名称太长"},
    {ELOOP, "符号链接绕成了圈"},
};

static const char *system_reason(const cli_options *options, int number) {
    for (size_t i = 0; i < sizeof system_texts / sizeof *system_texts; i++) {
        if (options->language == ACH_CHINESE && system_texts[i].number == number) {
            return system_texts[i].chinese;
        }
    }
    return number == EINVAL ? "not a regular file" : strerror(number);
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
            "more than 100000 files, 32 levels of folders or 250000 lines of a table; is it "
            "the right folder?",
            "文件超过 100000 个、文件夹超过 32 层或表格超过 250000 行，是不是选错了文件夹？");
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
    ach__buffer shown;
    ach__buffer_init(&shown, NULL, 16384);
    ach__utf8_append_shown(&shown, ach__slice_of(text), 1500);
    ach__sink_bytes(sink, (const char *)shown.data, shown.size);
    ach__buffer_free(&shown);
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
    (void)fprintf(stderr, "\n%s\n",
                  cli_say(options, "Try \"achpack help\".", "用法请看“achpack help”。"));
    return CLI_USAGE;
}
