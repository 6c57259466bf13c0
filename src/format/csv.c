/* libcsv fed in so small pieces that every field has an exact place; lines without any quote, which
 * need nothing but cutting, are cut here.
 * SPDX-License-Identifier: MIT */
#include "format/csv.h"

#include <csv.h>

#include <endian.h>
#include <limits.h>
#include <string.h>

/* Grown in steps of this many bytes by libcsv; its own default of 128 makes long cells slow. */
#define CELL_STEP 4096

typedef struct reader {
    const ach__csv_events *events;
    ach__arena *arena;
    ach__slice text;
    char delimiter;
    struct csv_parser parser;
    bool has_parser;
    ach__csv_field *fields; /* of the record so far */
    size_t count;
    size_t capacity;
    bool record_ended;
    uint32_t at; /* offset of the byte that libcsv is given */
    uint32_t line;
    uint32_t record_start;
    uint32_t record_line;
    uint32_t field_start;
    uint32_t field_line;
    ach_status status;
} reader;

static int never_space(unsigned char byte) {
    (void)byte;
    return 0;
}

static void close_parser(reader *in) {
    if (in->has_parser) {
        csv_free(&in->parser);
    }
    in->has_parser = false;
}

static void open_parser(reader *in) {
    close_parser(in);
    const unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL;
    if (csv_init(&in->parser, options) != 0) {
        in->status = ACH_ENOMEM;
        return;
    }
    in->has_parser = true;
    csv_set_delim(&in->parser, (unsigned char)in->delimiter);
    csv_set_space_func(&in->parser, never_space);
    csv_set_blk_size(&in->parser, CELL_STEP);
}

static bool grow(reader *in) {
    if (in->count < in->capacity) {
        return true;
    }
    if (in->count >= ACH__CSV_FIELDS_MOST) {
        in->status = ACH_ELIMIT;
        return false;
    }
    size_t capacity = in->capacity == 0 ? 16 : in->capacity * 2;
    ach__csv_field *fields = ach__arena_take(in->arena, capacity, sizeof *fields);
    if (fields == NULL) {
        in->status = ACH_ENOMEM;
        return false;
    }
    if (in->count > 0) {
        memcpy(fields, in->fields, in->count * sizeof *fields);
    }
    in->fields = fields;
    in->capacity = capacity;
    return true;
}

/* The text itself where it holds the value as it is, else a copy of what libcsv made of it. */
static ach__slice value_of(reader *in, const ach__csv_field *field, const void *data, size_t size) {
    size_t quote = field->is_quoted ? 1 : 0;
    ach__slice value = {in->text.ptr + field->start + quote, size};
    if (size + 2 * quote == field->end - field->start) {
        return value;
    }
    value = ach__slice_copy(in->arena, (ach__slice){data, size});
    if (value.ptr == NULL) {
        in->status = ACH_ENOMEM;
    }
    return value;
}

static void on_field(void *data, size_t size, void *user) {
    reader *in = user;
    if (in->status != ACH_OK || !grow(in)) {
        return;
    }
    ach__csv_field *field = &in->fields[in->count];
    *field = (ach__csv_field){.start = in->field_start, .end = in->at, .line = in->field_line};
    field->is_quoted = field->start < field->end && in->text.ptr[field->start] == '"';
    field->value = value_of(in, field, data, size);
    in->count++;
}

static void on_record(int terminator, void *user) {
    (void)terminator;
    ((reader *)user)->record_ended = true;
}

static void begin_field(reader *in, uint32_t at) {
    in->field_start = at;
    in->field_line = in->line;
}

static void begin_record(reader *in, uint32_t at) {
    in->at = at;
    in->count = 0;
    in->record_ended = false;
    in->record_start = at;
    in->record_line = in->line;
    begin_field(in, at);
}

/* Behind the line end at `at`, or behind the text where there is none. */
static uint32_t behind_line_end(const reader *in, uint32_t at) {
    const char *text = in->text.ptr;
    if (at < in->text.len) {
        at++;
        if (text[at - 1] == '\r' && at < in->text.len && text[at] == '\n') {
            at++;
        }
    }
    return at;
}

static void tell_record(reader *in) {
    uint32_t end = behind_line_end(in, in->at);
    const ach__csv_events *events = in->events;
    if (in->status == ACH_OK &&
        !events->record(events->user, in->fields, in->count, in->record_line, end)) {
        in->status = ACH_ENOMEM;
    }
    in->line++;
    begin_record(in, end);
}

/* Goes on behind the line of the opening quote. No byte is read more than a few times however many
 * quotes there are: between an opening quote and the place where its field goes wrong all quotes
 * come in pairs, and a pair cannot open a field that spans lines. */
