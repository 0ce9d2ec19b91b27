/* UUIDs of version 5; see uuid.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/uuid.h"

#include <stdio.h>

/* The UUID of the URL https://sitrep.invalid/export in RFC 9562's namespace of URLs. */
static const uint8_t export_space[16] = {0xC3, 0xAD, 0xC3, 0xB8, 0xF4, 0x2D, 0x54, 0x38,
                                         0xA3, 0xE1, 0x6D, 0x99, 0x95, 0x75, 0x8B, 0xC8};

static uint32_t turn(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static void sha1_block(uint32_t state[5], const uint8_t block[64])
{
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 80; i++)
        w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20   ? (b & c) | (~b & d)
                     : i < 40 ? b ^ c ^ d
                     : i < 60 ? (b & c) | (b & d) | (c & d)
                              : b ^ c ^ d;
        static const uint32_t k[4] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
        uint32_t next = turn(a, 5) + f + e + k[i / 20] + w[i];
        e = d, d = c, c = turn(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

void sr_sha1(sr_str a, sr_str b, uint8_t out[20])
{
    uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t block[64];
    size_t n = 0, total = a.len + b.len;
    for (size_t i = 0; i < total; i++) {
        block[n++] = i < a.len ? a.ptr[i] : b.ptr[i - a.len];
        if (n == sizeof block) {
            sha1_block(state, block);
            n = 0;
        }
    }
    block[n++] = 0x80;
    if (n > 56) {
        memset(block + n, 0, sizeof block - n);
        sha1_block(state, block);
        n = 0;
    }
    memset(block + n, 0, 56 - n);
    for (int i = 0; i < 8; i++)
        block[56 + i] = (uint8_t)((uint64_t)total * 8 >> (56 - 8 * i));
    sha1_block(state, block);
    for (int i = 0; i < 20; i++)
        out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

void sr_uuid5_in(const uint8_t space[16], sr_str name, char out[SR_UUID_TEXT])
{
    uint8_t h[20];
    sr_sha1(sr_str_from(space, 16), name, h);
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
