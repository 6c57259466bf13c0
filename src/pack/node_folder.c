/* Bringing a folder of node files up to date without touching what a person wrote.
 * SPDX-License-Identifier: MIT */
#include "pack/node_folder.h"

#include "base/file.h"
#include "format/sha256.h"
#include "model/authoring.h"
#include "model/nodes.h"
#include "rules/authoring.h"
#include "rules/node_tree.h"
#include "source/node_files.h"
#include "source/node_list.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SHA256_DIGITS = 2 * ACH__SHA256_BYTES,
    FILE_BYTES_MOST = 4 << 20,
    LIST_BYTES_MOST = 64 << 20
};

/* The plan while it is made. */
typedef struct planner {
    ach__node_plan *plan;
    const ach__made_nodes *made;
    ach_diags *diags;
    ach__map sums;     /* SHA-256 of what was written before, under whatever name */
    ach__map recorded; /* names of the old list */
    ach__map by_name;  /* name -> index in made->items */
    ach__map by_id;
    ach__buffer bytes; /* of the file at hand */
    const char **failed;
} planner;

static void digest(ach__slice bytes, char out[SHA256_DIGITS + 1]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t raw[ACH__SHA256_BYTES];
    ach__sha256(&bytes, 1, raw);
    for (size_t i = 0; i < sizeof raw; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[SHA256_DIGITS] = '\0';
}

static ach__slice as_slice(const ach__buffer *buffer) {
    return (ach__slice){buffer->data == NULL ? "" : (const char *)buffer->data, buffer->size};
}

/* Only names that achpack gives: the list is a file that anybody can edit, and what it names may
 * be removed. */
static bool is_own_name(ach__slice name) {
    const ach__slice ending = ACH__SLICE(".json");
    if (name.len <= ending.len || !ach__slice_ends_ignoring_case(name, ending)) {
        return false;
    }
    for (size_t i = 0; i < name.len - ending.len; i++) {
        char byte = name.ptr[i];
        if ((byte < 'a' || byte > 'z') && (byte < 'A' || byte > 'Z') &&
            (byte < '0' || byte > '9') && byte != '_' && byte != '-' && byte != '%') {
            return false;
        }
    }
    return true;
}

static bool is_sum(ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if ((byte < '0' || byte > '9') && (byte < 'a' || byte > 'f')) {
            return false;
        }
    }
    return text.len == SHA256_DIGITS;
}

/* A line of the list: "SHA-256  name", as sha256sum writes and checks them. */
static bool read_line(ach__slice line, ach__slice *sum, ach__slice *name) {
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
        line.len--;
    }
    if (line.len < SHA256_DIGITS + 2) {
        return false;
    }
    *sum = (ach__slice){line.ptr, SHA256_DIGITS};
    *name = ach__slice_skip(line, SHA256_DIGITS + 2);
    return is_sum(*sum) && line.ptr[SHA256_DIGITS] == ' ' && line.ptr[SHA256_DIGITS + 1] == ' ' &&
           is_own_name(*name);
}

/* The next line, without its end; false behind the last one. */
static bool next_line(ach__slice *rest, ach__slice *line) {
    if (rest->len == 0) {
        return false;
    }
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t size = end == NULL ? rest->len : (size_t)(end - rest->ptr);
    *line = (ach__slice){rest->ptr, size};
    *rest = ach__slice_skip(*rest, size + (end != NULL));
    return true;
}

/* Lines that are none, of a merge for instance, vouch for nothing and are dropped. */
static ach_status read_list(planner *p) {
    ach__node_plan *plan = p->plan;
    ach__buffer list;
    ach__buffer_init(&list, NULL, LIST_BYTES_MOST);
    ach_status status = ach__file_read_path(plan->target->list, &list);
    if (status == ACH_EIO && errno == ENOENT) {
        status = ACH_OK;
    } else if (status != ACH_OK) {
        *p->failed = plan->target->list;
    }
    plan->old_list = ach__slice_copy(&plan->arena, as_slice(&list));
    int saved = errno;
    ach__buffer_free(&list);
    errno = saved;
    ach__slice rest = plan->old_list;
    for (ach__slice line, sum, name; status == ACH_OK && next_line(&rest, &line);) {
        if (read_line(line, &sum, &name)) {
            (void)ach__map_add(&p->sums, sum, 0);
            (void)ach__map_add(&p->recorded, name, 0);
        }
    }
    return plan->arena.failed ? ACH_ENOMEM : status;
}

static const char *path_of(ach__node_plan *plan, ach__slice name) {
    ach__slice folder = ach__slice_of(plan->target->folder);
    bool has_end = folder.len > 0 && folder.ptr[folder.len - 1] == '/';
    ach__slice start = has_end ? folder : ach__slice_join(&plan->arena, folder, ACH__SLICE("/"));
    return ach__slice_join(&plan->arena, start, name).ptr;
}

