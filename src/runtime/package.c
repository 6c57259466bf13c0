/* What can be asked of a loaded package.
 * SPDX-License-Identifier: MIT */
#include "format/sha256.h"
#include "runtime/package_parts.h"

ach_package *ach_package_keep(ach_package *package) {
    (void)atomic_fetch_add_explicit(&package->holders, 1, memory_order_relaxed);
    return package;
}

void ach_package_free(ach_package *package) {
    if (package != NULL &&
        atomic_fetch_sub_explicit(&package->holders, 1, memory_order_acq_rel) == 1) {
        ach__package_release(package);
    }
}

size_t ach_package_count(const ach_package *package) {
    return package->count;
}

static ach_bytes bytes_of(ach__slice slice) {
    return (ach_bytes){slice.ptr, slice.len};
}

static void fill(const ach_package *package, size_t index, ach_node *out) {
    const ach__node_row *node = &package->nodes[index];
    out->index = index;
    for (size_t column = 0; column < ACH_COLUMN_COUNT; column++) {
        out->text[column] = bytes_of(ach__package_run(package, node->text[column]));
    }
    out->total = node->total;
    out->rank = node->rank;
}

ach_status ach_package_node(const ach_package *package, size_t index, ach_node *out) {
    if (index >= package->count) {
        return ACH_ENOTFOUND;
    }
    fill(package, index, out);
    return ACH_OK;
}

ach_status ach_package_find(const ach_package *package, const char *node_id, size_t size,
                            ach_node *out) {
    uint32_t index = ach__package_look_up(package, (ach__slice){node_id, size});
    if (index == ACH__ABSENT) {
        return ACH_ENOTFOUND;
    }
    fill(package, index, out);
    return ACH_OK;
}

size_t ach_package_display(const ach_package *package, size_t place) {
    return place < package->count ? package->order[place] : SIZE_MAX;
}

ach_bytes ach_package_cell(const ach_package *package, size_t index, ach_column column) {
    if (index >= package->count || (unsigned)column >= ACH_COLUMN_COUNT) {
        return (ach_bytes){NULL, 0};
    }
    return bytes_of(ach__package_run(package, package->nodes[index].cell[column]));
}

static ach__slice icon_of(const ach_package *package, size_t index, size_t which) {
    uint32_t picture = package->nodes[index].icon[which];
    return picture == ACH__ABSENT ? (ach__slice){NULL, 0} : package->pictures[picture].bytes;
}

ach_bytes ach_package_icon(const ach_package *package, size_t index, ach_column column) {
    if (index >= package->count || (column != ACH_PRE_PIC && column != ACH_FIN_PIC)) {
        return (ach_bytes){NULL, 0};
    }
    return bytes_of(icon_of(package, index, column == ACH_FIN_PIC));
}

void ach_package_fingerprint(const ach_package *package, uint8_t out[32]) {
    ach__sha256(&package->bytes, 1, out);
}

#define PARTS ((size_t)ACH_COLUMN_COUNT + 2)

/* Eight bytes, the lowest first; all ones where the part is absent. */
static void put_length(char out[8], ach__slice part) {
    uint64_t length = part.ptr == NULL ? UINT64_MAX : part.len;
    for (size_t i = 0; i < 8; i++) {
        out[i] = (char)(unsigned char)(length >> (8 * i));
    }
}

ach_status ach_package_node_fingerprint(const ach_package *package, size_t index, uint8_t out[32]) {
    ach__slice pieces[2 * PARTS];
    char lengths[PARTS][8];
    if (index >= package->count) {
        return ACH_ENOTFOUND;
    }
    for (size_t i = 0; i < PARTS; i++) {
        pieces[2 * i + 1] = i < ACH_COLUMN_COUNT
                                ? ach__package_run(package, package->nodes[index].text[i])
                                : icon_of(package, index, i - ACH_COLUMN_COUNT);
        put_length(lengths[i], pieces[2 * i + 1]);
        pieces[2 * i] = (ach__slice){lengths[i], sizeof lengths[i]};
    }
    ach__sha256(pieces, 2 * PARTS, out);
    return ACH_OK;
}

size_t ach_package_memory(const ach_package *package) {
    return package->meter.used;
}
