/* libpng's word on a picture: its header for the fast way, or all of it as the judge.
 * SPDX-License-Identifier: MIT */
#include "format/png_parts.h"

#include <png.h>

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#define CHUNK_MEMORY_MAX (4u << 20) /* for what one chunk unpacks to */
#define CHUNK_CACHE_MAX  256u
#define MEMORY_MAX       ((size_t)16 << 20) /* for all of libpng, apart from its rows */
#define ROWS_MAX         8                  /* rows of the picture that libpng may hold */
#define WIDEST_PIXEL     8                  /* bytes */
#define BLOCK_HEAD       16 /* before each block, for its size; keeps malloc's alignment */

/* One reading. Everything that must survive a jump lives here and not in a local variable. */
typedef struct reading {
    const ach_allocator *allocator;
    size_t memory_left;
    bool is_out_of_memory; /* of the host's; sticky, also where libpng went on without */
    ach__slice bytes;
    size_t at; /* the next byte that libpng will be given */
    const ach__png_chunks *chunks;
    ach__png_layout *layout;
    ach__png_facts *facts;
    png_structp png;
    png_infop info;
    unsigned char *row;
    size_t row_size;
    bool in_pixels;
    char warning[80]; /* the last one */
    char reason[80];
    jmp_buf jump;
} reading;

static void *take_memory(png_structp png, png_alloc_size_t size) {
    reading *self = png_get_mem_ptr(png);
    if (size > self->memory_left || self->memory_left - size < BLOCK_HEAD) {
        return NULL;
    }
    unsigned char *block = ach__allocate(self->allocator, size + BLOCK_HEAD);
    if (block == NULL) {
        self->is_out_of_memory = true;
        return NULL;
    }
    size_t whole = size + BLOCK_HEAD;
    memcpy(block, &whole, sizeof whole);
    self->memory_left -= whole;
    return block + BLOCK_HEAD;
}

static void give_memory(png_structp png, png_voidp memory) {
    reading *self = png_get_mem_ptr(png);
    if (memory == NULL) {
        return;
    }
    unsigned char *block = (unsigned char *)memory - BLOCK_HEAD;
    size_t whole;
    memcpy(&whole, block, sizeof whole);
    self->memory_left += whole;
    ach__release(self->allocator, block, whole);
}

/* libpng puts the chunk's name before a message that belongs to one. */
static const char *without_name(const char *message) {
    return strlen(message) > 6 && memcmp(message + 4, ": ", 2) == 0 ? message + 6 : message;
}

static void copy_plain(char *out, size_t size, const char *text) {
    size_t length = 0;
    for (; text[length] != '\0' && length + 1 < size; length++) {
        out[length] = text[length] < ' ' || text[length] > '~' ? '?' : text[length];
    }
    out[length] = '\0';
}

static _Noreturn void stop(reading *self, const char *reason) {
    copy_plain(self->reason, sizeof self->reason, reason);
    longjmp(self->jump, 1);
}

static _Noreturn void on_error(png_structp png, png_const_charp message) {
    reading *self = png_get_error_ptr(png);
    const char *reason = without_name(message);
    /* What is invalid about the header was said in a warning just before. */
    if (strcmp(reason, "Invalid IHDR data") == 0 && self->warning[0] != '\0') {
        reason = self->warning;
    }
    stop(self, reason);
}

/* libpng goes on after faults of the compressed pixels that it finds behind the last row: too
 * much data, a wrong check sum, a broken end. For us such a picture is damaged. That a chunk is
 * large is no fault. Warnings about all else do not touch the pixels. */
static void on_warning(png_structp png, png_const_charp message) {
    reading *self = png_get_error_ptr(png);
    copy_plain(self->warning, sizeof self->warning, without_name(message));
    if (strncmp(message, "IDAT: ", 6) == 0 && strstr(message, "too large") == NULL) {
        stop(self, self->warning);
    }
}

static void on_read(png_structp png, png_bytep out, size_t size) {
    reading *self = png_get_io_ptr(png);
    if (size > self->bytes.len - self->at) {
        png_error(png, "the file ends too early");
    }
    memcpy(out, self->bytes.ptr + self->at, size);
    self->at += size;
}

