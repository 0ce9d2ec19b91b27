/* Shared by the readers of feeds.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_FEED_INT_H
#define SR_INGEST_FEED_INT_H

#include "base/buf.h"
#include "ingest/feed.h"
#include "ingest/markup_text.h"

struct sr_feed_reader {
    sr_buf decoded, repaired, text; // kept between feeds
    void  *tree;                    // xmlDoc of the last feed
    void  *json;                    // json_object of the last feed
};

typedef struct sr_feed_job {
    sr_feed_reader   *reader;
    sr_arena         *arena;
    sr_feed_document *out;
    sr_str            url;
} sr_feed_job;

/** Feed XML that was repaired. @return SR_OK, SR_E_INPUT, SR_E_NOMEM */
sr_status sr_feed__read_xml(sr_feed_job *job);
/** JSON Feed in reader->decoded. */
sr_status sr_feed__read_json(sr_feed_job *job);

/** Plain text: of HTML, or of text as it is; `line`: paragraphs become spaces. */
sr_str sr_feed__text(sr_feed_job *job, sr_str raw, bool html, bool line);
/** What the maker put into reader->text, trimmed, in the arena; resets it. */
sr_str sr_feed__taken(sr_feed_job *job, bool line);
void   sr_feed__set_date(sr_feed_date *date, sr_str text);
void   sr_feed__add(sr_feed_job *job, sr_feed_strings *list, sr_str value);

#endif
