/* Strict unpacking of a zlib stream. libdeflate is lenient with codes that zlib refuses (unused
 * symbols, incomplete codes, matches from beyond the stated window), and zlib takes several times
 * as long; a picture must not be called good here that a game's zlib then refuses.
 * SPDX-License-Identifier: MIT */
#include "format/inflate.h"

#include <libdeflate.h>

#include <stdbool.h>
#include <string.h>

enum {
    LETTER_BITS = 11, /* of the main tables; longer codes go on in a subtable */
    DISTANCE_BITS = 8,
    LONGEST_CODE = 15,
    LETTERS = 286, /* bytes, the end of a block, and 29 lengths */
    DISTANCES = 30,
    LENGTH_CODES = 19,
    END_OF_BLOCK = 256,
    LONGEST_MATCH = 258
};

/* An entry of a table: in bits 0 to 5 what to drop (the code and the extra bits behind it), in
 * 8 to 11 the length of the code alone, in 16 to 30 the value. The top bit marks a byte, the most
 * frequent of all. For a subtable, 8 to 11 are the bits of its index and the value its place. */
#define IS_BYTE     0x80000000u
#define IS_SUBTABLE 0x1000u
#define IS_END      0x2000u
#define IS_WRONG    0x4000u
#define IS_SPECIAL  (IS_SUBTABLE | IS_END | IS_WRONG)

