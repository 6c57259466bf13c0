/* Storing records that are imported: what is there already is left alone, so that an import can be
 * run again.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_write.h"

#include "rules/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum {
    ASKED_MOST = 4, /* how often a batch is sent whose answer was lost */
    ROUNDS_MOST =
        16 /* how often a record is held against the store that servers change meanwhile */
};

/* What stands between a record of the file and its place in the store. */
typedef enum verdict { WRITE, OVERWRITE, SAME, CONFLICT } verdict;

static void empty(cli_writer *writer) {
    ach__arena_free(&writer->arena);
    ach__arena_init(&writer->arena, NULL);
    ach__map_init(&writer->keys, &writer->arena);
    writer->count = 0;
    writer->bytes = 0;
}

cli_writer *cli_writer_new(cli_progress_run *run, ach__slice file) {
    cli_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return NULL;
    }
    writer->run = run;
    writer->file = file;
    if (getrandom(writer->source, sizeof writer->source, 0) != (ssize_t)sizeof writer->source) {
        free(writer);
        return NULL;
    }
    empty(writer);
    return writer;
}

void cli_writer_free(cli_writer *writer) {
    if (writer != NULL) {
        ach__arena_free(&writer->arena);
        free(writer);
    }
}

/* Equal but for a version that was counted up meanwhile. */
static bool is_same(const ach_progress *file, const ach_progress *store) {
    return file->progress == store->progress && file->completed_at == store->completed_at &&
           file->definition == store->definition && file->version <= store->version &&
           ach__slice_equal(cli_slice(file->extra), cli_slice(store->extra));
}

static verdict judge(const cli_writer *writer, const ach_progress *file,
                     const ach_progress *store) {
    if (store->version == 0) {
        return WRITE;
    }
    if (is_same(file, store)) {
        return SAME;
    }
    return writer->run->options->force && store->version < INT64_MAX ? OVERWRITE : CONFLICT;
}

static ach__finding *raise(cli_writer *writer, const cli_batch_item *item, int message) {
    ach__place place = {.file = writer->file,
                        .is_outside = true,
                        .line = item->line > UINT32_MAX ? UINT32_MAX : (uint32_t)item->line,
                        .column = 1,
                        .node_id = cli_slice(item->record.key.node)};
    ach__finding *finding =
        cli_progress_raise(writer->run, &writer->counts.conflicts, message, &place);
    ach__finding_text(finding, "player", cli_slice(item->record.key.player));
    ach__finding_text(finding, "node", cli_slice(item->record.key.node));
    return finding;
}

/* The first number that differs is the one to tell. */
static void tell_conflict(cli_writer *writer, const cli_batch_item *item,
                          const ach_progress *store) {
    const ach_progress *file = &item->record.progress;
    const struct {
        const char *key;
        int64_t here, there;
    } numbers[] = {{"progress", file->progress, store->progress},
                   {"completed_at", file->completed_at, store->completed_at}};
    if (writer->run->options->force) {
        (void)raise(writer, item, ACH__IMPORT_LAST_VERSION);
        return;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (numbers[i].here != numbers[i].there) {
            ach__finding *finding = raise(writer, item, ACH__IMPORT_OTHER_NUMBER);
            ach__finding_text(finding, "key", ach__slice_of(numbers[i].key));
            ach__finding_number(finding, "here", (uint64_t)numbers[i].here);
            ach__finding_number(finding, "there", (uint64_t)numbers[i].there);
            return;
        }
    }
    if (!ach__slice_equal(cli_slice(file->extra), cli_slice(store->extra)) ||
        file->definition != store->definition) {
        bool is_extra = !ach__slice_equal(cli_slice(file->extra), cli_slice(store->extra));
        ach__finding *finding = raise(writer, item, ACH__IMPORT_OTHER_TEXT);
        ach__finding_text(finding, "key", ach__slice_of(is_extra ? "extra" : "definition"));
        return;
    }
    ach__finding *finding = raise(writer, item, ACH__IMPORT_OTHER_NUMBER);
    ach__finding_text(finding, "key", ACH__SLICE("version"));
    ach__finding_number(finding, "here", (uint64_t)file->version);
    ach__finding_number(finding, "there", (uint64_t)store->version);
}

/* Adds a write of item number `place` over the record that was found. */
static void add_write(cli_writer *writer, ach_batch *batch, size_t place,
                      const ach_progress *store) {
    ach_record *write = &writer->writes[batch->count];
    *write = writer->items[place].record;
    int64_t wanted = write->progress.version;
    write->progress.version = store->version;
    writer->versions[batch->count] = wanted > store->version ? wanted : store->version + 1;
    writer->places[batch->count] = place;
    batch->count++;
}

