/* From the cells PrePic and FinPic to the files that they name.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_ICON_PATHS_H
#define ACH__CHECK_ICON_PATHS_H

#include "base/map.h"
#include "base/slice.h"
#include "check/check.h"
#include "diag/diag.h"
#include "model/table.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

#define ACH__ICON_FOLDER         "textures/"
#define ACH__ICON_PATH_LIMIT     150
#define ACH__ICON_PATH_FAULTS    6
#define ACH__ICON_PREFIX_ASSUMED 20 /* characters of "x/Achievement/" where it is not yet known */

/* What one text in a cell turned out to be; a text is looked up once, however many cells hold it.
 */
typedef struct ach__icon_path {
    const ach__file *file; /* a regular file, or NULL */
    const ach__message *faults[ACH__ICON_PATH_FAULTS];
    size_t fault_count;
    ach__slice text;       /* as written, without spaces at the ends where that is the file */
    ach__slice slashed;    /* with '/' for '\'; the parameters of messages, absent if not needed */
    ach__slice real;       /* how the file is really spelt */
    ach__slice suggestion; /* the file that was probably meant */
    size_t length;         /* in the package, in characters */
} ach__icon_path;

/* The look-up of one package. Memory is the package's arena. */
typedef struct ach__icon_paths {
    ach__package *package;
    ach__map by_text;   /* text of a cell -> index in `paths` */
    ach__map by_folded; /* path in small letters -> index in source->files */
    const ach__icon_path **paths;
    size_t count;
    bool *is_mentioned; /* by index in source->files: named by a cell or by a message already */
    size_t effort;      /* how many names may still be compared for suggestions */
    bool is_incomplete; /* some cell could not be read, so it is not known which files are named */
} ach__icon_paths;

/* False where there is no memory. */
bool ach__icon_paths_start(ach__icon_paths *paths, ach__package *package);

/* The file that a cell names, or NULL; raises what is wrong with the path. */
const ach__file *ach__icon_paths_resolve(ach__icon_paths *paths, const ach__row *row,
                                         ach__column column, ach_diags *diags);

/* The same for a row that is not packed: its pictures belong to the resource pack, so one that is
 * not here is not told, and one that is here is not told as unused. Gives NULL. */
const ach__file *ach__icon_paths_excuse(ach__icon_paths *paths, const ach__row *row,
                                        ach__column column, ach_diags *diags);

/* Whether the file, or what stands for one, lies in the package's `textures/` and its ending is
 * that of a picture. */
bool ach__icon_is_picture(const ach__package *package, const ach__file *file);

#endif
