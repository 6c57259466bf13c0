#!/bin/sh
# lint.sh format | tidy BUILD | analyzer BUILD: the formatter, clang-tidy, gcc -fanalyzer.
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
files() {
  find src include samples tests -name '*.c' -o -name '*.h' | sort
}

case "$1" in
format)
  files | xargs clang-format --dry-run --Werror
  ;;
tidy)
  clang-tidy --version >/dev/null # the pipe below would hide that there is none
  # The compile database holds every file as it is really compiled.
  find src samples -name '*.c' | sort | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$2" 2>&1 |
    grep -v 'warnings\? generated' >"$2/tidy.log" || true
  cat "$2/tidy.log"
  ! grep -q -e 'warning:' -e 'error:' "$2/tidy.log"
  ;;
analyzer)
  # Without its search for leaks: gcc 12 takes a handle that is stored through a pointer for lost.
  # LeakSanitizer looks for real ones while the tests run.
  find src -name '*.c' | sort | xargs -P "$(nproc)" -n 1 gcc -std=c17 -D_GNU_SOURCE \
    -DACH_STATIC_DEFINE -O1 -fanalyzer -Wno-analyzer-malloc-leak -Werror -Isrc -Iinclude -I"$2/include" \
    $(pkg-config --cflags libpq) -S -o /dev/null
  ;;
esac
