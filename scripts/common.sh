# shellcheck shell=bash
# Shared by scripts/*: packages, and saying what is done.  Sourced, not run.
# SPDX-License-Identifier: Apache-2.0

# Debian packages: to build and run; what tests need besides.
# shellcheck disable=SC2034  # used by those who source this
BUILD_PACKAGES=(gcc libc6-dev meson ninja-build pkg-config python3 libxxhash-dev libjson-c-dev zlib1g-dev liblzma-dev
                libzstd-dev libsqlite3-dev libssl-dev libxml2-dev libarchive-dev libgmime-3.0-dev libicu-dev libuchardet-dev libmicrohttpd-dev
                libcurl4-openssl-dev libbrotli-dev)
# shellcheck disable=SC2034
TEST_PACKAGES=(libcmocka-dev clang libclang-rt-14-dev llvm-14 python3-jsonschema scdoc g++ shellcheck git
               libxml2-utils openssl)

say() { printf '%s\n' "$*"; }

# install_missing WHY PACKAGE…: installs what is not there yet, and says so.
install_missing() {
    local why=$1 package
    local -a missing=() as_root=()
    shift
    for package in "$@"; do
        if ! dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null; then
        say "This script installs packages with apt-get, which is not here. $why needs: ${missing[*]}" >&2
        return 4
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "$why needs these packages; install them as root: apt-get install ${missing[*]}" >&2
            return 4
        fi
        as_root=(sudo)
    fi
    say "Installing with apt ($why): ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -q update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get -q -q install -y --no-install-recommends "${missing[@]}" >/dev/null
}
