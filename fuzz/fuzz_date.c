/* A date: one that is read is a day of the calendar, and prints as an instant that reads as the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "ingest/feed_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_instant at, again;
    bool       whole;
    char       utc[SR_UTC_TEXT], same[SR_UTC_TEXT];
    if (!sr_feed_date_read(sr_str_from(data, size), &at, &whole)) {
        FUZZ_HOLDS(at.day == SR_DAY_NONE && !whole);
        return 0;
    }
    FUZZ_HOLDS(at.day != SR_DAY_NONE && at.second >= -1 && at.second < 86400);
    FUZZ_HOLDS(at.offset_minutes > -1440 && at.offset_minutes < 1440);
    sr_instant_format_utc(&at, utc);
    if (!utc[0])
        return 0;
    FUZZ_HOLDS(sr_feed_date_read(sr_str_c(utc), &again, &whole) && whole);
    sr_instant_format_utc(&again, same);
    FUZZ_HOLDS(strcmp(utc, same) == 0);
    return 0;
}
