#!/bin/sh
# Installs by apt what is not there yet: `packages.sh build` for building and packing,
# `packages.sh test` for the tests as well.
# SPDX-License-Identifier: MIT
set -eu

packages="gcc libc6-dev cmake ninja-build pkg-config libzip-dev libpng-dev libcsv-dev
  libdeflate-dev libjansson-dev nettle-dev libsqlite3-dev libpq-dev"
if [ "${1:-build}" = test ]; then
  packages="$packages g++ clang libclang-rt-dev clang-format clang-tidy libcmocka-dev zlib1g-dev
    python3 python3-pil python3-jsonschema zip unzip 7zip libarchive-tools libarchive-dev pngcheck man-db
    bash-completion dpkg-dev file postgresql"
  # For the official SARIF schema; any npm will do.
  command -v npm >/dev/null || packages="$packages npm"
fi

missing=""
for package in $packages; do
  if ! dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed'; then
    missing="$missing $package"
  fi
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "packages.sh: without sudo only root can install:$missing" >&2
    exit 1
  fi
fi
echo "Installing:$missing"
$as_root apt-get update -q >&2
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $missing >&2
