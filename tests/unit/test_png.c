/* PNG: hand-made broken files (our own equivalents of the PngSuite's x* files and more), the
 * facts of good ones, bombs, sizes and memory.
 * SPDX-License-Identifier: MIT */
#include "png_judge.h"

/* The picture of the rows below; a letter stands for a piece of the file. */
static const picture plain = {.width = 4, .height = 4, .depth = 8, .colour_type = 6};

static void put_changed_pixels(ach__buffer *file, char letter) {
    ach__buffer stream, packed;
    ach__buffer_init(&stream, NULL, MAKER_CEILING);
    ach__buffer_init(&packed, NULL, MAKER_CEILING);
    put_stream(&stream, &plain);
    if (letter == 'f') {
        stream.data[17] = 5;
    } else if (letter == 'L') {
        ach__buffer_append(&stream, "\0\0\0\0", 4);
    }
    put_packed(&packed, stream.data, stream.size - (letter == 'k'));
    size_t size = packed.size;
    size_t half = size / 2;
    if (letter == 'z') {
        ach__buffer_append(&packed, "junk", 4);
        size += 4;
    } else if (letter == 'w') {
        packed.data[size - 1] ^= 1;
    } else if (letter == 'm') {
        size -= 4;
    } else if (letter == 'i') {
        size = half;
    }
    size_t from = letter == 'j' ? half : 0;
    put_chunk(file, "IDAT", packed.data + from, size - from);
    ach__buffer_free(&packed);
    ach__buffer_free(&stream);
}

static void put_piece(ach__buffer *file, char letter) {
    static const char *const names[128] = {
        ['0'] = "IDAT", ['E'] = "IEND", ['U'] = "UNKN", ['u'] = "unkN", ['t'] = "tIME"};
    picture other = plain;
    switch (letter) {
    case 'S':
        put_signature(file);
        break;
    case 'h': /* a palette picture without a palette of its own */
        other.colour_type = 3;
        put_header(file, &other);
        break;
    case 'H':
        put_header(file, &plain);
        break;
    case 'P':
        put_chunk(file, "PLTE", "abcdef", 6);
        break;
    case 'T':
        put_chunk(file, "tEXt", "Title\0text", 10);
        break;
    case 'e':
        put_chunk(file, "IEND", "x", 1);
        break;
    case 'J':
        put_chunk(file, "IDAT", "junk", 4);
        break;
    case 'A':
        put_chunk(file, "acTL", "\0\0\0\1\0\0\0\0", 8);
        break;
    case '!': /* the CRC of the piece before is wrong */
        file->data[file->size - 1] ^= 0x80;
        break;
    case '.':
        ach__buffer_append_byte(file, '.');
        break;
    case '?':
        put_chunk(file, "a1bc", NULL, 0);
        break;
    case '-': /* the last byte is missing */
        file->size--;
        break;
    default:
        if (names[(unsigned char)letter] != NULL) {
            put_chunk(file, names[(unsigned char)letter], NULL, 0);
        } else {
            put_changed_pixels(file, letter);
        }
    }
}

typedef struct order_row {
    const char *pieces;
    ach__png_verdict verdict;
    const char *chunk, *reason;
    uint64_t trailing;
} order_row;

