#!/bin/sh
# Installs achpack into a fresh folder, moves it, and builds and runs consumers in C and C++ through
# find_package and pkg-config, shared and static.
# SPDX-License-Identifier: MIT
set -eu
source="$1"
here="$source/tests/install"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

check_names() {
  # Only the promised names leave the shared library.
  nm -D --defined-only "$1" | awk '{print $3}' | sort >"$work/names"
  diff "$here/exported.txt" "$work/names"
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
  bash -c ". '$prefix/share/bash-completion/completions/achpack'; complete -p achpack" >/dev/null
  [ "$kind" = static ] || check_names "$prefix/lib/libachpack.so"

  cmake -S "$here" -B "$work/consumer-$kind" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
  cmake --build "$work/consumer-$kind" >/dev/null
  "$work/consumer-$kind/consumer_c" "$pack"
  "$work/consumer-$kind/consumer_cpp" "$pack"

  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  flags="$(pkg-config --cflags achpack)"
  libs="$(pkg-config --libs achpack)"
  [ "$kind" = shared ] || libs="$(pkg-config --static --libs achpack)"
  # shellcheck disable=SC2086 # lists of words
  cc -std=c99 -pedantic -Wall -Wextra -Werror $flags "$here/consumer.c" -o "$work/by-pc-c" $libs
  # shellcheck disable=SC2086
  c++ -std=c++11 -pedantic -Wall -Wextra -Werror $flags "$here/consumer.cpp" -o "$work/by-pc-cpp" $libs
  LD_LIBRARY_PATH="$prefix/lib" "$work/by-pc-c" "$pack"
  LD_LIBRARY_PATH="$prefix/lib" "$work/by-pc-cpp" "$pack"
done

# The library drags in neither libpng nor libzip.
if ldd "$work/shared/lib/libachpack.so" | grep -e libpng -e libzip; then
  exit 1
fi
echo "PASS install"
