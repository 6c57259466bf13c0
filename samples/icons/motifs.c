/* Tables of the twelve motifs, their frames and palettes. */
/* SPDX-License-Identifier: MIT */
#include "motifs.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define DRAWING(array)                                                                             \
    { (array), COUNT_OF(array) }

/* ---- frames: the outline tells the level of the node ----------------------------------------- */

static const struct element HEXAGON = {
    .round = 12.0,
    POLYGON(0.0, -43.0, 37.5, -21.5, 37.5, 21.5, 0.0, 43.0, -37.5, 21.5, -37.5, -21.5)};
static const struct element SQUARE = {.round = 22.0, BOX(0.0, 0.0, 29.0, 29.0)};
static const struct element ROUND = {DISC(0.0, 0.0, 54.0)};

/* ---- palettes: the colour tells the branch --------------------------------------------------- */

static const struct palette SUNRISE = {0xFFD98A, 0xD9622B, 0xFFF1B8, 0xC98A1B, 0x4A2410};
static const struct palette MEADOW = {0xA6E06A, 0x2B7A3D, 0xFFEFB0, 0xB9832A, 0x173A20};
static const struct palette CAVERN = {0xB79CF2, 0x47308C, 0xFFEFB0, 0xB9832A, 0x241750};
static const struct palette BATTLE = {0xFF9C86, 0x9A1F36, 0xFFEFB0, 0xB9832A, 0x4A0C1C};
static const struct palette VOYAGE = {0x7FD3F7, 0x1B4F9C, 0xFFEFB0, 0xB9832A, 0x0D2A58};

/* ---- root ------------------------------------------------------------------------------------ */

static const struct element ISLAND[] = {
    {NEW, .style = SOFT, FILL(0xFFFBE0, 0xFFFBE0), DISC(-15.0, -18.0, 8.0)},
    {NEW, .style = FLAT, FILL(0xFFFDF0, 0xFFE9A0), DISC(-15.0, -18.0, 8.5)},
    {NEW, FILL(0xA9784C, 0x5B3A26), .round = 2.0,
     POLYGON(-27.0, 3.0, 27.0, 3.0, 18.0, 14.0, 9.0, 18.0, 1.0, 31.0, -8.0, 19.0, -19.0, 14.0)},
    {NEW, .style = FLAT, FILL(0x7A5034, 0x6A442D), .round = 1.0,
     POLYGON(-13.0, 10.0, -4.0, 9.0, -6.0, 15.0)},
    {NEW, .style = FLAT, FILL(0x7A5034, 0x5A3824), .round = 1.0,
     POLYGON(6.0, 11.0, 14.0, 9.0, 9.0, 15.0, 3.0, 24.0)},
    {NEW, FILL(0x8A5A36, 0x6B4226), CAPSULE(9.0, -2.0, 9.0, -16.0, 2.6)},
    {NEW, FILL(0x9BE25A, 0x3E9A3A), DISC(9.0, -23.0, 8.5)},
    {ADD, .blend = 3.0, DISC(1.5, -17.0, 6.0)},
    {ADD, .blend = 3.0, DISC(16.5, -17.0, 6.0)},
    {NEW, FILL(0x9BE25A, 0x4BA63E), .round = 5.0, BOX(0.0, 0.0, 26.0, 0.5)},
    {ADD, .blend = 3.0, DISC(-22.0, 4.5, 4.0)},
    {ADD, .blend = 3.0, DISC(-9.0, 5.5, 4.6)},
    {ADD, .blend = 3.0, DISC(5.0, 4.5, 4.0)},
    {ADD, .blend = 3.0, DISC(19.0, 5.0, 4.4)},
};

/* ---- branch of the home ---------------------------------------------------------------------- */

static const struct element TREE[] = {
    {NEW, FILL(0x7B4B2A, 0x9A6238), .round = 1.0,
     POLYGON(-4.0, 4.0, 4.0, 4.0, 5.0, 24.0, 10.0, 30.0, -10.0, 30.0, -5.0, 24.0)},
    {NEW, FILL(0xB8F06A, 0x2E8B3C), DISC(0.0, -16.0, 15.0)},
    {ADD, .blend = 4.0, DISC(-15.0, -1.0, 12.5)},
    {ADD, .blend = 4.0, DISC(15.0, -1.0, 12.5)},
    {ADD, .blend = 4.0, DISC(0.0, 3.0, 11.0)},
    {NEW, .style = FLAT, FILL(0xDDFB9C, 0xB4EA6C), ELLIPSE(-5.0, -22.0, 5.5, 4.0)},
    {NEW, .style = FLAT, FILL(0xB9EE72, 0x97D95A), ELLIPSE(-19.0, -5.0, 4.0, 3.2)},
    {NEW, FILL(0xFF7A66, 0xD3242F), DISC(8.0, -10.0, 3.4)},
    {NEW, FILL(0xFF7A66, 0xD3242F), DISC(-9.0, 3.0, 3.4)},
    {NEW, FILL(0xFF7A66, 0xD3242F), DISC(17.0, 4.0, 3.4)},
};