/* Neither the pixels nor the facts need these; not looking into them leaves bombs unlit. */
static const png_byte skipped_chunks[] = "bKGD\0cHRM\0eXIf\0hIST\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0"
                                         "sCAL\0sPLT\0tEXt\0tIME\0zTXt";

static void start(reading *self) {
    self->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, self, on_error, on_warning, self,
                                         take_memory, give_memory);
    if (self->png != NULL) {
        self->info = png_create_info_struct(self->png);
    }
    if (self->info == NULL) {
        stop(self, "libpng does not start");
    }
    png_set_read_fn(self->png, self, on_read);
    png_set_user_limits(self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ours came before */
    png_set_chunk_malloc_max(self->png, CHUNK_MEMORY_MAX);
    png_set_chunk_cache_max(self->png, CHUNK_CACHE_MAX);
    png_set_crc_action(self->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_check_for_invalid_index(self->png, -1); /* done better here */
    png_set_keep_unknown_chunks(self->png, PNG_HANDLE_CHUNK_NEVER, skipped_chunks,
                                (int)(sizeof skipped_chunks / 5));
}

static void take_palette(reading *self) {
    ach__png_layout *layout = self->layout;
    png_colorp palette = NULL;
    int count = 0;
    if (layout->colour_type != ACH__PNG_PALETTE ||
        png_get_PLTE(self->png, self->info, &palette, &count) == 0) {
        return;
    }
    layout->palette_size = (unsigned)count;
    for (int i = 0; i < count; i++) {
        layout->palette[i][0] = palette[i].red;
        layout->palette[i][1] = palette[i].green;
        layout->palette[i][2] = palette[i].blue;
    }
}

static void take_transparency(reading *self) {
    ach__png_layout *layout = self->layout;
    png_bytep alphas = NULL;
    png_color_16p key = NULL;
    int count = 0;
    if (png_get_tRNS(self->png, self->info, &alphas, &count, &key) == 0) {
        return;
    }
    if (layout->colour_type == ACH__PNG_PALETTE && alphas != NULL) {
        layout->alpha_count = (unsigned)count;
        memcpy(layout->alphas, alphas, layout->alpha_count);
    } else if (layout->colour_type == ACH__PNG_GREY && key != NULL) {
        layout->has_key = true;
        layout->key[0] = key->gray;
    } else if (layout->colour_type == ACH__PNG_COLOUR && key != NULL) {
        layout->has_key = true;
        layout->key[0] = key->red;
        layout->key[1] = key->green;
        layout->key[2] = key->blue;
    }
}

static ach__png_profile profile_of(reading *self) {
    png_charp name = NULL;
    png_bytep profile = NULL;
    png_uint_32 size = 0;
    int number = 0;
    png_fixed_point gamma = 0;
    if (png_get_iCCP(self->png, self->info, &name, &number, &profile, &size) != 0) {
        return strstr(name, "sRGB") != NULL ? ACH__PNG_PROFILE_NONE : ACH__PNG_PROFILE_ICC;
    }
    if (png_get_sRGB(self->png, self->info, &number) != 0) {
        return ACH__PNG_PROFILE_NONE;
    }
    if (png_get_gAMA_fixed(self->png, self->info, &gamma) != 0 &&
        (gamma < 45455 - 227 || gamma > 45455 + 227)) { /* 1/2.2 in steps of 0.00001, 0.5 percent */
        return ACH__PNG_PROFILE_GAMMA;
    }
    return ACH__PNG_PROFILE_NONE;
}

static void read_header(reading *self) {
    png_uint_32 width = 0, height = 0;
    int depth = 0, colour_type = 0, interlace = 0;
    png_read_info(self->png, self->info);
    png_get_IHDR(self->png, self->info, &width, &height, &depth, &colour_type, &interlace, NULL,
                 NULL);
    self->layout->width = width;
    self->layout->height = height;
    self->layout->bit_depth = (unsigned)depth;
    self->layout->colour_type = (unsigned)colour_type;
    self->layout->pixel_bits = (unsigned)depth * (unsigned)png_get_channels(self->png, self->info);
    self->layout->is_interlaced = interlace != PNG_INTERLACE_NONE;
    take_palette(self);
    take_transparency(self);
    self->facts->profile = profile_of(self);
}

/* Each pass by itself, as it is stored: one row is all the memory that this needs. libpng's own
 * search for indexes without a colour does not look at the last byte of a row, so ours does it. */
static void read_pixels(reading *self) {
    const ach__png_layout *layout = self->layout;
    ach__png_pass passes[ACH__PNG_PASSES];
    size_t count = ach__png_passes(layout, passes);
    bool is_blank = ach__png_may_be_blank(layout);
    bool indexes_fit = true;
    self->in_pixels = true;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t y = 0; y < passes[i].height; y++) {
            png_read_row(self->png, self->row, NULL);
            is_blank = is_blank && ach__png_row_is_blank(layout, self->row, passes[i].width);
            indexes_fit =
                indexes_fit && ach__png_row_indexes_fit(layout, self->row, passes[i].width);
        }
    }
    self->facts->is_blank = is_blank;
    if (!indexes_fit) {
        stop(self, "a pixel names a colour that is not in the palette");
    }
}

