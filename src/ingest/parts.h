/* Files that hold others: archives, mail, web archives.  One after the other they give parts, bytes
 * in memory, which are sniffed and read like files of their own (ingest.c), at any nesting within
 * the limits.
 *
 * A further kind of container is a function that opens it and a row where ingest.c tells forms.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_PARTS_H
#define SR_INGEST_PARTS_H

#include "base/buf.h"
#include "base/os.h"
#include "ingest/source.h"
#include "record/report.h"

/** Views live until the next call. */
typedef struct sr_part {
    sr_str     name;         // path inside the container; empty: none
    sr_str     bytes;
    sr_str     content_type; // "text/html; charset=x"; empty: not told
    sr_str     url;
    sr_str     title;        // of a mail: its subject
    sr_str     publisher;    // of a mail: who sent it
    sr_str     id;
    sr_instant published;
    bool       is_text;      // a mail's body: text, whatever it looks like
    uint64_t   offset;       // in the container, for messages
} sr_part;

typedef enum sr_part_step {
    SR_PART,
    SR_PART_NOTE,   // something was passed over: `note` tells; go on
    SR_PART_REMARK, // likewise, and nothing is lost by it
    SR_PART_END,
} sr_part_step;

typedef struct sr_parts {
    sr_part_step (*next)(struct sr_parts *parts, sr_part *part);
    void (*close)(struct sr_parts *parts);
    char     note[200]; // of the last SR_PART_NOTE
    uint64_t note_at;
} sr_parts;

/** zip, tar and their packed forms, by libarchive, streamed from the source, which must outlive it.
 *  @return NULL: out of memory */
sr_parts *sr_archive_open(sr_source *source);
/** A mail message or a mailbox, by GMime. @param bytes  must outlive it */
sr_parts *sr_mail_open(sr_str bytes);
/** A web archive: what its responses, resources and conversions hold.
 *  @param source  an opened one to read on from, where the path cannot be opened twice; else NULL */
sr_parts *sr_warc_parts_open(const sr_os *os, const char *path, sr_source *source);

/** Do these first bytes look like one? */
bool sr_archive_sniff(sr_str head);
bool sr_mail_sniff(sr_str head);

#endif
