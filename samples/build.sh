#!/bin/sh
# Builds achpack and packs the sample: installs what is missing, needs nothing else.
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."

sh tests/packages.sh build
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DACHPACK_BUILD_TESTS=OFF >/dev/null
cmake --build build
mkdir -p out
build/achpack build samples/packs/sky-islands -o out/sky-islands.zip