static const uint16_t length_bases[29] = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                          15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                          67, 83, 99, 115, 131, 163, 195, 227, 258};
static const unsigned char length_extras[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_bases[DISTANCES] = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

/* Bits of the input, the next one lowest. Behind the end there are zeros, and `lent` counts the
 * bytes of them. */
typedef struct reader {
    const unsigned char *in, *end;
    uint64_t bits;
    unsigned count; /* of valid bits in `bits` */
    unsigned lent;
} reader;

typedef struct writer {
    unsigned char *begin, *out, *end;
    size_t window; /* how far back a match may reach */
} writer;

/* At least 56 bits are there afterwards. `in` must have eight bytes. */
static inline void refill_fast(reader *from) {
    uint64_t next;
    memcpy(&next, from->in, sizeof next);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    next = __builtin_bswap64(next);
#endif
    from->bits |= next << from->count;
    from->in += (63 - from->count) >> 3;
    from->count |= 56;
}

static inline void refill_slowly(reader *from) {
    while (from->count < 56) {
        if (from->in < from->end) {
            from->bits |= (uint64_t)*from->in++ << from->count;
        } else {
            from->lent++;
        }
        from->count += 8;
    }
}

static inline bool is_overdrawn(const reader *from) {
    return from->lent * 8 > from->count;
}

static inline void drop(reader *from, unsigned count) {
    from->bits >>= count;
    from->count -= count;
}

static inline unsigned take(reader *from, unsigned count) {
    unsigned value = (unsigned)(from->bits & ((1u << count) - 1));
    drop(from, count);
    return value;
}

/* To the next whole byte, and what was read ahead is given back. False where that is behind the
 * end. */
static bool align(reader *from) {
    drop(from, from->count % 8);
    unsigned ahead = from->count / 8;
    if (from->lent > ahead) {
        return false;
    }
    from->in -= ahead - from->lent;
    from->bits = 0;
    from->count = 0;
    from->lent = 0;
    return true;
}

/* Makes an entry from a symbol, its code's length still without. */
typedef uint32_t (*entry_of)(unsigned symbol);

static uint32_t letter_entry(unsigned symbol) {
    if (symbol < END_OF_BLOCK) {
        return IS_BYTE | symbol << 16;
    }
    if (symbol == END_OF_BLOCK) {
        return IS_END;
    }
    if (symbol >= LETTERS) {
        return IS_WRONG; /* there are codes for two more, with no meaning */
    }
    return (uint32_t)length_bases[symbol - 257] << 16 | length_extras[symbol - 257];
}

static uint32_t distance_entry(unsigned symbol) {
    if (symbol >= DISTANCES) {
        return IS_WRONG;
    }
    return (uint32_t)distance_bases[symbol] << 16 | (symbol < 2 ? 0 : symbol / 2 - 1);
}

static uint32_t plain_entry(unsigned symbol) {
    return symbol << 16;
}

/* Codes come in the order of their lengths, each one more than the one before; here with the
 * first bit lowest. */
static unsigned next_code(unsigned code, unsigned length) {
    unsigned bit = 1u << (length - 1);
    while ((code & bit) != 0) {
        bit >>= 1;
    }
    return bit == 0 ? 0 : (code & (bit - 1)) + bit;
}

/* Sorts the symbols by the length of their codes; gives the part of all codes that is not used, in
 * 2^-15, negative where there are more codes than fit. */
static long sort_symbols(const unsigned char *lengths, unsigned count, uint16_t *sorted,
                         unsigned *longest, unsigned *used) {
    unsigned counts[LONGEST_CODE + 1] = {0}, starts[LONGEST_CODE + 2] = {0};
    long unused = 1L << LONGEST_CODE;
    *longest = 0;
    for (unsigned i = 0; i < count; i++) {
        counts[lengths[i]]++;
    }
    for (unsigned length = 1; length <= LONGEST_CODE; length++) {
        unused -= (long)counts[length] << (LONGEST_CODE - length);
        starts[length + 1] = starts[length] + counts[length];
        *longest = counts[length] != 0 ? length : *longest;
    }
    *used = starts[LONGEST_CODE + 1];
    for (unsigned i = 0; i < count; i++) {
        if (lengths[i] != 0) {
            sorted[starts[lengths[i]]++] = (uint16_t)i;
        }
    }
    return unused;
}

/* Puts an entry at every index that begins with the code. */
static void spread(uint32_t *table, unsigned bits, unsigned code, unsigned length, uint32_t entry) {
    entry += length | length << 8;
    for (unsigned i = code; i < 1u << bits; i += 1u << length) {
        table[i] = entry;
    }
}

/* A table of all codes. They must use up all that is possible; a single distance may have one code
 * of one bit, and there may be none. */
static bool build(uint32_t *table, unsigned bits, const unsigned char *lengths, unsigned count,
                  entry_of entry) {
    uint16_t sorted[LETTERS + 2];
    unsigned longest, used, code = 0;
    long unused = sort_symbols(lengths, count, sorted, &longest, &used);
    if (unused != 0 && (entry != distance_entry || unused < 0 || longest > 1)) {
        return false;
    }
    if (unused != 0) {
        spread(table, bits, 0, 0, IS_WRONG);
    }
    unsigned more = longest > bits ? longest - bits : 0;
    uint32_t room = 1u << bits;
    unsigned prefix = 0;
    for (unsigned i = 0; i < used; i++) {
        unsigned length = lengths[sorted[i]];
        if (length <= bits) {
            spread(table, bits, code, length, entry(sorted[i]));
        } else {
            unsigned low = code & ((1u << bits) - 1);
            if (room == 1u << bits || low != prefix) {
                prefix = low;
                table[low] = IS_SUBTABLE | room << 16 | more << 8 | bits;
                room += 1u << more;
            }
            spread(table + (table[low] >> 16), more, code >> bits, length - bits, entry(sorted[i]));
        }
        code = next_code(code, length);
    }
    return true;
}

/* The entry for the next bits; they stay. A subtable's index is dropped. */
static inline uint32_t find(const uint32_t *table, unsigned bits, reader *from) {
    uint32_t entry = table[from->bits & ((1u << bits) - 1)];
    if ((entry & (IS_SUBTABLE | IS_BYTE)) == IS_SUBTABLE) {
        drop(from, bits);
        entry = table[(entry >> 16) + (from->bits & ((1u << (entry >> 8 & 15)) - 1))];
    }
    return entry;
}

static inline unsigned value_of(uint32_t entry, reader *from) {
    uint64_t bits = from->bits & (((uint64_t)1 << (entry & 63)) - 1);
    drop(from, entry & 63);
    return (entry >> 16) + (unsigned)(bits >> (entry >> 8 & 15));
}

static inline void put_byte(writer *to, uint32_t entry, reader *from) {
    *to->out++ = (unsigned char)(entry >> 16);
    drop(from, entry & 63);
}

/* Copies by eight bytes and up to seven too many, for which there is room. */
static inline void copy_fast(writer *to, size_t distance, size_t length) {
    unsigned char *out = to->out, *end = out + length;
    const unsigned char *in = out - distance;
    to->out = end;
    if (distance >= 8) {
        do {
            memcpy(out, in, 8);
            out += 8;
            in += 8;
        } while (out < end);
    } else if (distance == 1) {
        memset(out, *in, length);
    } else {
        while (out < end) {
            *out++ = *in++;
        }
    }
}

static inline void copy_slowly(writer *to, size_t distance, size_t length) {
    for (; length > 0; length--, to->out++) {
        *to->out = *(to->out - distance);
    }
}

/* How a block, or a part of one, came out. */
typedef enum outcome { OUTCOME_END, OUTCOME_MORE, OUTCOME_TOO_MUCH, OUTCOME_BAD } outcome;

static inline bool reaches_back(const writer *to, size_t distance) {
    return distance <= (size_t)(to->out - to->begin) && distance <= to->window;
}

static inline uint32_t peek(const ach__inflate_tables *tables, const reader *from) {
    return tables->letters[from->bits & ((1u << LETTER_BITS) - 1)];
}

/* While there is so much input and room that nothing needs to be counted: one turn takes at most
 * 8 + 8 bytes and gives at most 3 bytes, or 2 and a match and 7 bytes too many. The entry for the
 * next turn is always looked up before more bits are read: the two need not wait for each other. */
static outcome run_fast(const ach__inflate_tables *tables, reader *outer, writer *to) {
    reader from = *outer;
    writer into = *to;
    outcome result = OUTCOME_MORE;
    if (from.end - from.in < 16) {
        return result;
    }
    refill_fast(&from);
    uint32_t entry = peek(tables, &from);
    while (from.end - from.in >= 16 && into.end - into.out >= LONGEST_MATCH + 16) {
        refill_fast(&from);
        if ((entry & IS_BYTE) != 0) {
            put_byte(&into, entry, &from);
            entry = peek(tables, &from);
            if ((entry & IS_BYTE) != 0) {
                put_byte(&into, entry, &from);
                entry = peek(tables, &from);
                if ((entry & IS_BYTE) != 0) {
                    put_byte(&into, entry, &from);
                    entry = peek(tables, &from);
                    continue;
                }
            }
        }
        if ((entry & IS_SPECIAL) != 0) {
            entry = find(tables->letters, LETTER_BITS, &from);
            if ((entry & IS_BYTE) != 0) {
                put_byte(&into, entry, &from);
                entry = peek(tables, &from);
                continue;
            }
            if ((entry & IS_SPECIAL) != 0) {
                drop(&from, entry & 63);
                result = (entry & IS_END) != 0 ? OUTCOME_END : OUTCOME_BAD;
                break;
            }
        }
        unsigned length = value_of(entry, &from);
        uint32_t back = tables->distances[from.bits & ((1u << DISTANCE_BITS) - 1)];
        refill_fast(&from);
        if ((back & IS_SPECIAL) != 0) {
            back = find(tables->distances, DISTANCE_BITS, &from);
        }
        unsigned distance = value_of(back, &from);
        if ((back & IS_SPECIAL) != 0 || !reaches_back(&into, distance)) {
            result = OUTCOME_BAD;
            break;
        }
        entry = peek(tables, &from);
        copy_fast(&into, distance, length);
    }
    *outer = from;
    *to = into;
    return result;
}

/* The same with an eye on both ends; for the last bytes. */
static outcome run_slowly(const ach__inflate_tables *tables, reader *from, writer *to) {
    for (;;) {
        refill_slowly(from);
        uint32_t entry = find(tables->letters, LETTER_BITS, from);
        if ((entry & IS_BYTE) == 0 && (entry & IS_SPECIAL) != 0) {
            drop(from, entry & 63);
            return (entry & IS_END) != 0 && !is_overdrawn(from) ? OUTCOME_END : OUTCOME_BAD;
        }
        unsigned length = 1, distance = 0;
        if ((entry & IS_BYTE) != 0) {
            drop(from, entry & 63);
        } else {
            length = value_of(entry, from);
            refill_slowly(from);
            uint32_t back = find(tables->distances, DISTANCE_BITS, from);
            distance = value_of(back, from);
            if ((back & IS_SPECIAL) != 0 || !reaches_back(to, distance)) {
                return OUTCOME_BAD;
            }
        }
        if (is_overdrawn(from)) {
            return OUTCOME_BAD;
        }
        if ((size_t)(to->end - to->out) < length) {
            return OUTCOME_TOO_MUCH;
        }
        if ((entry & IS_BYTE) != 0) {
            *to->out++ = (unsigned char)(entry >> 16);
        } else {
            copy_slowly(to, distance, length);
        }
    }
}

static outcome run_stored(reader *from, writer *to) {
    if (!align(from) || from->end - from->in < 4) {
        return OUTCOME_BAD;
    }
    size_t length = from->in[0] | (size_t)from->in[1] << 8;
    size_t check = from->in[2] | (size_t)from->in[3] << 8;
    from->in += 4;
    if ((length ^ check) != 0xffff || (size_t)(from->end - from->in) < length) {
        return OUTCOME_BAD;
    }
    if ((size_t)(to->end - to->out) < length) {
        return OUTCOME_TOO_MUCH;
    }
    if (length > 0) {
        memcpy(to->out, from->in, length);
    }
    from->in += length;
    to->out += length;
    return OUTCOME_END;
}

static bool build_fixed(ach__inflate_tables *tables) {
    unsigned char lengths[LETTERS + 2];
    memset(lengths, 8, sizeof lengths);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    if (!build(tables->letters, LETTER_BITS, lengths, LETTERS + 2, letter_entry)) {
        return false;
    }
    memset(lengths, 5, 32);
    return build(tables->distances, DISTANCE_BITS, lengths, 32, distance_entry);
}

/* Reads `count` code lengths, which are packed themselves. */
static bool read_lengths(reader *from, const uint32_t *table, unsigned char *lengths,
                         unsigned count) {
    for (unsigned i = 0; i < count;) {
        refill_slowly(from);
        unsigned symbol = value_of(find(table, 7, from), from);
        if (symbol < 16) {
            lengths[i++] = (unsigned char)symbol;
            continue;
        }
        if (symbol == 16 && i == 0) {
            return false;
        }
        unsigned char value = symbol == 16 ? lengths[i - 1] : 0;
        unsigned times = symbol == 16   ? 3 + take(from, 2)
                         : symbol == 17 ? 3 + take(from, 3)
                                        : 11 + take(from, 7);
        if (times > count - i || is_overdrawn(from)) {
            return false;
        }
        memset(lengths + i, value, times);
        i += times;
    }
    return !is_overdrawn(from);
}

static bool build_stated(ach__inflate_tables *tables, reader *from) {
    static const unsigned char order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                      11, 4,  12, 3, 13, 2, 14, 1, 15};
    unsigned char lengths[LETTERS + DISTANCES] = {0};
    refill_slowly(from);
    unsigned letters = 257 + take(from, 5);
    unsigned distances = 1 + take(from, 5);
    unsigned codes = 4 + take(from, 4);
    if (letters > LETTERS || distances > DISTANCES) {
        return false;
    }
    for (unsigned i = 0; i < codes; i++) {
        refill_slowly(from);
        lengths[order[i]] = (unsigned char)take(from, 3);
    }
    if (!build(tables->distances, 7, lengths, LENGTH_CODES, plain_entry) ||
        !read_lengths(from, tables->distances, lengths, letters + distances) ||
        lengths[END_OF_BLOCK] == 0) {
        return false;
    }
    return build(tables->letters, LETTER_BITS, lengths, letters, letter_entry) &&
           build(tables->distances, DISTANCE_BITS, lengths + letters, distances, distance_entry);
}

