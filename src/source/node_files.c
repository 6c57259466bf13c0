/* Reads the files of nodes, many at a time.
 * SPDX-License-Identifier: MIT */
#include "source/node_files.h"

#include "base/parallel.h"
#include "base/reason.h"
#include "rules/node_tree.h"
#include "source/node_list.h"

#include <errno.h>
#include <stdatomic.h>

enum { WORKERS_MOST = 64, FILES_AT_ONCE = 16, FILES_FOR_A_THREAD = 64 };

/* What a thread found out about a file. */
typedef enum outcome {
    HELD_NOTHING, /* and nothing was raised: no memory */
    HELD_A_NODE,  /* without a fault */
    HAS_FAULTS,   /* to be read once more, with the list of findings that counts */
    TOO_LARGE,
    REFUSED
} outcome;

/* What belongs to one thread alone. Its findings only show whether there are any. */
typedef struct worker {
    ach__arena kept; /* texts, and what the nodes keep */
    ach__arena places;
    ach__arena scratch;
    ach__buffer bytes;
    ach__node_reader reader;
} worker;

typedef struct reading {
    ach__nodes *nodes;
    const ach__node_list *list;
    ach__node *items; /* one a file */
    unsigned char *outcomes;
    int *errors;
    worker *workers;
    atomic_size_t total; /* bytes of all files */
} reading;

static bool begin_findings(worker *self) {
    ach_diags_free(self->reader.diags);
    ach__arena_free(&self->places);
    self->reader.diags = ach_diags_new(NULL, ACH_ENGLISH);
    return self->reader.diags != NULL;
}

static bool prepare(worker *self) {
    ach__arena_init(&self->kept, NULL);
    ach__arena_init(&self->places, NULL);
    ach__arena_init(&self->scratch, NULL);
    ach__buffer_init(&self->bytes, NULL, ACH__JSON_BYTES_MOST);
    self->reader = (ach__node_reader){
        .arena = &self->kept, .places = &self->places, .scratch = &self->scratch};
    return begin_findings(self);
}

static void release(worker *self) {
    ach_diags_free(self->reader.diags);
    ach__arena_free(&self->places);
    ach__arena_free(&self->scratch);
    ach__buffer_free(&self->bytes);
}

static bool has_failed(const worker *self) {
    return self->kept.failed || self->places.failed || self->scratch.failed ||
           self->reader.diags == NULL || ach__diags_failed(self->reader.diags);
}

/* As if nobody had asked for a place in it. */
static void forget_lines(ach__node_text *text) {
    text->lines = (ach__lines){.count = 0};
    text->at = 0;
    text->line = 0;
    text->column = 0;
}

static ach__slice keep(ach__arena *arena, ach__slice bytes) {
    char *copy = ach__arena_room(arena, bytes.len, 1);
    if (copy != NULL && bytes.len > 0) {
        memcpy(copy, bytes.ptr, bytes.len);
    }
    return (ach__slice){copy, copy == NULL ? 0 : bytes.len};
}

static ach_status fetch(reading *all, worker *self, size_t file) {
    const ach__node_entry *entry = &all->list->entries[file];
    ach__slice bytes;
    ach_status status = ach__source_read(entry->source, entry->file, &self->bytes, &bytes);
    if (status == ACH_OK) {
        atomic_fetch_add_explicit(&all->total, bytes.len, memory_order_relaxed);
        if (atomic_load_explicit(&all->total, memory_order_relaxed) > ACH__NODE_BYTES_MOST) {
            return ACH_OK; /* told of all together */
        }
        all->nodes->files[file].bytes = keep(&self->kept, bytes);
    } else if (status == ACH_EIO) {
        all->errors[file] = errno;
    }
    return status;
}

static outcome read_file(reading *all, worker *self, size_t file) {
    ach__node_text *text = &all->nodes->files[file];
    *text = (ach__node_text){.path = ach__node_list_path(all->list, file, &self->kept),
                             .is_outside = all->list->entries[file].is_outside};
    switch (fetch(all, self, file)) {
    case ACH_OK:
        break;
    case ACH_ELIMIT:
        return TOO_LARGE;
    case ACH_EIO:
        return REFUSED;
    default:
        self->kept.failed = true;
        return HELD_NOTHING;
    }
    if (text->path.ptr == NULL || text->bytes.ptr == NULL || has_failed(self)) {
        return HELD_NOTHING;
    }
    bool is_node = ach__node_read(&all->items[file], &self->reader, text);
    if (ach_diags_count(self->reader.diags) == 0) {
        return is_node ? HELD_A_NODE : HELD_NOTHING;
    }
    forget_lines(text);
    self->kept.failed |= !begin_findings(self);
    return HAS_FAULTS;
}

static void read_some(void *context, size_t number, size_t item) {
    reading *all = context;
    size_t end = (item + 1) * FILES_AT_ONCE;
    end = end < all->list->count ? end : all->list->count;
    for (size_t file = item * FILES_AT_ONCE; file < end; file++) {
        all->outcomes[file] = (unsigned char)read_file(all, &all->workers[number], file);
    }
}

