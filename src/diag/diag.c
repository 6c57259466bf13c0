/* Raising, keeping and ordering findings.
 * SPDX-License-Identifier: MIT */
#include "diag/diag.h"

#include "diag/internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { INDEXED_LEAST = 8 }; /* fewer are as quickly walked over */

ach_diags *ach_diags_new(const ach_allocator *allocator, ach_language language) {
    ach_allocator memory = ach__allocator_or_default(allocator);
    ach_diags *diags = ach__allocate(&memory, sizeof *diags);
    if (diags != NULL) {
        *diags = (ach_diags){.language = language};
        ach__arena_init(&diags->arena, &memory);
    }
    return diags;
}

void ach_diags_free(ach_diags *diags) {
    if (diags != NULL) {
        ach_allocator memory = diags->arena.allocator;
        ach__release(&memory, diags->items, diags->capacity * sizeof(ach__finding *));
        ach__arena_free(&diags->arena);
        ach__release(&memory, diags, sizeof *diags);
    }
}

static int severity_of(const ach_diags *diags, const ach__message *message) {
    for (const ach__override *item = diags->overrides; item != NULL; item = item->next) {
        if (strcmp(item->code, message->kind->code) == 0) {
            return item->severity;
        }
    }
    return (int)(message->severity != 0 ? message->severity : message->kind->severity);
}

static bool make_room(ach_diags *diags) {
    if (diags->count < diags->capacity) {
        return true;
    }
    size_t capacity = diags->capacity == 0 ? 32 : diags->capacity * 2;
    const ach_allocator *memory = &diags->arena.allocator;
    ach__finding **items = memory->resize(
        memory->user, diags->items, diags->capacity * sizeof *items, capacity * sizeof *items);
    if (items == NULL) {
        diags->arena.failed = true;
        return false;
    }
    diags->items = items;
    diags->capacity = capacity;
    return true;
}

static ach__slice copy_unless_empty(ach__arena *arena, ach__slice text) {
    return text.len == 0 ? (ach__slice){NULL, 0} : ach__slice_copy(arena, text);
}

static ach__slice keep_once(ach_diags *diags, ach__slice text, ach__slice *last) {
    if (text.len == 0 || !ach__slice_equal(text, *last)) {
        *last = copy_unless_empty(&diags->arena, text);
    }
    return *last;
}

static void keep_place(ach_diags *diags, ach__place *place) {
    place->file = keep_once(diags, place->file, &diags->last_file);
    place->node_id = keep_once(diags, place->node_id, &diags->last_node);
    place->field = copy_unless_empty(&diags->arena, place->field);
}

ach__finding *ach__diags_add(ach_diags *diags, const ach__message *message,
                             const ach__place *place) {
    int severity = severity_of(diags, message);
    ach__tally *tally = severity == 0 ? NULL : ach__diags_tally(diags, message->kind);
    if (tally == NULL) {
        return NULL;
    }
    if (tally->kept == ACH__DIAGS_KEPT_MOST) {
        tally->omitted[severity]++;
        diags->raised++;
        return NULL;
    }
    if (!make_room(diags)) {
        return NULL;
    }
    ach__finding *finding = ach__arena_take(&diags->arena, 1, sizeof *finding);
    if (finding == NULL) {
        return NULL;
    }
    *finding = (ach__finding){
        .diags = diags,
        .message = message,
        .severity = (ach_severity)severity,
        .order = diags->raised++,
    };
    if (place != NULL) {
        finding->place = *place;
        keep_place(diags, &finding->place);
    }
    diags->items[diags->count++] = finding;
    tally->kept++;
    return finding;
}

static void add_parameter(ach__finding *finding, const char *name, ach__slice text,
                          bool is_number) {
    if (finding == NULL) {
        return;
    }
    ach__parameter *parameter = ach__arena_take(&finding->diags->arena, 1, sizeof *parameter);
    if (parameter == NULL) {
        return;
    }
    if (text.len > ACH__PARAMETER_MOST) {
        text.len = ACH__PARAMETER_MOST;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80) {
            text.len--; /* not in the middle of a character */
        }
    }
    *parameter = (ach__parameter){
        .name = name,
        .text = ach__slice_copy(&finding->diags->arena, text),
        .is_number = is_number,
    };
    ach__parameter **end = &finding->parameters;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = parameter;
}

void ach__finding_text(ach__finding *finding, const char *name, ach__slice text) {
    add_parameter(finding, name, text, false);
}

void ach__finding_number(ach__finding *finding, const char *name, uint64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    add_parameter(finding, name, (ach__slice){digits, (size_t)size}, true);
}

void ach__finding_related(ach__finding *finding, const ach__remark *remark,
                          const ach__place *place) {
    if (finding == NULL) {
        return;
    }
    ach__related *related = ach__arena_take(&finding->diags->arena, 1, sizeof *related);
    if (related == NULL) {
        return;
    }
    *related = (ach__related){.remark = remark, .place = *place};
    keep_place(finding->diags, &related->place);
    ach__related **end = &finding->related;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = related;
}

