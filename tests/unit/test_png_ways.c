/* PNG: the fast check and libpng's agree on every file, true or broken, and tell the same.
 * The pictures are our own equivalents of the PngSuite's: every colour type, depth, interlacing,
 * filter and small size, and broken ones by cutting, flipping and changing them.
 * SPDX-License-Identifier: MIT */
#include "png_judge.h"

typedef struct sort {
    unsigned colour_type, depth;
} sort;

static const sort sorts[] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1},
                             {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};
#define SORTS (sizeof sorts / sizeof *sorts)

static void check_good(bench *it, const picture *what, bool is_blank) {
    ach__png_facts facts;
    bool certain = false;
    ach__buffer_clear(&it->file);
    put_picture(&it->file, what);
    if (judge(it->checker, whole(&it->file), &facts, &certain) != GOOD || !certain ||
        facts.is_blank != is_blank) {
        fail_msg("%ux%u type %u depth %u interlaced %d filter %u split %zu content %d: %s",
                 what->width, what->height, what->colour_type, what->depth, what->is_interlaced,
                 what->filter, what->split, (int)what->content, facts.fault_reason);
    }
    assert_int_equal(facts.width, what->width);
    assert_int_equal(facts.height, what->height);
    assert_int_equal(facts.bit_depth, what->depth);
    assert_int_equal(facts.is_interlaced, what->is_interlaced);
    assert_int_equal(facts.trailing, 0);
    assert_false(facts.is_animated);
}

static void test_every_kind(void **state) {
    for (size_t i = 0; i < SORTS; i++) {
        for (unsigned rest = 0; rest < 2 * 6 * 33; rest++) {
            picture what = {.width = rest / 12 + 1,
                            .colour_type = sorts[i].colour_type,
                            .depth = sorts[i].depth,
                            .is_interlaced = rest % 2 != 0,
                            .filter = rest / 2 % 6,
                            .split = rest % 5 == 0 ? rest % 7 + 1 : 0};
            what.height = what.width * 7 % 33 + 1;
            what.palette_size = what.depth > 1 ? 3 : 2;
            check_good(*state, &what, false);
        }
    }
}

/* One pixel that is not quite transparent, the last of the last pass, is what makes it not blank:
 * seeing it takes the right un-filtering of all that is before it. */
static void test_blank(void **state) {
    for (size_t i = 0; i < SORTS; i++) {
        for (unsigned rest = 0; rest < 2 * 6 * 12; rest++) {
            picture what = {.width = rest / 12 * 3 + 1,
                            .height = 11,
                            .filter = rest / 2 % 6,
                            .colour_type = sorts[i].colour_type,
                            .depth = sorts[i].depth,
                            .is_interlaced = rest % 2 != 0,
                            .content = CONTENT_BLANK};
            what.alpha_count = what.colour_type == ACH__PNG_PALETTE ? 1 : 0;
            what.has_key = what.colour_type == ACH__PNG_GREY || what.colour_type == ACH__PNG_COLOUR;
            check_good(*state, &what, true);
            what.content = CONTENT_BLANK_BUT_LAST;
            check_good(*state, &what, false);
            what.content = CONTENT_BLANK;
            what.alpha_count = 0;
            what.has_key = false;
            check_good(*state, &what, (what.colour_type & 4) != 0);
        }
    }
}

