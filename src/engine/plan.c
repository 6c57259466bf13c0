/* How many players the platform's limit allows.
 * SPDX-License-Identifier: MIT */
#include <achpack/engine.h>

enum { PLATFORM_SETS_A_SECOND = 50 };

static uint64_t rate_of(uint32_t sets_per_second) {
    return sets_per_second == 0 ? PLATFORM_SETS_A_SECOND : sets_per_second;
}

uint64_t ach_plan_players(uint32_t sets, uint32_t interval_s, uint32_t sets_per_second) {
    return sets == 0 ? UINT64_MAX : rate_of(sets_per_second) * interval_s / sets;
}

uint64_t ach_plan_interval(uint64_t players, uint32_t sets, uint32_t sets_per_second) {
    __extension__ typedef unsigned __int128 wide;
    uint64_t rate = rate_of(sets_per_second);
    wide seconds = ((wide)players * sets + rate - 1) / rate;
    return seconds > UINT64_MAX ? UINT64_MAX : (uint64_t)seconds;
}
