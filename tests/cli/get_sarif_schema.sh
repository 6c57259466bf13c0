#!/bin/sh
# Fetches the official SARIF 2.1.0 JSON schema into DIR, by npm, and prints its path.
# The package holds the schema as its publisher, one of SARIF's authors, took it from the
# standard's own; nothing of the package is run or installed.
# SPDX-License-Identifier: MIT
#
# usage: get_sarif_schema.sh DIR
# Exit status: 0 printed, 1 it cannot be had, 2 wrong usage.
set -eu

package=@microsoft/jest-sarif@1.0.0-beta.0
member=package/lib/schemas/sarif-2.1.0-rtm.5.json
sum=2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8

if [ $# -ne 1 ]; then
    echo "usage: get_sarif_schema.sh DIR" >&2
    exit 2
fi

is_right() {
    [ -f "$1" ] && echo "$sum  $1" | sha256sum --check --status 2>/dev/null
}

mkdir -p "$1"
schema=$1/sarif-2.1.0.schema.json
if ! is_right "$schema"; then
    work=$(mktemp -d "$1/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    if ! (cd "$work" && npm pack --silent --ignore-scripts "$package") >/dev/null 2>&1; then
        echo "get_sarif_schema.sh: npm cannot fetch $package" >&2
        exit 1
    fi
    tar -xzf "$work"/*.tgz -C "$work" "$member"
    if ! is_right "$work/$member"; then
        echo "get_sarif_schema.sh: the schema in $package is not the expected one" >&2
        exit 1
    fi
    mv "$work/$member" "$schema"
fi
echo "$schema"
