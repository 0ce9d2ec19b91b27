#!/usr/bin/env bash
# Proves scripts/quickstart and scripts/test on a bare Debian 12: debootstrap (minbase) into a folder, the
# committed source by `git archive`, both scripts in a chroot there.  Needs root, debootstrap and a Debian mirror.
#   tools/clean_root.sh [FOLDER] [SCRIPT…]     default: a new folder below /tmp, scripts/quickstart twice, scripts/test
# The base system is kept beside FOLDER (FOLDER.base) and used again.  Mirror: $DEBIAN_MIRROR, else
# deb.debian.org.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/.."

root=${1:-/tmp/sitrep-clean-root}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- scripts/quickstart scripts/quickstart scripts/test
base=$root.base
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

[ "$(id -u)" -eq 0 ] || { echo "clean_root: needs root" >&2; exit 4; }
command -v debootstrap >/dev/null || { echo "clean_root: needs debootstrap" >&2; exit 4; }

if [ ! -e "$base/etc/debian_version" ]; then
    echo "== debootstrap bookworm (minbase) into $base"
    debootstrap --variant=minbase bookworm "$base.new" "$mirror" >"$base.log" 2>&1 ||
        { tail -n 20 "$base.log" >&2; exit 4; }
    mv "$base.new" "$base"
fi
rm -rf "$root"
cp -a "$base" "$root"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/sitrep"
git archive HEAD | tar -x -C "$root/sitrep"
git rev-parse HEAD

leave() { umount "$root/proc" "$root/dev/pts" "$root/dev" 2>/dev/null || true; }
trap leave EXIT
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"

for script in "$@"; do
    echo "== $script in $root"
    begin=$SECONDS
    code=0
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        "/sitrep/$script" </dev/null || code=$?
    echo "== $script ended with $code after $((SECONDS - begin)) s"
    [ "$code" -eq 0 ] || exit "$code"
done