static const struct element TORCH[] = {
    {NEW, .style = SOFT, FILL(0xFFF3A0, 0xFFF3A0), DISC(0.0, -14.0, 12.0)},
    {NEW, FILL(0x9A6238, 0x5E3820), .round = 1.5,
     POLYGON(-4.5, 4.0, 4.5, 4.0, 2.5, 32.0, -2.5, 32.0)},
    {NEW, FILL(0xFFB02E, 0xE23B1E), DISC(0.0, -9.0, 12.5)},
    {ADD, .blend = 5.0, .round = 1.5, POLYGON(-10.0, -14.0, 3.0, -36.0, 10.0, -14.0)},
    {ADD, .blend = 3.0, .round = 1.0, POLYGON(-11.5, -11.0, -12.0, -25.0, -3.0, -14.0)},
    {NEW, .style = FLAT, FILL(0xFFE96B, 0xFFA42B), DISC(0.5, -6.5, 8.0)},
    {ADD, .blend = 4.0, .round = 1.0, POLYGON(-5.0, -10.0, 2.5, -24.0, 6.5, -10.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFF2A6), ELLIPSE(0.5, -5.0, 4.2, 5.5)},
    {NEW, FILL(0xC9CED8, 0x7E8798), .round = 2.0, BOX(0.0, 5.0, 7.0, 1.5)},
};

static const struct element CASTLE[] = {
    {NEW, FILL(0x8A5A36, 0x5E3820), CAPSULE(0.0, -22.0, 0.0, -35.0, 1.2)},
    {NEW, FILL(0xFF7A66, 0xD3242F), .round = 0.6, POLYGON(1.0, -36.0, 15.0, -31.5, 1.0, -27.0)},
    {NEW, FILL(0xD9DEE8, 0x8C96AA), .mirror = true, BOX(20.0, 10.0, 7.0, 16.0)},
    {ADD, .mirror = true, BOX(20.0, -5.0, 9.0, 5.0)},
    {CUT, .mirror = true, BOX(20.0, -9.5, 2.5, 4.0)},
    {NEW, FILL(0xF4F6FA, 0xA3ADC0), BOX(0.0, 4.0, 12.0, 22.0)},
    {ADD, BOX(0.0, -17.0, 15.5, 6.5)},
    {CUT, .mirror = true, BOX(5.8, -22.0, 2.6, 4.5)},
    {NEW, .style = FLAT, FILL(0x2B3350, 0x46507A), CAPSULE(0.0, -4.5, 0.0, -1.0, 2.6)},
    {NEW, .style = FLAT, .mirror = true, FILL(0x2B3350, 0x46507A),
     CAPSULE(20.0, 5.0, 20.0, 8.0, 2.0)},
    {NEW, .style = FLAT, FILL(0x5E3820, 0x8A5A36), DISC(0.0, 14.0, 5.5)},
    {ADD, BOX(0.0, 20.0, 5.5, 6.0)},
    {NEW, FILL(0xFFFFFF, 0xC9E2F4), DISC(-22.0, 26.0, 7.0)},
    {ADD, .blend = 3.0, DISC(-10.0, 28.0, 6.5)},
    {ADD, .blend = 3.0, DISC(2.0, 29.0, 5.5)},
    {ADD, .blend = 3.0, DISC(13.0, 28.0, 6.5)},
    {ADD, .blend = 3.0, DISC(24.0, 27.0, 6.0)},
};

/* ---- branch of the mine ---------------------------------------------------------------------- */

static const struct element PICKAXE[] = {
    {NEW, FILL(0xC08A52, 0x6E4526), .round = 1.5, BOX(0.0, 6.0, 2.6, 31.0)},
    {NEW, FILL(0xF2F6FB, 0x8592A8), .round = 0.8, DISC(0.0, 3.0, 29.0)},
    {CUT, DISC(0.0, 18.5, 34.0)},
    {CUT, BOX(0.0, 28.0, 40.0, 31.5)},
    {NEW, FILL(0x8A97AE, 0x5A667E), .round = 1.5, BOX(0.0, -20.5, 4.2, 6.0)},
    {NEW, .style = FLAT, FILL(0xC6D0DF, 0xAEBACC), CAPSULE(-2.0, -25.0, -2.0, -18.0, 0.9)},
};

