/* The node ids in a mod's Python code, against the nodes of all packages that were given.
 * SPDX-License-Identifier: MIT */
#include "check/scripts.h"

#include "base/map.h"
#include "base/reason.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "check/script_calls.h"
#include "format/python.h"
#include "model/cell.h"
#include "rules/scripts.h"
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>

#define SEARCHED_MOST    10000  /* ids that one search for the nearest looks at */
#define COMPARISONS_MOST 200000 /* of all searches together, so that time stays linear */
#define NO_SUGGESTION    (SIZE_MAX - 1)

/* What is known of the nodes, and what is used again for the next file. */
typedef struct scripts {
    const ach__script_check *check;
    ach_diags *diags; /* of the first package */
    size_t *shown_to; /* by package: number of the last file whose lines its list was given */
    ach__arena arena;
    ach__slice *ids; /* distinct */
    size_t id_count;
    ach__map by_id;
    bool has_nodes;   /* there are node files */
    bool has_damaged; /* the NodeId of a row holds bytes of no character */
    ach__map
        nearest; /* unknown id, in `arena` -> index of the nearest in `ids`, or NO_SUGGESTION */
    size_t comparisons;
    ach__buffer content;
    ach__buffer value;
    size_t bytes; /* read so far */
    bool is_full; /* no more is read */
    size_t files; /* so far */
    size_t shown; /* of them, those whose lines were kept */
} scripts;

/* One file while it is searched. */
typedef struct script {
    scripts *all;
    size_t number;   /* from 1 */
    ach__slice path; /* as findings show it */
    ach__decoded decoded;
    ach__lines lines; /* a copy for showing, once there is a finding */
    /* The line of the last place, and how far into it: places come nearly in order. */
    size_t line;
    uint32_t at;
    uint32_t column;
} script;

static void add_id(scripts *all, ach__slice id) {
    if (id.len > 0 && ach__map_add(&all->by_id, id, all->id_count) == ACH__MAP_NONE) {
        all->ids[all->id_count++] = id;
    }
}

/* In the order of the table, then of the nodes. */
static void collect_package(scripts *all, const ach__script_nodes *package) {
    const ach__table *table = package->table;
    const ach__nodes *nodes = package->nodes;
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        ach__cell cell = ach__row_cell(table, &table->rows[i], ACH__COLUMN_NODE_ID);
        if (cell.is_damaged) {
            all->has_damaged = true;
        } else {
            add_id(all, ach__cell_trimmed(cell.value));
        }
    }
    for (size_t i = 0; nodes != NULL && i < nodes->count; i++) {
        add_id(all, nodes->items[i].id);
    }
}

static void collect_ids(scripts *all) {
    const ach__script_check *check = all->check;
    size_t most = 0;
    for (size_t i = 0; i < check->package_count; i++) {
        const ach__script_nodes *package = &check->packages[i];
        most += package->table == NULL ? 0 : package->table->count;
        most += package->nodes == NULL ? 0 : package->nodes->count;
        all->has_nodes |= package->nodes != NULL;
    }
    ach__map_init(&all->by_id, &all->arena);
    ach__map_init(&all->nearest, &all->arena);
    all->ids = ach__arena_take(&all->arena, most, sizeof *all->ids);
    all->shown_to = ach__arena_take(&all->arena, check->package_count, sizeof *all->shown_to);
    for (size_t i = 0; !all->arena.failed && i < check->package_count; i++) {
        collect_package(all, &check->packages[i]);
    }
}

static size_t search_nearest(scripts *all, ach__slice wanted) {
    size_t most = all->id_count < SEARCHED_MOST ? all->id_count : SEARCHED_MOST;
    size_t nearest = NO_SUGGESTION;
    ach__suggestion search;
    ach__suggest_start(&search, wanted);
    for (size_t i = 0; i < most && all->comparisons < COMPARISONS_MOST; i++) {
        if (ach__slice_equal_ignoring_case(all->ids[i], wanted)) {
            return i; /* however many letters it has */
        }
        const char *best = search.best.ptr;
        ach__suggest_offer(&search, all->ids[i]);
        all->comparisons++;
        nearest = search.best.ptr == best ? nearest : i;
    }
    return nearest;
}

/* One misspelt id often stands in many places: it is searched for once. */
static size_t find_nearest(scripts *all, ach__slice wanted) {
    size_t nearest = ach__map_find(&all->nearest, wanted);
    if (nearest == ACH__MAP_NONE) {
        nearest = search_nearest(all, wanted);
        ach__slice key = ach__slice_copy(&all->arena, wanted);
        if (key.ptr != NULL) {
            ach__map_add(&all->nearest, key, nearest);
        }
    }
    return nearest;
}

