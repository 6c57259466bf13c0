/* The memory of a package: counted, limited, and given back.
 * SPDX-License-Identifier: MIT */
#include "runtime/package_parts.h"

static void *metered_resize(void *user, void *block, size_t old_size, size_t new_size) {
    ach__meter *meter = user;
    size_t others = meter->used - old_size;
    if (new_size > old_size && (others > meter->most || new_size > meter->most - others)) {
        meter->refused = true;
        return NULL;
    }
    void *moved = meter->host.resize(meter->host.user, block, old_size, new_size);
    if (moved != NULL || new_size == 0) {
        meter->used = others + new_size;
    }
    return moved;
}

ach_allocator ach__meter_allocator(ach__meter *meter) {
    return (ach_allocator){meter, metered_resize};
}

ach_package *ach__package_new(const ach_package_options *options, bool *limited) {
    ach_allocator host = ach__allocator_or_default(options->allocator);
    *limited = options->max_memory < sizeof(ach_package);
    ach_package *package = *limited ? NULL : ach__allocate(&host, sizeof *package);
    if (package == NULL) {
        return NULL;
    }
    *package = (ach_package){
        .meter = {.host = host, .used = sizeof *package, .most = options->max_memory}};
    atomic_init(&package->holders, 1);
    ach_allocator metered = ach__meter_allocator(&package->meter);
    ach__buffer_init(&package->archive, &metered,
                     options->max_archive_bytes < SIZE_MAX / 2 ? (size_t)options->max_archive_bytes
                                                               : SIZE_MAX / 2);
    ach__buffer_init(&package->texts, &metered, UINT32_MAX - 1);
    ach__arena_init(&package->kept, &metered);
    return package;
}

void ach__package_release(ach_package *package) {
    ach_allocator metered = ach__meter_allocator(&package->meter);
    for (size_t i = 0; package->pictures != NULL && i < package->picture_count; i++) {
        if (package->pictures[i].is_owned) {
            /* It is ours; only readers must not write to it. */
            void *block;
            memcpy(&block, &package->pictures[i].bytes.ptr, sizeof block);
            ach__release(&metered, block, package->pictures[i].bytes.len);
        }
    }
    ach__buffer_free(&package->archive);
    ach__buffer_free(&package->texts);
    ach__arena_free(&package->kept);
    ach_allocator host = package->meter.host;
    ach__release(&host, package, sizeof *package);
}

void ach__loader_expect(ach__loader *loader, ach__arena *arena, size_t bytes) {
    ach__meter *meter = &loader->package->meter;
    bool refused = meter->refused;
    ach__arena_expect(arena, bytes);
    meter->refused = refused;
}

void ach__buffer_trim(ach__buffer *buffer) {
    if (buffer->size == 0) {
        ach__buffer_free(buffer);
    } else if (buffer->size < buffer->capacity) {
        void *smaller = buffer->allocator.resize(buffer->allocator.user, buffer->data,
                                                 buffer->capacity, buffer->size);
        if (smaller != NULL) {
            buffer->data = smaller;
            buffer->capacity = buffer->size;
        }
    }
}
