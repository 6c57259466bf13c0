/* Checks the cells of the table and the ids of its rows.
 * SPDX-License-Identifier: MIT */
#include "base/map.h"
#include "base/utf8.h"
#include "check/cell_text.h"
#include "check/check.h"
#include "model/authoring.h"
#include "rules/cells.h"

#include <inttypes.h>
#include <stdio.h>

#define NODE_ID_MOST 64

/* Which row had a key first, and where. A place takes a walk along its line, so that of a first
 * row is found once and kept, however many rows repeat its key. */
typedef struct seen {
    ach__map rows;
    ach__place **places; /* by row; NULL until needed */
} seen;

typedef struct checker {
    ach__table *table;
    ach_diags *diags;
    bool may_have_lost; /* the encoding is one that spreadsheets write "?" into */
    ach__arena *scratch;
    seen ids;   /* by trimmed NodeId */
    seen ranks; /* by the four bytes of the rank */
} checker;

/* A cell under check. */
typedef struct subject {
    checker *checker;
    ach__row *row;
    ach__column column;
    ach__slice value;   /* as it stands */
    ach__slice trimmed; /* inside value */
    bool is_quoted;
} subject;

static ach__finding *report(const subject *s, int message) {
    ach__place place = ach__table_place(s->checker->table, s->row, s->column);
    return ach__diags_add(s->checker->diags, &ach__cells_messages[message], &place);
}

static ach__finding *report_part(const subject *s, int message, ach__stretch part) {
    ach__place place = ach__cell_place_part(s->checker->table, s->row, s->column, part);
    return ach__diags_add(s->checker->diags, &ach__cells_messages[message], &place);
}

static void give_column(const subject *s, ach__finding *finding) {
    ach__finding_text(finding, "column", ach__column_name(s->column));
}

static void give_code(ach__finding *finding, const char *name, uint32_t character) {
    char code[16];
    int length = snprintf(code, sizeof code, "U+%04" PRIX32, character);
    ach__finding_text(finding, name, (ach__slice){code, length < 0 ? 0 : (size_t)length});
}

static ach__slice part_of(ach__slice text, ach__stretch part) {
    return (ach__slice){text.ptr + part.start, part.end - part.start};
}

/* Absent cells are the reader's matter, damaged ones have no text to judge. */
static bool take(checker *c, ach__row *row, ach__column column, subject *s) {
    ach__cell cell = ach__row_cell(c->table, row, column);
    if (cell.value.ptr == NULL || cell.is_damaged) {
        return false;
    }
    *s = (subject){c, row, column, cell.value, ach__cell_trimmed(cell.value), cell.is_quoted};
    return true;
}

/* A cell of nothing but spaces is an empty one, and reported as such. */
static void check_space(const subject *s) {
    size_t start = (size_t)(s->trimmed.ptr - s->value.ptr);
    size_t end = start + s->trimmed.len;
    if (s->trimmed.len == s->value.len || s->trimmed.len == 0) {
        return;
    }
    int message = ACH__CELL_SPACE_BOTH;
    ach__stretch part = {0, start};
    if (start == 0) {
        message = ACH__CELL_SPACE_END;
        part = (ach__stretch){end, s->value.len};
    } else if (end == s->value.len) {
        message = ACH__CELL_SPACE_START;
    }
    give_column(s, report_part(s, message, part));
}

static int control_message(char character) {
    switch (character) {
    case '\0':
        return ACH__CELL_CONTROL_NUL;
    case '\t':
        return ACH__CELL_CONTROL_TAB;
    case 0x1A:
        return ACH__CELL_CONTROL_CTRL_Z;
    case '\r':
    case '\n':
        return ACH__CELL_CONTROL_BREAK;
    default:
        return ACH__CELL_CONTROL;
    }
}

/* True where the cell has a control character, so that it need not be judged further. */
static bool check_control(const subject *s) {
    size_t at = 0;
    if (!ach__text_find_control(s->value, s->is_quoted, &at)) {
        return false;
    }
    ach__finding *finding =
        report_part(s, control_message(s->value.ptr[at]), (ach__stretch){at, at + 1});
    give_column(s, finding);
    give_code(finding, "character", (unsigned char)s->value.ptr[at]);
    return true;
}

static void check_break(const subject *s) {
    ach__stretch part;
    if (s->is_quoted && ach__text_find_break(s->value, &part)) {
        give_column(s, report(s, ACH__CELL_LINE_BREAK));
    }
}

/* The part with up to four characters on either side. */
static ach__slice around(ach__slice text, ach__stretch part) {
    for (int i = 0; i < 4 && part.start > 0; i++) {
        do {
            part.start--;
        } while (part.start > 0 && ((unsigned char)text.ptr[part.start] & 0xC0u) == 0x80u);
    }
    for (int i = 0; i < 4 && part.end < text.len; i++) {
        (void)ach__utf8_next(text, &part.end);
    }
    return part_of(text, part);
}

