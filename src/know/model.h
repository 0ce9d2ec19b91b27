/* The container of all binary files of sitrep: models, lexicons, gazetteer.
 *
 * 64 bytes of header, then the payload.  docs/format-model.md has the byte table.  A reader that
 * asks for kind, version and feature hash can rely on the payload being what it was written for;
 * the checksum says that no byte was lost on the way.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_MODEL_H
#define SR_KNOW_MODEL_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#define SR_MODEL_HEADER 64 // bytes; the payload of an aligned file is aligned to 64

/** Check the header and give the payload.  Cheap (no checksum over the payload): call it when a
 *  part starts using a model.
 *  @param file      the whole file, aligned to 64
 *  @param where     its name for messages
 *  @param kind      what the caller wants ("tagger"), 1 to 15 bytes; NULL: any
 *  @param version   format version of that kind (ignored if kind is NULL)
 *  @param features  hash of the feature or label definitions that the payload was made with
 *  @param payload   out: view into file; may be NULL
 *  @return SR_E_CORRUPT no container or cut short; SR_E_VERSION another kind, version or hash */
SR_NODISCARD sr_status sr_model_check(sr_str file, const char *where, const char *kind,
                                      uint32_t version, uint64_t features, sr_str *payload,
                                      sr_error *err);

/** Check header and checksum of a file of any kind.  Cost: O(bytes), some 10 GB/s. */
SR_NODISCARD sr_status sr_model_verify(sr_str file, const char *where, sr_error *err);

/** Append header and payload to *out. Out of memory: out->failed. */
void sr_model_wrap(sr_buf *out, const char *kind, uint32_t version, uint64_t features,
                   sr_str payload);

#endif
