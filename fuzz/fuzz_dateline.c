/* Date lines, datelines and instants: views stay inside the text, days are days.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "ingest/dateline.h"

static void inside(sr_str view, sr_str text)
{
    FUZZ_HOLDS(view.len == 0 || (view.ptr >= text.ptr && view.ptr + view.len <= text.ptr + text.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_str text = sr_str_from(data, size);
    sr_dateline line;
    sr_dateline_read(text, &line);
    inside(line.place, text);
    inside(line.region, text);
    inside(line.source, text);
    FUZZ_HOLDS(line.body_begin <= size);
    FUZZ_HOLDS(line.day == SR_DAY_NONE || sr_day_civil(line.day).year >= 1);
    FUZZ_HOLDS(line.fault == SR_DATELINE_SOUND || line.day == SR_DAY_NONE);
    sr_instant instant;
    if (!sr_instant_parse(text, &instant))
        FUZZ_HOLDS(instant.day == SR_DAY_NONE);
    else
        FUZZ_HOLDS(instant.day != SR_DAY_NONE && instant.second < 86400);
    return 0;
}
