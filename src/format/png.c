/* Is this PNG a whole and true picture? The chunks are walked here; the pixels are checked fast
 * by unpacking alone, and where that way objects or cannot tell, libpng decides.
 * SPDX-License-Identifier: MIT */
#include "format/inflate.h"
#include "format/png_parts.h"

#include <libdeflate.h>

#include <string.h>

#define SIDE_MAX      0x7fffffffu
#define INFLATION_MAX 1032u /* no deflate stream unpacks to more times its size */

/* Memory for one purpose, grown to the most that was wanted so far. */
typedef struct room {
    unsigned char *data;
    size_t size;
} room;

struct ach__png_checker {
    ach_allocator allocator;
    uint64_t max_pixels;
    struct libdeflate_decompressor *inflater;
    room stream; /* inflated pixels */
    room joined; /* the data of several IDAT chunks */
    ach__png_layout layout;
    ach__png_chunks chunks;
    ach__inflate_tables tables;
};

static bool make_room(const ach_allocator *allocator, room *kept, size_t size) {
    if (size <= kept->size) {
        return true;
    }
    ach__release(allocator, kept->data, kept->size);
    kept->data = ach__allocate(allocator, size);
    kept->size = kept->data == NULL ? 0 : size;
    return kept->data != NULL;
}

ach_status ach__png_checker_new(ach__png_checker **out, const ach_allocator *allocator,
                                uint64_t max_pixels) {
    ach_allocator own = ach__allocator_or_default(allocator);
    ach__png_checker *checker = ach__allocate(&own, sizeof *checker);
    *out = NULL;
    if (checker == NULL) {
        return ACH_ENOMEM;
    }
    memset(checker, 0, sizeof *checker);
    checker->allocator = own;
    checker->max_pixels = max_pixels;
    checker->inflater = libdeflate_alloc_decompressor();
    if (checker->inflater == NULL) {
        ach__png_checker_free(checker);
        return ACH_ENOMEM;
    }
    *out = checker;
    return ACH_OK;
}

void ach__png_checker_free(ach__png_checker *checker) {
    if (checker == NULL) {
        return;
    }
    ach_allocator allocator = checker->allocator;
    libdeflate_free_decompressor(checker->inflater);
    ach__release(&allocator, checker->stream.data, checker->stream.size);
    ach__release(&allocator, checker->joined.data, checker->joined.size);
    ach__release(&allocator, checker, sizeof *checker);
}

void ach__png_fault(ach__png_facts *facts, ach__slice bytes, size_t offset, const char *reason) {
    facts->verdict = ACH__PNG_DAMAGED;
    facts->is_blank = false;
    facts->profile = ACH__PNG_PROFILE_NONE;
    facts->fault_offset = offset;
    ach__png_chunk_name(bytes, offset, facts->fault_chunk);
    memset(facts->fault_reason, 0, sizeof facts->fault_reason);
    strncpy(facts->fault_reason, reason, sizeof facts->fault_reason - 1);
}

/* All chunks up to IEND. Both ways ask this first; what it refuses is refused. */
static bool walk_chunks(ach__slice bytes, ach__png_chunks *chunks, ach__png_facts *facts) {
    ach__png_flaw flaw;
    bool is_whole = ach__png_walk(bytes, chunks, &flaw);
    facts->is_animated = chunks->is_animated;
    if (is_whole) {
        facts->trailing_offset = chunks->end;
        facts->trailing = bytes.len - chunks->end;
    } else {
        ach__png_fault(facts, bytes, flaw.offset, flaw.reason[0]);
    }
    return is_whole;
}

/* The sides, from the header alone. They are told also where the rest is damaged. */
static bool read_size(ach__slice bytes, ach__png_facts *facts) {
    const unsigned char *header = (const unsigned char *)bytes.ptr + ACH__PNG_SIGNATURE_SIZE + 8;
    if (!ach__png_has_header(bytes)) {
        return false;
    }
    uint32_t width = ach__png_number(header);
    uint32_t height = ach__png_number(header + 4);
    if (width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX) {
        return false;
    }
    facts->width = width;
    facts->height = height;
    facts->bit_depth = header[8];
    facts->is_interlaced = header[12] != 0;
    return true;
}

/* What needs no pixels. True where the pixels are to be read, else *facts is the answer. */
static bool begin(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts) {
    memset(facts, 0, sizeof *facts);
    facts->verdict = ACH__PNG_FOREIGN;
    if (!ach__png_is_signed(bytes)) {
        return false;
    }
    if (read_size(bytes, facts) && (uint64_t)facts->width * facts->height > checker->max_pixels) {
        facts->verdict = ACH__PNG_TOO_LARGE;
        return false;
    }
    return walk_chunks(bytes, &checker->chunks, facts);
}

/* The data of all IDAT chunks in one piece: within the file itself where there is only one chunk.
 * ptr NULL where there is no memory. */
static ach__slice join_data(ach__png_checker *checker, ach__slice bytes) {
    const ach__png_chunks *chunks = &checker->chunks;
    if (chunks->idat_count == 1) {
        return (ach__slice){bytes.ptr + chunks->first_idat + 8, chunks->idat_bytes};
    }
    if (!make_room(&checker->allocator, &checker->joined, chunks->idat_bytes + 1)) {
        return (ach__slice){NULL, 0};
    }
    size_t used = 0;
    for (size_t at = chunks->first_idat; at <= chunks->last_idat;) {
        uint32_t length = ach__png_number((const unsigned char *)bytes.ptr + at);
        memcpy(checker->joined.data + used, bytes.ptr + at + 8, length);
        used += length;
        at += ACH__PNG_CHUNK_FRAME + (size_t)length;
    }
    return (ach__slice){(const char *)checker->joined.data, used};
}

