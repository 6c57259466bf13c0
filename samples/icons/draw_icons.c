/* draw_icons OUTDIR: writes the unlocked and locked icon of every motif as PNG files. */
/* SPDX-License-Identifier: MIT */
#include "motifs.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

static bool complain(const char *path, const char *reason) {
    fprintf(stderr, "draw_icons: %s: %s\n", path, reason);
    return false;
}

/* ---- PNG ------------------------------------------------------------------------------------- */

static void on_png_error(png_structp png, png_const_charp message) {
    complain(png_get_error_ptr(png), message);
    png_longjmp(png, 1);
}

static void on_png_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void write_image(png_structp png, png_infop info, const unsigned char *rgba) {
    png_set_IHDR(png, info, ICON_SIZE, ICON_SIZE, 8, PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 9);
    png_write_info(png, info);
    for (size_t y = 0; y < ICON_SIZE; y++) {
        png_write_row(png, rgba + y * ICON_SIZE * 4);
    }
    png_write_end(png, info);
}

static bool encode(png_structp png, png_infop info, FILE *out, const unsigned char *rgba) {
    if (setjmp(png_jmpbuf(png)) != 0) {
        return false;
    }
    png_init_io(png, out);
    write_image(png, info, rgba);
    return true;
}

static bool write_png(FILE *out, char *path, const unsigned char *rgba) {
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, path, on_png_error, on_png_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    bool done = info == NULL ? complain(path, "out of memory") : encode(png, info, out, rgba);
    png_destroy_write_struct(&png, &info);
    return done;
}

static bool save_png(char *path, const unsigned char *rgba) {
    FILE *out = fopen(path, "wb");
    if (out == NULL) {
        return complain(path, strerror(errno));
    }
    bool done = write_png(out, path, rgba);
    if (fclose(out) != 0 && done) {
        done = complain(path, strerror(errno));
    }
    if (!done) {
        (void)remove(path);
    }
    return done;
}

/* ---- icons ----------------------------------------------------------------------------------- */

static void draw(struct canvas *canvas, const struct motif *motif, bool locked) {
    canvas_clear(canvas);
    paint_medallion(canvas, motif->frame, motif->palette);
    paint_drawing(canvas, motif->drawing, motif->where, motif->palette->line);
    if (locked) {
        canvas_dim(canvas);
        paint_drawing(canvas, PADLOCK, PADLOCK_PLACE, PADLOCK_LINE);
    }
}

static bool save_icon(const char *directory, const struct motif *motif, bool locked) {
    static struct canvas canvas;
    static unsigned char rgba[ICON_BYTES];
    char path[4096];
    int length =
        snprintf(path, sizeof path, "%s/%s%s.png", directory, motif->name, locked ? "_locked" : "");
    if (length < 0 || (size_t)length >= sizeof path) {
        return complain(directory, "the path is too long");
    }
    draw(&canvas, motif, locked);
    canvas_export(&canvas, rgba);
    return save_png(path, rgba);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: draw_icons OUTDIR\n", stderr);
        return 1;
    }
    for (size_t i = 0; i < MOTIF_COUNT; i++) {
        if (!save_icon(argv[1], &MOTIFS[i], false) || !save_icon(argv[1], &MOTIFS[i], true)) {
            return 1;
        }
    }
    return 0;
}
