/* Painting of distance fields: coverage, gradients, bevels, shadows and glows. */
/* SPDX-License-Identifier: MIT */
#include "paint.h"

#include <math.h>
#include <string.h>

static const double PI = 3.14159265358979323846;
static const double RIM_WIDTH = 5.5;
static const double LINE_WIDTH = 2.1;
static const double BEVEL_WIDTH = 3.0;
static const double GLOW_WIDTH = 15.0;
static const struct vec CENTRE = {60.0, 58.5};
static const struct vec TO_LIGHT = {-0.45, -0.89};
static const struct colour BLACK = {0.0, 0.0, 0.0};
static const struct colour WHITE = {1.0, 1.0, 1.0};

static double clamp01(double value) {
    return fmin(fmax(value, 0.0), 1.0);
}

static double smooth(double value) {
    double t = clamp01(value);
    return t * t * (3.0 - 2.0 * t);
}

/* Share of a pixel that lies inside an outline at this distance from its centre. */
static double coverage(double distance) {
    return clamp01(0.5 - distance);
}

static struct colour unpack(uint32_t rgb) {
    return (struct colour){(double)(rgb >> 16 & 0xFFU) / 255.0, (double)(rgb >> 8 & 0xFFU) / 255.0,
                           (double)(rgb & 0xFFU) / 255.0};
}

static struct colour mix(struct colour a, struct colour b, double share) {
    return (struct colour){a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share,
                           a.b + (b.b - a.b) * share};
}

static struct vec pixel_centre(size_t index) {
    size_t column = index % ICON_SIZE;
    size_t row = index / ICON_SIZE;
    return (struct vec){(double)column + 0.5, (double)row + 0.5};
}

static void put(struct canvas *canvas, size_t index, struct colour colour, double alpha) {
    struct colour *under = &canvas->colour[index];
    under->r = colour.r * alpha + under->r * (1.0 - alpha);
    under->g = colour.g * alpha + under->g * (1.0 - alpha);
    under->b = colour.b * alpha + under->b * (1.0 - alpha);
    canvas->alpha[index] = alpha + canvas->alpha[index] * (1.0 - alpha);
}

void canvas_clear(struct canvas *canvas) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        canvas->colour[i] = BLACK;
        canvas->alpha[i] = 0.0;
        canvas->distance[i] = INFINITY;
    }
}

/* ---- distance fields ------------------------------------------------------------------------- */

static struct vec to_drawing(struct placement where, struct vec at) {
    double turn = where.angle * PI / 180.0;
    double x = (at.x - where.origin.x) / where.scale;
    double y = (at.y - where.origin.y) / where.scale;
    return (struct vec){x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)};
}

static void measure_group(double *field, const struct element *group, size_t count,
                          struct placement where) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        struct vec at = to_drawing(where, pixel_centre(i));
        field[i] = group_distance(group, count, at) * where.scale;
    }
}

/* The union of all solid fills, which the outline and the shadow follow. */
static void measure_silhouette(double *field, struct drawing drawing, struct placement where) {
    double part[ICON_PIXELS];
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        field[i] = INFINITY;
    }
    for (size_t at = 0; at < drawing.count;) {
        const struct element *group = &drawing.elements[at];
        size_t length = group_length(group, drawing.count - at);
        at += length;
        if (group->style != SOLID) {
            continue;
        }
        measure_group(part, group, length, where);
        for (size_t i = 0; i < ICON_PIXELS; i++) {
            field[i] = fmin(field[i], part[i]);
        }
    }
}

static double field_at(const double *field, size_t x, size_t y) {
    size_t last = ICON_SIZE - 1;
    return field[(y < last ? y : last) * ICON_SIZE + (x < last ? x : last)];
}

/* How far the edge next to a pixel faces the light: 1 towards it, -1 away. */
static double facing(const double *field, size_t index) {
    size_t x = index % ICON_SIZE;
    size_t y = index / ICON_SIZE;
    double slope_x = field_at(field, x + 1, y) - field_at(field, x > 0 ? x - 1 : 0, y);
    double slope_y = field_at(field, x, y + 1) - field_at(field, x, y > 0 ? y - 1 : 0);
    double length = hypot(slope_x, slope_y);
    if (!(length > 1e-6)) {
        return 0.0;
    }
    return (slope_x * TO_LIGHT.x + slope_y * TO_LIGHT.y) / length;
}

static struct colour bevel(const double *field, size_t index, struct colour colour, double width) {
    double near_edge = smooth(1.0 + field[index] / width);
    double light = facing(field, index) * near_edge;
    return light > 0.0 ? mix(colour, WHITE, light * 0.50) : mix(colour, BLACK, -light * 0.30);
}

/* ---- fills ----------------------------------------------------------------------------------- */

struct span {
    double from;
    double to;
};

/* Rows that a fill covers: its gradient runs from the first to the last. */
static struct span rows_covered(const double *field) {
    struct span rows = {ICON_SIZE, 0.0};
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        if (field[i] < 0.0) {
            double y = pixel_centre(i).y;
            rows.from = fmin(rows.from, y);
            rows.to = fmax(rows.to, y);
        }
    }
    return rows;
}

static void paint_fill(struct canvas *canvas, const struct element *look) {
    const double *field = canvas->distance;
    struct span rows = rows_covered(field);
    struct colour top = unpack(look->top);
    struct colour bottom = unpack(look->bottom);
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        double share = clamp01((pixel_centre(i).y - rows.from) / fmax(rows.to - rows.from, 1.0));
        struct colour colour = mix(top, bottom, share);
        if (look->style == SOLID) {
            colour = bevel(field, i, colour, BEVEL_WIDTH);
        }
        put(canvas, i, colour, coverage(field[i]));
    }
}