static bool is_ascii(ach__slice text) {
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++) {
        all |= (unsigned char)text.ptr[i];
    }
    return all < 0x80;
}

/* Whether an id that no node has may belong to one that could not be read. */
static bool may_be_lost(const scripts *all, ach__slice id) {
    const ach__script_check *check = all->check;
    bool is_lost = check->is_partial || (all->has_damaged && !is_ascii(id));
    for (size_t i = 0; i < check->package_count && !is_lost; i++) {
        const ach__nodes *nodes = check->packages[i].nodes;
        is_lost = nodes != NULL && ach__map_find(&nodes->lost, id) != ACH__MAP_NONE;
    }
    return is_lost;
}

static size_t line_at(const ach__lines *lines, uint32_t offset) {
    size_t low = 0;
    size_t high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + 1;
}

static uint32_t length_between(const script *in, uint32_t start, uint32_t end) {
    ach__slice text = {in->decoded.text.ptr + start, end - start};
    return (uint32_t)ach__utf8_length(text);
}

/* Lines are shown from a copy: most files have no fault and are forgotten at once. */
static void keep_lines(script *in, size_t package) {
    scripts *all = in->all;
    if (in->lines.count == 0 && all->shown < ACH__SCRIPTS_SHOWN_MOST) {
        ach__slice text = ach__slice_copy(all->check->shown, in->decoded.text);
        if (text.ptr != NULL) {
            in->lines = ach__lines_cut(all->check->shown, text);
            all->shown++;
        }
    }
    if (in->lines.count > 0 && all->shown_to[package] != in->number) {
        ach__diags_add_lines(all->check->packages[package].diags, in->path, &in->lines);
        all->shown_to[package] = in->number;
    }
}

/* For a finding in the list of that package. */
static ach__place place_of(script *in, const ach__script_id *id, size_t package) {
    const ach__lines *lines = &in->decoded.lines;
    size_t line = line_at(lines, id->start);
    if (line != in->line) {
        in->line = line;
        in->at = lines->starts[line - 1];
        in->column = 1;
    }
    if (id->start >= in->at) {
        in->column += length_between(in, in->at, id->start);
    } else {
        in->column -= length_between(in, id->start, in->at);
    }
    in->at = id->start;
    uint32_t line_end = lines->starts[line - 1] + (uint32_t)ach__lines_get(lines, line).len;
    uint32_t end = id->end < line_end ? id->end : line_end;
    keep_lines(in, package);
    ach__place place = {.file = in->path, .is_outside = true, .line = (uint32_t)line};
    place.column = in->column;
    place.columns = length_between(in, id->start, end);
    /* The text is the file from behind its mark on, unless it had to be decoded. */
    place.has_offset = in->decoded.charset == ACH__CHARSET_ASCII ||
                       ((in->decoded.charset == ACH__CHARSET_UTF8 ||
                         in->decoded.charset == ACH__CHARSET_UTF8_BOM) &&
                        in->decoded.fault_count == 0);
    place.offset = place.has_offset ? id->start + (in->decoded.raw.len - in->decoded.text.len) : 0;
    return place;
}

static void report_number(script *in, const ach__script_id *id) {
    ach__place place = place_of(in, id, 0);
    ach__slice number = {in->decoded.text.ptr + id->start, id->end - id->start};
    ach__finding *finding = ach__diags_add(
        in->all->diags, &ach__scripts_messages[ACH__SCRIPT_NODE_UNKNOWN_NUMBER], &place);
    ach__finding_text(finding, "call", ach__script_call_name(id->call));
    ach__finding_text(finding, "number", number);
    size_t digits = 0;
    while (digits < number.len && number.ptr[digits] >= '0' && number.ptr[digits] <= '9') {
        digits++;
    }
    if (digits == number.len) {
        ach__finding_text(finding, "id", number);
    }
}

static int unknown_to_tables(const scripts *all) {
    return all->check->package_count == 1 ? ACH__SCRIPT_NODE_UNKNOWN_TABLE
                                          : ACH__SCRIPT_NODE_UNKNOWN_TABLES;
}

static void report_unknown(script *in, const ach__script_id *id, ach__slice value) {
    scripts *all = in->all;
    ach__place place = place_of(in, id, 0);
    size_t nearest = find_nearest(all, value);
    bool is_near = nearest != NO_SUGGESTION;
    int message = is_near          ? ACH__SCRIPT_NODE_UNKNOWN_NEAR
                  : all->has_nodes ? ACH__SCRIPT_NODE_UNKNOWN
                                   : unknown_to_tables(all);
    ach__finding *finding = ach__diags_add(all->diags, &ach__scripts_messages[message], &place);
    ach__finding_text(finding, "call", ach__script_call_name(id->call));
    ach__finding_text(finding, "id", value);
    if (is_near) {
        ach__finding_text(finding, "suggestion", all->ids[nearest]);
    }
}

