#!/bin/sh
# run_debs.sh SOURCE: builds the Debian packages, looks at what they hold, and uses them: unpacked
# into a folder, and where this is root and no achpack is installed, installed by dpkg and removed
# again (not with ACHPACK_TEST_INSTALL_DEBS=0).
# SPDX-License-Identifier: MIT
set -eu
source="$1"
here="$source/tests/install"
work="$(mktemp -d)"
installed=""
clean_up() {
  # shellcheck disable=SC2086 # a list of words
  [ -z "$installed" ] || dpkg --purge $installed >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

fail() {
  echo "FAIL install.debs: $*"
  exit 1
}

cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DACHPACK_BUILD_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr >/dev/null
cmake --build "$work/build" >/dev/null
(umask 027 && cd "$work/build" && cpack -G DEB -B "$work/debs") >/dev/null 2>"$work/cpack.log" ||
  fail "cpack: $(cat "$work/cpack.log")"

version="$("$work/build/achpack" --version | awk '{print $2}')"
abi="$(sed -n 's/^set(ACHPACK_ABI \([0-9]*\))$/\1/p' "$source/src/CMakeLists.txt")"
library="libachpack$abi"
lib="usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)"
architecture="$(dpkg --print-architecture)"
deb_of() {
  echo "$work/debs/${1}_$version-1_$architecture.deb"
}
field_of() {
  dpkg-deb -f "$(deb_of "$1")" "$2"
}

# Holds the package's files against the names on standard input and its own documents.
check_files() {
  {
    cat
    echo "usr/share/doc/$1/changelog.gz"
    echo "usr/share/doc/$1/copyright"
  } | sort >"$work/wanted"
  dpkg-deb --fsys-tarfile "$(deb_of "$1")" | tar -t | sed 's,^\./,,' | grep -v '/$' |
    sort >"$work/found"
  diff "$work/wanted" "$work/found" || fail "$1 holds other files"
  # Everyone may read everything, all belongs to root.
  dpkg-deb -c "$(deb_of "$1")" | awk '$2 != "root/root" || $1 !~ /^(drwxr-xr-x|-rw[x-]r-[x-]r-[x-]|lrwx.*)$/' \
    >"$work/odd"
  [ ! -s "$work/odd" ] || fail "$1: owners or rights: $(cat "$work/odd")"
}

check_files "$library" <<END
$lib/libachpack.so.$abi
$lib/libachpack.so.$abi.$version
END
check_files libachpack-dev <<END
$(find "$source/include/achpack" "$work/build/include/achpack" -name '*.h' |
  sed 's,.*/,usr/include/achpack/,')
$lib/cmake/achpack/achpackConfig.cmake
$lib/cmake/achpack/achpackConfigVersion.cmake
$lib/cmake/achpack/achpackTargets-release.cmake
$lib/cmake/achpack/achpackTargets.cmake
$lib/libachpack.so
$lib/pkgconfig/achpack.pc
END
check_files achpack <<END
usr/bin/achpack
usr/share/bash-completion/completions/achpack
usr/share/man/man1/achpack.1.gz
usr/share/man/zh_CN/man1/achpack.1.gz
END
[ "$(find "$work/debs" -maxdepth 1 -name '*.deb' | wc -l)" = 3 ] || fail "other packages: $(ls "$work/debs")"

for name in "$library" libachpack-dev achpack; do
  for field in Maintainer Section Priority Description Depends; do
    [ -n "$(field_of "$name" "$field")" ] || fail "$name has no $field"
  done
  case "$(field_of "$name" Description)" in [a-z]*) ;; *) fail "$name: description" ;; esac
done
case "$(field_of libachpack-dev Depends)" in
*"$library (= $version-1)"*) ;;
*) fail "libachpack-dev does not ask for its own $library" ;;
esac
if field_of achpack Depends | grep libachpack; then
  fail "the command has its own parts and needs no library"
fi
if field_of "$library" Depends | grep -e libpng -e libzip -e jansson; then
  fail "the library needs what belongs to the command"
