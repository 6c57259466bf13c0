#!/bin/sh
# Builds and passes all tests: installs what is missing, needs nothing else.
# The last line counts: "N passed, N failed".
# SPDX-License-Identifier: MIT
set -u
cd "$(dirname "$0")/.." || exit 1

sh tests/packages.sh test || exit 1
passed=0
failed=0

# Configures, builds and tests one preset, and adds up what ctest counted.
run_preset() {
  if ! cmake --preset "$1" -DACHPACK_BUILD_TESTS=ON >/dev/null || ! cmake --build --preset "$1"; then
    echo "preset $1: does not build"
    failed=$((failed + 1))
    return
  fi
  log="$(mktemp)"
  ctest --preset "$1" -j "$(nproc)" --no-tests=error 2>&1 | tee "$log"
  line="$(grep 'tests failed out of' "$log")"
  rm -f "$log"
  bad="$(echo "$line" | sed 's/.*passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1/')"
  all="$(echo "$line" | sed 's/.*passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\2/')"
  if [ -z "$line" ]; then
    bad=1
    all=1
  fi
  passed=$((passed + all - bad))
  failed=$((failed + bad))
}

# The official SARIF schema, for the test that holds our output against it. Where it cannot be had,
# that test says so and goes by its own checks.
ACHPACK_SARIF_SCHEMA="$(sh tests/cli/get_sarif_schema.sh "$PWD/build/schema")"
export ACHPACK_SARIF_SCHEMA

run_preset default
run_preset sanitize

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