static bool has(uint32_t keys, ach__node_key key) {
    return (keys & (1u << key)) != 0;
}

/* Only what is surely so: a switch that cannot be used, or that may have been lost with a part of
 * the file, says nothing. */
static bool uploads_by_itself(const ach__node *node) {
    bool is_auto = has(node->configured, ACH__KEY_AUTO_SENT_CLOUD)
                       ? has(node->usable, ACH__KEY_AUTO_SENT_CLOUD)
                       : node->is_whole;
    return node->is_cloud && has(node->usable, ACH__KEY_IS_CLOUD) && is_auto &&
           node->auto_sent_cloud;
}

/* The node with this id that uploads by itself, of the first package that has it. False where in
 * another package it does not: the code may be that one's. */
static bool find_auto(const scripts *all, ach__slice id, size_t *package, size_t *node) {
    const ach__script_check *check = all->check;
    bool is_found = false;
    for (size_t i = 0; i < check->package_count; i++) {
        const ach__nodes *nodes = check->packages[i].nodes;
        size_t index = nodes == NULL ? ACH__MAP_NONE : ach__map_find(&nodes->by_id, id);
        if (index == ACH__MAP_NONE) {
            continue;
        }
        if (!uploads_by_itself(&nodes->items[index])) {
            return false;
        }
        if (!is_found) {
            *package = i;
            *node = index;
            is_found = true;
        }
    }
    return is_found;
}

static void check_cloud(script *in, const ach__script_id *id, ach__slice value) {
    scripts *all = in->all;
    size_t package = 0;
    size_t index = 0;
    if (!find_auto(all, value, &package, &index)) {
        return;
    }
    ach__nodes *nodes = all->check->packages[package].nodes;
    ach_diags *diags = all->check->packages[package].diags;
    bool is_written = has(nodes->items[index].configured, ACH__KEY_AUTO_SENT_CLOUD);
    ach__place place = place_of(in, id, package);
    place.node_id = value;
    ach__place other = ach__nodes_place(
        nodes, index, is_written ? ACH__KEY_AUTO_SENT_CLOUD : ACH__KEY_IS_CLOUD, diags);
    ach__finding *finding =
        ach__diags_add(diags, &ach__scripts_messages[ACH__SCRIPT_CLOUD_AUTO], &place);
    ach__finding_text(finding, "id", value);
    ach__finding_related(
        finding, is_written ? &ach__script_auto_written : &ach__script_auto_default, &other);
}

/* What the literals say, one behind the other; false where that is no text. */
static bool read_value(script *in, const ach__script_id *id, ach__slice *value) {
    ach__buffer *out = &in->all->value;
    ach__python tokens;
    ach__python_token token;
    ach__slice source = {in->decoded.text.ptr + id->start, id->end - id->start};
    ach__python_start(&tokens, source);
    ach__buffer_clear(out);
    while (ach__python_next(&tokens, &token)) {
        ach__slice literal = {source.ptr + token.start, token.end - token.start};
        if (token.type == ACH__PYTHON_STRING && !ach__python_append_string(out, literal)) {
            in->all->arena.failed = in->all->arena.failed || out->failed;
            return false;
        }
    }
    *value = (ach__slice){out->size == 0 ? "" : (const char *)out->data, out->size};
    return true;
}

static void check_id(void *user, const ach__script_id *id) {
    script *in = user;
    ach__slice value;
    if (id->is_number) {
        report_number(in, id);
    } else if (read_value(in, id, &value)) {
        if (ach__map_find(&in->all->by_id, value) == ACH__MAP_NONE) {
            if (!may_be_lost(in->all, value)) {
                report_unknown(in, id, value);
            }
        } else if (id->call == ACH__CALL_LOBBY_SET) {
            check_cloud(in, id, value);
        }
    }
}

static ach__finding *report_path(const scripts *all, ach__slice path, int message) {
    ach__place place = {.file = path, .is_outside = true};
    return ach__diags_add(all->diags, &ach__scripts_messages[message], &place);
}

static void give_error(ach__finding *finding, int error) {
    ach__finding_text(finding, "reason", ach__slice_of(ach__system_reason(error)));
    ach__finding_text(finding, "reason_zh", ach__slice_of(ach__system_reason_zh(error)));
}