static const order_row order_rows[] = {
    {"SHIE", GOOD, "", "", 0},
    {"SHijE", GOOD, "", "", 0},
    {"SH0i00j0E", GOOD, "", "", 0},
    {"SHTPTIE", GOOD, "", "", 0},
    {"SHTuAITutE", GOOD, "", "", 0},
    {"SHIE....", GOOD, "", "", 4},
    {"SHIETT", GOOD, "", "", 44},
    {"SHIESHIE-", GOOD, "", "", 0},
    {"SHijTE!", DAMAGED, "IEND", "CRC", 0},
    {"SHI", DAMAGED, "", "ends before IEND", 0},
    {"SHIE-", DAMAGED, "IEND", "ends inside", 0},
    {"SHIe", DAMAGED, "IEND", "empty", 0},
    {"SHE", DAMAGED, "IEND", "no IDAT", 0},
    {"S", DAMAGED, "", "ends before", 0},
    {"SE", DAMAGED, "IEND", "first chunk", 0},
    {"SIE", DAMAGED, "IDAT", "first chunk", 0},
    {"STHIE", DAMAGED, "tEXt", "first chunk", 0},
    {"SHHIE", DAMAGED, "IHDR", "second IHDR", 0},
    {"SHPPIE", DAMAGED, "PLTE", "second PLTE", 0},
    {"SHIPE", DAMAGED, "PLTE", "before IDAT", 0},
    {"ShIE", DAMAGED, "IDAT", "Missing PLTE", 0},
    {"SHUIE", DAMAGED, "UNKN", "critical", 0},
    {"SHIUE", DAMAGED, "UNKN", "critical", 0},
    {"SH?IE", DAMAGED, "", "four letters", 0},
    {"SHiTjE", DAMAGED, "IDAT", "directly", 0},
    {"SHIT0E", DAMAGED, "IDAT", "directly", 0},
    {"SHIJE", DAMAGED, "IDAT", "Extra compressed", 0},
    {"SHI0JE", DAMAGED, "IDAT", "Extra compressed", 0},
    {"SHzE", DAMAGED, "IDAT", "Extra compressed", 0},
    {"SHLE", DAMAGED, "IDAT", "Too much", 0},
    {"SHiE", DAMAGED, "IDAT", "", 0},
    {"SH0E", DAMAGED, "IDAT", "", 0},
    {"SHjE", DAMAGED, "IDAT", "", 0},
    {"SHmE", DAMAGED, "IDAT", "", 0},
    {"SHwE", DAMAGED, "IDAT", "incorrect data check", 0},
    {"SHkE", DAMAGED, "IDAT", "Not enough", 0},
    {"SHfE", DAMAGED, "IDAT", "filter", 0},
    {"SH!IE", DAMAGED, "IHDR", "CRC", 0},
    {"SHP!IE", DAMAGED, "PLTE", "CRC", 0},
    {"SHT!IE", DAMAGED, "tEXt", "CRC", 0},
    {"SHI!E", DAMAGED, "IDAT", "CRC", 0},
    {"SHITu!E", DAMAGED, "unkN", "CRC", 0},
};

static void test_order(void **state) {
    bench *it = *state;
    for (size_t i = 0; i < sizeof order_rows / sizeof *order_rows; i++) {
        const order_row *row = &order_rows[i];
        ach__png_facts facts;
        ach__buffer_clear(&it->file);
        for (const char *letter = row->pieces; *letter != '\0'; letter++) {
            put_piece(&it->file, *letter);
        }
        judge(it->checker, whole(&it->file), &facts, NULL);
        if (facts.verdict != row->verdict || strcmp(facts.fault_chunk, row->chunk) != 0 ||
            strstr(facts.fault_reason, row->reason) == NULL) {
            fail_msg("%s: %d %s \"%s\"", row->pieces, (int)facts.verdict, facts.fault_chunk,
                     facts.fault_reason);
        }
        if (row->trailing != 0) {
            assert_int_equal(facts.trailing, row->trailing);
            assert_int_equal(facts.trailing_offset, it->file.size - row->trailing);
        }
        assert_int_equal(facts.is_animated, strchr(row->pieces, 'A') != NULL);
    }
}

typedef struct header_row {
    uint32_t width, height;
    unsigned char rest[5];
    ach__png_verdict verdict;
    const char *reason;
} header_row;

