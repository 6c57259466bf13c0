/* Rows become nodes: those that can be used are kept, the others told.
 * SPDX-License-Identifier: MIT */
#include "model/authoring.h"
#include "model/cell.h"
#include "rules/cells.h"
#include "runtime/package_parts.h"

#define CACHE_LINE 64u

/* Which row had a NodeId first, and where. A place takes a walk along its line, so that of a first
 * row is found once and kept, however many rows repeat its NodeId. */
typedef struct judge {
    ach__loader *loader;
    ach__ids *ids;         /* rows by trimmed NodeId; the package's, where each row is a node */
    bool has_trimmed;      /* a NodeId of a node */
    ach__place **places;   /* by row; NULL until needed */
    const ach__row **kept; /* by node */
    ach__raw_cursor cursor;
    size_t order[ACH_COLUMN_COUNT]; /* columns, in the order in which their cells stand */
} judge;

static ach__finding *report(const judge *self, const ach__row *row, ach__column column,
                            int message) {
    ach__place place = ach__table_place(&self->loader->table, row, column);
    return ach__diags_add(self->loader->diags, &ach__cells_messages[message], &place);
}

static void report_again(judge *self, const ach__row *row, size_t first, ach__slice id) {
    const ach__table *table = &self->loader->table;
    ach__finding *finding = report(self, row, ACH__COLUMN_NODE_ID, ACH__NODE_ID_DUPLICATE);
    ach__finding_text(finding, "value", id);
    ach__finding_number(finding, "line", table->rows[first].line);
    if (self->places == NULL) {
        self->places = ach__arena_take(&self->loader->scratch, table->count, sizeof(ach__place *));
        if (self->places == NULL) {
            return;
        }
    }
    if (self->places[first] == NULL) {
        self->places[first] = ach__arena_take(&self->loader->scratch, 1, sizeof(ach__place));
        if (self->places[first] == NULL) {
            return;
        }
        *self->places[first] = ach__table_place(table, &table->rows[first], ACH__COLUMN_NODE_ID);
    }
    ach__finding_related(finding, &ach__node_id_first, self->places[first]);
}

static ach__slice id_of_row(const void *owner, uint32_t number) {
    const ach__table *table = owner;
    return ach__cell_trimmed(ach__row_value(table, &table->rows[number], ACH__COLUMN_NODE_ID));
}

/* A damaged cell has no text to judge; that it is damaged was told by the reader of the table, as
 * it was that a cell is not there. */
static bool judge_id(judge *self, const ach__row *row) {
    ach__cell cell = ach__row_cell(&self->loader->table, row, ACH__COLUMN_NODE_ID);
    if (cell.value.ptr == NULL || cell.is_damaged) {
        return false;
    }
    ach__slice id = ach__cell_trimmed(cell.value);
    if (id.len == 0) {
        (void)report(self, row, ACH__COLUMN_NODE_ID, ACH__NODE_ID_EMPTY);
        return false;
    }
    self->has_trimmed = self->has_trimmed || id.len < cell.value.len;
    const ach__table *table = &self->loader->table;
    uint32_t first = ach__ids_add(self->ids, id, (uint32_t)(row - table->rows), id_of_row, table);
    if (first != ACH__ABSENT) {
        report_again(self, row, first, id);
    }
    return first == ACH__ABSENT;
}

/* A number's cell: the messages by form, the least that may stand there, and what a blank means. */
typedef struct number_rule {
    ach__column column;
    uint32_t least;
    uint32_t blank;
    int messages[ACH__NUMBER_FORMS];
} number_rule;

static const number_rule total_rule = {
    ACH__COLUMN_TOTAL,
    1,
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
    0,
    {[ACH__NUMBER_BLANK] = ACH__RANK_BLANK,
     [ACH__NUMBER_ODD] = ACH__RANK_INVALID,
     [ACH__NUMBER_SMALL] = ACH__RANK_SMALL,
     [ACH__NUMBER_LARGE] = ACH__RANK_LARGE,
     [ACH__NUMBER_WIDE] = ACH__RANK_WIDE,
     [ACH__NUMBER_SCIENTIFIC] = ACH__RANK_SCIENTIFIC,
     [ACH__NUMBER_FORMATTED] = ACH__RANK_FORMATTED},
};

/* True where there is a number, or nothing, which means one as well. */
static bool judge_number(const judge *self, const ach__row *row, const number_rule *rule,
                         uint32_t *number) {
    ach__cell cell = ach__row_cell(&self->loader->table, row, rule->column);
    *number = rule->blank;
    if (cell.value.ptr == NULL || cell.is_damaged) {
        return !cell.is_damaged;
    }
    ach__slice trimmed = ach__cell_trimmed(cell.value);
    uint32_t read = 0;
    ach__number_form form = ach__text_number(trimmed, rule->least, &read);
    if (form == ACH__NUMBER_FINE) {
        *number = read;
        return true;
    }
    ach__finding *finding = report(self, row, rule->column, rule->messages[form]);
    ach__finding_text(finding, "value", trimmed);
    if (form == ACH__NUMBER_WIDE) {
        ach__finding_number(finding, "plain", read);
    }
    return form == ACH__NUMBER_BLANK;
}

static bool is_ascii(ach__slice text) {
    uint64_t all = 0;
    size_t at = 0;
    for (; text.len - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, text.ptr + at, sizeof bytes);
        all |= bytes;
    }
    for (; at < text.len; at++) {
        all |= (unsigned char)text.ptr[at];
    }
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

