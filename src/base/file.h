/* Files of the outside world that are read whole: mapping one, listing a folder.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_FILE_H
#define SR_BASE_FILE_H

#include "base/error.h"
#include "base/str.h"

/** Map a file read-only; nothing is read before it is touched.
 *  @param bytes  out: page-aligned view; sr_file_unmap gives it back.  Empty file: an empty view
 *  @return SR_E_NOT_FOUND, SR_E_IO, SR_E_LIMIT (above SR_LIMIT_FILE_BYTES). Thread-safe. */
SR_NODISCARD sr_status sr_file_map(const char *path, sr_str *bytes, sr_error *err);
void                   sr_file_unmap(sr_str bytes);

/** Names of the files of a folder that end in `suffix`, in bytewise order; not those that start
 *  with a dot, not those of folders below.
 *  @param names  out: [*n] terminated names without the folder, in the arena */
SR_NODISCARD sr_status sr_file_list(const char *folder, const char *suffix, sr_arena *arena,
                                    const char *const **names, size_t *n, sr_error *err);

#endif