static const header_row header_rows[] = {
    {4, 4, {8, 6, 0, 0, 0}, GOOD, ""},
    {4, 4, {8, 1, 0, 0, 0}, DAMAGED, "color type"},
    {4, 4, {8, 9, 0, 0, 0}, DAMAGED, "color type"},
    {4, 4, {0, 6, 0, 0, 0}, DAMAGED, "bit depth"},
    {4, 4, {3, 0, 0, 0, 0}, DAMAGED, "bit depth"},
    {4, 4, {99, 6, 0, 0, 0}, DAMAGED, "bit depth"},
    {4, 4, {4, 6, 0, 0, 0}, DAMAGED, "depth"},
    {4, 4, {16, 3, 0, 0, 0}, DAMAGED, "depth"},
    {4, 4, {8, 6, 1, 0, 0}, DAMAGED, "compression"},
    {4, 4, {8, 6, 0, 1, 0}, DAMAGED, "filter"},
    {4, 4, {8, 6, 0, 64, 0}, DAMAGED, "filter"},
    {4, 4, {8, 6, 0, 0, 2}, DAMAGED, "interlace"},
    {0, 4, {8, 6, 0, 0, 0}, DAMAGED, "width"},
    {4, 0, {8, 6, 0, 0, 0}, DAMAGED, "height"},
    {0x80000000u, 4, {8, 6, 0, 0, 0}, DAMAGED, ""},
    {5, 4, {8, 6, 0, 0, 0}, DAMAGED, ""},
    {3, 4, {8, 6, 0, 0, 0}, DAMAGED, ""},
    {4, 4, {8, 4, 0, 0, 0}, DAMAGED, ""},
    {0x7fffffffu, 0x7fffffffu, {8, 6, 0, 0, 0}, ACH__PNG_TOO_LARGE, ""},
    {20000, 20000, {16, 6, 0, 0, 0}, ACH__PNG_TOO_LARGE, ""},
    {MAX_PIXELS, 1, {1, 0, 0, 0, 0}, DAMAGED, ""},
    {1, MAX_PIXELS, {16, 6, 0, 0, 0}, DAMAGED, ""},
    {1, MAX_PIXELS + 1, {1, 0, 0, 0, 0}, ACH__PNG_TOO_LARGE, ""},
};

static void test_headers(void **state) {
    bench *it = *state;
    for (size_t i = 0; i < sizeof header_rows / sizeof *header_rows; i++) {
        const header_row *row = &header_rows[i];
        ach__png_facts facts;
        unsigned char head[13];
        put_number(head, row->width);
        put_number(head + 4, row->height);
        memcpy(head + 8, row->rest, 5);
        ach__buffer_clear(&it->file);
        put_piece(&it->file, 'S');
        put_chunk(&it->file, "IHDR", head, 13);
        put_piece(&it->file, 'I');
        put_piece(&it->file, 'E');
        judge(it->checker, whole(&it->file), &facts, NULL);
        if (facts.verdict != row->verdict || strstr(facts.fault_reason, row->reason) == NULL) {
            fail_msg("header %zu: %d \"%s\"", i, (int)facts.verdict, facts.fault_reason);
        }
    }
}

static void test_signatures(void **state) {
    bench *it = *state;
    for (size_t i = 0; i < 8; i++) {
        ach__png_facts facts;
        ach__buffer_clear(&it->file);
        put_picture(&it->file, &plain);
        it->file.data[i] ^= 0x20;
        assert_int_equal(judge(it->checker, whole(&it->file), &facts, NULL), ACH__PNG_FOREIGN);
        assert_int_equal(facts.width, 0);
    }
    assert_int_equal(judge(it->checker, (ach__slice){NULL, 0}, NULL, NULL), ACH__PNG_FOREIGN);
}

/* IHDR, then one more chunk, then the picture of SHIE. */
static ach__png_verdict with_chunk(bench *it, const char *name, const void *data, size_t size,
                                   ach__png_facts *facts) {
    ach__buffer_clear(&it->file);
    put_piece(&it->file, 'S');
    put_piece(&it->file, 'H');
    put_chunk(&it->file, name, data, size);
    put_piece(&it->file, 'I');
    put_piece(&it->file, 'E');
    return judge(it->checker, whole(&it->file), facts, NULL);
}

/* The smallest profile that libpng takes: a display profile of RGB with an empty list of tags. */
static size_t put_profile(ach__buffer *out, const char *name) {
    unsigned char icc[332] = {0};
    uint64_t seed = 1;
    for (size_t i = 132; i < sizeof icc; i++) {
        icc[i] = (unsigned char)next_random(&seed); /* libpng wants some length */
    }
    put_number(icc, sizeof icc);
    icc[8] = 2;
    memcpy(icc + 12, "mntrRGB XYZ ", 12);
    memcpy(icc + 36, "acsp", 4);
    put_number(icc + 68, 0xf6d6);
    put_number(icc + 72, 0x10000);
    put_number(icc + 76, 0xd32d);
    ach__buffer_clear(out);
    ach__buffer_append(out, name, strlen(name) + 1);
    ach__buffer_append_byte(out, 0);
    put_packed(out, icc, sizeof icc);
    return out->size;
}

