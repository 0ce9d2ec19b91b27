/* UUIDs of version 5; see uuid.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/uuid.h"

#include <openssl/sha.h>
#include <stdio.h>

#include "base/library.h"

#define NAME_MAX_BYTES 1000 // of longer names these, and a hash of the whole

/* The UUID of the URL https://sitrep.invalid/export in RFC 9562's namespace of URLs. */
static const uint8_t export_space[16] = {0xC3, 0xAD, 0xC3, 0xB8, 0xF4, 0x2D, 0x54, 0x38,
                                         0xA3, 0xE1, 0x6D, 0x99, 0x95, 0x75, 0x8B, 0xC8};

void sr_uuid5_in(const uint8_t space[16], sr_str name, char out[SR_UUID_TEXT])
{
    uint8_t h[SHA_DIGEST_LENGTH], text[16 + NAME_MAX_BYTES + 24];
    size_t  n = SR_MIN(name.len, (size_t)NAME_MAX_BYTES);
    memcpy(text, space, 16);
    if (n)
        memcpy(text + 16, name.ptr, n);
    n += 16;
    if (name.len > NAME_MAX_BYTES)
        n += (size_t)snprintf((char *)text + n, sizeof text - n, "%016llx",
                              (unsigned long long)sr_hash(name));
    sr_library_need(SR_LIBRARY_CRYPTO);
    (void)SHA1(text, n, h);
    h[6] = (uint8_t)((h[6] & 0x0F) | 0x50);
    h[8] = (uint8_t)((h[8] & 0x3F) | 0x80);
    (void)snprintf(out, SR_UUID_TEXT,
                   "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", h[0],
                   h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], h[11], h[12], h[13],
                   h[14], h[15]);
}

void sr_uuid5(sr_str name, char out[SR_UUID_TEXT])
{
    sr_uuid5_in(export_space, name, out);
}