/* take_texts() made room. */
static ach__run keep_text(const judge *self, const ach__cell *cell) {
    ach__buffer *texts = &self->loader->package->texts;
    ach__slice value = cell->value;
    ach__run run = {ACH__ABSENT, 0};
    if (value.ptr != NULL && texts->capacity - texts->size > value.len) {
        run = (ach__run){(uint32_t)texts->size, (uint32_t)value.len};
        memcpy(texts->data + texts->size, value.ptr, value.len);
        texts->data[texts->size + value.len] = '\0';
        texts->size += value.len + 1;
    }
    return run;
}

/* The cell's original bytes, where they are others than its text. */
static ach__run keep_original(judge *self, const ach__cell *cell, ach__run text) {
    ach__buffer *texts = &self->loader->package->texts;
    ach__charset charset = self->loader->table.decoded.charset;
    bool is_wide = charset == ACH__CHARSET_UTF16LE || charset == ACH__CHARSET_UTF16BE;
    if (cell->value.ptr != NULL && (is_wide || !is_ascii(cell->value))) {
        text.start = (uint32_t)texts->size;
        ach__raw_cursor_append(&self->cursor, cell, texts);
        text.size = (uint32_t)texts->size - text.start;
    }
    return text;
}

static void order_columns(const ach__table *table, size_t order[ACH_COLUMN_COUNT]) {
    for (size_t i = 0; i < ACH_COLUMN_COUNT; i++) {
        size_t at = i;
        while (at > 0 && table->slot[order[at - 1]] > table->slot[i]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

static void keep_cells(judge *self, const ach__row *row, ach__node_row *node) {
    for (size_t i = 0; i < ACH_COLUMN_COUNT; i++) {
        size_t column = self->order[i];
        const ach__cell cell = ach__row_cell(&self->loader->table, row, (ach__column)column);
        /* Not read back from the node: its two halves were stored a moment ago. */
        ach__run text = column == ACH_NODE_ID ? node->text[column] : keep_text(self, &cell);
        node->text[column] = text;
        node->cell[column] = keep_original(self, &cell, text);
    }
    node->icon[0] = ach__loader_find_picture(self->loader, row, ACH__COLUMN_PRE_PIC);
    node->icon[1] = ach__loader_find_picture(self->loader, row, ACH__COLUMN_FIN_PIC);
}

static void judge_row(judge *self, const ach__row *row) {
    uint32_t total;
    uint32_t rank;
    bool has_id = judge_id(self, row);
    bool has_total = judge_number(self, row, &total_rule, &total);
    (void)judge_number(self, row, &rank_rule, &rank);
    if (has_id && has_total) {
        ach_package *package = self->loader->package;
        ach__cell id = ach__row_cell(&self->loader->table, row, ACH__COLUMN_NODE_ID);
        self->kept[package->count] = row;
        package->nodes[package->count++] = (ach__node_row){
            .text = {[ACH_NODE_ID] = keep_text(self, &id)}, .total = total, .rank = rank};
    }
}

/* Each begins with a line of the cache. */
static ach__node_row *take_rows(ach__arena *arena, size_t count) {
    unsigned char *room = ach__arena_take(arena, count + 1, sizeof(ach__node_row));
    size_t beyond = (uintptr_t)room % CACHE_LINE;
    return room == NULL ? NULL : (ach__node_row *)(void *)(room + (CACHE_LINE - beyond));
}

/* Room for every cell's text with the NUL behind it, where a separator or a line end stood, and for
 * the original bytes of all cells. */
static void take_texts(ach_package *package, const ach__decoded *decoded) {
    size_t original = decoded->charset == ACH__CHARSET_ASCII ? 0 : decoded->raw.len;
    (void)ach__buffer_reserve(&package->texts, decoded->text.len + 1 + original);
}

/* Room for what is kept of so many rows, in one piece. */
static void take_kept(judge *self, size_t count) {
    ach_package *package = self->loader->package;
    size_t ids = ach__ids_room(count) * sizeof *package->ids.slots;
    ach__loader_expect(self->loader, &package->kept,
                       (count + 1) * (sizeof *package->nodes + sizeof *package->order) + ids);
    package->nodes = take_rows(&package->kept, count);
    (void)ach__ids_start(&package->ids, &package->kept, count);
    take_texts(package, &self->loader->table.decoded);
}

/* All NodeIds come first, side by side: a look-up then touches little memory. */
void ach__loader_keep_rows(ach__loader *loader) {
    const ach__table *table = &loader->table;
    ach_package *package = loader->package;
    judge self = {.loader = loader, .ids = &package->ids};
    take_kept(&self, table->count);
    ach__raw_cursor_start(&self.cursor, &table->decoded);
    order_columns(table, self.order);
    self.kept = ach__arena_room(&loader->scratch, table->count, sizeof(ach__row *));
    for (size_t i = 0; i < table->count && !ach__loader_failed(loader); i++) {
        if (!ach__row_is_local(table, &table->rows[i])) { /* a build leaves it out */
            judge_row(&self, &table->rows[i]);
        }
    }
    for (size_t i = 0; i < package->count && !ach__loader_failed(loader); i++) {
        keep_cells(&self, self.kept[i], &package->nodes[i]);
    }
    /* Else the numbers of rows are those of nodes. */
    bool is_other = package->count < table->count || self.has_trimmed;
    if (is_other && !ach__loader_failed(loader)) {
        ach__package_add_ids(package);
    }
}
