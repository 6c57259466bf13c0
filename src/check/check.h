/* Checking a package: every rule that applies, over a folder or a zip.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_CHECK_H
#define ACH__CHECK_CHECK_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "check/scripts.h"
#include "diag/diag.h"
#include "format/png.h"
#include "format/zip_read.h"
#include "model/nodes.h"
#include "model/table.h"
#include "model/tree.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__ICON_WIDTH         120
#define ACH__ICON_HEIGHT        120
#define ACH__PACKAGE_BYTES_GOOD 3000000 /* platform.md P2: surely fine */
#define ACH__PACKAGE_BYTES_MOST 3145728 /* above: surely refused */
#define ACH__MAX_PIXELS_DEFAULT (4u << 20)
#define ACH__NODE_LIST_NAME     ".achpack-nodes" /* beside the table: what achpack wrote */

/* Paths as the user gave them. */
typedef struct ach__path_list {
    const char *const *items;
    size_t count;
} ach__path_list;

typedef struct ach__check_options {
    ach__zip_limits limits;
    uint64_t max_pixels;      /* of one picture */
    size_t jobs;              /* threads, at least 1 */
    const char *header_image; /* path of the page picture, or NULL */
    const char *ignored;      /* path that a folder's list leaves out, or NULL */
    const char *prefix;   /* of the entries that a build writes, "x/Achievement/"; NULL: a likely
                             one, for the size of the package */
    bool keep_bytes;      /* keep the pictures' bytes for a build */
    bool only_source;     /* the table is read to make node files from: those that are there do not
                             count, and it may do without rows for a package */
    ach__path_list nodes; /* folders of node files; none: the package's own customAchievements */
    ach__path_list resources; /* resource packs, for the pictures of the nodes */
    ach__path_list scripts;   /* folders of the mod's code */
    bool scripts_wait;        /* the caller searches them, once it knows all packages */
    bool nodes_are_told; /* another package was checked with these folders: what is wrong in them
                            alone is not raised again */
    const char **failed; /* where to name the path at fault; NULL: nobody asks */
} ach__check_options;

/* A picture that rows name, once however many name it. */
typedef struct ach__icon {
    const ach__file *file;
    size_t row; /* the first row that names it, and in which column */
    ach__column column;
    ach_status status;    /* of reading it */
    ach__png_facts facts; /* where status is ACH_OK */
    char *content;        /* with keep_bytes: what was read and judged, from malloc; else NULL */
    size_t content_size;
} ach__icon;

/* What is known of a package once it has been checked. */
typedef struct ach__package {
    ach__arena arena;
    ach__source *source;
    ach__slice prefix;           /* of the entries that a build writes */
    ach__slice root;             /* path prefix of the table's folder: "" or "x/" or "x/y/" */
    const ach__file *table_file; /* NULL: none */
    ach__buffer table_bytes;
    ach__table table; /* where table_file is not NULL and could be read */
    bool has_table;
    ach__tree tree;    /* of ParentNode; without it all nodes are roots */
    ach__nodes *nodes; /* NULL: there are no node files */
    ach__icon *icons;  /* distinct pictures, sorted by path */
    size_t icon_count;
    size_t *row_icons[2];             /* by row: index of PrePic's and FinPic's icon, or SIZE_MAX */
    const ach__file *const *left_out; /* stray files and unused pictures, sorted */
    size_t left_out_count;
    ach__slice *foreign; /* path prefixes of the options' folders that lie inside: not ours */
    size_t foreign_count;
} ach__package;

/* Checks the folder or the zip at `path`. Findings go to `diags`, sorted. *out (never left half
 * made) stays valid with whatever could be learned; it must outlive the printing of `diags`.
 * ACH_OK: checked, whatever was found; ACH_EIO (errno), ACH_ENOTFOUND, ACH_ELIMIT, ACH_ENOMEM:
 * could not be checked, *out is NULL, and *options->failed is the path at fault. */
ach_status ach__check_package(ach__package **out, const char *path,
                              const ach__check_options *options, ach_diags *diags);
void ach__package_free(ach__package *package);

/* What the mod's code may name of a package, and whether there is more that could not be read. */
ach__script_nodes ach__package_script_nodes(const ach__package *package, ach_diags *diags);
bool ach__package_lacks_nodes(const ach__package *package);

/* The bytes that a build of the package would have, nested under `outer` folder name: exact. */
uint64_t ach__package_budget(const ach__package *package, ach__slice prefix);

/* The families, one file each. They raise findings and fill their part of the package; out of
 * memory shows in package->arena.failed and ach__diags_failed(). */
void ach__check_layout(ach__package *package, ach_diags *diags); /* finds the table */
/* That there is none, where one is needed: the node files are read. */
void ach__check_table_missing(const ach__package *package, ach_diags *diags);
void ach__check_table(ach__package *package, ach_diags *diags);     /* table.c: cells and ids */
void ach__check_hierarchy(ach__package *package, ach_diags *diags); /* hierarchy.c: ParentNode */
void ach__check_icons(ach__package *package, const ach__check_options *options,
                      ach_diags *diags);                        /* icons.c */
void ach__check_nodes(ach__package *package, ach_diags *diags); /* nodes.c: order, dependence */
/* cloud.c: what nodes say of the cloud, and what the table says of the same. */
void ach__check_cloud_switches(ach__package *package, ach_diags *diags);
void ach__check_cloud(ach__package *package, ach_diags *diags);
/* node_icons.c: the pictures in the resource packs. ACH_OK; ACH_EIO (errno), ACH_ENOTFOUND,
 * ACH_ELIMIT: of a resource pack, *failed; ACH_ENOMEM. */
ach_status ach__check_node_icons(ach__package *package, const ach__check_options *options,
                                 ach_diags *diags, const char **failed);
/* foreign.c: finds which of the options' folders lie in the package's own, at `path`. */
void ach__package_find_foreign(ach__package *package, const char *path,
                               const ach__check_options *options);
void ach__check_contents(ach__package *package,
                         ach_diags *diags); /* contents.c: stray files, size */
void ach__check_header_image(const ach__check_options *options, ach_diags *diags);

#endif
