/* What the web says beside its documents: robots.txt, lists of feeds, addresses.  The first byte chooses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/utf8.h"
#include "ingest/fetch.h"
#include "ingest/opml.h"
#include "ingest/url.h"

/* The first line is the path that is asked for. */
static void robots(sr_str s)
{
    unsigned delay = 99999;
    sr_str   path = sr_str_cut(&s, '\n');
    bool     allowed = sr_robots_allow(s, SR_STR("sitrep"), path, &delay);
    FUZZ_HOLDS(delay <= 3600);
    FUZZ_HOLDS(s.len > 0 || allowed);
}

static void opml(sr_str s)
{
    sr_arena      arena;
    sr_opml_feed *feeds;
    size_t        n;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_status status = sr_opml_read(s, &arena, &feeds, &n);
    FUZZ_HOLDS(status == SR_OK || n == 0);
    for (size_t i = 0; i < n; i++) {
        FUZZ_HOLDS(feeds[i].url.len > 0);
        FUZZ_HOLDS(sr_utf8_check(feeds[i].url) == feeds[i].url.len && sr_utf8_check(feeds[i].title) == feeds[i].title.len);
    }
    sr_arena_free(&arena);
}

/* The first line is the base. */
static void url(sr_str s)
{
    sr_arena arena;
    sr_str   base = sr_str_cut(&s, '\n');
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str whole = sr_url_resolve(&arena, base, s);
    FUZZ_HOLDS(whole.len <= base.len + s.len + 8);
    FUZZ_HOLDS(sr_url_host(whole).len <= whole.len && sr_url_scheme(whole).len <= whole.len);
    sr_arena_free(&arena);
}

static void address(sr_str s)
{
    (void)sr_address_is_public(s.ptr, s.len >= 16 ? 16 : s.len >= 4 ? 4 : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const kinds[])(sr_str) = {robots, opml, url, address};
    if (size > 0)
        kinds[data[0] & 3](sr_str_from(data + 1, size - 1));
    return 0;
}
