/* The bytes of a feed made into XML that any parser takes.
 *
 *   bytes ─► decode: byte order mark, declaration, what the bytes are ─► UTF-8 ─► repair ─► XML
 *
 * Most feeds are sound and come out as they are, without declaration, DOCTYPE and comments.  In the
 * others: entities of HTML and of the DOCTYPE become characters (so no parser ever sees a DTD and
 * nothing can expand), stray & and < become text, attributes get quotes, end tags that miss are put
 * in and those too many left out, an item that was not closed ends where the next begins, C1
 * control characters become what windows-1252 means by them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_FEED_REPAIR_H
#define SR_INGEST_FEED_REPAIR_H

#include "base/buf.h"
#include "base/error.h"

typedef struct sr_feed_faults {
    const char *charset;    // the bytes were in; "" when UTF-8; static or a view of no lifetime
    size_t      undecoded;  // bytes that the charset does not have, now U+FFFD
    size_t      references; // & that begins nothing known, now text
    size_t      tags;       // tags that were not closed, not opened, or not tags
    size_t      first;      // offset of the first of these faults in the UTF-8 text
    bool        cut;        // SR_LIMIT_FEED_BYTES was reached
} sr_feed_faults;

/** Decode a feed into UTF-8 without byte order mark.
 *  @param declared  the charset of the HTTP header; empty: none
 *  @return false: out of memory.  Cost: linear */
SR_NODISCARD bool sr_feed_decode(sr_str bytes, sr_str declared, sr_buf *out, sr_feed_faults *faults);

/** Make sound XML of UTF-8 text: one root element, no DTD, no comments.
 *  @return false: out of memory.  Cost: linear */
SR_NODISCARD bool sr_feed_repair(sr_str text, sr_buf *out, sr_feed_faults *faults);

/** The character that an entity of HTML stands for ("eacute"); 0: there is none. */
uint32_t sr_html_entity(sr_str name);
/** What windows-1252 has at a C1 control character; cp itself where it has nothing. */
uint32_t sr_c1_meant(uint32_t cp);

#endif
