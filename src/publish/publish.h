/* From records to bytes: one writer a format, one file a writer.
 *
 * Last stage of the way.  Writers see only records (record/), never how they were made, so each
 * can be tested from a literal record.  They write into a buffer of the caller, keep no state and
 * may run in several threads on different buffers.  The same record gives the same bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_PUBLISH_H
#define SR_PUBLISH_PUBLISH_H

#include "base/buf.h"
#include "record/incident.h"

/** One report and what was read from it. */
typedef struct sr_reading {
    const sr_report    *report;
    const sr_document  *doc;       // NULL: only needed by `annotations`
    const sr_claims    *claims;    // NULL: none were read
    const sr_incidents *incidents; // NULL: none were read
} sr_reading;

typedef struct sr_publish_options {
    bool          color;      // text: terminal colours
    sr_str      (*xpos)(int); // annotations: name of a value of sr_token.xpos; NULL: none
    const char   *extractor;  // claims: version of the extractor, terminated
} sr_publish_options;

/** Writes one reading; what a writer needs and is missing from the reading counts as empty. */
typedef void sr_writer(const sr_reading *reading, const sr_publish_options *options, sr_buf *out);

sr_writer sr_write_text;        // for people; nothing for a report without incident
sr_writer sr_write_json;        // one object a line, docs/format-record.md
sr_writer sr_write_claims;      // one object a claim
sr_writer sr_write_annotations; // CoNLL-U with stand-off lines
sr_writer sr_write_muc4;        // MUC-4 templates, one object a report
sr_writer sr_write_gvdb;        // Gun Violence Database form, one object a report
sr_writer sr_write_none;        // nothing: for those who want the records only

#define X(NAME, name, annotations) SR_PUBLISH_##NAME,
typedef enum sr_publish_format {
#include "publish/format_list.h"
    SR_PUBLISH_COUNT
} sr_publish_format;
#undef X

void sr_publish(sr_publish_format format, const sr_reading *reading,
                const sr_publish_options *options, sr_buf *out);
/** True when a format shows what the annotators saw, so that every sentence must be annotated. */
bool sr_publish_wants_annotations(sr_publish_format format);

#endif
