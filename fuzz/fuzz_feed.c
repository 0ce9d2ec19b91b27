/* A feed: whatever the bytes, reading ends and every text that comes out is valid UTF-8.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "base/utf8.h"
#include "ingest/feed.h"

static void check(sr_str text)
{
    FUZZ_HOLDS(sr_utf8_check(text) == text.len);
}

static void check_item(const sr_feed_item *item)
{
    const sr_str texts[] = {item->title, item->summary, item->content, item->link, item->self, item->id, item->author,
                            item->publisher, item->language, item->published.text, item->updated.text, item->in_reply_to};
    for (size_t i = 0; i < SR_COUNT(texts); i++)
        check(texts[i]);
    for (size_t i = 0; i < item->tags.n; i++)
        check(item->tags.at[i]);
    for (size_t i = 0; i < item->media.n; i++)
        check(item->media.at[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena         arena;
    sr_feed_document feed;
    sr_feed_input    in = {.bytes = sr_str_from(data, size), .url = SR_STR("https://example.org/feeds/x")};
    sr_feed_reader  *reader = sr_feed_reader_open();
    FUZZ_HOLDS(reader);
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_status status = sr_feed_read(reader, &in, &arena, &feed);
    FUZZ_HOLDS(status == SR_OK || (status == SR_E_INPUT && feed.fault.len));
    check_item(&feed.feed);
    for (size_t i = 0; i < feed.n_entries; i++) {
        sr_report report = {.published = {.day = SR_DAY_NONE}};
        check_item(&feed.entries[i]);
        sr_feed_to_report(&feed, &feed.entries[i], &report);
    }
    sr_arena_free(&arena);
    sr_feed_reader_close(reader);
    return 0;
}