/* The arenas of the workers go over to the nodes. */
static ach_status read_all(reading *all, size_t jobs) {
    ach__nodes *nodes = all->nodes;
    size_t useful = 1 + all->list->count / FILES_FOR_A_THREAD;
    size_t count = jobs < useful ? jobs : useful;
    count = count < WORKERS_MOST ? count : WORKERS_MOST;
    all->workers = ach__arena_take(&nodes->arena, count, sizeof *all->workers);
    nodes->parts = ach__arena_take(&nodes->arena, count, sizeof *nodes->parts);
    if (all->workers == NULL || nodes->parts == NULL) {
        return ACH_ENOMEM;
    }
    bool ready = true;
    for (size_t i = 0; i < count; i++) {
        ready = prepare(&all->workers[i]) && ready;
    }
    if (ready) {
        size_t parts = (all->list->count + FILES_AT_ONCE - 1) / FILES_AT_ONCE;
        ach__parallel_run(count, parts, read_some, all);
    }
    for (size_t i = 0; i < count; i++) {
        ready = ready && !has_failed(&all->workers[i]);
        release(&all->workers[i]);
        nodes->parts[i] = all->workers[i].kept;
    }
    nodes->part_count = count;
    return ready ? ACH_OK : ACH_ENOMEM;
}

static void report_refused(const reading *all, size_t file, ach_diags *diags) {
    const ach__node_text *text = &all->nodes->files[file];
    ach__place place = {.file = text->path, .is_outside = text->is_outside};
    ach__finding *finding =
        ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_FILE_REFUSED], &place);
    ach__finding_text(finding, "reason", ach__slice_of(ach__system_reason(all->errors[file])));
    ach__finding_text(finding, "reason_zh",
                      ach__slice_of(ach__system_reason_zh(all->errors[file])));
}

static void report_large(const reading *all, size_t file, ach_diags *diags) {
    const ach__node_text *text = &all->nodes->files[file];
    ach__place place = {.file = text->path, .is_outside = text->is_outside};
    ach__finding_number(
        ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_FILE_LARGE], &place), "limit",
        ACH__JSON_BYTES_MOST);
}

/* Raises what is wrong with the files, one after the other, and closes the gaps between the nodes.
 */
static void settle(reading *all, ach_diags *diags) {
    ach__nodes *nodes = all->nodes;
    ach__arena scratch;
    ach__arena_init(&scratch, NULL);
    ach__node_reader reader = {
        .arena = &nodes->arena, .places = &nodes->arena, .diags = diags, .scratch = &scratch};
    nodes->items = all->items;
    for (size_t file = 0; file < nodes->file_count; file++) {
        bool is_node = all->outcomes[file] == HELD_A_NODE;
        switch (all->outcomes[file]) {
        case HAS_FAULTS:
            all->items[file] = (ach__node){.file = 0};
            is_node = ach__node_read(&all->items[file], &reader, &nodes->files[file]);
            break;
        case TOO_LARGE:
            report_large(all, file, diags);
            break;
        case REFUSED:
            report_refused(all, file, diags);
            break;
        default:
            break;
        }
        if (is_node) {
            if (nodes->count < file) {
                nodes->items[nodes->count] = all->items[file];
            }
            nodes->items[nodes->count++].file = file;
        }
    }
    nodes->arena.failed |= scratch.failed;
    ach__arena_free(&scratch);
}

static ach_status read_listed(ach__nodes *nodes, const ach__node_list *list, size_t jobs,
                              ach_diags *diags) {
    reading all = {.nodes = nodes, .list = list};
    atomic_init(&all.total, 0);
    nodes->file_count = list->count;
    nodes->files = ach__arena_take(&nodes->arena, list->count, sizeof *nodes->files);
    all.items = ach__arena_room(&nodes->arena, list->count, sizeof *all.items);
    all.outcomes = ach__arena_take(&nodes->arena, list->count, 1);
    all.errors = ach__arena_take(&nodes->arena, list->count, sizeof *all.errors);
    if (nodes->arena.failed) {
        return ACH_ENOMEM;
    }
    ach_status status = read_all(&all, jobs);
    if (status == ACH_OK && atomic_load(&all.total) > ACH__NODE_BYTES_MOST) {
        status = ACH_ELIMIT;
    }
    if (status == ACH_OK) {
        settle(&all, diags);
        status = ach__nodes_finish(nodes, diags);
    }
    return status;
}

ach_status ach__node_files_read(ach__nodes **out, const ach__node_place_list *places,
                                ach_diags *diags, const char **failed) {
    *out = NULL;
    ach__node_list list;
    ach_status status = ach__node_list_open(&list, places, diags, failed);
    if (status == ACH_OK && list.exists) {
        ach__nodes *nodes = ach__nodes_new(NULL);
        status = nodes == NULL ? ACH_ENOMEM : read_listed(nodes, &list, places->jobs, diags);
        if (status == ACH_OK) {
            *out = nodes;
        } else {
            ach__nodes_free(nodes);
        }
    }
    int saved = errno;
    ach__node_list_close(&list);
    errno = saved;
    return status;
}