/* Cut off anywhere; any bit wrong. */
static void test_cut_and_flipped(void **state) {
    bench *it = *state;
    for (unsigned which = 0; which < 4; which++) {
        picture what = {.width = 9,
                        .height = 7,
                        .colour_type = which == 0 ? 3 : 6,
                        .depth = which == 2 ? 16 : 8,
                        .is_interlaced = which % 2 != 0,
                        .filter = 5,
                        .palette_size = 5,
                        .split = which == 3 ? 31 : 0};
        ach__buffer_clear(&it->file);
        put_picture(&it->file, &what);
        for (size_t cut = 0; cut < it->file.size; cut++) {
            ach__slice part = {(const char *)it->file.data, cut};
            assert_int_equal(judge(it->checker, part, NULL, NULL),
                             cut < 8 ? ACH__PNG_FOREIGN : DAMAGED);
        }
        for (size_t bit = 0; bit < it->file.size * 8; bit++) {
            it->file.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
            assert_int_not_equal(judge(it->checker, whole(&it->file), NULL, NULL), GOOD);
            it->file.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
    }
}

/* Gives every chunk the CRC that its bytes have, as far as the lengths lead. */
static void mend_sums(ach__buffer *file) {
    for (size_t at = 8; at + 12 <= file->size;) {
        size_t length = (size_t)file->data[at] << 24 | (size_t)file->data[at + 1] << 16 |
                        (size_t)file->data[at + 2] << 8 | file->data[at + 3];
        if (length > file->size - at - 12) {
            return;
        }
        put_number(file->data + at + 8 + length,
                   libdeflate_crc32(0, file->data + at + 4, length + 4));
        at += length + 12;
    }
}

/* The same with right CRCs, so that the decoders themselves must notice. */
static void test_flipped_with_right_sums(void **state) {
    bench *it = *state;
    ach__buffer copy;
    ach__buffer_init(&copy, NULL, MAKER_CEILING);
    for (size_t i = 0; i < SORTS * 2; i++) {
        picture what = {.width = 6,
                        .height = 5,
                        .colour_type = sorts[i / 2].colour_type,
                        .depth = sorts[i / 2].depth,
                        .is_interlaced = i % 2 != 0,
                        .filter = 5,
                        .palette_size = 2,
                        .alpha_count = 1,
                        .has_key = true,
                        .split = i % 5 * 11};
        ach__buffer_clear(&it->file);
        put_picture(&it->file, &what);
        for (size_t bit = 0; bit < it->file.size * 8; bit++) {
            ach__buffer_clear(&copy);
            ach__buffer_append(&copy, it->file.data, it->file.size);
            copy.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
            mend_sums(&copy);
            judge(it->checker, whole(&copy), NULL, NULL);
        }
    }
    ach__buffer_free(&copy);
}

/* Random changes of the pixel stream itself: filters, indexes, too long and too short. */
static void test_changed_streams(void **state) {
    bench *it = *state;
    ach__buffer stream, packed;
    uint64_t seed = 11;
    ach__buffer_init(&stream, NULL, MAKER_CEILING);
    ach__buffer_init(&packed, NULL, MAKER_CEILING);
    for (unsigned round = 0; round < 4000; round++) {
        const sort *kind = &sorts[round % SORTS];
        picture what = {.width = round % 13 + 1,
                        .height = round % 7 + 1,
                        .filter = 5,
                        .colour_type = kind->colour_type,
                        .depth = kind->depth,
                        .is_interlaced = round / 3 % 2 != 0,
                        .palette_size = 2 + round % 2,
                        .split = round % 11 == 0 ? 5 : 0};
        ach__buffer_clear(&stream);
        ach__buffer_clear(&packed);
        put_stream(&stream, &what);
        for (uint64_t changes = next_random(&seed) % 3; changes > 0; changes--) {
            stream.data[next_random(&seed) % stream.size] = (unsigned char)next_random(&seed);
        }
        for (uint64_t more = next_random(&seed) % 8; more > 6; more--) {
            ach__buffer_append_byte(&stream, 0);
        }
        put_packed(&packed, stream.data, stream.size - (next_random(&seed) % 16 == 0));
        ach__buffer_clear(&it->file);
        put_signature(&it->file);
        put_header(&it->file, &what);
        put_colours(&it->file, &what);
        put_idats(&it->file, packed.data, packed.size, what.split);
        put_chunk(&it->file, "IEND", NULL, 0);
        judge(it->checker, whole(&it->file), NULL, NULL);
    }
    ach__buffer_free(&packed);
    ach__buffer_free(&stream);
}

/* A right check sum of what libdeflate makes of the changed bytes, where it makes anything. */
static bool mend_adler(unsigned char *packed, size_t size, size_t most) {
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    unsigned char *room = malloc(most);
    size_t taken = 0, given = 0;
    bool is_fine = room != NULL && inflater != NULL &&
                   libdeflate_deflate_decompress_ex(inflater, packed + 2, size - 6, room, most,
                                                    &taken, &given) == LIBDEFLATE_SUCCESS;
    if (is_fine) {
        put_number(packed + size - 4, libdeflate_adler32(1, room, given));
    }
    free(room);
    libdeflate_free_decompressor(inflater);
    return is_fine;
}

static void test_changed_packing(void **state) {
    bench *it = *state;
    ach__buffer stream, packed;
    uint64_t seed = 5;
    ach__buffer_init(&stream, NULL, MAKER_CEILING);
    ach__buffer_init(&packed, NULL, MAKER_CEILING);
    for (unsigned round = 0; round < 6000; round++) {
        picture what = {.width = round % 29 + 4,
                        .height = 9,
                        .colour_type = ACH__PNG_COLOUR,
                        .depth = 8,
                        .content = CONTENT_BLANK,
                        .has_key = round % 2 != 0};
        ach__buffer_clear(&stream);
        ach__buffer_clear(&packed);
        put_stream(&stream, &what);
        put_packed(&packed, stream.data, stream.size);
        for (uint64_t changes = next_random(&seed) % 3 + 1; changes > 0; changes--) {
            size_t bit = next_random(&seed) % ((packed.size - 6) * 8);
            packed.data[2 + bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        mend_adler(packed.data, packed.size, 1u << 16);
        ach__buffer_clear(&it->file);
        put_signature(&it->file);
        put_header(&it->file, &what);
        put_chunk(&it->file, "IDAT", packed.data, packed.size);
        put_chunk(&it->file, "IEND", NULL, 0);
        judge(it->checker, whole(&it->file), NULL, NULL);
    }
    ach__buffer_free(&packed);
    ach__buffer_free(&stream);
}

typedef struct palette_row {
    unsigned depth;
    unsigned stated;  /* entries in PLTE */
    unsigned highest; /* index in the picture */
    ach__png_verdict verdict;
} palette_row;

/* A palette with more entries than indexes can name is cut by libpng and shown by everything. */
static const palette_row palette_rows[] = {
    {1, 1, 0, GOOD},      {1, 1, 1, DAMAGED},  {1, 2, 1, GOOD},        {1, 3, 1, GOOD},
    {2, 3, 2, GOOD},      {2, 3, 3, DAMAGED},  {2, 2, 2, DAMAGED},     {4, 15, 14, GOOD},
    {4, 15, 15, DAMAGED}, {4, 17, 15, GOOD},   {8, 255, 254, GOOD},    {8, 255, 255, DAMAGED},
    {8, 7, 7, DAMAGED},   {8, 256, 255, GOOD}, {8, 257, 255, DAMAGED}, {8, 0, 0, DAMAGED},
};

static void test_palettes(void **state) {
    bench *it = *state;
    static const unsigned char colours[3 * 257];
    for (size_t i = 0; i < 2 * sizeof palette_rows / sizeof *palette_rows; i++) {
        const palette_row *row = &palette_rows[i / 2];
        picture what = {.width = 11,
                        .height = 3,
                        .depth = row->depth,
                        .colour_type = 3,
                        .palette_size = row->highest + 1,
                        .is_interlaced = i % 2 != 0,
                        .filter = 5,
                        .alpha_count = 1,
                        .content = CONTENT_BLANK_BUT_LAST};
        ach__buffer stream, packed;
        ach__buffer_init(&stream, NULL, MAKER_CEILING);
        ach__buffer_init(&packed, NULL, MAKER_CEILING);
        put_stream(&stream, &what);
        put_packed(&packed, stream.data, stream.size);
        ach__buffer_clear(&it->file);
        put_signature(&it->file);
        put_header(&it->file, &what);
        put_chunk(&it->file, "PLTE", colours, 3 * (size_t)row->stated);
        put_chunk(&it->file, "IDAT", packed.data, packed.size);
        put_chunk(&it->file, "IEND", NULL, 0);
        if (judge(it->checker, whole(&it->file), NULL, NULL) != row->verdict) {
            fail_msg("palette row %zu", i / 2);
        }
        ach__buffer_free(&packed);
        ach__buffer_free(&stream);
    }
}

/* A stream whose header states a window smaller than its matches reach: zlib refuses some such,
 * and what it takes is taken. */
static void test_small_windows(void **state) {
    bench *it = *state;
    for (unsigned window = 0; window < 16; window++) {
        static const picture what = {
            .width = 64, .height = 64, .depth = 8, .colour_type = 6, .content = CONTENT_BLANK};
        ach__buffer stream, packed;
        ach__buffer_init(&stream, NULL, MAKER_CEILING);
        ach__buffer_init(&packed, NULL, MAKER_CEILING);
        put_stream(&stream, &what);
        memcpy(stream.data + 9 * 257 + 1, stream.data + 1, 256); /* a match from far away */
        put_packed(&packed, stream.data, stream.size);
        packed.data[0] = (unsigned char)(window << 4 | 8);
        packed.data[1] = (unsigned char)(31 - packed.data[0] * 256 % 31);
        ach__buffer_clear(&it->file);
        put_signature(&it->file);
        put_header(&it->file, &what);
        put_chunk(&it->file, "IDAT", packed.data, packed.size);
        put_chunk(&it->file, "IEND", NULL, 0);
        bool is_good = judge(it->checker, whole(&it->file), NULL, NULL) == GOOD;
        if (window <= 2 || window > 7) {
            assert_false(is_good);
        } else if (window == 7) {
            assert_true(is_good);
        }
        ach__buffer_free(&packed);
        ach__buffer_free(&stream);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind),      cmocka_unit_test(test_blank),
        cmocka_unit_test(test_cut_and_flipped), cmocka_unit_test(test_flipped_with_right_sums),
        cmocka_unit_test(test_changed_streams), cmocka_unit_test(test_changed_packing),
        cmocka_unit_test(test_palettes),        cmocka_unit_test(test_small_windows),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
