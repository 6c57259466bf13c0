/* Where the table lies, and whether that is a place the platform looks at.
 * SPDX-License-Identifier: MIT */
#include "source/layout.h"

#include "base/suggest.h"
#include "model/table.h"
#include "rules/package.h"

enum { DEPTH_MOST = 2, NEAR_DEPTH_MOST = 3, RELATED_MOST = 10 };

static size_t depth_of(const ach__file *file) {
    size_t depth = 0;
    for (size_t i = 0; i < file->path.len; i++) {
        depth += file->path.ptr[i] == '/';
    }
    return depth;
}

static bool has_table_name(const ach__file *file) {
    return file->path_is_text &&
           ach__slice_equal(ach__slice_basename(file->path), ACH__SLICE(ACH__TABLE_NAME));
}

bool ach__layout_is_table(const ach__file *file) {
    return file->type == ACH__FILE_REGULAR && has_table_name(file) && depth_of(file) <= DEPTH_MOST;
}

/* The shallowest table at most `most` folders deep, the first of them; *count tells how many there
 * are at all. */
static const ach__file *find_table(const ach__source *source, size_t most, size_t *count) {
    const ach__file *best = NULL;
    size_t best_depth = SIZE_MAX;
    *count = 0;
    for (size_t i = 0; i < source->count; i++) {
        const ach__file *file = &source->files[i];
        if (file->type != ACH__FILE_REGULAR || !has_table_name(file)) {
            continue;
        }
        size_t depth = depth_of(file);
        if (depth <= most) {
            *count += 1;
            if (depth < best_depth) {
                best = file;
                best_depth = depth;
            }
        }
    }
    return best;
}

/* How a file's name comes near to the table's. The smaller, the nearer. */
typedef enum nearness {
    NEAR_NO_FILE,     /* the very name, but a link, a device or a folder */
    NEAR_CASE,        /* nodesetting.csv */
    NEAR_TEXT_ENDING, /* NodeSetting.csv.txt */
    NEAR_NAME,        /* NodeSetting (1).csv, NodeSettings.csv */
    NEAR_SPREADSHEET, /* NodeSetting.xlsx */
    NEAR_TEXT,        /* NodeSetting.txt, NodeSetting */
    NEAR_ANY_CSV,     /* some other .csv */
    NEAR_NOT
} nearness;

static bool starts_like_table(ach__slice name) {
    ach__slice stem = ACH__SLICE("NodeSetting");
    return name.len >= stem.len &&
           ach__slice_equal_ignoring_case((ach__slice){name.ptr, stem.len}, stem);
}

static bool is_misspelt(ach__slice name) {
    ach__suggestion search;
    ach__suggest_start(&search, ACH__SLICE(ACH__TABLE_NAME));
    ach__suggest_offer(&search, name);
    return search.best.ptr != NULL;
}

bool ach__layout_is_spreadsheet(ach__slice name) {
    static const char *const endings[] = {".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".et"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ach__slice_ends_ignoring_case(name, ach__slice_of(endings[i]))) {
            return true;
        }
    }
    return false;
}

static nearness judge_name(const ach__file *file) {
    ach__slice name = ach__slice_basename(file->path);
    if (has_table_name(file)) {
        return file->type == ACH__FILE_REGULAR ? NEAR_NOT : NEAR_NO_FILE;
    }
    if (file->type != ACH__FILE_REGULAR || name.len == 0 || name.ptr[0] == '.' ||
        name.ptr[0] == '~') {
        return NEAR_NOT;
    }
    bool is_csv = ach__slice_ends_ignoring_case(name, ACH__SLICE(".csv"));
    if (ach__slice_equal_ignoring_case(name, ACH__SLICE(ACH__TABLE_NAME))) {
        return NEAR_CASE;
    }
    if (starts_like_table(name)) {
        return ach__slice_ends_ignoring_case(name, ACH__SLICE(".csv.txt")) ? NEAR_TEXT_ENDING
               : is_csv                                                    ? NEAR_NAME
               : ach__layout_is_spreadsheet(name)                          ? NEAR_SPREADSHEET
                                                                           : NEAR_TEXT;
    }
    if (is_csv) {
        return is_misspelt(name) ? NEAR_NAME : NEAR_ANY_CSV;
    }
    return NEAR_NOT;
}

static const ach__package_message near_messages[] = {
    [NEAR_NO_FILE] = ACH__TABLE_MISSING_NO_FILE,
    [NEAR_CASE] = ACH__TABLE_MISSING_CASE,
    [NEAR_TEXT_ENDING] = ACH__TABLE_MISSING_TEXT_ENDING,
    [NEAR_NAME] = ACH__TABLE_MISSING_NAME,
    [NEAR_SPREADSHEET] = ACH__TABLE_MISSING_SPREADSHEET,
    [NEAR_TEXT] = ACH__TABLE_MISSING_TEXT_ENDING,
    [NEAR_ANY_CSV] = ACH__TABLE_MISSING_NAME,
    [NEAR_NOT] = ACH__TABLE_MISSING,
};

static nearness near_of(const ach__file *file) {
    return depth_of(file) <= NEAR_DEPTH_MOST ? judge_name(file) : NEAR_NOT;
}