static outcome run_block(ach__inflate_tables *tables, unsigned kind, reader *from, writer *to) {
    if (kind == 0) {
        return run_stored(from, to);
    }
    if (kind == 3 || !(kind == 1 ? build_fixed(tables) : build_stated(tables, from))) {
        return OUTCOME_BAD;
    }
    outcome result = run_fast(tables, from, to);
    return result == OUTCOME_MORE ? run_slowly(tables, from, to) : result;
}

static outcome run_blocks(ach__inflate_tables *tables, reader *from, writer *to) {
    for (;;) {
        refill_slowly(from);
        bool is_last = take(from, 1) != 0;
        outcome result = run_block(tables, take(from, 2), from, to);
        if (result != OUTCOME_END) {
            return result;
        }
        if (is_last) {
            return align(from) ? OUTCOME_END : OUTCOME_BAD;
        }
    }
}

ach__inflated ach__inflate(ach__inflate_tables *tables, ach__slice data, unsigned char *out,
                           size_t size) {
    const unsigned char *bytes = (const unsigned char *)data.ptr;
    if (data.len < 2 || (bytes[0] & 15) != 8 || bytes[0] >> 4 > 7 || (bytes[1] & 0x20) != 0 ||
        (bytes[0] << 8 | bytes[1]) % 31 != 0) {
        return ACH__INFLATED_BADLY;
    }
    reader from = {.in = bytes + 2, .end = bytes + data.len};
    writer to = {out, out, out + size, (size_t)256 << (bytes[0] >> 4)};
    outcome result = run_blocks(tables, &from, &to);
    if (result == OUTCOME_TOO_MUCH) {
        return ACH__INFLATED_TOO_MUCH;
    }
    if (result != OUTCOME_END || to.out != to.end || from.end - from.in < 4) {
        return ACH__INFLATED_BADLY;
    }
    uint32_t sum = (uint32_t)from.in[0] << 24 | (uint32_t)from.in[1] << 16 |
                   (uint32_t)from.in[2] << 8 | from.in[3];
    if (libdeflate_adler32(1, out, size) != sum) {
        return ACH__INFLATED_BADLY;
    }
    return from.end - from.in > 4 ? ACH__INFLATED_AND_MORE : ACH__INFLATED_WELL;
}