static const struct element DIAMOND[] = {
    {NEW, .style = SOFT, FILL(0xC8FBFF, 0xC8FBFF), DISC(0.0, -2.0, 20.0)},
    {NEW, FILL(0x8CF3F0, 0x159AB5), .round = 1.0,
     POLYGON(-16.0, -20.0, 16.0, -20.0, 29.0, -4.0, 0.0, 29.0, -29.0, -4.0)},
    {NEW, .style = FLAT, FILL(0xE6FFFE, 0x9DF3F2), POLYGON(-16.0, -19.0, 0.0, -19.0, -10.0, -4.5)},
    {NEW, .style = FLAT, FILL(0xC3FBFA, 0x86EAEC), POLYGON(0.0, -19.0, 10.0, -4.5, -10.0, -4.5)},
    {NEW, .style = FLAT, FILL(0x7FE6EA, 0x55CFDB), POLYGON(0.0, -19.0, 16.0, -19.0, 10.0, -4.5)},
    {NEW, .style = FLAT, FILL(0x6FE0E8, 0x2FB8CC), POLYGON(-10.0, -4.0, 10.0, -4.0, 0.0, 27.0)},
    {NEW, .style = FLAT, FILL(0xA9F5F5, 0x52CCD8), POLYGON(-27.0, -4.0, -10.0, -4.0, 0.0, 27.0)},
    {NEW, .style = FLAT, FILL(0x2FAEC4, 0x0F83A0), POLYGON(27.0, -4.0, 10.0, -4.0, 0.0, 27.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFFFFF), STAR(-18.0, -15.0, 9.0, 2.0, 4.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFFFFF), STAR(22.0, 12.0, 6.0, 1.4, 4.0)},
};

/* ---- branch of the fight --------------------------------------------------------------------- */

static const struct element SWORD[] = {
    {NEW, FILL(0xFFFFFF, 0xB9C6DA), .round = 0.8,
     POLYGON(0.0, -40.0, 5.6, -31.0, 5.6, 12.0, -5.6, 12.0, -5.6, -31.0)},
    {NEW, .style = FLAT, FILL(0x9FB0CA, 0x8596B4),
     POLYGON(0.0, -37.5, 5.0, -30.0, 5.0, 11.0, 0.0, 11.0)},
    {NEW, FILL(0xA06A3E, 0x6A3F22), .round = 1.0, BOX(0.0, 22.0, 2.6, 8.0)},
    {NEW, FILL(0xFFE48A, 0xD0922A), .round = 3.0, BOX(0.0, 13.0, 12.0, 0.8)},
    {ADD, .blend = 3.0, .mirror = true, DISC(13.5, 11.5, 4.0)},
    {NEW, FILL(0xFFE48A, 0xD0922A), DISC(0.0, 33.0, 4.8)},
    {NEW, .style = FLAT, FILL(0xFF6A6A, 0xB3122A), DISC(0.0, 33.0, 2.3)},
    {NEW, .style = FLAT, FILL(0xFF6A6A, 0xB3122A), DISC(0.0, 13.0, 2.4)},
};

static const struct element MOON[] = {
    {NEW, .style = SOFT, FILL(0xFFF3B8, 0xFFF3B8), DISC(-3.0, -2.0, 20.0)},
    {NEW, FILL(0xFFFBDD, 0xF3C44E), DISC(-3.0, -2.0, 26.0)},
    {CUT, DISC(9.0, -9.0, 21.5)},
    {NEW, .style = FLAT, FILL(0xE9BE5C, 0xF2CF7C), DISC(-20.0, 0.0, 3.2)},
    {NEW, .style = FLAT, FILL(0xE9BE5C, 0xF2CF7C), DISC(-12.0, 13.0, 4.0)},
    {NEW, .style = FLAT, FILL(0xE9BE5C, 0xF2CF7C), DISC(2.0, 17.5, 2.4)},
    {NEW, FILL(0xFFFFFF, 0xFFE48A), .round = 0.6, STAR(12.0, -12.0, 8.5, 3.9, 5.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFF3B8), STAR(27.0, 3.0, 5.5, 1.5, 4.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFF3B8), STAR(24.0, -27.0, 4.5, 1.3, 4.0)},
};

