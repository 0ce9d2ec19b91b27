/* `inspect --warc`: the records of web archives, an object each.
 * SPDX-License-Identifier: Apache-2.0 */
#include <openssl/evp.h>
#include <stdio.h>

#include "api/inspect.h"
#include "base/library.h"
#include "ingest/bytes.h"
#include "ingest/warc.h"

/* Foreign bytes as a JSON string; null for none. */
static void put_bytes(sr_inspection *run, sr_json *json, const char *key, sr_str bytes)
{
    sr_bytes_faults faults;
    sr_json_put_str(json, key, bytes.len ? sr_bytes_repair(bytes, &run->arena, &faults) : bytes);
}

static void put_sha1(sr_json *json, const char *key, sr_str bytes)
{
    uint8_t  sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    char     hex[2 * EVP_MAX_MD_SIZE + 1] = "";
    sr_library_need(SR_LIBRARY_CRYPTO);
    if (EVP_Digest(bytes.ptr ? bytes.ptr : (const uint8_t *)"", bytes.len, sum, &n, EVP_sha1(), NULL) != 1)
        n = 0;
    for (unsigned i = 0; i < n; i++)
        (void)snprintf(hex + 2 * (size_t)i, 3, "%02x", sum[i]);
    sr_json_put_str(json, key, sr_str_c(hex));
}

static void put_http(sr_inspection *run, sr_json *json, const sr_http_message *http)
{
    if (http->status) {
        sr_json_key(json, "status");
        sr_json_int(json, http->status);
    }
    put_bytes(run, json, "mime", http->mime);
    put_sha1(json, "payload_sha1", http->payload);
    put_sha1(json, "entity_sha1", http->entity);
    if (http->damaged) {
        sr_json_key(json, "damaged");
        sr_json_bool(json, true);
    }
}

static void put_record(sr_inspection *run, const sr_input *input, sr_warc *warc, const sr_warc_record *r)
{
    sr_http_message http;
    sr_json json = sr_json_to(&run->line);
    const char *slash = strrchr(input->path, '/');
    sr_arena_reset(&run->arena);
    sr_json_object(&json);
    sr_json_put_str(&json, "file", sr_str_c(slash ? slash + 1 : input->path));
    put_bytes(run, &json, "type", r->type);
    put_bytes(run, &json, "uri", r->uri);
    put_bytes(run, &json, "date", r->date);
    sr_json_key(&json, "length");
    sr_json_int(&json, (int64_t)r->length);
    sr_json_key(&json, "offset");
    sr_json_int(&json, (int64_t)r->offset);
    if (sr_warc_http(warc, r, &http))
        put_http(run, &json, &http);
    sr_json_end_object(&json);
    sr_inspect_put(run);
    if (r->skipped)
        sr_inspect_note(run, input->path, r->offset, "a record longer than 256 MB; its block was not read", false);
}

sr_status sr_inspect_warc(sr_inspection *run, const sr_input *input, sr_error *err)
{
    sr_error       trouble = {0};
    sr_warc_record record;
    sr_status      status = sr_warc_open(&run->warc, &sr_os_real, input->path, &trouble);
    if (status == SR_E_NOMEM)
        return sr_error_set(err, status, input->path, 0, "out of memory");
    if (status != SR_OK) {
        sr_inspect_note(run, input->path, 0, trouble.text, false);
        return SR_OK;
    }
    while (!run->stopped && !run->line.failed) {
        uint64_t offset;
        sr_warc_step step = sr_warc_next(run->warc, &record);
        if (step == SR_WARC_END)
            break;
        if (step == SR_WARC_RECORD)
            put_record(run, input, run->warc, &record);
        if (step == SR_WARC_DAMAGE) {
            sr_str note = sr_warc_note(run->warc, &offset);
            sr_inspect_note_str(run, input->path, offset, note, false);
        }
    }
    return SR_OK;
}