ach_status ach__diags_override(ach_diags *diags, const char *code, int severity) {
    ach__override *item = ach__arena_take(&diags->arena, 1, sizeof *item);
    if (item == NULL) {
        return ACH_ENOMEM;
    }
    *item = (ach__override){code, severity, diags->overrides}; /* the last one said counts */
    diags->overrides = item;
    return ACH_OK;
}

void ach__diags_add_lines(ach_diags *diags, ach__slice file, const ach__lines *lines) {
    ach__diag_lines *item = ach__arena_take(&diags->arena, 1, sizeof *item);
    if (item != NULL) {
        *item = (ach__diag_lines){ach__slice_copy(&diags->arena, file), *lines, diags->lines};
        diags->lines = item;
    }
}

const ach__diag_lines *ach__diags_newest_lines(const ach_diags *diags) {
    return diags == NULL ? NULL : diags->lines;
}

void ach__diags_forget_lines(ach_diags *diags, const ach__diag_lines *since) {
    while (diags != NULL && diags->lines != NULL && diags->lines != since) {
        diags->lines = diags->lines->next;
    }
}

/* For printing, which asks for the lines of every finding. */
static void index_lines(ach_diags *diags) {
    size_t count = 0;
    for (const ach__diag_lines *item = diags->lines; item != NULL; item = item->next) {
        count++;
    }
    if (count < INDEXED_LEAST || diags->indexed == diags->lines) {
        return;
    }
    diags->line_items = ach__arena_take(&diags->arena, count, sizeof(ach__diag_lines *));
    ach__map_init(&diags->lines_by_file, &diags->arena);
    count = 0;
    for (const ach__diag_lines *item = diags->lines; item != NULL && !diags->arena.failed;
         item = item->next) {
        diags->line_items[count] = item;
        (void)ach__map_add(&diags->lines_by_file, item->file, count++);
    }
    diags->indexed = diags->arena.failed ? NULL : diags->lines;
}

const ach__lines *ach__diags_lines(const ach_diags *diags, ach__slice file) {
    if (diags->indexed != NULL && diags->indexed == diags->lines) {
        size_t index = ach__map_find(&diags->lines_by_file, file);
        return index == ACH__MAP_NONE ? NULL : &diags->line_items[index]->lines;
    }
    for (const ach__diag_lines *item = diags->lines; item != NULL; item = item->next) {
        if (ach__slice_equal(item->file, file)) {
            return &item->lines;
        }
    }
    return NULL;
}

static int compare_numbers(uint64_t left, uint64_t right) {
    return left < right ? -1 : left > right;
}

static int compare_places(const ach__place *left, const ach__place *right) {
    int order = ach__slice_compare(left->file, right->file);
    if (order == 0) {
        order = compare_numbers(left->is_outside, right->is_outside);
    }
    if (order == 0) {
        order = compare_numbers(left->line, right->line);
    }
    if (order == 0) {
        order = compare_numbers(left->column, right->column);
    }
    if (order == 0) {
        order = compare_numbers(left->has_offset ? left->offset : 0,
                                right->has_offset ? right->offset : 0);
    }
    return order;
}

static int compare_findings(const void *left, const void *right) {
    const ach__finding *a = *(ach__finding *const *)left;
    const ach__finding *b = *(ach__finding *const *)right;
    int order = compare_places(&a->place, &b->place);
    return order != 0 ? order : compare_numbers(a->order, b->order);
}

static bool same_parameters(const ach__parameter *left, const ach__parameter *right) {
    while (left != NULL && right != NULL) {
        if (strcmp(left->name, right->name) != 0 || !ach__slice_equal(left->text, right->text)) {
            return false;
        }
        left = left->next;
        right = right->next;
    }
    return left == right;
}

static bool same_finding(const ach__finding *left, const ach__finding *right) {
    return left->message == right->message && compare_places(&left->place, &right->place) == 0 &&
           ach__slice_equal(left->place.node_id, right->place.node_id) &&
           ach__slice_equal(left->place.field, right->place.field) &&
           same_parameters(left->parameters, right->parameters);
}

/* Whether one of the kept findings at the same place says the same. Few share a place. */
static bool is_repeated(const ach_diags *diags, size_t kept, const ach__finding *finding) {
    while (kept > 0 && compare_places(&diags->items[kept - 1]->place, &finding->place) == 0) {
        if (same_finding(diags->items[--kept], finding)) {
            return true;
        }
    }
    return false;
}

void ach__diags_finish(ach_diags *diags) {
    index_lines(diags);
    if (diags->count < 2) {
        return;
    }
    qsort(diags->items, diags->count, sizeof(ach__finding *), compare_findings);
    size_t kept = 1;
    for (size_t i = 1; i < diags->count; i++) {
        ach__finding *finding = diags->items[i];
        if (is_repeated(diags, kept, finding)) {
            ach__diags_tally(diags, finding->message->kind)->kept--;
        } else {
            diags->items[kept++] = finding;
        }
    }
    diags->count = kept;
}

bool ach__diags_failed(const ach_diags *diags) {
    return diags->arena.failed;
}

ach_language ach__diags_language(const ach_diags *diags) {
    return diags->language;
}

const ach__finding *ach__diags_at(const ach_diags *diags, size_t index) {
    return diags->items[index];
}

size_t ach_diags_count(const ach_diags *diags) {
    return diags->count;
}
