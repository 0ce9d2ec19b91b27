/* Web archives: WARC 0.17 to 1.1, plain, gzip or zstd, record by record.
 *
 * A broken file gives all its sound records, before and behind the damage; each damage is told once.
 * What a response holds is undone as far as it can: chunks, gzip, deflate.
 * Sources: ISO 28500:2017 (WARC 1.1), RFC 9112 (HTTP/1.1 messages).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_WARC_H
#define SR_INGEST_WARC_H

#include "base/buf.h"
#include "base/os.h"

typedef struct sr_warc sr_warc;

/** Views live until the next call. */
typedef struct sr_warc_record {
    uint64_t offset;       // of the record in the file; of its member when packed
    uint64_t length;       // Content-Length
    sr_str   type, uri, date, id; // fields as unfolded; uri without < >; empty: none
    sr_str   content_type;
    sr_str   block;        // its bytes; empty when `skipped`
    bool     skipped;      // longer than SR_LIMIT_WARC_BLOCK: passed over
} sr_warc_record;

/** The HTTP message of a response or revisit. */
typedef struct sr_http_message {
    int    status;         // 0: no response
    sr_str content_type;   // as given
    sr_str mime;           // lower case, without parameters; empty: none
    sr_str payload;        // what follows the header
    sr_str entity;         // the same, chunks and content coding undone
    bool   damaged;        // undone as far as it went
} sr_http_message;

typedef enum sr_warc_step {
    SR_WARC_RECORD,
    SR_WARC_DAMAGE, // sr_warc_note tells; go on
    SR_WARC_END,
} sr_warc_step;

SR_NODISCARD sr_status sr_warc_open(sr_warc **out, const sr_os *os, const char *path, sr_error *err);
void                   sr_warc_close(sr_warc *warc);

/** The next record, in file order.  Cost: linear in the bytes of the file. */
SR_NODISCARD sr_warc_step sr_warc_next(sr_warc *warc, sr_warc_record *record);
/** What the last SR_WARC_DAMAGE was, and where. */
sr_str   sr_warc_note(const sr_warc *warc, uint64_t *offset);
/** Bytes of the file read so far. */
uint64_t sr_warc_bytes(const sr_warc *warc);

/** The HTTP message in a record's block, where there is one.
 *  @return false: it holds none.  Views live until the next call */
bool sr_warc_http(sr_warc *warc, const sr_warc_record *record, sr_http_message *message);

/** Read a message. @param room  where bytes go that had to be undone, and the mime type */
bool sr_http_read(sr_str bytes, sr_buf room[3], sr_http_message *message);

#endif