fi
dpkg-deb -I "$(deb_of "$library")" shlibs | grep -qx "libachpack $abi $library (= $version-1)" ||
  fail "shlibs"

# Unpacked into a folder. $1 is the root, empty for the system's own.
build_consumers() {
  flags="$(pkg-config --cflags achpack)"
  libs="$(pkg-config --libs achpack)"
  # shellcheck disable=SC2086 # lists of words
  cc -std=c99 -pedantic -Wall -Wextra -Werror $flags "$here/consumer.c" -o "$work/consumer-c" $libs
  # shellcheck disable=SC2086
  c++ -std=c++11 -pedantic -Wall -Wextra -Werror $flags "$here/consumer.cpp" -o "$work/consumer-cpp" $libs
  rm -rf "$work/consumer"
  cmake -S "$here" -B "$work/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$1/usr" >/dev/null
  cmake --build "$work/consumer" >/dev/null
}
run_consumers() {
  for program in consumer-c consumer-cpp consumer/consumer_c consumer/consumer_cpp; do
    ldd "$work/$program" | grep -F "=> $1/" | grep -q libachpack || fail "$program uses another library"
    "$work/$program" "$work/pack.zip" >/dev/null || fail "$program"
  done
}
root="$work/root"
for name in "$library" libachpack-dev achpack; do
  dpkg-deb -x "$(deb_of "$name")" "$root"
done
[ "$("$root/usr/bin/achpack" --version)" = "achpack $version" ] || fail "the command"
"$root/usr/bin/achpack" build --quiet "$source/samples/packs/sky-islands" -o "$work/pack.zip"
man -l "$root/usr/share/man/man1/achpack.1.gz" >/dev/null
(
  export PKG_CONFIG_PATH="$root/$lib/pkgconfig" LD_LIBRARY_PATH="$root/$lib"
  build_consumers "$root"
  run_consumers "$root"
)
# Whatever the .pc file asks for must come with the package.
depends="$(field_of libachpack-dev Depends), "
for module in $(sed -n 's/^Requires.*: //p' "$root/$lib/pkgconfig/achpack.pc" | tr ',' ' '); do
  file="$(find /usr/lib /usr/share -name "$module.pc" | head -n 1)"
  package="$(dpkg -S "$file" | sed 's/:.*//')"
  case "$depends" in *"$package, "*) ;; *) fail "libachpack-dev does not ask for $package" ;; esac
done

# Installed for good and removed again.
if [ "$(id -u)" != 0 ] || [ "${ACHPACK_TEST_INSTALL_DEBS:-1}" = 0 ]; then
  echo "PASS install.debs (unpacked only)"
  exit 0
fi
for name in "$library" libachpack-dev achpack; do
  if dpkg-query -W -f '${Status}\n' "$name" 2>/dev/null | grep -qv not-installed; then
    echo "PASS install.debs (unpacked only: $name is installed here)"
    exit 0
  fi
done

# Calls dpkg, and waits while somebody else does.
call_dpkg() {
  for turn in $(seq 60); do
    ! dpkg "$@" >"$work/dpkg.log" 2>&1 || return 0
    grep -q 'lock' "$work/dpkg.log" || break
    sleep 1
  done
  fail "dpkg $1, turn $turn: $(cat "$work/dpkg.log")"
}
installed="libachpack-dev achpack $library"
call_dpkg -i "$(deb_of "$library")" "$(deb_of libachpack-dev)" "$(deb_of achpack)"
[ "$(/usr/bin/achpack --version)" = "achpack $version" ] || fail "the installed command"
(
  unset PKG_CONFIG_PATH LD_LIBRARY_PATH
  build_consumers ""
  run_consumers ""
)
# shellcheck disable=SC2086 # a list of words
call_dpkg -r $installed
for path in /usr/bin/achpack "/$lib/libachpack.so" "/$lib/libachpack.so.$abi" \
  /usr/include/achpack "/$lib/cmake/achpack"; do
  [ ! -e "$path" ] || fail "$path is left behind"
done
echo "PASS install.debs (unpacked, and installed by dpkg and removed)"