static const struct element CROWN[] = {
    {NEW, .style = SOFT, FILL(0xFFE9A0, 0xFFE9A0), DISC(0.0, 0.0, 18.0)},
    {NEW, FILL(0xFFF0A0, 0xE09A22), .round = 1.2,
     POLYGON(-24.0, 20.0, -29.0, -10.0, -14.0, 3.0, 0.0, -20.0, 14.0, 3.0, 29.0, -10.0, 24.0,
             20.0)},
    {NEW, FILL(0xFFF7CF, 0xF0B43A), .mirror = true, DISC(29.0, -13.0, 4.0)},
    {NEW, FILL(0xFFF7CF, 0xF0B43A), DISC(0.0, -24.0, 4.8)},
    {NEW, FILL(0xFFE27A, 0xC67C16), .round = 2.5, BOX(0.0, 20.5, 24.0, 2.5)},
    {NEW, FILL(0xFF8A8A, 0xB3122A), .round = 0.8,
     POLYGON(0.0, -5.0, 5.0, 2.0, 0.0, 9.0, -5.0, 2.0)},
    {NEW, .style = FLAT, .mirror = true, FILL(0x8CF3F0, 0x159AB5), DISC(15.0, 20.5, 2.8)},
    {NEW, .style = FLAT, FILL(0xB8F06A, 0x2E8B3C), DISC(0.0, 20.5, 2.8)},
    {NEW, .style = FLAT, .mirror = true, FILL(0xC8A2FF, 0x6A3FC0), DISC(17.0, 9.5, 2.6)},
};

/* ---- branch of the voyage -------------------------------------------------------------------- */

static const struct element BOAT[] = {
    {NEW, FILL(0x9A6238, 0x6A3F22), CAPSULE(0.0, 8.0, 0.0, -32.0, 1.6)},
    {NEW, FILL(0xFF8A70, 0xD3242F), .round = 0.5, POLYGON(1.0, -35.0, 12.0, -31.5, 1.0, -28.0)},
    {NEW, FILL(0xFFFFFF, 0xDCE6F2), DISC(-8.0, -8.0, 31.0)},
    {CUT, BOX(-22.0, -8.0, 25.0, 40.0)},
    {CUT, BOX(0.0, 22.0, 40.0, 20.0)},
    {CUT, BOX(0.0, -46.0, 40.0, 20.0)},
    {NEW, FILL(0xFFE9C4, 0xF0B870), .round = 1.0, POLYGON(-4.0, -22.0, -4.0, 2.0, -22.0, 2.0)},
    {NEW, FILL(0xC98A4E, 0x74431F), .round = 1.5,
     POLYGON(-29.0, 9.0, 29.0, 9.0, 21.0, 24.0, -20.0, 24.0)},
    {NEW, FILL(0xF0C080, 0xB67A3E), .round = 1.8, BOX(0.0, 8.5, 30.0, 0.8)},
    {NEW, .style = FLAT, FILL(0x6A3F22, 0x5A3218), BOX(0.5, 16.5, 23.0, 0.6)},
    {NEW, FILL(0xE6F7FF, 0x5DB4EA), .round = 4.5, BOX(0.0, 27.0, 26.0, 1.0)},
    {CUT, .mirror = true, DISC(22.0, 17.5, 7.6)},
    {CUT, .mirror = true, DISC(7.4, 17.5, 7.6)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xD8F2FF), CAPSULE(-16.0, 28.5, -5.0, 28.5, 1.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xD8F2FF), CAPSULE(9.0, 29.0, 15.0, 29.0, 1.0)},
};

static const struct element FISH[] = {
    {NEW, FILL(0xFFC04A, 0xF07A1E), .round = 3.0,
     POLYGON(15.0, 0.0, 29.0, -13.0, 26.0, 0.0, 29.0, 13.0)},
    {NEW, FILL(0xFFB03A, 0xE8641A), .round = 2.0, POLYGON(-8.0, -12.0, 4.0, -23.0, 10.0, -9.0)},
    {NEW, FILL(0xFFB03A, 0xE8641A), .round = 1.5, POLYGON(-4.0, 13.0, 6.0, 21.0, 8.0, 10.0)},
    {NEW, FILL(0xFFD25E, 0xF0701C), ELLIPSE(-5.0, 0.0, 25.0, 16.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFE9D0), ELLIPSE(-5.0, 0.0, 24.0, 15.0)},
    {CUT, DISC(-31.0, 0.0, 22.5)},
    {CUT, DISC(22.0, 0.0, 24.5)},
    {NEW, FILL(0xFFB03A, 0xE8641A), .round = 1.5, POLYGON(3.0, 1.0, 13.0, 4.0, 5.0, 8.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFFFFF), DISC(-19.0, -4.0, 4.4)},
    {NEW, .style = FLAT, FILL(0x10203C, 0x10203C), DISC(-19.8, -3.8, 2.6)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFFFFF), DISC(-20.8, -5.0, 0.9)},
    {NEW, FILL(0xF2FCFF, 0xA6DCF8), DISC(-24.0, -24.0, 4.0)},
    {NEW, FILL(0xF2FCFF, 0xA6DCF8), DISC(-15.0, -30.0, 2.6)},
};

