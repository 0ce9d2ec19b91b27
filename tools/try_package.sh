#!/usr/bin/env bash
# The Debian packages as their users meet them: builds them from this source, takes the build away, installs them with apt and
# uses what is installed.  As root, on a system that may be thrown away: tools/clean_root.sh FOLDER tools/try_package.sh
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/common.sh
. scripts/common.sh
export DEBIAN_FRONTEND=noninteractive

install_missing "building the packages" build-essential debhelper scdoc curl systemd "${BUILD_PACKAGES[@]}" || exit $?
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; rm -rf "$folder"' EXIT
mkdir "$folder/source"
tar -c --exclude=./build* --exclude=node_modules --exclude=.git . | tar -x -C "$folder/source"
say "== dpkg-buildpackage"
(cd "$folder/source" && DEB_BUILD_OPTIONS=nocheck DEB_BUILD_PROFILES=nocheck dpkg-buildpackage -us -uc -b >"$folder/build.log" 2>&1) ||
    { tail -n 40 "$folder/build.log"; exit 1; }
rm -rf "$folder/source"
apt-get -q -q purge -y "${BUILD_PACKAGES[@]}" >/dev/null 2>&1 || true
apt-get -q -q autoremove -y --purge >/dev/null 2>&1 || true

say "== install: sitrep, libsitrep0"
apt-get -q -q install -y --no-install-recommends "$folder"/sitrep_*.deb "$folder"/libsitrep0_*.deb >/dev/null
cd /
sitrep --version
sitrep read "$OLDPWD"/examples/opera-house.txt >"$folder/out"
head -n 5 "$folder/out"
export SITREP_DB=$folder/ledger.db
sitrep ingest "$OLDPWD"/examples/reports.jsonl "$OLDPWD"/examples/*.txt
sitrep list
for format in csv geojson kml stix atom cap acled ucdp gtd gdelt; do
    sitrep export --format "$format" >"$folder/out" 2>"$folder/err" || { cat "$folder/err"; exit 1; }
    test -s "$folder/out"
done
sitrep serve --port 8699 2>/dev/null &
server=$!
for _ in $(seq 50); do curl -sf http://127.0.0.1:8699/healthz >/dev/null && break; sleep 0.2; done
curl -sf -o "$folder/page" http://127.0.0.1:8699/
grep -q '<title>sitrep' "$folder/page"
say "page: served"
curl -sf -o "$folder/list" http://127.0.0.1:8699/api/v1/incidents
head -c 120 "$folder/list"
say
kill "$server"
wait "$server" || true
printf '<rss version="2.0"><channel><title>T</title></channel></rss>' >"$folder/feed.xml"
sitrep inspect --feed "$folder/feed.xml" >/dev/null
say "feeds: read"

say "== what the services may do"
for unit in sitrep sitrep-follow sitrep-watch; do
    systemd-analyze security --offline=true "/lib/systemd/system/$unit.service" 2>/dev/null | tail -n 1
done
dpkg -L sitrep >"$folder/files"
grep -c '/man1/' "$folder/files" || { say "no manual pages"; exit 1; }

say "== install: libsitrep-dev"
apt-get -q -q install -y --no-install-recommends "$folder"/libsitrep-dev_*.deb gcc libc6-dev pkg-config >/dev/null
cat >"$folder/user.c" <<'EOT'
#include <sitrep/sitrep.h>
#include <stdio.h>
int main(void)
{
    sr_engine *engine;
    sr_error   err = {0};
    if (sr_engine_open(&engine, NULL, &err) != SR_OK)
        return 1;
    puts(sr_version());
    sr_engine_close(engine);
    return 0;
}
EOT
# shellcheck disable=SC2046
cc -Wall -Werror -o "$folder/user" "$folder/user.c" $(pkg-config --cflags --libs sitrep)
"$folder/user"
say "== purge"
apt-get -q -q purge -y sitrep libsitrep0 libsitrep-dev >/dev/null
test ! -e /usr/bin/sitrep
say "nothing left of it"
