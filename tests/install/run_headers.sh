#!/bin/sh
# run_headers.sh SOURCE BUILD: each public header compiles alone, as old C and as old C++, and the
# header that stands for all of them names it.
# SPDX-License-Identifier: MIT
set -eu
source="$1"
build="$2"
strict="-pedantic -Wall -Wextra -Wshadow -Werror -fsyntax-only"
failed=0
for path in "$source"/include/achpack/*.h "$build"/include/achpack/*.h; do
  name="achpack/${path##*/}"
  for language in "c -std=c99" "c++ -std=c++11"; do
    # Twice: the second time its guard must hold.
    # shellcheck disable=SC2086 # lists of words
    if ! printf '#include <%s>\n#include <%s>\nextern int nothing;\n' "$name" "$name" |
      cc $strict -I"$source/include" -I"$build/include" -x $language -; then
      echo "FAIL $name: $language"
      failed=1
    fi
  done
  case "$name" in achpack/achpack.h | achpack/export.h) continue ;; esac
  if ! grep -qF "#include <$name>" "$source/include/achpack/achpack.h"; then
    echo "FAIL $name: achpack.h does not include it"
    failed=1
  fi
done
[ "$failed" = 0 ] && echo "PASS install.headers"
exit "$failed"
