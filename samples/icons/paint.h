/* The canvas of one icon and the painting of fills, motifs and medallions on it. */
/* SPDX-License-Identifier: MIT */
#ifndef ICON_PAINT_H
#define ICON_PAINT_H

#include "shapes.h"

#define ICON_SIZE   ((size_t)120)
#define ICON_PIXELS (ICON_SIZE * ICON_SIZE)
#define ICON_BYTES  (ICON_PIXELS * 4)

struct colour {
    double r;
    double g;
    double b;
};

/* Colours are premultiplied by alpha; `distance` is the field of the fill being painted. */
struct canvas {
    struct colour colour[ICON_PIXELS];
    double alpha[ICON_PIXELS];
    double distance[ICON_PIXELS];
};

/* Where the origin of a drawing lies on the canvas, how large and how far turned (degrees). */
struct placement {
    struct vec origin;
    double scale;
    double angle;
};

struct drawing {
    const struct element *elements;
    size_t count;
};

/* Colours of a medallion: the field inside, its rim, and the line around the motif. */
struct palette {
    uint32_t field_light;
    uint32_t field_dark;
    uint32_t rim_light;
    uint32_t rim_dark;
    uint32_t line;
};

void canvas_clear(struct canvas *canvas);

/* Paints the body of an icon: shadow, rim and shaded field in the outline of `frame`. */
void paint_medallion(struct canvas *canvas, const struct element *frame,
                     const struct palette *palette);

/* Paints a drawing with its shadow and its outline of the given colour. */
void paint_drawing(struct canvas *canvas, struct drawing drawing, struct placement where,
                   uint32_t line);

/* Takes the colour out of everything painted so far and dims it. */
void canvas_dim(struct canvas *canvas);

/* Converts to rows of 8-bit RGBA. */
void canvas_export(const struct canvas *canvas, unsigned char *rgba);

#endif
