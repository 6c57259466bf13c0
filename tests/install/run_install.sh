#!/bin/sh
# Installs achpack into a fresh folder, moves it, and builds and runs consumers in C and C++ of both
# libraries through find_package and pkg-config, shared and static.
# SPDX-License-Identifier: MIT
set -eu
source="$1"
here="$source/tests/install"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

check_names() {
  # Only the promised names leave a shared library.
  nm -D --defined-only "$1" | awk '{print $3}' | LC_ALL=C sort >"$work/names"
  diff "$2" "$work/names"
}

build_by_pkg_config() {
  # The same line for both kinds. $1 names the module, $2 the program.
  flags="$(pkg-config --cflags "$1")"
  libs="$(pkg-config --libs "$1")"
  # shellcheck disable=SC2086 # lists of words
  cc -std=c99 -pedantic -Wall -Wextra -Werror $flags "$here/$2.c" -o "$work/$2-c" $libs
  # shellcheck disable=SC2086
  c++ -std=c++11 -pedantic -Wall -Wextra -Werror $flags "$here/$2.cpp" -o "$work/$2-cpp" $libs
}

for kind in shared static; do
  shared=OFF
  [ "$kind" = static ] || shared=ON
  cmake -S "$source" -B "$work/build-$kind" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DACHPACK_BUILD_TESTS=OFF -DBUILD_SHARED_LIBS=$shared -DCMAKE_INSTALL_LIBDIR=lib >/dev/null
  cmake --build "$work/build-$kind" >/dev/null
  cmake --install "$work/build-$kind" --prefix "$work/first-$kind" >/dev/null
  mv "$work/first-$kind" "$work/$kind" # an installed tree can be moved
  prefix="$work/$kind"

  "$prefix/bin/achpack" --version
  pack="$work/pack.zip"
  "$prefix/bin/achpack" build --quiet "$source/samples/packs/sky-islands" -o "$pack"
  man -l "$prefix/share/man/man1/achpack.1" >/dev/null
  test -s "$prefix/share/man/zh_CN/man1/achpack.1"
  cmp "$source/docs/postgresql.sql" "$prefix/share/achpack/postgresql.sql"
  bash -c ". '$prefix/share/bash-completion/completions/achpack'; complete -p achpack" >/dev/null
  if [ "$kind" = shared ]; then
    check_names "$prefix/lib/libachpack.so" "$here/exported.txt"
    check_names "$prefix/lib/libachpack-progress.so" "$here/exported-progress.txt"
  fi

  cmake -S "$here" -B "$work/consumer-$kind" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
  cmake --build "$work/consumer-$kind" >/dev/null
  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  build_by_pkg_config achpack consumer
  build_by_pkg_config achpack-progress keeper
  for program in "consumer-$kind/consumer_c" "consumer-$kind/consumer_cpp" consumer-c consumer-cpp \
    "consumer-$kind/keeper_c" "consumer-$kind/keeper_cpp" keeper-c keeper-cpp; do
    rm -f "$work/store.sqlite"*
    LD_LIBRARY_PATH="$prefix/lib" "$work/$program" "$pack" "sqlite:$work/store.sqlite"
  done
  # Whoever loads packages only has no database to load.
  if LD_LIBRARY_PATH="$prefix/lib" ldd "$work/consumer-c" | grep -e sqlite -e libpq; then
    exit 1
  fi
done

# No library drags in libpng or libzip.
for name in achpack achpack-progress; do
  if ldd "$work/shared/lib/lib$name.so" | grep -e libpng -e libzip; then
    exit 1
  fi
done
echo "PASS install"
