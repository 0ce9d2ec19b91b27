/* Container of binary files; see model.h and docs/format-model.md.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/model.h"

#include <assert.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "files are mapped as they are, little endian");

typedef struct header {
    uint8_t  magic[8];
    uint8_t  kind[16]; // zero-padded
    uint32_t version;
    uint32_t reserved; // 0
    uint64_t features;
    uint64_t size;     // of the payload
    uint64_t sum;      // XXH3-64 of the payload
    uint64_t own_sum;  // XXH3-64 of the 56 bytes before
} header;

_Static_assert(sizeof(header) == SR_MODEL_HEADER, "as in the byte table");

static const uint8_t magic[8] = {'S', 'R', 'M', 'O', 'D', 'E', 'L', '1'};

static sr_status read_header(sr_str file, const char *where, header *h, sr_error *err)
{
    if (file.len < sizeof *h)
        return sr_error_set(err, SR_E_CORRUPT, where, file.len,
                            "%zu bytes are too few for a header of %zu", file.len, sizeof *h);
    memcpy(h, file.ptr, sizeof *h);
    if (memcmp(h->magic, magic, sizeof magic) != 0)
        return sr_error_set(err, SR_E_CORRUPT, where, 0, "no sitrep model file: it does not start with SRMODEL1");
    if (sr_hash(sr_str_from(h, offsetof(header, own_sum))) != h->own_sum)
        return sr_error_set(err, SR_E_CORRUPT, where, offsetof(header, own_sum),
                            "the header is damaged: its checksum differs");
    if (h->size != file.len - sizeof *h)
        return sr_error_set(err, SR_E_CORRUPT, where, file.len,
                            "the header tells of %llu bytes, there are %zu",
                            (unsigned long long)h->size, file.len - sizeof *h);
    return SR_OK;
}

sr_status sr_model_check(sr_str file, const char *where, const char *kind, uint32_t version,
                         uint64_t features, sr_str *payload, sr_error *err)
{
    header h;
    sr_status status = read_header(file, where, &h, err);
    if (status != SR_OK)
        return status;
    h.kind[sizeof h.kind - 1] = 0;
    sr_str found = sr_str_c((const char *)h.kind);
    if (kind && !sr_str_eq(found, sr_str_c(kind)))
        return sr_error_set(err, SR_E_VERSION, where, offsetof(header, kind),
                            "a file of kind \"%.*s\", wanted \"%s\"", SR_ARG(found), kind);
    if (kind && h.version != version)
        return sr_error_set(err, SR_E_VERSION, where, offsetof(header, version),
                            "%s format %u, this program reads %u", kind, h.version, version);
    if (kind && h.features != features)
        return sr_error_set(err, SR_E_VERSION, where, offsetof(header, features),
                            "made with other feature definitions (%016llx, this program has %016llx)",
                            (unsigned long long)h.features, (unsigned long long)features);
    if (payload)
        *payload = sr_str_slice(file, sizeof h, file.len);
    return SR_OK;
}

sr_status sr_model_verify(sr_str file, const char *where, sr_error *err)
{
    header h;
    sr_status status = read_header(file, where, &h, err);
    if (status == SR_OK && sr_hash(sr_str_slice(file, sizeof h, file.len)) != h.sum)
        status = sr_error_set(err, SR_E_CORRUPT, where, sizeof h,
                              "the content is damaged: its checksum differs");
    return status;
}

void sr_model_wrap(sr_buf *out, const char *kind, uint32_t version, uint64_t features,
                   sr_str payload)
{
    header h = {.version = version, .features = features, .size = payload.len, .sum = sr_hash(payload)};
    size_t len = strlen(kind);
    assert(len > 0 && len < sizeof h.kind);
    memcpy(h.magic, magic, sizeof magic);
    memcpy(h.kind, kind, len);
    h.own_sum = sr_hash(sr_str_from(&h, offsetof(header, own_sum)));
    sr_buf_put(out, sr_str_from(&h, sizeof h));
    sr_buf_put(out, payload);
}
