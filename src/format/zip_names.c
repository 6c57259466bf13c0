/* Names inside a zip: what text their bytes are, whether they are safe, whether two are one.
 * SPDX-License-Identifier: MIT */
#include "format/zip_parts.h"

#include "base/utf8.h"
#include "format/charset.h"
#include "rules/archive.h"

#include <stdio.h>
#include <stdlib.h>

#define SHOWN_MOST 200 /* characters of a name that is no text */

/* Control characters, and those that are invisible or turn the direction of writing. */
static bool is_invisible(uint32_t character) {
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0xFEFF ||
           (character >= 0x200B && character <= 0x200F) ||
           (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x2069);
}

static bool has_drive(ach__slice name) {
    if (name.len < 2 || name.ptr[1] != ':') {
        return false;
    }
    char letter = (char)(name.ptr[0] | 0x20);
    return letter >= 'a' && letter <= 'z';
}

/* The fault of a folder's or the file's own name: `..`, `.` or nothing. */
static int segment_fault(ach__slice name) {
    size_t start = 0;
    for (size_t at = 0; at <= name.len; at++) {
        if (at < name.len && name.ptr[at] != '/') {
            continue;
        }
        ach__slice segment = {name.ptr + start, at - start};
        if (ach__slice_equal(segment, ACH__SLICE(".."))) {
            return ACH__ZIP_NAME_PARENT;
        }
        if (ach__slice_equal(segment, ACH__SLICE(".")) ||
            (segment.len == 0 && (at < name.len || start == 0))) {
            return ACH__ZIP_NAME_SEGMENT;
        }
        start = at + 1;
    }
    return -1;
}

/* The first fault of a name that is text, or -1. `name` may end with the '/' of a folder. */
static int name_fault(ach__slice name, uint32_t *character) {
    if (name.len == 0) {
        return ACH__ZIP_NAME_EMPTY;
    }
    bool has_backslash = false;
    for (size_t at = 0; at < name.len;) {
        *character = ach__utf8_next(name, &at);
        if (is_invisible(*character)) {
            return ACH__ZIP_NAME_CONTROL;
        }
        has_backslash = has_backslash || *character == '\\';
    }
    if (has_drive(name)) {
        return ACH__ZIP_NAME_DRIVE;
    }
    if (has_backslash) {
        return ACH__ZIP_NAME_BACKSLASH;
    }
    return name.ptr[0] == '/' ? ACH__ZIP_NAME_ABSOLUTE : segment_fault(name);
}

/* The name's bytes with all that cannot be shown escaped. */
static ach__slice shown_name(ach__arena *arena, ach__slice raw) {
    ach__buffer buffer;
    ach__slice name = {0};
    ach__buffer_init(&buffer, &arena->allocator, (size_t)1 << 20);
    ach__utf8_append_shown(&buffer, raw, SHOWN_MOST);
    if (buffer.failed) {
        arena->failed = true;
    } else {
        name = ach__slice_copy(arena, (ach__slice){(const char *)buffer.data, buffer.size});
    }
    ach__buffer_free(&buffer);
    return name;
}

/* False where the bytes are no text; the flag says UTF-8, its absence says nothing. */
static bool decode_name(ach__arena *arena, const ach__zip_record *record, ach__slice *name) {
    *name = record->name;
    if ((record->flags & ACH__ZIP_FLAG_UTF8) != 0) {
        return ach__utf8_is_valid(record->name);
    }
    return ach__charset_name(arena, record->name, name);
}

void ach__zip_check_name(ach__zip_scanner *scanner, const ach__zip_record *record,
                         ach__zip_entry *entry) {
    uint32_t character = 0;
    ach__slice raw = record->name;
    bool is_utf8 = (record->flags & ACH__ZIP_FLAG_UTF8) != 0;
    bool is_text = decode_name(scanner->arena, record, &entry->name);
    int fault = is_text ? name_fault(entry->name, &character)
                        : (is_utf8 ? ACH__ZIP_NAME_NOT_UTF8 : ACH__ZIP_NAME_NOT_TEXT);
    entry->name_is_text = is_text && fault != ACH__ZIP_NAME_CONTROL;
    entry->is_directory = raw.len > 0 && raw.ptr[raw.len - 1] == '/';
    if (!entry->name_is_text) {
        entry->name = shown_name(scanner->arena, raw);
    } else if (entry->is_directory) {
        entry->name.len--;
    }
    if (fault < 0) {
        return;
    }
    entry->is_refused = true;
    char shown[sizeof "U+10FFFF"];
    int size = snprintf(shown, sizeof shown, "U+%04X", (unsigned)(character & 0x1FFFFF));
    ach__finding *finding = ach__zip_raise(scanner, fault, entry->name, record->at);
    ach__finding_text(finding, "character", (ach__slice){shown, (size_t)size});
}

/* The accented Latin letters U+00C0 to U+017F: the plain letter and the mark ('a' is the first of
 * `marks`) that each stands for, '.' where it is a letter of its own. */