static void check_lost(const subject *s) {
    ach__stretch part;
    if (s->checker->may_have_lost && ach__text_find_lost(s->value, &part)) {
        ach__finding_text(report_part(s, ACH__ENCODING_LOSSY, part), "context",
                          around(s->value, part));
    }
}

static bool is_id_character(uint32_t character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_';
}

static void check_id_characters(const subject *s) {
    for (size_t at = 0; at < s->trimmed.len;) {
        size_t start = at;
        uint32_t character = ach__utf8_next(s->trimmed, &at);
        if (is_id_character(character)) {
            continue;
        }
        size_t lead = (size_t)(s->trimmed.ptr - s->value.ptr);
        ach__finding *finding =
            report_part(s, ACH__NODE_ID_CHARACTERS, (ach__stretch){lead + start, lead + at});
        ach__finding_text(finding, "value", s->trimmed);
        ach__finding_text(finding, "character", part_of(s->trimmed, (ach__stretch){start, at}));
        give_code(finding, "code", character);
        return;
    }
    if (s->trimmed.len > NODE_ID_MOST) {
        ach__finding *finding = report(s, ACH__NODE_ID_LONG);
        ach__finding_text(finding, "value", s->trimmed);
        ach__finding_number(finding, "length", s->trimmed.len);
    }
}

/* NULL where there is no memory. */
static const ach__place *first_place(const subject *s, seen *keys, size_t row) {
    if (keys->places[row] == NULL) {
        const ach__table *table = s->checker->table;
        ach__place *place = ach__arena_take(s->checker->scratch, 1, sizeof *place);
        if (place != NULL) {
            *place = ach__table_place(table, &table->rows[row], s->column);
        }
        keys->places[row] = place;
    }
    return keys->places[row];
}

static void check_unique(const subject *s, seen *keys, ach__slice key, int message,
                         const ach__remark *remark) {
    const ach__table *table = s->checker->table;
    size_t first = ach__map_add(&keys->rows, key, (size_t)(s->row - table->rows));
    if (first == ACH__MAP_NONE) {
        return;
    }
    ach__finding *finding = report(s, message);
    ach__finding_text(finding, "value", s->trimmed);
    ach__finding_number(finding, "line", table->rows[first].line);
    const ach__place *place = first_place(s, keys, first);
    if (place != NULL) {
        ach__finding_related(finding, remark, place);
    }
}

static void check_node_id(checker *c, ach__row *row) {
    subject s;
    if (!take(c, row, ACH__COLUMN_NODE_ID, &s)) {
        return;
    }
    if (s.trimmed.len == 0) {
        (void)report(&s, ACH__NODE_ID_EMPTY);
        return;
    }
    check_space(&s);
    bool has_control = check_control(&s);
    check_lost(&s);
    if (!has_control) {
        check_id_characters(&s);
    }
    check_unique(&s, &c->ids, s.trimmed, ACH__NODE_ID_DUPLICATE, &ach__node_id_first);
}

/* PrePic, FinPic and ParentNode: what they name is judged elsewhere. */
static void check_name(checker *c, ach__row *row, ach__column column) {
    subject s;
    if (take(c, row, column, &s)) {
        check_space(&s);
        (void)check_control(&s);
        check_break(&s);
    }
}

static void check_color(const subject *s) {
    static const int messages[] = {
        [ACH__COLOR_UNKNOWN] = ACH__COLOR_CODE_UNKNOWN,
        [ACH__COLOR_UPPER] = ACH__COLOR_CODE_UPPER,
        [ACH__COLOR_CUT] = ACH__COLOR_CODE_CUT,
        [ACH__COLOR_MISREAD] = ACH__COLOR_CODE_MISREAD,
    };
    ach__stretch part;
    ach__color_fault fault = ach__text_find_color(s->value, &part);
    if (fault == ACH__COLOR_FINE) {
        return;
    }
    ach__finding *finding = report_part(s, messages[fault], part);
    give_column(s, finding);
    ach__finding_text(finding, "found", part_of(s->value, part));
    if (fault == ACH__COLOR_UPPER || fault == ACH__COLOR_MISREAD) {
        char code = s->value.ptr[part.end - 1];
        char wanted[3] = {'\xC2', '\xA7', (char)(fault == ACH__COLOR_UPPER ? code | 0x20 : code)};
        ach__finding_text(finding, "wanted", (ach__slice){wanted, sizeof wanted});
    }
}

