/* Answers and their headers; see answer.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zlib.h>

#include "text.h"

#define PACK_FROM 860 // bytes; smaller answers fit one packet anyway

/* Article text is hostile: nothing but our own files is run, framed, styled or fetched. */
static const char *const safety[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

static void headers(struct MHD_Response *r, const char *type, const answer *a, const char *origin)
{
    if (!r)
        return;
    for (size_t i = 0; i < SR_COUNT(safety); i++)
        (void)MHD_add_response_header(r, safety[i][0], safety[i][1]);
    if (type)
        (void)MHD_add_response_header(r, "Content-Type", type);
    (void)MHD_add_response_header(r, "Vary",
                                  origin ? "Accept-Encoding, Origin" : "Accept-Encoding");
    (void)MHD_add_response_header(r, "Cache-Control",
                                  a->etag[0] ? "private, no-cache" : "no-store");
    if (a->etag[0])
        (void)MHD_add_response_header(r, "ETag", a->etag);
    if (origin) {
        (void)MHD_add_response_header(r, "Access-Control-Allow-Origin", origin);
        (void)MHD_add_response_header(r, "Access-Control-Expose-Headers", "ETag");
    } else {
        (void)MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    }
    if (a->status == 401)
        (void)MHD_add_response_header(r, "WWW-Authenticate", "Bearer realm=\"sitrep\"");
    if (a->status == 429 || a->status == 503)
        (void)MHD_add_response_header(r, "Retry-After", "1");
}

/* gzip of the bytes with malloc's memory; NULL when it does not pay or memory is short. */
static struct MHD_Response *pack(const sr_buf *body)
{
    z_stream z = {0};
    if (body->len < PACK_FROM ||
        deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    size_t room = deflateBound(&z, body->len);
    uint8_t *out = malloc(room);
    z.next_in = body->ptr;
    z.avail_in = (uInt)body->len;
    z.next_out = out;
    z.avail_out = (uInt)room;
    bool ok = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    size_t n = room - z.avail_out;
    (void)deflateEnd(&z);
    uint8_t *fit = ok ? realloc(out, n) : NULL;
    if (!fit) {
        free(out);
        return NULL;
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(n, fit, MHD_RESPMEM_MUST_FREE);
    if (r)
        (void)MHD_add_response_header(r, "Content-Encoding", "gzip");
    else
        free(fit);
    return r;
}

answer *answer_make(unsigned status, const char *type, sr_buf *body, answer_care care,
                    const char *origin)
{
    answer *a = calloc(1, sizeof *a);
    if (!a || body->failed) {
        sr_buf_free(body);
        free(a);
        return NULL;
    }
    atomic_init(&a->references, 1);
    a->status = status;
    a->bytes = body->len + body->len / 4 + 2048;
    if (care == ANSWER_CHECKED)
        (void)snprintf(a->etag, sizeof a->etag, "W/\"%016llx\"",
                       (unsigned long long)XXH3_64bits(body->len ? body->ptr : (const uint8_t *)"",
                                                       body->len));
    a->packed = pack(body);
    a->plain = MHD_create_response_from_buffer(body->len, body->ptr, MHD_RESPMEM_MUST_FREE);
    if (a->plain)
        *body = (sr_buf)SR_BUF_INIT;
    if (a->etag[0])
        a->unchanged = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    headers(a->plain, type, a, origin);
    headers(a->packed, type, a, origin);
    headers(a->unchanged, NULL, a, origin);
    if (a->plain)
        return a;
    sr_buf_free(body);
    answer_drop(a);
    return NULL;
}

answer *answer_error(unsigned status, const char *message, const char *origin)
{
    sr_buf body = SR_BUF_INIT;
    sr_buf_put(&body, SR_STR("{\"error\":{"));
    json_number(&body, "status", status);
    json_text(&body, "message", message);
    sr_buf_put(&body, SR_STR("}}\n"));
    return answer_make(status, "application/json", &body, ANSWER_ONCE, origin);
}

answer *answer_hold(answer *a)
{
    if (a)
        atomic_fetch_add(&a->references, 1);
    return a;
}

void answer_drop(answer *a)
{
    if (!a || atomic_fetch_sub(&a->references, 1) != 1)
        return;
    struct MHD_Response *all[] = {a->plain, a->packed, a->unchanged};
    for (size_t i = 0; i < SR_COUNT(all); i++)
        if (all[i])
            MHD_destroy_response(all[i]);
    free(a);
}

/* Is `word` one of a header's comma-separated words, not with ";q=0"? Weak tags are compared by
 * what follows the W/. */
static bool lists(const char *header, const char *word)
{
    sr_str rest = sr_str_c(header ? header : "");
    while (rest.ptr && rest.len) {
        sr_str item = sr_str_trim(sr_str_cut(&rest, ','));
        sr_str name = sr_str_trim(sr_str_cut(&item, ';'));
        if (sr_str_starts(name, SR_STR("W/")))
            name = sr_str_slice(name, 2, name.len);
        sr_str q = item.ptr ? sr_str_trim(item) : SR_STR("");
        bool refused = sr_str_eq(q, SR_STR("q=0")) || sr_str_starts(q, SR_STR("q=0.0"));
        if (!refused && (sr_str_eq_case(name, sr_str_c(word)) || sr_str_eq(name, SR_STR("*"))))
            return true;
    }
    return false;
}

enum MHD_Result answer_send(struct MHD_Connection *connection, answer *a)
{
    const char *known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    if (a->unchanged && known && a->status == 200 && lists(known, a->etag + 2))
        return MHD_queue_response(connection, 304, a->unchanged);
    bool gzip =
        a->packed &&
        lists(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding"), "gzip");
    return MHD_queue_response(connection, a->status, gzip ? a->packed : a->plain);
}