static ach_status search_text(scripts *all, ach__slice path, ach__slice bytes) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    script in = {.all = all, .number = ++all->files, .path = path};
    ach_status status = ach__python_decode(&in.decoded, &arena, bytes);
    if (status == ACH_OK) {
        ach__script_calls_find(in.decoded.text, check_id, &in);
    }
    ach__arena_free(&arena);
    return status;
}

static ach_status search_file(scripts *all, const ach__source *source, const ach__file *file,
                              ach__slice path) {
    ach__slice bytes;
    if (file->type == ACH__FILE_LINK_AWAY || file->type == ACH__FILE_LINK_BROKEN) {
        (void)report_path(all, path, ACH__SCRIPT_UNREADABLE_LINK);
        return ACH_OK;
    }
    if (file->type != ACH__FILE_REGULAR) {
        give_error(report_path(all, path, ACH__SCRIPT_UNREADABLE), EINVAL);
        return ACH_OK;
    }
    errno = 0;
    ach_status status = ach__source_read(source, file, &all->content, &bytes);
    if (status == ACH_EIO) {
        give_error(report_path(all, path, ACH__SCRIPT_UNREADABLE), errno);
        return ACH_OK;
    }
    if (status == ACH_ELIMIT) {
        ach__finding_number(report_path(all, path, ACH__SCRIPT_UNREADABLE_LARGE), "limit",
                            ACH__SCRIPT_BYTES_MOST);
        return ACH_OK;
    }
    if (status == ACH_OK && bytes.len > ACH__SCRIPTS_BYTES_MOST - all->bytes) {
        all->is_full = true;
        ach__finding_number(report_path(all, path, ACH__SCRIPT_UNREADABLE_ALL), "limit",
                            ACH__SCRIPTS_BYTES_MOST);
        return ACH_OK;
    }
    all->bytes += status == ACH_OK ? bytes.len : 0;
    return status == ACH_OK ? search_text(all, path, bytes) : status;
}

/* The path of a file as findings show it; the name of the folder need not be text. */
static ach__slice shown_path(scripts *all, const char *folder, ach__slice file) {
    ach__slice start = ach__slice_of(folder);
    ach__buffer path;
    ach__buffer_init(&path, NULL, SIZE_MAX);
    while (start.len > 0 && start.ptr[start.len - 1] == '/') {
        start.len--;
    }
    if (ach__utf8_is_valid(start)) {
        ach__buffer_append(&path, start.ptr, start.len);
    } else {
        ach__utf8_append_shown(&path, start, SIZE_MAX);
    }
    ach__buffer_append_byte(&path, '/');
    ach__buffer_append(&path, file.ptr, file.len);
    ach__slice copy =
        ach__slice_copy(&all->arena, (ach__slice){(const char *)path.data, path.size});
    all->arena.failed = all->arena.failed || path.failed;
    ach__buffer_free(&path);
    return copy;
}

static ach_status search_source(scripts *all, const ach__source *source, const char *folder) {
    ach_status status = ACH_OK;
    for (size_t i = 0; i < source->count && status == ACH_OK && !all->is_full; i++) {
        const ach__file *file = &source->files[i];
        if (ach__slice_ends_ignoring_case(file->path, ACH__SLICE(".py"))) {
            ach__slice path = shown_path(all, folder, file->path);
            status = all->arena.failed ? ACH_ENOMEM : search_file(all, source, file, path);
        }
    }
    return status;
}

static ach_status search_folder(scripts *all, const char *folder) {
    ach__source *source = NULL;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return errno == ENOENT ? ACH_ENOTFOUND : ACH_EIO;
    }
    ach_status status = ach__source_open_folder(&source, fd, NULL);
    if (status == ACH_OK && all->id_count > 0) {
        status = search_source(all, source, folder);
    }
    ach__source_close(source);
    return status;
}

ach_status ach__check_scripts(const ach__script_check *check, const char **failed) {
    scripts all = {.check = check, .diags = check->packages[0].diags};
    ach_status status = ACH_OK;
    ach__arena_init(&all.arena, NULL);
    ach__buffer_init(&all.content, NULL, ACH__SCRIPT_BYTES_MOST);
    ach__buffer_init(&all.value, NULL, ACH__SCRIPT_BYTES_MOST);
    collect_ids(&all);
    for (size_t i = 0; i < check->count && status == ACH_OK && !all.arena.failed; i++) {
        *failed = check->folders[i];
        status = search_folder(&all, check->folders[i]);
    }
    int error = errno;
    if (status == ACH_OK && (all.arena.failed || check->shown->failed)) {
        status = ACH_ENOMEM;
    }
    ach__buffer_free(&all.value);
    ach__buffer_free(&all.content);
    ach__arena_free(&all.arena);
    errno = error;
    return status;
}
