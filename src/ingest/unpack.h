/* Unpacking of gzip, xz and zstd streams, told by their first bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_UNPACK_H
#define SR_INGEST_UNPACK_H

#include "base/error.h"
#include "base/str.h"

#define SR_UNPACK_HEAD 6u // bytes that tell

typedef struct sr_unpack sr_unpack;

/** @param head  the first SR_UNPACK_HEAD bytes of a file, less if it has no more
 *  @param out   NULL: not packed
 *  @return SR_E_NOMEM */
SR_NODISCARD sr_status sr_unpack_open(sr_unpack **out, sr_str head, sr_error *err);
void                   sr_unpack_close(sr_unpack *unpack);

/** Unpack from *in, whose begin moves on, to `out`.
 *  @param in_end  nothing comes behind *in
 *  @param got     out: bytes made; 0 with SR_OK: more input is needed, or with in_end the end
 *  @return SR_E_CORRUPT: damaged or cut off; SR_E_NOMEM */
SR_NODISCARD sr_status sr_unpack_run(sr_unpack *unpack, sr_str *in, bool in_end, uint8_t *out,
                                     size_t room, size_t *got, sr_error *err);

#endif