/* The other near misses become related places. */
static void add_near(const ach__source *source, const ach__file *best, ach__finding *finding) {
    size_t given = 0;
    for (size_t i = 0; i < source->count && given < RELATED_MOST; i++) {
        const ach__file *file = &source->files[i];
        if (file != best && near_of(file) < NEAR_ANY_CSV) {
            ach__place place = {.file = file->path};
            ach__finding_related(finding, &ach__table_near, &place);
            given++;
        }
    }
}

void ach__layout_report_missing(const ach__source *source, bool is_needed, ach_diags *diags) {
    nearness nearest = NEAR_NOT;
    const ach__file *best = NULL;
    for (size_t i = 0; i < source->count; i++) {
        nearness found = near_of(&source->files[i]);
        if (found < nearest) {
            nearest = found;
            best = &source->files[i];
        }
    }
    if (!is_needed && nearest >= NEAR_ANY_CSV) {
        return;
    }
    ach__place place = {.file = best == NULL ? (ach__slice){NULL, 0} : best->path};
    ach__finding *finding =
        ach__diags_add(diags, &ach__package_messages[near_messages[nearest]], &place);
    if (best != NULL) {
        ach__finding_text(finding, "found", best->path);
        add_near(source, best, finding);
    }
}

static void report_several(const ach__layout *layout, size_t count, ach_diags *diags) {
    ach__place place = {.file = layout->table->path};
    ach__finding *finding =
        ach__diags_add(diags, &ach__package_messages[ACH__TABLE_SEVERAL], &place);
    size_t given = 0;
    ach__finding_number(finding, "count", count);
    ach__finding_text(finding, "found", layout->table->path);
    for (size_t i = 0; i < layout->source->count && given < RELATED_MOST; i++) {
        const ach__file *file = &layout->source->files[i];
        if (file != layout->table && ach__layout_is_table(file)) {
            ach__place other = {.file = file->path};
            ach__finding_related(finding, &ach__table_another, &other);
            given++;
        }
    }
}

/* Whether the file or folder is neither in the table's folder nor one of the folders around it. */
static bool lies_beside(const ach__layout *layout, const ach__file *file) {
    bool is_around = file->type == ACH__FILE_DIRECTORY && file->path.len < layout->root.len &&
                     layout->root.ptr[file->path.len] == '/' &&
                     ach__slice_starts(layout->root, file->path);
    return !is_around && !ach__slice_starts(file->path, layout->root);
}

ach__slice ach__layout_folder(ach__slice root) {
    return (ach__slice){root.ptr, root.len > 0 ? root.len - 1 : 0};
}

static void report_deep(const ach__layout *layout, ach_diags *diags) {
    ach__place place = {.file = layout->table->path};
    ach__finding *finding =
        ach__diags_add(diags, &ach__package_messages[ACH__PACKAGE_LAYOUT_DEEP], &place);
    ach__finding_text(finding, "found", layout->table->path);
    ach__finding_text(finding, "root", ach__layout_folder(layout->root));
    ach__finding_number(finding, "depth", depth_of(layout->table));
}

static bool report_beside(const ach__layout *layout, ach_diags *diags) {
    const ach__source *source = layout->source;
    const ach__file *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (lies_beside(layout, &source->files[i])) {
            first = first == NULL ? &source->files[i] : first;
            count++;
        }
    }
    if (first == NULL) {
        return false;
    }
    ach__package_message message =
        count == 1 ? ACH__PACKAGE_LAYOUT_BESIDE : ACH__PACKAGE_LAYOUT_BESIDE_SEVERAL;
    ach__place place = {.file = first->path};
    ach__finding *finding = ach__diags_add(diags, &ach__package_messages[message], &place);
    ach__finding_text(finding, "found", first->path);
    ach__finding_text(finding, "root", ach__layout_folder(layout->root));
    ach__finding_number(finding, "count", count);
    return true;
}

/* Both official documents' layouts are right, so one that is not our own is worth a note only. */
static void note_layout(const ach__layout *layout, ach_diags *diags) {
    size_t depth = depth_of(layout->table);
    if (depth < DEPTH_MOST) {
        ach__package_message message =
            depth == 0 ? ACH__PACKAGE_LAYOUT_FLAT : ACH__PACKAGE_LAYOUT_ONE_FOLDER;
        ach__place place = {.file = layout->table->path};
        ach__finding *finding = ach__diags_add(diags, &ach__package_messages[message], &place);
        ach__finding_text(finding, "root", ach__layout_folder(layout->root));
    }
}

void ach__layout_find(ach__layout *layout, ach_diags *diags) {
    const ach__source *source = layout->source;
    size_t count = 0;
    size_t deep_count = 0;
    const ach__file *table = find_table(source, DEPTH_MOST, &count);
    const ach__file *deep = table == NULL ? find_table(source, SIZE_MAX, &deep_count) : NULL;
    layout->table = table != NULL ? table : deep;
    if (layout->table == NULL) {
        layout->root = ACH__SLICE("");
        if (!layout->is_optional) {
            ach__layout_report_missing(source, true, diags);
        }
        return;
    }
    ach__slice path = layout->table->path;
    layout->root = (ach__slice){path.ptr, path.len - ach__slice_basename(path).len};
    if (deep != NULL) {
        report_deep(layout, diags);
    } else if (count > 1) {
        report_several(layout, count, diags);
    } else if (source->is_archive && !report_beside(layout, diags)) {
        note_layout(layout, diags);
    }
}
