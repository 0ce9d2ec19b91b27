/* A page through the reader: the first byte says how it comes (whole or fragment, declared encoding).
 * What comes out is valid UTF-8 without NUL, the same at a second reading, and its dates are days of
 * the calendar. */
#include "fuzz.h"

#include "base/utf8.h"
#include "ingest/language.h"
#include "ingest/page.h"
#include "ingest/page_dates.h"

static uint64_t sum_of(const sr_page *p)
{
    return sr_hash(p->text) * 31 + sr_hash(p->title) + sr_hash(p->author) * 7 + sr_hash(p->url) + (uint64_t)p->published.instant.day +
           (uint64_t)p->kind;
}

static void check(sr_str s)
{
    FUZZ_HOLDS(sr_utf8_check(s) == s.len);
    FUZZ_HOLDS(sr_str_find(s, 0, 0) == s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sr_page_reader *reader;
    static const char *const types[] = {"", "text/html; charset=windows-1251", "text/html; charset=utf-8", "text/html; charset=gbk"};
    if (!reader)
        reader = sr_page_reader_open();
    if (size == 0 || !reader)
        return 0;
    sr_page_input in = {.bytes = sr_str_from(data + 1, size - 1), .content_type = sr_str_c(types[data[0] & 3]),
                        .url = data[0] & 4 ? SR_STR("https://example.org/2020/03/04/a") : SR_STR(""), .fragment = data[0] & 8};
    sr_arena arena;
    sr_page  first, again;
    sr_arena_init(&arena, 0, NULL, NULL);
    FUZZ_HOLDS(sr_page_read(reader, &in, &arena, &first) == SR_OK);
    FUZZ_HOLDS(sr_page_read(reader, &in, &arena, &again) == SR_OK);
    FUZZ_HOLDS(sum_of(&first) == sum_of(&again));
    sr_str views[] = {first.text, first.title, first.author, first.publisher, first.language, first.url};
    for (size_t i = 0; i < SR_COUNT(views); i++)
        check(views[i]);
    FUZZ_HOLDS(first.published.instant.day == SR_DAY_NONE || sr_page_day_plausible(first.published.instant.day));
    (void)sr_page_sniff(in.bytes);
    (void)sr_language_of(first.text);
    sr_arena_free(&arena);
    return 0;
}
