/* Opening what the program knows from given bytes; know/embedded has those of the program.
 *
 * So that the lexicon compiler, which links `text` and therefore this room, does not need the
 * lexicon that it is about to make.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_KNOW_INT_H
#define SR_KNOW_KNOW_INT_H

#include "know/know.h"

/** A file inside the program; whoever built it has verified it. */
typedef struct sr_know__blob {
    const char    *name; // without ending
    const uint8_t *bytes;
    size_t         len;
} sr_know__blob;

/** As sr_know_open. @param blobs  [n] outlive *out */
SR_NODISCARD sr_status sr_know__open(sr_know **out, const sr_know__blob *blobs, size_t n,
                                     const sr_know_options *options, sr_error *err);

#endif