static void report_changed(const planner *p, const ach__planned_file *file, bool is_known) {
    ach__place place = {.file = ach__slice_of(file->path), .is_outside = true};
    size_t message = file->node == NULL ? ACH__NODE_FILE_CHANGED_GONE
                     : is_known         ? ACH__NODE_FILE_CHANGED
                                        : ACH__NODE_FILE_FOREIGN;
    if (file->node != NULL) {
        place.node_id = file->node->id;
    }
    ach__finding *finding = ach__diags_add(p->diags, &ach__authoring_messages[message], &place);
    ach__finding_text(finding, "name", file->name);
    if (file->node != NULL) {
        ach__finding_text(finding, "id", file->node->id);
    }
}

/* Judges what lies at the file's path. A link that a person made counts as a change by hand, unless
 * it leads to the very text: what it leads to is never written. */
static ach_status judge(planner *p, ach__planned_file *file, bool *is_there) {
    struct stat about;
    ach__buffer_clear(&p->bytes);
    *is_there = lstat(file->path, &about) == 0;
    if (!*is_there && (errno == ENOENT || errno == ENOTDIR)) {
        return ACH_OK;
    }
    file->is_link = *is_there && S_ISLNK(about.st_mode);
    ach_status status = ach__file_read_path(file->path, &p->bytes);
    if (status != ACH_OK && status != ACH_ELIMIT && !file->is_link) {
        *p->failed = file->path;
        return status;
    }
    bool is_odd = status != ACH_OK; /* larger than anything that achpack writes, or no file */
    file->is_done =
        !is_odd && file->node != NULL && ach__slice_equal(as_slice(&p->bytes), file->node->text);
    if (!file->is_done && !p->plan->target->force) {
        char sum[SHA256_DIGITS + 1];
        digest(as_slice(&p->bytes), sum);
        if (is_odd || file->is_link ||
            ach__map_find(&p->sums, ach__slice_of(sum)) == ACH__MAP_NONE) {
            report_changed(p, file, ach__map_find(&p->recorded, file->name) != ACH__MAP_NONE);
        }
    }
    return ACH_OK;
}

static ach_status plan_node(planner *p, const ach__made_node *node) {
    ach__node_plan *plan = p->plan;
    ach__planned_file *file = &plan->files[plan->count++];
    bool is_there = false;
    *file =
        (ach__planned_file){.node = node, .name = node->name, .path = path_of(plan, node->name)};
    if (file->path == NULL) {
        return ACH_ENOMEM;
    }
    digest(node->text, file->sha256);
    ach_status status = judge(p, file, &is_there);
    plan->unchanged += file->is_done;
    plan->written += !file->is_done;
    return status;
}

/* Where case does not count, "first.json" may be the very file that "First.json" names now. */
static bool is_still_used(const planner *p, const char *path) {
    struct stat about;
    struct stat other;
    if (stat(path, &about) != 0) {
        return false;
    }
    ach__slice name = ach__slice_basename(ach__slice_of(path));
    for (size_t i = 0; i < p->plan->count; i++) {
        const ach__planned_file *file = &p->plan->files[i];
        if (file->node != NULL && ach__slice_equal_ignoring_case(file->name, name) &&
            stat(file->path, &other) == 0 && other.st_dev == about.st_dev &&
            other.st_ino == about.st_ino) {
            return true;
        }
    }
    return false;
}

static ach_status plan_removal(planner *p, ach__slice name) {
    ach__node_plan *plan = p->plan;
    ach__planned_file file = {.name = name, .path = path_of(plan, name)};
    bool is_there = false;
    if (file.path == NULL) {
        return ACH_ENOMEM;
    }
    if (is_still_used(p, file.path)) {
        return ACH_OK;
    }
    ach_status status = judge(p, &file, &is_there);
    if (status == ACH_OK && is_there) {
        plan->files[plan->count++] = file;
        plan->removed++;
    }
    return status;
}

static ach_status plan_removals(planner *p) {
    ach__map seen;
    ach__map_init(&seen, &p->plan->arena);
    ach__slice rest = p->plan->old_list;
    ach_status status = ACH_OK;
    for (ach__slice line, sum, name; status == ACH_OK && next_line(&rest, &line);) {
        if (read_line(line, &sum, &name) && ach__map_find(&p->by_name, name) == ACH__MAP_NONE &&
            ach__map_add(&seen, name, 0) == ACH__MAP_NONE) {
            status = plan_removal(p, name);
        }
    }
    return status;
}

/* Whether the file at `path` is one that the plan writes or removes. `label` stands before the
 * names of all files in the folder. */