static const struct element STARFALL[] = {
    {NEW, .style = SOFT, FILL(0xFFF7C0, 0xFFF7C0), DISC(6.0, 5.0, 16.0)},
    {NEW, .style = FLAT, FILL(0x8ED2F6, 0xFFFFFF), POLYGON(-32.0, -32.0, 10.0, -6.0, -6.0, 10.0)},
    {NEW, .style = FLAT, FILL(0x8ED2F6, 0xFFFFFF), POLYGON(-6.0, -38.0, 16.0, -8.0, 5.0, -4.0)},
    {NEW, .style = FLAT, FILL(0x6CB8EC, 0xFFFFFF), POLYGON(-38.0, -6.0, -4.0, 5.0, -8.0, 17.0)},
    {NEW, FILL(0xFFF3A0, 0xF5A623), .round = 2.5, STAR(6.0, 6.0, 23.0, 11.0, 5.0)},
    {NEW, .style = FLAT, FILL(0xFFFFFF, 0xFFE58A), .round = 1.0, STAR(6.0, 5.0, 12.0, 5.4, 5.0)},
};

/* ---- the sign of a locked icon --------------------------------------------------------------- */

static const struct element LOCK[] = {
    {NEW, FILL(0x5C6577, 0x2C323F), DISC(0.0, 0.0, 16.0)},
    {NEW, .style = FLAT, FILL(0xF4F6FA, 0xC3CAD6), .round = 6.2, BOX(0.0, -3.5, 0.0, 2.0)},
    {CUT, .round = 3.6, BOX(0.0, -3.5, 0.0, 4.0)},
    {NEW, .style = FLAT, FILL(0xF4F6FA, 0xAAB4C4), .round = 1.8, BOX(0.0, 3.8, 6.2, 3.8)},
    {NEW, .style = FLAT, FILL(0x2C323F, 0x2C323F), DISC(0.0, 2.8, 1.9)},
    {ADD, BOX(0.0, 5.2, 0.8, 2.0)},
};

const struct drawing PADLOCK = DRAWING(LOCK);
const struct placement PADLOCK_PLACE = {{95.0, 93.0}, 1.0, 0.0};
const uint32_t PADLOCK_LINE = 0x171A22;

const struct motif MOTIFS[] = {
    {"island", &HEXAGON, &SUNRISE, DRAWING(ISLAND), {{60.0, 57.5}, 1.08, 0.0}},
    {"tree", &SQUARE, &MEADOW, DRAWING(TREE), {{60.0, 58.0}, 1.1, 0.0}},
    {"torch", &ROUND, &MEADOW, DRAWING(TORCH), {{60.0, 60.5}, 1.12, 12.0}},
    {"castle", &ROUND, &MEADOW, DRAWING(CASTLE), {{60.0, 58.0}, 1.0, 0.0}},
    {"pickaxe", &SQUARE, &CAVERN, DRAWING(PICKAXE), {{57.5, 61.0}, 1.12, 45.0}},
    {"diamond", &ROUND, &CAVERN, DRAWING(DIAMOND), {{60.0, 56.5}, 1.08, 0.0}},
    {"sword", &SQUARE, &BATTLE, DRAWING(SWORD), {{58.5, 60.0}, 1.12, 45.0}},
    {"moon", &ROUND, &BATTLE, DRAWING(MOON), {{59.0, 60.0}, 1.0, 0.0}},
    {"crown", &ROUND, &BATTLE, DRAWING(CROWN), {{60.0, 60.0}, 1.0, 0.0}},
    {"boat", &SQUARE, &VOYAGE, DRAWING(BOAT), {{60.0, 59.5}, 1.08, 0.0}},
    {"fish", &ROUND, &VOYAGE, DRAWING(FISH), {{60.0, 60.0}, 1.0, 0.0}},
    {"star", &ROUND, &VOYAGE, DRAWING(STARFALL), {{60.0, 58.0}, 1.0, 0.0}},
};
const size_t MOTIF_COUNT = COUNT_OF(MOTIFS);