static void check_text(checker *c, ach__row *row, ach__column column, int empty) {
    subject s;
    if (!take(c, row, column, &s)) {
        return;
    }
    if (s.trimmed.len == 0) {
        (void)report(&s, empty);
        return;
    }
    (void)check_control(&s);
    check_break(&s);
    check_lost(&s);
    check_color(&s);
}

/* A number's cell: the messages by form, and the least that may stand there. */
typedef struct number_rule {
    ach__column column;
    uint32_t least;
    int messages[ACH__NUMBER_FORMS];
} number_rule;

static const number_rule total_rule = {
    ACH__COLUMN_TOTAL,
    1,
    {[ACH__NUMBER_BLANK] = ACH__TOTAL_BLANK,
     [ACH__NUMBER_ODD] = ACH__TOTAL_INVALID,
     [ACH__NUMBER_SMALL] = ACH__TOTAL_SMALL,
     [ACH__NUMBER_LARGE] = ACH__TOTAL_LARGE,
     [ACH__NUMBER_WIDE] = ACH__TOTAL_WIDE,
     [ACH__NUMBER_SCIENTIFIC] = ACH__TOTAL_SCIENTIFIC,
     [ACH__NUMBER_FORMATTED] = ACH__TOTAL_FORMATTED},
};
static const number_rule rank_rule = {
    ACH__COLUMN_RANK,
    0,
    {[ACH__NUMBER_BLANK] = ACH__RANK_BLANK,
     [ACH__NUMBER_ODD] = ACH__RANK_INVALID,
     [ACH__NUMBER_SMALL] = ACH__RANK_SMALL,
     [ACH__NUMBER_LARGE] = ACH__RANK_LARGE,
     [ACH__NUMBER_WIDE] = ACH__RANK_WIDE,
     [ACH__NUMBER_SCIENTIFIC] = ACH__RANK_SCIENTIFIC,
     [ACH__NUMBER_FORMATTED] = ACH__RANK_FORMATTED},
};

/* True where *number was read. */
static bool check_number(checker *c, ach__row *row, const number_rule *rule, subject *s,
                         uint32_t *number) {
    if (!take(c, row, rule->column, s)) {
        return false;
    }
    check_space(s);
    if (check_control(s)) {
        return false;
    }
    uint32_t read = 0;
    ach__number_form form = ach__text_number(s->trimmed, rule->least, &read);
    if (form == ACH__NUMBER_FINE) {
        *number = read;
        return true;
    }
    ach__finding *finding = report(s, rule->messages[form]);
    ach__finding_text(finding, "value", s->trimmed);
    if (form == ACH__NUMBER_WIDE) {
        ach__finding_number(finding, "plain", read);
    }
    return false;
}

static void check_row(checker *c, ach__row *row) {
    subject s;
    bool is_local = ach__row_is_local(c->table, row);
    row->total = 1;
    row->rank = is_local ? row->rank : 0;
    check_node_id(c, row);
    check_name(c, row, ACH__COLUMN_PRE_PIC);
    check_name(c, row, ACH__COLUMN_FIN_PIC);
    check_text(c, row, ACH__COLUMN_TITLE, ACH__TITLE_EMPTY);
    check_text(c, row, ACH__COLUMN_DESCRIPTION, ACH__DESCRIPTION_EMPTY);
    (void)check_number(c, row, &total_rule, &s, &row->total);
    /* A row that is not for the cloud stands in no list that Rank orders. */
    if (!is_local && check_number(c, row, &rank_rule, &s, &row->rank)) {
        ach__slice key = {(const char *)&row->rank, sizeof row->rank};
        check_unique(&s, &c->ranks, key, ACH__RANK_DUPLICATE, &ach__rank_first);
    }
    check_name(c, row, ACH__COLUMN_PARENT_NODE);
}

static void init_seen(seen *keys, ach__arena *scratch, size_t rows) {
    ach__map_init(&keys->rows, scratch);
    keys->places = ach__arena_take(scratch, rows, sizeof(ach__place *));
}

void ach__check_table(ach__package *package, ach_diags *diags) {
    if (!package->has_table) {
        return;
    }
    ach__table *table = &package->table;
    ach__arena scratch;
    ach__arena_init(&scratch, &package->arena.allocator);
    checker c = {.table = table, .diags = diags, .scratch = &scratch};
    c.may_have_lost = table->decoded.charset == ACH__CHARSET_GBK ||
                      table->decoded.charset == ACH__CHARSET_AMBIGUOUS;
    init_seen(&c.ids, &scratch, table->count);
    init_seen(&c.ranks, &scratch, table->count);
    for (size_t i = 0; i < table->count && !scratch.failed; i++) {
        check_row(&c, &table->rows[i]);
    }
    package->arena.failed = package->arena.failed || scratch.failed;
    ach__arena_free(&scratch);
}
