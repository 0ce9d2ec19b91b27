/* A file as a stream of UTF-8 bytes: read in pieces, unpacked, UTF-16 converted.
 *
 *   os.read ─► raw ─► unpack (gzip, xz, zstd) ─► decode (UTF-16) ─► window
 *
 * Callers look at the window, take bytes from its front and ask for more behind its end.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_SOURCE_H
#define SR_INGEST_SOURCE_H

#include "base/buf.h"
#include "base/os.h"

typedef struct sr_source sr_source;

enum { // what was found on the way; sr_source_notes
    SR_SOURCE_UTF16 = 1,   // converted
    SR_SOURCE_PACKED = 2,  // unpacked
};

/** Open a path ("-": standard input).
 *  @return SR_E_NOT_FOUND, SR_E_IO, SR_E_NOMEM; SR_E_CORRUPT when packed bytes are damaged */
SR_NODISCARD sr_status sr_source_open(sr_source **out, const sr_os *os, const char *path,
                                      sr_error *err);
/** As sr_source_open, but bytes as they are behind the packing: no mark is taken off, nothing is
 *  converted.  For forms that tell their encoding themselves. */
SR_NODISCARD sr_status sr_source_open_bytes(sr_source **out, const sr_os *os, const char *path,
                                            sr_error *err);
void                   sr_source_close(sr_source *source);

/** Make the window at least `size` bytes long, less only at the end of the stream.
 *  @return SR_E_IO, SR_E_CORRUPT, SR_E_LIMIT (unpacks to far more than a text can), SR_E_NOMEM;
 *          the window then holds what came before, and every further call says the same */
SR_NODISCARD sr_status sr_source_want(sr_source *source, size_t size, sr_error *err);
/** What is there: a view until the next call of want or take. */
sr_str   sr_source_window(const sr_source *source);
/** Nothing comes behind the window. */
bool     sr_source_ended(const sr_source *source);
/** Drop `size` bytes from the front of the window. */
void     sr_source_take(sr_source *source, size_t size);
/** Bytes taken so far. */
uint64_t sr_source_offset(const sr_source *source);
/** Bytes of the file read so far. */
uint64_t sr_source_raw(const sr_source *source);
unsigned sr_source_notes(const sr_source *source);

#endif
