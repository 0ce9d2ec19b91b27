/* Names made of names: UUIDs of version 5 (RFC 9562), the same for the same name everywhere.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_UUID_H
#define SR_PUBLISH_UUID_H

#include "base/str.h"

#define SR_UUID_TEXT 37

/** UUID of `name` in a namespace of 16 bytes. */
void sr_uuid5_in(const uint8_t space[16], sr_str name, char out[SR_UUID_TEXT]);
/** UUID of `name` in the namespace of sitrep's exports. */
void sr_uuid5(sr_str name, char out[SR_UUID_TEXT]);

#endif