static void test_profiles(void **state) {
    static const struct {
        uint32_t gamma;
        ach__png_profile profile;
    } gammas[] = {{45455, ACH__PNG_PROFILE_NONE},  {45300, ACH__PNG_PROFILE_NONE},
                  {45682, ACH__PNG_PROFILE_NONE},  {45683, ACH__PNG_PROFILE_GAMMA},
                  {45227, ACH__PNG_PROFILE_GAMMA}, {100000, ACH__PNG_PROFILE_GAMMA},
                  {0, ACH__PNG_PROFILE_NONE}};
    bench *it = *state;
    ach__png_facts facts;
    for (size_t i = 0; i < sizeof gammas / sizeof *gammas; i++) {
        unsigned char gamma[4];
        put_number(gamma, gammas[i].gamma);
        assert_int_equal(with_chunk(it, "gAMA", gamma, 4, &facts), GOOD);
        assert_int_equal(facts.profile, gammas[i].profile);
    }
    ach__buffer chunk;
    ach__buffer_init(&chunk, NULL, MAKER_CEILING);
    size_t size = put_profile(&chunk, "Adobe RGB");
    assert_int_equal(with_chunk(it, "iCCP", chunk.data, size, &facts), GOOD);
    assert_int_equal(facts.profile, ACH__PNG_PROFILE_ICC);
    size = put_profile(&chunk, "my sRGB 2.1");
    assert_int_equal(with_chunk(it, "iCCP", chunk.data, size, &facts), GOOD);
    assert_int_equal(facts.profile, ACH__PNG_PROFILE_NONE);
    assert_int_equal(with_chunk(it, "sRGB", "\0", 1, &facts), GOOD);
    assert_int_equal(facts.profile, ACH__PNG_PROFILE_NONE);
    ach__buffer_free(&chunk);
}

static void test_digests(void **state) {
    bench *it = *state;
    ach__png_facts first, second;
    put_picture((ach__buffer_clear(&it->file), &it->file), &plain);
    assert_int_equal(judge(it->checker, whole(&it->file), &first, NULL), GOOD);
    picture other = plain;
    other.split = 3;
    put_picture((ach__buffer_clear(&it->file), &it->file), &other);
    assert_int_equal(judge(it->checker, whole(&it->file), &second, NULL), GOOD);
    assert_memory_equal(first.digest, second.digest, sizeof first.digest);
    other.content = CONTENT_BLANK;
    put_picture((ach__buffer_clear(&it->file), &it->file), &other);
    assert_int_equal(judge(it->checker, whole(&it->file), &second, NULL), GOOD);
    assert_memory_not_equal(first.digest, second.digest, sizeof first.digest);
}

/* An allocator that keeps account and refuses from the n-th request on, once or for good. */
typedef struct account {
    size_t used, most;
    size_t requests, refused_at;
    bool for_good;
} account;

static void *keep_account(void *user, void *block, size_t old_size, size_t new_size) {
    account *self = user;
    if (new_size == 0) {
        self->used -= old_size;
        free(block);
        return NULL;
    }
    self->requests++;
    if (self->requests == self->refused_at ||
        (self->for_good && self->refused_at != 0 && self->requests > self->refused_at)) {
        return NULL;
    }
    self->used += new_size - old_size;
    self->most = self->used > self->most ? self->used : self->most;
    return realloc(block, new_size);
}

/* Refuses the first request, the second and so on, until a run needs no more; gives the number of
 * requests that a run makes. */
static size_t refuse_each(ach__slice file, bool by_libpng, bool for_good) {
    for (size_t n = 1;; n++) {
        account book = {.refused_at = n, .for_good = for_good};
        ach_allocator allocator = {&book, keep_account};
        ach__png_checker *checker = NULL;
        ach__png_facts facts;
        ach_status status = ach__png_checker_new(&checker, &allocator, MAX_PIXELS);
        if (status == ACH_OK) {
            status = by_libpng ? ach__png_check_by_libpng(checker, file, &facts)
                               : ach__png_check(checker, file, &facts);
        }
        ach__png_checker_free(checker);
        assert_int_equal(book.used, 0);
        if (book.requests < n) {
            assert_int_equal(status, ACH_OK);
            return n - 1;
        }
        assert_int_equal(status, ACH_ENOMEM);
    }
}

