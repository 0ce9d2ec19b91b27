/* A mail message or a mailbox: reading ends, and its parts lie in memory that can be read.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "ingest/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_str    bytes = sr_str_from(data, size);
    sr_parts *parts = sr_mail_open(bytes);
    size_t    steps = 0;
    uint64_t  sum = sr_mail_sniff(bytes);
    FUZZ_HOLDS(parts);
    for (;;) {
        sr_part      part;
        sr_part_step step = parts->next(parts, &part);
        FUZZ_HOLDS(++steps <= size + 4);
        if (step == SR_PART_END)
            break;
        if (step != SR_PART) {
            FUZZ_HOLDS(parts->note[0]);
            continue;
        }
        const sr_str views[] = {part.name, part.bytes, part.title, part.publisher, part.id, part.content_type};
        for (size_t i = 0; i < SR_COUNT(views); i++)
            sum += views[i].len ? sr_hash(views[i]) : 0;
    }
    parts->close(parts);
    volatile uint64_t seen = sum; // the bytes were looked at
    (void)seen;
    return 0;
}
