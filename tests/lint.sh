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
  # The compile database holds every file as it is really compiled.
  find src samples -name '*.c' | sort | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$2" 2>&1 |
    grep -v 'warnings generated' >"$2/tidy.log" || true
  cat "$2/tidy.log"
  ! grep -q -e 'warning:' -e 'error:' "$2/tidy.log"
  ;;
analyzer)
  find src -name '*.c' | sort | xargs -P "$(nproc)" -n 1 gcc -std=c17 -D_GNU_SOURCE \
    -DACH_STATIC_DEFINE -O1 -fanalyzer -Werror -Isrc -Iinclude -I"$2/include" -S -o /dev/null
  ;;
esac
