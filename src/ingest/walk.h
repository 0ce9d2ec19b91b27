/* The list of inputs: paths of the user, folders walked.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_WALK_H
#define SR_INGEST_WALK_H

#include "base/buf.h"
#include "base/os.h"

typedef struct sr_input {
    const char *path;  // terminated
    const char *fault; // why it cannot be read, terminated; NULL: it can
    uint64_t    size;  // bytes; 0 unknown
    bool        walked; // found in a folder, not named by the user
} sr_input;

typedef struct sr_walk {
    sr_input *inputs;  // [n]
    size_t    n;
    uint64_t  bytes;   // of all; 0: not known
} sr_walk;

/** Inputs of the paths in order, folders walked with names in bytewise order; names that begin
 *  with a dot are passed over.  @return SR_OK, SR_E_NOMEM */
SR_NODISCARD sr_status sr_walk_paths(sr_walk *out, const sr_os *os, const char *const *paths,
                                     size_t n, sr_error *err);
void                   sr_walk_free(sr_walk *walk);

#endif
