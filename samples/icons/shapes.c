/* Distance functions of the shapes and their composition into fills. */
/* SPDX-License-Identifier: MIT */
#include "shapes.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

static double clamp01(double value) {
    return fmin(fmax(value, 0.0), 1.0);
}

static struct vec minus(struct vec a, struct vec b) {
    return (struct vec){a.x - b.x, a.y - b.y};
}

static double dot(struct vec a, struct vec b) {
    return a.x * b.x + a.y * b.y;
}

static double segment_distance(struct vec at, struct vec from, struct vec to) {
    struct vec way = minus(to, from);
    struct vec rel = minus(at, from);
    double along = clamp01(dot(rel, way) / dot(way, way));
    return hypot(rel.x - way.x * along, rel.y - way.y * along);
}

static double box_distance(const double *p, struct vec at) {
    double out_x = fabs(at.x - p[0]) - p[2];
    double out_y = fabs(at.y - p[1]) - p[3];
    return hypot(fmax(out_x, 0.0), fmax(out_y, 0.0)) + fmin(fmax(out_x, out_y), 0.0);
}

/* First-order estimate: exact on the outline, good enough around it. */
static double ellipse_distance(const double *p, struct vec at) {
    struct vec unit = {(at.x - p[0]) / p[2], (at.y - p[1]) / p[3]};
    double radius = hypot(unit.x, unit.y);
    double slope = hypot(unit.x / p[2], unit.y / p[3]);
    if (slope < 1e-9) {
        return -fmin(p[2], p[3]);
    }
    return radius * (radius - 1.0) / slope;
}

static bool edge_crosses(struct vec at, struct vec from, struct vec to) {
    if ((from.y > at.y) == (to.y > at.y)) {
        return false;
    }
    double share = (at.y - from.y) / (to.y - from.y);
    return at.x < from.x + share * (to.x - from.x);
}

static struct vec corner(const double *p, size_t index) {
    return (struct vec){p[2 * index], p[2 * index + 1]};
}

static double polygon_distance(const double *p, size_t count, struct vec at) {
    double nearest = INFINITY;
    bool inside = false;
    for (size_t i = 0; i < count; i++) {
        struct vec from = corner(p, i);
        struct vec to = corner(p, (i + 1) % count);
        nearest = fmin(nearest, segment_distance(at, from, to));
        inside ^= edge_crosses(at, from, to);
    }
    return inside ? -nearest : nearest;
}

/* Folds the plane onto half a tip, where the star is one edge from tip to notch. */
static double star_distance(const double *p, struct vec at) {
    struct vec rel = {at.x - p[0], at.y - p[1]};
    double half = PI / p[4];
    double turn = atan2(rel.x, -rel.y);
    turn = fabs(turn - 2.0 * half * round(turn / (2.0 * half)));
    double radius = hypot(rel.x, rel.y);
    struct vec folded = {radius * sin(turn), radius * cos(turn)};
    struct vec tip = {0.0, p[2]};
    struct vec notch = {p[3] * sin(half), p[3] * cos(half)};
    struct vec edge = minus(notch, tip);
    struct vec from_tip = minus(folded, tip);
    bool outside = edge.x * from_tip.y - edge.y * from_tip.x > 0.0;
    double distance = segment_distance(folded, tip, notch);
    return outside ? distance : -distance;
}

static double kind_distance(const struct element *e, struct vec at) {
    const double *p = e->p;
    switch (e->kind) {
    case SHAPE_DISC:
        return hypot(at.x - p[0], at.y - p[1]) - p[2];
    case SHAPE_BOX:
        return box_distance(p, at);
    case SHAPE_ELLIPSE:
        return ellipse_distance(p, at);
    case SHAPE_CAPSULE:
        return segment_distance(at, corner(p, 0), corner(p, 1)) - p[4];
    case SHAPE_POLYGON:
        return polygon_distance(p, e->count, at);
    case SHAPE_STAR:
        return star_distance(p, at);
    }
    return INFINITY;
}

static double element_distance(const struct element *e, struct vec at) {
    double distance = kind_distance(e, at);
    if (e->mirror) {
        distance = fmin(distance, kind_distance(e, (struct vec){-at.x, at.y}));
    }
    return distance - e->round;
}

static double weld(double a, double b, double width) {
    if (width <= 0.0) {
        return fmin(a, b);
    }
    double overlap = fmax(width - fabs(a - b), 0.0) / width;
    return fmin(a, b) - overlap * overlap * width * 0.25;
}

size_t group_length(const struct element *first, size_t available) {
    size_t length = 1;
    while (length < available && first[length].op != NEW) {
        length++;
    }
    return length;
}

double group_distance(const struct element *group, size_t count, struct vec at) {
    double distance = element_distance(&group[0], at);
    for (size_t i = 1; i < count; i++) {
        double other = element_distance(&group[i], at);
        if (group[i].op == CUT) {
            distance = fmax(distance, -other);
        } else {
            distance = weld(distance, other, group[i].blend);
        }
    }
    return distance;
}
