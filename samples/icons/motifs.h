/* The motifs of the sample: what each icon shows, in which frame and colours. */
/* SPDX-License-Identifier: MIT */
#ifndef ICON_MOTIFS_H
#define ICON_MOTIFS_H

#include "paint.h"

struct motif {
    const char *name; /* of the files: NAME.png and NAME_locked.png */
    const struct element *frame;
    const struct palette *palette;
    struct drawing drawing;
    struct placement where;
};

extern const struct motif MOTIFS[];
extern const size_t MOTIF_COUNT;

/* The sign in the corner of a locked icon. */
extern const struct drawing PADLOCK;
extern const struct placement PADLOCK_PLACE;
extern const uint32_t PADLOCK_LINE;

#endif
