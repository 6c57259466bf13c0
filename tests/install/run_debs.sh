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
keeper="libachpack-progress$abi"
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
check_files "$keeper" <<END
$lib/libachpack-progress.so.$abi
$lib/libachpack-progress.so.$abi.$version
END
check_files libachpack-dev <<END
$(find "$source/include/achpack" "$work/build/include/achpack" -name '*.h' |
  sed 's,.*/,usr/include/achpack/,')
$lib/cmake/achpack/achpackConfig.cmake
$lib/cmake/achpack/achpackConfigVersion.cmake
$lib/cmake/achpack/achpackProgressTargets-release.cmake
$lib/cmake/achpack/achpackProgressTargets.cmake
$lib/cmake/achpack/achpackTargets-release.cmake
$lib/cmake/achpack/achpackTargets.cmake
$lib/libachpack-progress.so
$lib/libachpack.so
$lib/pkgconfig/achpack-progress.pc
$lib/pkgconfig/achpack.pc
END
check_files achpack <<END
usr/bin/achpack
usr/share/achpack/postgresql.sql
usr/share/bash-completion/completions/achpack
usr/share/man/man1/achpack.1.gz
usr/share/man/zh_CN/man1/achpack.1.gz
END
[ "$(find "$work/debs" -maxdepth 1 -name '*.deb' | wc -l)" = 4 ] || fail "other packages: $(ls "$work/debs")"

for name in "$library" "$keeper" libachpack-dev achpack; do
  for field in Maintainer Section Priority Description Depends; do
    [ -n "$(field_of "$name" "$field")" ] || fail "$name has no $field"
  done
  case "$(field_of "$name" Description)" in [a-z]*) ;; *) fail "$name: description" ;; esac
done
asks_for() {
  case "$(field_of "$1" Depends)" in
  *"$2 (= $version-1)"*) ;;
  *) fail "$1 does not ask for its own $2" ;;
  esac
}
asks_for libachpack-dev "$library"
asks_for libachpack-dev "$keeper"
asks_for "$keeper" "$library"
if field_of achpack Depends | grep libachpack; then
  fail "the command has its own parts and needs no library"
fi
for name in "$library" "$keeper"; do
  if field_of "$name" Depends | grep -e libpng -e libzip -e jansson; then
    fail "$name needs what belongs to the command"
  fi
  dpkg-deb -I "$(deb_of "$name")" shlibs | grep -qx "${name%"$abi"} $abi $name (= $version-1)" ||
    fail "$name: shlibs"
done
if field_of "$library" Depends | grep -e sqlite -e libpq; then
  fail "who loads packages needs no database"
fi
for name in "$keeper" achpack; do # libpq is loaded when a store needs it
  if field_of "$name" Depends | grep libpq || [ "$(field_of "$name" Recommends)" != libpq5 ]; then
    fail "$name: libpq5 is to be recommended, no more"
  fi
done

# Unpacked into a folder. $1 is the root, empty for the system's own.
build_consumer() {
  flags="$(pkg-config --cflags "$1")"
  libs="$(pkg-config --libs "$1")"
  # shellcheck disable=SC2086 # lists of words
  cc -std=c99 -pedantic -Wall -Wextra -Werror $flags "$here/$2.c" -o "$work/$2-c" $libs
  # shellcheck disable=SC2086
  c++ -std=c++11 -pedantic -Wall -Wextra -Werror $flags "$here/$2.cpp" -o "$work/$2-cpp" $libs
}
build_consumers() {
  build_consumer achpack consumer
  build_consumer achpack-progress keeper
  rm -rf "$work/consumer"
  cmake -S "$here" -B "$work/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$1/usr" >/dev/null
  cmake --build "$work/consumer" >/dev/null
}
run_consumers() {
  for program in consumer-c consumer-cpp consumer/consumer_c consumer/consumer_cpp \
    keeper-c keeper-cpp consumer/keeper_c consumer/keeper_cpp; do
    ldd "$work/$program" | grep -F "=> $1/" | grep -q libachpack || fail "$program uses another library"
    rm -f "$work/store.sqlite"*
    "$work/$program" "$work/pack.zip" "sqlite:$work/store.sqlite" >/dev/null || fail "$program"
  done
}
root="$work/root"
for name in "$library" "$keeper" libachpack-dev achpack; do
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
# Installed for good and removed again.
if [ "$(id -u)" != 0 ] || [ "${ACHPACK_TEST_INSTALL_DEBS:-1}" = 0 ]; then
  echo "PASS install.debs (unpacked only)"
  exit 0
fi
for name in "$library" "$keeper" libachpack-dev achpack; do
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
installed="libachpack-dev achpack $keeper $library"
call_dpkg -i "$(deb_of "$library")" "$(deb_of "$keeper")" "$(deb_of libachpack-dev)" "$(deb_of achpack)"
[ "$(/usr/bin/achpack --version)" = "achpack $version" ] || fail "the installed command"
(
  unset PKG_CONFIG_PATH LD_LIBRARY_PATH
  build_consumers ""
  run_consumers ""
)
# shellcheck disable=SC2086 # a list of words
call_dpkg -r $installed
for path in /usr/bin/achpack "/$lib/libachpack.so" "/$lib/libachpack.so.$abi" \
  "/$lib/libachpack-progress.so" "/$lib/libachpack-progress.so.$abi" \
  /usr/include/achpack "/$lib/cmake/achpack"; do
  [ ! -e "$path" ] || fail "$path is left behind"
done
echo "PASS install.debs (unpacked, and installed by dpkg and removed)"