static void test_out_of_memory(void **state) {
    bench *it = *state;
    picture what = {.width = 20,
                    .height = 20,
                    .depth = 8,
                    .colour_type = 3,
                    .split = 50,
                    .palette_size = 9,
                    .alpha_count = 3,
                    .is_interlaced = true};
    ach__buffer chunk;
    ach__buffer_init(&chunk, NULL, MAKER_CEILING);
    for (unsigned way = 0; way < 4; way++) {
        ach__buffer_clear(&it->file);
        put_picture(&it->file, &what);
        assert_true(refuse_each(whole(&it->file), way % 2 != 0, way / 2 != 0) > 6);
        size_t size = put_profile(&chunk, "Adobe RGB");
        with_chunk(it, "iCCP", chunk.data, size, NULL);
        assert_true(refuse_each(whole(&it->file), way % 2 != 0, way / 2 != 0) > 6);
        it->file.data[it->file.size - 20] ^= 1;
        assert_true(refuse_each(whole(&it->file), way % 2 != 0, way / 2 != 0) > 0);
    }
    ach__buffer_free(&chunk);
}

/* Bytes of zeros that unpack to far more than the header states. */
static void put_bomb(ach__buffer *out, size_t size) {
    void *zeros = calloc(1, size);
    assert_non_null(zeros);
    put_packed(out, zeros, size);
    free(zeros);
}

/* Neither bombs nor stated sizes take memory or time; the numbers are generous. */
static void test_bombs(void **state) {
    static const char *const names[] = {"IDAT", "zTXt", "iCCP", "iTXt"};
    bench *it = *state;
    ach__buffer chunk;
    ach__buffer_init(&chunk, NULL, MAKER_CEILING);
    for (size_t i = 0; i < 4; i++) {
        account book = {0};
        ach_allocator allocator = {&book, keep_account};
        ach__png_checker *checker = NULL;
        ach__png_facts facts;
        ach__buffer_clear(&chunk);
        if (i != 0) {
            ach__buffer_append(&chunk, i == 3 ? "name\0\1\0\0" : "name\0", i == 3 ? 9 : 6);
        }
        put_bomb(&chunk, 48u << 20);
        ach__buffer_clear(&it->file);
        put_piece(&it->file, 'S');
        put_piece(&it->file, 'H');
        for (unsigned many = 0; many < 9; many++) {
            put_chunk(&it->file, names[i], chunk.data, chunk.size);
        }
        put_piece(&it->file, i == 0 ? '0' : 'I');
        put_piece(&it->file, 'E');
        assert_int_equal(ach__png_checker_new(&checker, &allocator, MAX_PIXELS), ACH_OK);
        assert_int_equal(ach__png_check(checker, whole(&it->file), &facts), ACH_OK);
        assert_int_equal(facts.verdict, i == 0 ? DAMAGED : GOOD);
        assert_true(book.most < (9u << 20));
        ach__png_checker_free(checker);
        assert_int_equal(book.used, 0);
    }
    ach__buffer_free(&chunk);
}

static void test_memory_of_stated_sizes(void **state) {
    bench *it = *state;
    for (size_t i = 0; i < sizeof header_rows / sizeof *header_rows; i++) {
        account book = {0};
        ach_allocator allocator = {&book, keep_account};
        ach__png_checker *checker = NULL;
        ach__png_facts facts;
        picture what = plain;
        what.width = header_rows[i].width;
        what.height = header_rows[i].height;
        ach__buffer_clear(&it->file);
        put_signature(&it->file);
        put_header(&it->file, &what);
        put_piece(&it->file, 'I');
        put_piece(&it->file, 'E');
        assert_int_equal(ach__png_checker_new(&checker, &allocator, MAX_PIXELS), ACH_OK);
        assert_int_equal(ach__png_check(checker, whole(&it->file), &facts), ACH_OK);
        /* libpng's rows are the most: here one may be as wide as the whole picture. */
        assert_true(book.most < (1u << 17) + (what.width > MAX_PIXELS ? 0 : 16u * what.width));
        ach__png_checker_free(checker);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),      cmocka_unit_test(test_headers),
        cmocka_unit_test(test_signatures), cmocka_unit_test(test_profiles),
        cmocka_unit_test(test_digests),    cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_bombs),      cmocka_unit_test(test_memory_of_stated_sizes),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
