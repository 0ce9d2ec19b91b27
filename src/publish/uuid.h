/* Names made of names: UUIDs of version 5 (RFC 9562), the same for the same name everywhere.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_UUID_H
#define SR_PUBLISH_UUID_H

#include "base/str.h"

#define SR_UUID_TEXT 37

/** 20 bytes of SHA-1 (FIPS 180-4) over a and b; for names only, not for safety. */
void sr_sha1(sr_str a, sr_str b, uint8_t out[20]);
/** UUID of `name` in a namespace of 16 bytes. */
void sr_uuid5_in(const uint8_t space[16], sr_str name, char out[SR_UUID_TEXT]);
/** UUID of `name` in the namespace of sitrep's exports. */
void sr_uuid5(sr_str name, char out[SR_UUID_TEXT]);

#endif