static bool is_planned(const planner *p, ach__slice label, ach__slice path) {
    ach__slice name = ach__slice_basename(path);
    return ach__slice_equal((ach__slice){path.ptr, path.len - name.len}, label) &&
           (ach__map_find(&p->by_name, name) != ACH__MAP_NONE ||
            ach__map_find(&p->recorded, name) != ACH__MAP_NONE);
}

/* Two files of one id, one of which would be ours. */
static void check_others(const planner *p, ach__nodes *others) {
    ach__slice label = ach__node_list_label(&p->plan->arena, p->plan->target->folder, false);
    for (size_t i = 0; i < others->count; i++) {
        const ach__node *node = &others->items[i];
        size_t made = node->id.len == 0 ? ACH__MAP_NONE : ach__map_find(&p->by_id, node->id);
        if (made == ACH__MAP_NONE || is_planned(p, label, others->files[node->file].path)) {
            continue;
        }
        ach__place place = ach__nodes_place(others, i, ACH__KEY_NODE_ID, p->diags);
        ach__finding *finding =
            ach__diags_add(p->diags, &ach__node_tree_messages[ACH__NODE_DUPLICATE], &place);
        ach__finding_text(finding, "id", node->id);
        ach__finding_text(finding, "first", p->made->items[made].name);
    }
}

/* The lines that findings show live in others->arena: it goes over to the plan's owner. */
static ach_status read_others(planner *p) {
    struct stat about;
    if (stat(p->plan->target->folder, &about) != 0) {
        return errno == ENOENT ? ACH_OK : ACH_EIO;
    }
    const ach__node_place_list places = {
        .folders = &p->plan->target->folder, .count = 1, .jobs = p->plan->target->jobs};
    ach_diags *unheard = ach_diags_new(NULL, ACH_ENGLISH);
    ach_status status = unheard == NULL
                            ? ACH_ENOMEM
                            : ach__node_files_read(&p->plan->others, &places, unheard, p->failed);
    ach_diags_free(unheard);
    if (status == ACH_OK && p->plan->others != NULL) {
        ach__nodes *others = p->plan->others;
        for (size_t i = 0; i < others->file_count; i++) {
            others->files[i].lines.count = 0; /* given to the findings that nobody hears */
        }
        check_others(p, others);
    }
    return status;
}

/* Removals first: where case does not count, a new file may take the place of one of them. */
static int compare_files(const void *left, const void *right) {
    const ach__planned_file *a = left;
    const ach__planned_file *b = right;
    int order = (a->node != NULL) - (b->node != NULL);
    return order != 0 ? order : ach__slice_compare(a->name, b->name);
}

static ach_status plan_all(planner *p) {
    ach__node_plan *plan = p->plan;
    ach_status status = read_list(p);
    size_t most = p->made->count + p->recorded.count;
    plan->files = ach__arena_take(&plan->arena, most, sizeof *plan->files);
    if (status == ACH_OK && plan->files == NULL) {
        status = ACH_ENOMEM;
    }
    for (size_t i = 0; status == ACH_OK && i < p->made->count; i++) {
        (void)ach__map_add(&p->by_name, p->made->items[i].name, i);
        (void)ach__map_add(&p->by_id, p->made->items[i].id, i);
        status = plan_node(p, &p->made->items[i]);
    }
    if (status == ACH_OK) {
        status = plan_removals(p);
    }
    if (status == ACH_OK) {
        status = read_others(p);
    }
    return status == ACH_OK && plan->arena.failed ? ACH_ENOMEM : status;
}

ach_status ach__node_plan_make(ach__node_plan *plan, const ach__node_target *target,
                               const ach__made_nodes *made, ach_diags *diags, const char **failed) {
    *plan = (ach__node_plan){.target = target};
    ach__arena_init(&plan->arena, NULL);
    *failed = target->folder;
    planner p = {.plan = plan, .made = made, .diags = diags, .failed = failed};
    ach__map_init(&p.sums, &plan->arena);
    ach__map_init(&p.recorded, &plan->arena);
    ach__map_init(&p.by_name, &plan->arena);
    ach__map_init(&p.by_id, &plan->arena);
    ach__buffer_init(&p.bytes, NULL, FILE_BYTES_MOST);
    ach_status status = plan_all(&p);
    int saved = errno;
    ach__buffer_free(&p.bytes);
    errno = saved;
    if (status == ACH_OK && plan->count > 1) {
        qsort(plan->files, plan->count, sizeof *plan->files, compare_files);
    }
    return status;
}

void ach__node_plan_free(ach__node_plan *plan) {
    ach__nodes_free(plan->others);
    ach__arena_free(&plan->arena);
    *plan = (ach__node_plan){.count = 0};
}