/* Sends a batch until it is known what became of it. */
static ach_status apply(cli_writer *writer, const ach_batch *batch) {
    ach_status status = ACH_OK;
    for (int turn = 0; turn < ASKED_MOST; turn++) {
        if (turn > 0) {
            const struct timespec pause = {.tv_nsec = 250000000L << (turn - 1) % 2};
            (void)nanosleep(&pause, NULL);
        }
        status = ach_store_apply(writer->run->store, batch, writer->outcomes, NULL);
        if (status != ACH_EIO) {
            break;
        }
    }
    return status == ACH_OK
               ? status
               : ach_store_apply(writer->run->store, batch, writer->outcomes, writer->run->diags);
}

/* The items among `wanted` that other servers were quicker with come back, for another round. */
static ach_status store(cli_writer *writer, ach_batch *batch, const bool *is_overwriting,
                        size_t *left, size_t *left_count) {
    if (batch->count == 0) {
        return ACH_OK;
    }
    batch->number = ++writer->number;
    ach_status status = apply(writer, batch);
    for (size_t i = 0; status == ACH_OK && i < batch->count; i++) {
        if (writer->outcomes[i] == ACH_CONFLICT) {
            left[(*left_count)++] = writer->places[i];
        } else if (is_overwriting[i]) {
            writer->counts.overwritten++;
        } else {
            writer->counts.imported++;
        }
    }
    return status;
}

/* Holds the items `left` against the store and stores what is to be stored. */
static ach_status run_round(cli_writer *writer, size_t *left, size_t *left_count) {
    cli_progress_run *run = writer->run;
    bool is_overwriting[CLI_BATCH_RECORDS];
    size_t count = *left_count;
    ach_batch batch = {.now = (int64_t)time(NULL), .writes = writer->writes};
    batch.versions = writer->versions;
    memcpy(batch.source, writer->source, sizeof batch.source);
    for (size_t i = 0; i < count; i++) {
        writer->wanted[i] = writer->items[left[i]].record.key;
    }
    ach_status status =
        ach_store_read(run->store, writer->wanted, count, writer->found, run->diags);
    *left_count = 0;
    for (size_t i = 0; status == ACH_OK && i < count; i++) {
        const cli_batch_item *item = &writer->items[left[i]];
        const ach_progress *found = &writer->found[i].progress;
        verdict what = judge(writer, &item->record.progress, found);
        if (what == SAME) {
            writer->counts.unchanged++;
        } else if (what == CONFLICT) {
            tell_conflict(writer, item, found);
        } else {
            is_overwriting[batch.count] = what == OVERWRITE;
            add_write(writer, &batch, left[i], found);
        }
    }
    return status == ACH_OK ? store(writer, &batch, is_overwriting, left, left_count) : status;
}

ach_status cli_writer_flush(cli_writer *writer) {
    size_t left[CLI_BATCH_RECORDS];
    size_t left_count = writer->count;
    for (size_t i = 0; i < left_count; i++) {
        left[i] = i;
    }
    ach_status status = ACH_OK;
    for (int turn = 0; status == ACH_OK && left_count > 0 && turn < ROUNDS_MOST; turn++) {
        status = run_round(writer, left, &left_count);
    }
    for (size_t i = 0; status == ACH_OK && i < left_count; i++) {
        (void)raise(writer, &writer->items[left[i]], ACH__IMPORT_HURRIED);
    }
    empty(writer);
    return status;
}

static ach_bytes keep(cli_writer *writer, ach_bytes text) {
    return cli_bytes(ach__slice_copy(&writer->arena, cli_slice(text)));
}

/* Both parts of a key as one: ids hold no NUL. */
static ach__slice join_key(cli_writer *writer, const ach_record_key *key) {
    size_t size = key->player.size + 1 + key->node.size;
    char *joined = ach__arena_room(&writer->arena, size, 1);
    if (joined == NULL) {
        return (ach__slice){NULL, 0};
    }
    memcpy(joined, key->player.data, key->player.size);
    joined[key->player.size] = '\0';
    memcpy(joined + key->player.size + 1, key->node.data, key->node.size);
    return (ach__slice){joined, size};
}

ach_status cli_writer_take(cli_writer *writer, const ach_record *record, uint64_t line) {
    ach__slice key = join_key(writer, &record->key);
    bool is_full = writer->count == CLI_BATCH_RECORDS || writer->bytes >= CLI_BATCH_BYTES ||
                   (key.ptr != NULL && ach__map_find(&writer->keys, key) != ACH__MAP_NONE);
    if (is_full) { /* a second record of one key is judged when the first one is stored */
        ach_status status = cli_writer_flush(writer);
        if (status != ACH_OK) {
            return status;
        }
        key = join_key(writer, &record->key);
    }
    if (key.ptr != NULL) {
        (void)ach__map_add(&writer->keys, key, writer->count);
    }
    cli_batch_item *item = &writer->items[writer->count];
    *item = (cli_batch_item){*record, line};
    item->record.key.player = keep(writer, record->key.player);
    item->record.key.node = keep(writer, record->key.node);
    item->record.progress.extra = keep(writer, record->progress.extra);
    if (writer->arena.failed) {
        return ACH_ENOMEM;
    }
    writer->count++;
    writer->bytes += record->progress.extra.size;
    return ACH_OK;
}
