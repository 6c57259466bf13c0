/* Signed distance shapes: the elements that a motif is composed of. */
/* SPDX-License-Identifier: MIT */
#ifndef ICON_SHAPES_H
#define ICON_SHAPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHAPE_NUMBERS 16

struct vec {
    double x;
    double y;
};

enum shape_kind { SHAPE_DISC, SHAPE_BOX, SHAPE_ELLIPSE, SHAPE_CAPSULE, SHAPE_POLYGON, SHAPE_STAR };

/* NEW starts a fill of its own; ADD and CUT change the outline of the fill that is open. */
enum shape_op { NEW, ADD, CUT };

/* SOLID is bevelled and outlined, FLAT only filled, SOFT a glow that fades around the shape.
   Fills before the first SOLID one form the backdrop, behind the outline. */
enum shape_style { SOLID, FLAT, SOFT };

struct element {
    enum shape_op op;
    enum shape_kind kind;
    enum shape_style style;
    bool mirror;     /* show the shape on both sides of the vertical axis */
    uint32_t top;    /* 0xRRGGBB at the upper end of the fill */
    uint32_t bottom; /* and at the lower end */
    double round;    /* grow the shape by so much, which rounds its corners */
    double blend;    /* ADD only: width of the soft weld */
    size_t count;    /* polygons: number of corners */
    double p[SHAPE_NUMBERS];
};

/* Table notation: { NEW, FILL(...), DISC(...) }, { ADD, BOX(...) }, ... with y pointing down. */
#define FILL(upper, lower)          .top = (upper), .bottom = (lower)
#define DISC(cx, cy, r)             .kind = SHAPE_DISC, .p = {(cx), (cy), (r)}
#define BOX(cx, cy, half_w, half_h) .kind = SHAPE_BOX, .p = {(cx), (cy), (half_w), (half_h)}
#define ELLIPSE(cx, cy, rx, ry)     .kind = SHAPE_ELLIPSE, .p = {(cx), (cy), (rx), (ry)}
#define CAPSULE(x0, y0, x1, y1, r)  .kind = SHAPE_CAPSULE, .p = {(x0), (y0), (x1), (y1), (r)}
#define STAR(cx, cy, outer, inner, tips)                                                           \
    .kind = SHAPE_STAR, .p = {(cx), (cy), (outer), (inner), (tips)}
#define POLYGON(...)                                                                               \
    .kind = SHAPE_POLYGON, .p = {__VA_ARGS__},                                                     \
    .count = sizeof((double[]){__VA_ARGS__}) / (2 * sizeof(double))

/* Number of elements of the fill that starts at `first`. */
size_t group_length(const struct element *first, size_t available);

/* Distance from `at` to the outline of a fill; negative inside. */
double group_distance(const struct element *group, size_t count, struct vec at);

#endif
