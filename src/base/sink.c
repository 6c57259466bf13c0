/* Output with a sticky failure.
 * SPDX-License-Identifier: MIT */
#include "base/sink.h"

#include <stdarg.h>
#include <stdio.h>

void ach__sink_bytes(ach__sink *sink, const char *bytes, size_t size) {
    if (!sink->failed && size > 0 && !sink->write(sink->user, bytes, size)) {
        sink->failed = true;
    }
}

void ach__sink_slice(ach__sink *sink, ach__slice text) {
    ach__sink_bytes(sink, text.ptr, text.len);
}

void ach__sink_text(ach__sink *sink, const char *text) {
    ach__sink_slice(sink, ach__slice_of(text));
}

void ach__sink_repeat(ach__sink *sink, char byte, size_t count) {
    char run[64];
    memset(run, byte, sizeof run);
    while (count > 0) {
        size_t part = count < sizeof run ? count : sizeof run;
        ach__sink_bytes(sink, run, part);
        count -= part;
    }
}

void ach__sink_format(ach__sink *sink, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0) {
        size_t whole = (size_t)size;
        ach__sink_bytes(sink, text, whole < sizeof text ? whole : sizeof text - 1);
    }
}