/* libpng's words, also where it is not asked. */
static const char *fault_of(ach__inflated result) {
    switch (result) {
    case ACH__INFLATED_TOO_MUCH:
        return "Too much image data";
    case ACH__INFLATED_AND_MORE:
        return "Extra compressed data";
    default:
        return "incorrect data check";
    }
}

/* The fingerprint of the stream in checker->stream; the packed data end in its check sum. */
static void take_digest(const ach__png_checker *checker, ach__slice data, size_t size,
                        ach__png_facts *facts) {
    const unsigned char *end = (const unsigned char *)data.ptr + data.len;
    ach__png_digest(&checker->layout, checker->stream.data, size, ach__png_number(end - 4),
                    facts->digest);
}

/* The answer of the fast way, whose stream is in checker->stream; false where it has none. */
static bool answer_fast(ach__png_checker *checker, ach__slice bytes, ach__slice data, size_t size,
                        ach__png_facts *facts) {
    bool indexes_fit = false;
    ach__inflated result = ach__inflate(&checker->tables, data, checker->stream.data, size);
    if (result == ACH__INFLATED_TOO_MUCH) {
        /* Known for certain, and libpng would unpack a bomb to its end to say the same. */
        ach__png_fault(facts, bytes, checker->chunks.last_idat, fault_of(result));
        return true;
    }
    if (result != ACH__INFLATED_WELL ||
        !ach__png_filters_are_known(&checker->layout, checker->stream.data)) {
        return false;
    }
    take_digest(checker, data, size, facts);
    ach__png_look_at_pixels(&checker->layout, checker->stream.data, &facts->is_blank, &indexes_fit);
    return indexes_fit;
}

ach_status ach__png_check_fast(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts,
                               bool *certain) {
    size_t size = 0;
    *certain = true;
    if (!begin(checker, bytes, facts)) {
        return ACH_OK;
    }
    ach_status status =
        ach__png_read_header(&checker->allocator, bytes, &checker->chunks, &checker->layout, facts);
    if (status != ACH_OK || facts->verdict != ACH__PNG_GOOD) {
        return status;
    }
    ach__slice data = join_data(checker, bytes);
    if (data.ptr == NULL) {
        return ACH_ENOMEM;
    }
    /* No memory is taken for a stream that cannot be as long as it should. */
    bool is_likely =
        ach__png_stream_size(&checker->layout, &size) && size / INFLATION_MAX <= data.len;
    if (is_likely && !make_room(&checker->allocator, &checker->stream, size)) {
        return ACH_ENOMEM;
    }
    *certain = is_likely && answer_fast(checker, bytes, data, size, facts);
    if (!*certain) {
        memset(facts->digest, 0, sizeof facts->digest);
        ach__png_fault(facts, bytes, checker->chunks.first_idat, "the pixels do not unpack");
    }
    return ACH_OK;
}

static ach__inflated inflate_leniently(ach__png_checker *checker, ach__slice data, size_t size) {
    size_t taken = 0, given = 0;
    switch (libdeflate_zlib_decompress_ex(checker->inflater, data.ptr, data.len,
                                          checker->stream.data, size, &taken, &given)) {
    case LIBDEFLATE_SUCCESS:
        if (given != size) {
            return ACH__INFLATED_BADLY;
        }
        return taken != data.len ? ACH__INFLATED_AND_MORE : ACH__INFLATED_WELL;
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        return ACH__INFLATED_TOO_MUCH;
    default:
        return ACH__INFLATED_BADLY;
    }
}

/* libpng has shown every row. There it stops, though: it may leave the check sum unread, and what
 * is behind it too. And it keeps the stream to itself, of which the fingerprint is. */
static ach_status finish_slow(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts) {
    ach__slice data = join_data(checker, bytes);
    size_t size = 0;
    if (data.ptr == NULL || !ach__png_stream_size(&checker->layout, &size) ||
        !make_room(&checker->allocator, &checker->stream, size)) {
        return ACH_ENOMEM;
    }
    ach__inflated result = inflate_leniently(checker, data, size);
    if (result == ACH__INFLATED_WELL) {
        take_digest(checker, data, size, facts);
    } else {
        ach__png_fault(facts, bytes, checker->chunks.last_idat, fault_of(result));
    }
    return ACH_OK;
}

ach_status ach__png_check_by_libpng(ach__png_checker *checker, ach__slice bytes,
                                    ach__png_facts *facts) {
    if (!begin(checker, bytes, facts)) {
        return ACH_OK;
    }
    ach_status status =
        ach__png_read_whole(&checker->allocator, bytes, &checker->chunks, &checker->layout, facts);
    if (status != ACH_OK || facts->verdict != ACH__PNG_GOOD) {
        return status;
    }
    return finish_slow(checker, bytes, facts);
}

ach_status ach__png_check(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts) {
    bool certain = false;
    ach_status status = ach__png_check_fast(checker, bytes, facts, &certain);
    if (status != ACH_OK || certain) {
        return status;
    }
    return ach__png_check_by_libpng(checker, bytes, facts);
}