static void recover(reader *in, bool unclosed) {
    bool is_quoted = in->field_start < in->at && in->text.ptr[in->field_start] == '"';
    uint32_t quote = is_quoted ? in->field_start : in->at;
    uint32_t line = is_quoted ? in->field_line : in->line;
    const ach__csv_events *events = in->events;
    if (!events->quote(events->user, unclosed, in->field_start, in->at, line)) {
        in->status = ACH_ENOMEM;
        return;
    }
    while (quote < in->text.len && in->text.ptr[quote] != '\n' && in->text.ptr[quote] != '\r') {
        quote++;
    }
    in->line = line + 1;
    begin_record(in, behind_line_end(in, quote));
    open_parser(in);
}

/* What a byte that ended no record means for line and field. */
static void step(reader *in, char byte, size_t fields_before) {
    bool behind_return = in->at > 0 && in->text.ptr[in->at - 1] == '\r';
    if (byte == '\r' || (byte == '\n' && !behind_return)) {
        in->line++;
    }
    in->at++;
    if (in->count > fields_before) {
        begin_field(in, in->at);
    }
}

static void add_plain(reader *in, uint32_t start, uint32_t end) {
    if (grow(in)) {
        in->fields[in->count++] = (ach__csv_field){.start = start,
                                                   .end = end,
                                                   .line = in->line,
                                                   .value = {in->text.ptr + start, end - start}};
    }
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* The high bit of each byte that is `byte`; perhaps of some behind the first such one too. */
static uint64_t find_byte(uint64_t bytes, char byte) {
    uint64_t zero = bytes ^ (EACH_BYTE * (unsigned char)byte);
    return (zero - EACH_BYTE) & ~zero & EACH_BYTE << 7;
}

/* Where the run of bytes ends that end neither field nor line and are no quotes. */
static uint32_t plain_end(const reader *in, uint32_t at) {
    const char *text = in->text.ptr;
    for (; in->text.len - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, text + at, sizeof bytes);
        bytes = le64toh(bytes);
        uint64_t found = find_byte(bytes, '\n') | find_byte(bytes, '\r') | find_byte(bytes, '"') |
                         find_byte(bytes, in->delimiter);
        if (found != 0) {
            return at + (uint32_t)__builtin_ctzll(found) / 8;
        }
    }
    while (at < in->text.len && text[at] != '\n' && text[at] != '\r' && text[at] != '"' &&
           text[at] != in->delimiter) {
        at++;
    }
    return at;
}

/* What libcsv makes of a line without a quote: its fields are what stands between the delimiters.
 * False, and nothing has happened, where there is a quote. */
static bool read_plain(reader *in) {
    const char *text = in->text.ptr;
    uint32_t start = in->at;
    uint32_t at = in->at;
    bool is_end = false;
    while (!is_end && in->status == ACH_OK) {
        at = plain_end(in, at);
        char byte = at < in->text.len ? text[at] : '\n';
        is_end = byte == '\n' || byte == '\r';
        if (byte == '"') {
            in->count = 0;
            return false;
        }
        if (byte == in->delimiter || (is_end && at > in->at)) {
            add_plain(in, start, at);
            start = at + 1;
        }
        at++;
    }
    in->at = at - 1;
    tell_record(in);
    return true;
}

/* One byte that may mean something, or all the plain ones up to there: nothing can end in them, so
 * that every field has an exact place. */
static void feed(reader *in) {
    const char *from = in->text.ptr + in->at;
    size_t before = in->count;
    size_t size = plain_end(in, in->at) - in->at;
    size_t wanted = size == 0 ? 1 : size;
    size_t done = csv_parse(&in->parser, from, wanted, on_field, on_record, in);
    if (done != wanted) {
        in->at += (uint32_t)done;
        if (csv_error(&in->parser) == CSV_EPARSE) {
            recover(in, false);
        } else {
            in->status = ACH_ENOMEM;
        }
    } else if (in->record_ended) {
        tell_record(in);
    } else if (size > 0) {
        in->at += (uint32_t)size;
    } else {
        step(in, *from, before);
    }
}

static void finish(reader *in) {
    if (csv_fini(&in->parser, on_field, on_record, in) == 0) {
        if (in->record_ended) {
            tell_record(in);
        }
    } else if (csv_error(&in->parser) == CSV_EPARSE) {
        recover(in, true);
    } else {
        in->status = ACH_ENOMEM;
    }
}

ach_status ach__csv_parse(ach__slice text, char delimiter, ach__arena *arena,
                          const ach__csv_events *events) {
    if (text.len >= UINT32_MAX) {
        return ACH_ELIMIT;
    }
    reader in = {.events = events, .arena = arena, .text = text, .delimiter = delimiter};
    in.line = 1;
    begin_record(&in, 0);
    open_parser(&in);
    bool finished = false;
    while (in.status == ACH_OK && !finished) {
        if (in.at < text.len) {
            bool is_done = in.at == in.record_start && read_plain(&in);
            if (!is_done) {
                feed(&in);
            }
        } else {
            finish(&in);
            finished = in.at >= text.len;
        }
    }
    close_parser(&in);
    return in.status;
}
