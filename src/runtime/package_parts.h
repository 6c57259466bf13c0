/* What a loaded package is made of, and what the files that load it share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RUNTIME_PACKAGE_PARTS_H
#define ACH__RUNTIME_PACKAGE_PARTS_H

#include <achpack/package.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/table.h"
#include "source/layout.h"
#include "source/source.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The host's allocator, counted and held below a limit. */
typedef struct ach__meter {
    ach_allocator host;
    size_t used;
    uint64_t most;
    bool refused; /* something was asked that would have passed `most` */
} ach__meter;

#define ACH__ABSENT UINT32_MAX

/* A run of bytes in package->texts; start ACH__ABSENT: none. */
typedef struct ach__run {
    uint32_t start;
    uint32_t size;
} ach__run;

/* What a look-up needs comes first, and fills a line of the processor's cache. */
typedef struct ach__node_row {
    ach__run text[ACH_COLUMN_COUNT]; /* UTF-8 with a NUL behind */
    uint32_t total;
    uint32_t rank;
    ach__run cell[ACH_COLUMN_COUNT]; /* the original bytes; the same run where they are the same */
    uint32_t icon[2]; /* PrePic's and FinPic's in package->pictures, or ACH__ABSENT */
} ach__node_row;

/* A picture that rows name, once however many name it. */
typedef struct ach__picture {
    ach__slice bytes; /* ptr NULL: absent, as it is no PNG */
    bool is_owned;    /* unpacked into memory of its own, else inside the archive */
} ach__picture;

/* Numbers by NodeId, which somebody else keeps. Open addressing; the hash is keyed, so that whoever
 * writes the ids cannot make them meet. */
typedef struct ach__id_slot {
    uint32_t hash;
    uint32_t number; /* and 1; 0: empty */
} ach__id_slot;

typedef struct ach__ids {
    ach__id_slot *slots; /* a power of two of them, at most half full */
    size_t mask;
    uint64_t seed;
} ach__ids;

/* The id with a number, as it was added. */
typedef ach__slice ach__id_of(const void *owner, uint32_t number);

struct ach_package {
    atomic_size_t holders;
    ach__meter meter;    /* all memory below is counted here */
    ach__buffer archive; /* the zip, where it is ours */
    ach__slice bytes;    /* the zip */
    ach__buffer texts;
    ach__arena kept; /* the arrays below */
    ach__node_row *nodes;
    size_t count;
    ach__picture *pictures;
    size_t picture_count;
    uint32_t *order; /* nodes by place */
    ach__ids ids;
};

/* Which cell names a picture first. */
typedef struct ach__wanted {
    const ach__file *file;
    const ach__row *row;
    ach__column column;
} ach__wanted;

/* What findings say is wrong. */
typedef struct ach__verdict {
    size_t errors;
    size_t limits; /* errors that are passed limits of a zip */
} ach__verdict;

/* A package that is being loaded. Everything but the package itself goes when it is done. */
typedef struct ach__loader {
    ach_package *package;
    ach_package_options options; /* all of this version, defaults filled in */
    ach_diags *diags;
    ach__verdict others; /* of what was in the caller's list before */
    ach__arena scratch;
    ach__source *source;
    ach__layout layout;
    ach__buffer table_bytes;
    ach__table table;
    uint32_t *picture_of; /* by file of the source: index + 1 in package->pictures; 0: none */
    ach__map pictures;    /* the same by the text of cells that name a file exactly */
    ach__wanted *wanted;  /* by picture */
    bool is_damaged;      /* told by findings, and never loaded */
} ach__loader;

/* package_memory.c */
ach_allocator ach__meter_allocator(ach__meter *meter);
/* A package without anything in it; NULL where there is no memory, *limited: or no more allowed. */
ach_package *ach__package_new(const ach_package_options *options, bool *limited);
void ach__package_release(ach_package *package);
/* Makes room for so many bytes at once; where that is refused, they are asked for in pieces. */
void ach__loader_expect(ach__loader *loader, ach__arena *arena, size_t bytes);
/* Gives the unused end of a buffer back. */
void ach__buffer_trim(ach__buffer *buffer);

/* package_open.c: the caller's options, or none, in this version's form. ACH_OK, ACH_EARGUMENT. */
ach_status ach__package_options_read(ach_package_options *out, const ach_package_options *options);

/* package_load.c: everything behind the zip's bytes. ACH_OK, ACH_EIO, ACH_EFORMAT, ACH_ELIMIT,
 * ACH_ENOMEM. */
ach_status ach__loader_load(ach__loader *loader);

ach__verdict ach__loader_look_at(const ach_diags *diags);

/* package_nodes.c: judges the rows and keeps those that can be used. No memory shows in
 * ach__loader_failed(). */
void ach__loader_keep_rows(ach__loader *loader);

/* package_pictures.c */
bool ach__loader_start_pictures(ach__loader *loader);
/* The picture that a cell names, by index, or ACH__ABSENT (told by a finding). */
uint32_t ach__loader_find_picture(ach__loader *loader, const ach__row *row, ach__column column);
/* Reads every file of the zip, keeps the pictures that are named, raises what is damaged. */
ach_status ach__loader_read_pictures(ach__loader *loader);

/* package_cells.c: the way from the decoded text back to the bytes of the table. */
typedef struct ach__raw_cursor {
    const ach__decoded *decoded;
    size_t text; /* this offset of the text is */
    size_t raw;  /* this one of the raw bytes */
    size_t line; /* the line of it, counted from 0 */
} ach__raw_cursor;

void ach__raw_cursor_start(ach__raw_cursor *cursor, const ach__decoded *decoded);
/* Appends the cell's bytes, unquoted. Cells must come in the order of the text. */
void ach__raw_cursor_append(ach__raw_cursor *cursor, const ach__cell *cell, ach__buffer *out);

/* package_index.c: how many slots so many ids take. */
size_t ach__ids_room(size_t count);
/* Room for so many ids; false where there is no memory. */
bool ach__ids_start(ach__ids *ids, ach__arena *arena, size_t count);
/* Keeps the number of the first time: gives ACH__ABSENT where the id is new. */
uint32_t ach__ids_add(ach__ids *ids, ach__slice id, uint32_t number, ach__id_of *id_of,
                      const void *owner);
/* The number of an id, or ACH__ABSENT. */
uint32_t ach__ids_find(const ach__ids *ids, ach__slice id, ach__id_of *id_of, const void *owner);

/* Fills ids anew from nodes, for which there is room. */
void ach__package_add_ids(ach_package *package);
/* Fills order from nodes. False where there is no memory. */
bool ach__package_sort(ach_package *package);
/* ACH__ABSENT where there is no such node. */
uint32_t ach__package_look_up(const ach_package *package, ach__slice node_id);

/* Whether an allocation was refused anywhere. */
static inline bool ach__loader_failed(const ach__loader *loader) {
    return loader->scratch.failed || loader->package->kept.failed ||
           loader->package->texts.failed || ach__diags_failed(loader->diags);
}

static inline ach__slice ach__package_run(const ach_package *package, ach__run run) {
    return run.start == ACH__ABSENT
               ? (ach__slice){NULL, 0}
               : (ach__slice){(const char *)package->texts.data + run.start, run.size};
}

#endif