/* Runs to the end, or until libpng or one of the above stops it. */
static bool run(reading *self, bool is_whole) {
    if (setjmp(self->jump) != 0) {
        return false;
    }
    start(self);
    read_header(self);
    if (!is_whole) {
        return true;
    }
    self->row_size = ach__png_row_bytes(self->layout);
    self->row = ach__allocate(self->allocator, self->row_size);
    if (self->row == NULL) {
        self->is_out_of_memory = true;
        return false;
    }
    memset(self->row, 0, self->row_size);
    read_pixels(self);
    png_read_end(self->png, NULL);
    return true;
}

/* The chunk that the last byte given to libpng belongs to. Faults of the pixels are noticed where
 * libpng, in want of data, has begun to read the chunk behind them. */
static size_t faulty_chunk(const reading *self) {
    const unsigned char *bytes = (const unsigned char *)self->bytes.ptr;
    size_t at = ACH__PNG_SIGNATURE_SIZE;
    for (;;) {
        size_t next = at + ACH__PNG_CHUNK_FRAME + ach__png_number(bytes + at);
        if (next >= self->at || (self->in_pixels && at == self->chunks->last_idat)) {
            return at;
        }
        at = next;
    }
}

static ach_status read_with_libpng(const ach_allocator *allocator, ach__slice bytes,
                                   const ach__png_chunks *chunks, ach__png_layout *layout,
                                   ach__png_facts *facts, bool is_whole) {
    reading self = {.allocator = allocator,
                    .memory_left = MEMORY_MAX + (size_t)facts->width * WIDEST_PIXEL * ROWS_MAX,
                    .bytes = bytes,
                    .chunks = chunks,
                    .layout = layout,
                    .facts = facts};
    memset(layout, 0, sizeof *layout);
    facts->verdict = ACH__PNG_GOOD;
    if (!run(&self, is_whole)) {
        ach__png_fault(facts, bytes, faulty_chunk(&self), self.reason);
    }
    if (self.row != NULL) {
        ach__release(allocator, self.row, self.row_size);
    }
    bool is_started = self.info != NULL;
    png_destroy_read_struct(&self.png, &self.info, NULL);
    /* With no memory refused by the host libpng starts always: its version is that of png.h. */
    return self.is_out_of_memory || !is_started ? ACH_ENOMEM : ACH_OK;
}

ach_status ach__png_read_header(const ach_allocator *allocator, ach__slice bytes,
                                const ach__png_chunks *chunks, ach__png_layout *layout,
                                ach__png_facts *facts) {
    return read_with_libpng(allocator, bytes, chunks, layout, facts, false);
}

ach_status ach__png_read_whole(const ach_allocator *allocator, ach__slice bytes,
                               const ach__png_chunks *chunks, ach__png_layout *layout,
                               ach__png_facts *facts) {
    return read_with_libpng(allocator, bytes, chunks, layout, facts, true);
}
