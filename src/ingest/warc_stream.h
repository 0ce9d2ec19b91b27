/* A web archive's bytes: plain, or packed record by record (gzip members, zstd frames with the
 * dictionary of their first frame), with the means to go on behind damage.
 *
 *   os.read ─► raw (kept from the begin of the member at hand) ─► inflate, zstd ─► window
 *
 * A member that is damaged ends the window early; sr_warc_stream_resync then looks for the next
 * member that unpacks to a record, from the byte behind the damaged one's begin.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_WARC_STREAM_H
#define SR_INGEST_WARC_STREAM_H

#include "base/buf.h"
#include "base/os.h"

typedef struct sr_warc_stream sr_warc_stream;

/** @return SR_E_NOT_FOUND, SR_E_IO, SR_E_NOMEM */
SR_NODISCARD sr_status sr_warc_stream_open(sr_warc_stream **out, const sr_os *os, const char *path, sr_error *err);
void                   sr_warc_stream_close(sr_warc_stream *s);

/** Make the window `size` bytes long, less only where the file ends or is damaged. */
void     sr_warc_stream_want(sr_warc_stream *s, size_t size);
sr_str   sr_warc_stream_window(const sr_warc_stream *s);
void     sr_warc_stream_take(sr_warc_stream *s, size_t size);
/** Where the front of the window stands in the file: exact when plain, else the member's begin. */
uint64_t sr_warc_stream_offset(const sr_warc_stream *s);
/** Bytes of the file read so far. */
uint64_t sr_warc_stream_raw(const sr_warc_stream *s);
/** Nothing comes behind the window, because the file ends there or is damaged. */
bool     sr_warc_stream_ended(const sr_warc_stream *s);
/** Why the window ended early; NULL: it did not.  Static storage. */
const char *sr_warc_stream_damage(const sr_warc_stream *s);
/** Drop the window and go on at the next sound member; false: there is none. */
bool     sr_warc_stream_resync(sr_warc_stream *s);

#endif