#define ACCENTED_FIRST 0xC0
#define ACCENTED_COUNT 192
static const char plain_letters[] =
    "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
    "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll."
    "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";
static const char letter_marks[] =
    "abcdhi.labchabch.dabcdh..abchb..abcdhi.labchabch.dabcdh..abchb.h"
    "eeffmmbbccggkkkk..eeffggmmkkccffggllcc..ddeeffmmg...ccll.bbllkk."
    "...bbllkk...eeffjj..bbllkkbbccllkkllkk..ddeeffiijjmmcccchbbggkk.";
static const uint16_t marks[] = {0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307,
                                 0x308, 0x30A, 0x30B, 0x30C, 0x327, 0x328};

/* A name in the form in which names that are one file are equal: letters small, accents behind
 * their letters, '/' below everything, so that a folder's content sorts right behind its name. */
typedef struct name_key {
    ach__slice form;
    size_t entry;
} name_key;

static size_t fold_character(uint32_t character, char *out) {
    uint32_t index = character - ACCENTED_FIRST;
    if (character >= 'A' && character <= 'Z') {
        character += 'a' - 'A';
    }
    if (character == '/') {
        character = 0;
    }
    if (index >= ACCENTED_COUNT || plain_letters[index] == '.') {
        return ach__utf8_encode(character, out);
    }
    out[0] = plain_letters[index];
    return 1 + ach__utf8_encode(marks[letter_marks[index] - 'a'], out + 1);
}

/* A character of two bytes becomes at most three. */
static ach__slice fold_name(ach__arena *arena, ach__slice name) {
    char *form = ach__arena_take(arena, name.len + name.len / 2 + 8, 1);
    size_t size = 0;
    if (form == NULL) {
        return (ach__slice){0};
    }
    for (size_t at = 0; at < name.len;) {
        size += fold_character(ach__utf8_next(name, &at), form + size);
    }
    return (ach__slice){form, size};
}

static int compare_keys(const void *left, const void *right) {
    const name_key *a = left;
    const name_key *b = right;
    int order = ach__slice_compare(a->form, b->form);
    return order != 0 ? order : (a->entry > b->entry) - (a->entry < b->entry);
}

static void raise_duplicate(ach__zip_scanner *scanner, int message, size_t index, size_t other) {
    ach__zip_entry *entry = &scanner->entries[index];
    const ach__zip_entry *first = &scanner->entries[other];
    ach__place place = {.file = first->name, .has_offset = true, .offset = first->header_offset};
    ach__finding *finding = ach__zip_raise(scanner, message, entry->name, entry->header_offset);
    ach__finding_text(finding, "other", first->name);
    ach__finding_related(finding, &ach__archive_first_here, &place);
    entry->is_refused = true;
    entry->is_readable = false;
}

static int duplicate_message(const ach__zip_entry *entry, const ach__zip_entry *first) {
    if (entry->is_directory != first->is_directory) {
        return ACH__ZIP_FILE_AND_FOLDER;
    }
    if (ach__slice_equal(entry->name, first->name)) {
        return ACH__ZIP_NAME_TWICE;
    }
    return ach__slice_equal_ignoring_case(entry->name, first->name) ? ACH__ZIP_NAME_CASE
                                                                    : ACH__ZIP_NAME_UNICODE;
}

/* `keys` are sorted. Equal ones are neighbours, the earliest entry in front. */
static void compare_neighbours(ach__zip_scanner *scanner, const name_key *keys, size_t count) {
    for (size_t first = 0, at = 0; at < count; first = at) {
        const ach__zip_entry *entry = &scanner->entries[keys[first].entry];
        for (at = first + 1; at < count && ach__slice_equal(keys[at].form, keys[first].form);
             at++) {
            raise_duplicate(scanner, duplicate_message(&scanner->entries[keys[at].entry], entry),
                            keys[at].entry, keys[first].entry);
        }
        size_t size = keys[first].form.len;
        if (!entry->is_directory && at < count && keys[at].form.len > size &&
            keys[at].form.ptr[size] == '\0' && ach__slice_starts(keys[at].form, keys[first].form)) {
            raise_duplicate(scanner, ACH__ZIP_FILE_AND_FOLDER, keys[first].entry, keys[at].entry);
        }
    }
}

void ach__zip_check_duplicates(ach__zip_scanner *scanner) {
    ach__arena arena;
    ach__arena_init(&arena, &scanner->arena->allocator);
    name_key *keys = ach__arena_take(&arena, scanner->count, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < scanner->count && keys != NULL; i++) {
        if (scanner->entries[i].is_refused) {
            continue;
        }
        keys[count].entry = i;
        keys[count].form = fold_name(&arena, scanner->entries[i].name);
        count++;
    }
    if (arena.failed) {
        scanner->arena->failed = true;
    } else if (count > 1) {
        qsort(keys, count, sizeof *keys, compare_keys);
        compare_neighbours(scanner, keys, count);
    }
    ach__arena_free(&arena);
}