/* A glow stays inside what is painted already, so that it never leaves the medallion. */
static void paint_glow(struct canvas *canvas, uint32_t rgb) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        double fade = 1.0 - clamp01(canvas->distance[i] / GLOW_WIDTH);
        double alpha = 0.6 * fade * fade * canvas->alpha[i];
        put(canvas, i, unpack(rgb), alpha);
    }
}

static void paint_groups(struct canvas *canvas, struct drawing drawing, struct placement where) {
    for (size_t at = 0; at < drawing.count;) {
        const struct element *group = &drawing.elements[at];
        size_t length = group_length(group, drawing.count - at);
        measure_group(canvas->distance, group, length, where);
        if (group->style == SOFT) {
            paint_glow(canvas, group->top);
        } else {
            paint_fill(canvas, group);
        }
        at += length;
    }
}

static void paint_shadow(struct canvas *canvas, double reach, double strength) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        double alpha = strength * smooth(0.5 - canvas->distance[i] / reach);
        put(canvas, i, BLACK, alpha);
    }
}

static void paint_line(struct canvas *canvas, uint32_t rgb, double width) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        put(canvas, i, unpack(rgb), coverage(canvas->distance[i] - width));
    }
}

/* What stands before the first solid fill lies behind the outline of the motif. */
static size_t backdrop_length(struct drawing drawing) {
    size_t length = 0;
    while (length < drawing.count && drawing.elements[length].style != SOLID) {
        length += group_length(&drawing.elements[length], drawing.count - length);
    }
    return length;
}

void paint_drawing(struct canvas *canvas, struct drawing drawing, struct placement where,
                   uint32_t line) {
    size_t split = backdrop_length(drawing);
    struct drawing backdrop = {drawing.elements, split};
    struct drawing motif = {drawing.elements + split, drawing.count - split};
    struct placement below = where;
    below.origin.x += 1.0;
    below.origin.y += 3.5;
    paint_groups(canvas, backdrop, where);
    measure_silhouette(canvas->distance, motif, below);
    paint_shadow(canvas, 9.0, 0.5);
    measure_silhouette(canvas->distance, motif, where);
    paint_line(canvas, line, LINE_WIDTH);
    paint_groups(canvas, motif, where);
}

/* ---- medallion ------------------------------------------------------------------------------- */

static void paint_rim(struct canvas *canvas, const struct palette *palette) {
    const double *field = canvas->distance;
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        double share = clamp01((pixel_centre(i).y - 6.0) / 106.0);
        struct colour metal = mix(unpack(palette->rim_light), unpack(palette->rim_dark), share);
        put(canvas, i, mix(metal, BLACK, 0.62), coverage(field[i]));
        put(canvas, i, bevel(field, i, metal, 4.5), coverage(field[i] + 1.4));
    }
}

/* Sunbeams that fan out from the middle, strongest half way to the rim. */
static double beam(struct vec at) {
    struct vec rel = {at.x - CENTRE.x, at.y - CENTRE.y};
    double wave = sin(atan2(rel.y, rel.x) * 12.0 + PI / 2.0);
    double radius = hypot(rel.x, rel.y);
    return smooth(0.5 + wave * radius / 14.0) * smooth(radius / 30.0) * 0.09;
}

static struct colour field_colour(const struct palette *palette, struct vec at, double distance) {
    double away = hypot(at.x - CENTRE.x, at.y - (CENTRE.y - 14.0)) / 62.0;
    struct colour light = unpack(palette->field_light);
    struct colour colour = mix(light, unpack(palette->field_dark), smooth(away));
    colour = mix(colour, WHITE, beam(at));
    return mix(colour, BLACK, 0.38 * smooth(1.0 + distance / 7.0));
}

static void paint_field(struct canvas *canvas, const struct palette *palette) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        struct vec at = pixel_centre(i);
        double inner = canvas->distance[i] + RIM_WIDTH;
        put(canvas, i, mix(unpack(palette->rim_dark), BLACK, 0.6), coverage(inner - 1.2));
        put(canvas, i, field_colour(palette, at, inner), coverage(inner));
    }
}

void paint_medallion(struct canvas *canvas, const struct element *frame,
                     const struct palette *palette) {
    struct placement below = {{CENTRE.x, CENTRE.y + 2.5}, 1.0, 0.0};
    measure_group(canvas->distance, frame, 1, below);
    paint_shadow(canvas, 5.0, 0.45);
    measure_group(canvas->distance, frame, 1, (struct placement){CENTRE, 1.0, 0.0});
    paint_rim(canvas, palette);
    paint_field(canvas, palette);
}

/* ---- whole canvas ---------------------------------------------------------------------------- */

void canvas_dim(struct canvas *canvas) {
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        struct colour was = canvas->colour[i];
        double grey = 0.30 * was.r + 0.59 * was.g + 0.11 * was.b;
        struct colour cool = {grey * 0.96, grey * 0.99, grey * 1.06};
        struct colour pale = mix(was, cool, 0.88);
        canvas->colour[i] = mix(pale, BLACK, 0.30);
    }
}

static unsigned char to_byte(double value) {
    return (unsigned char)(clamp01(value) * 255.0 + 0.5);
}

void canvas_export(const struct canvas *canvas, unsigned char *rgba) {
    memset(rgba, 0, ICON_BYTES);
    for (size_t i = 0; i < ICON_PIXELS; i++) {
        unsigned char *pixel = rgba + 4 * i;
        pixel[3] = to_byte(canvas->alpha[i]);
        if (pixel[3] > 0) {
            pixel[0] = to_byte(canvas->colour[i].r / canvas->alpha[i]);
            pixel[1] = to_byte(canvas->colour[i].g / canvas->alpha[i]);
            pixel[2] = to_byte(canvas->colour[i].b / canvas->alpha[i]);
        }
    }
}
