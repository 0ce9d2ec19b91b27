/* From a request to its answer: who may ask, what is asked, then a kept answer, a file of the
 * page, an event stream, or a job for a worker while the connection sleeps.
 *
 * Runs in the one HTTP thread, except request_done.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "context.h"
#include "limiter.h"
#include "limits.h"
#include "metrics.h"
#include "openapi.h"
#include "text.h"

#define API "/api/v1"

struct request {
    struct MHD_Connection *connection;
    uint64_t began_us;
    char *line;     // method and address, for the log
    answer *answer; // ready; set while asleep
    const route *route;
    sr_buf body;
    unsigned status;
    bool asleep, posting, too_large;
};

/* ----------------------------------------------------------------------- who may ask */

/* Compares all bytes whatever they are, so that time tells nothing of the token. */
static bool same_secret(const char *secret, const char *given)
{
    size_t n = strlen(secret), m = strlen(given);
    uint8_t differ = n != m;
    for (size_t i = 0; i < n; i++)
        differ = (uint8_t)(differ | (uint8_t)(secret[i] ^ given[m ? i % m : 0]));
    return !differ;
}

static bool has_token(const server *s, struct MHD_Connection *c)
{
    const char *h = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization");
    if (!s->token[0])
        return true;
    if (!h || !sr_str_eq_case(sr_str_slice(sr_str_c(h), 0, SR_MIN(strlen(h), (size_t)7)),
                              SR_STR("bearer ")))
        return false;
    return same_secret(s->token, h + 7);
}

/* On loopback the name must be loopback's too: a page of a stranger whose name was pointed at
 * 127.0.0.1 (DNS rebinding) must not read the ledger. */
static bool host_is_ours(const server *s, struct MHD_Connection *c)
{
    const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
    if (!s->loopback || s->token[0])
        return true;
    sr_str name = sr_str_c(host ? host : "");
    for (size_t i = name.len; i-- > 0 && name.ptr[i] != ']';)
        if (name.ptr[i] == ':')
            name.len = i;
    return sr_str_eq_case(name, SR_STR("localhost")) || sr_str_eq(name, SR_STR("[::1]")) ||
           (sr_str_starts(name, SR_STR("127.")) && name.len <= 15) ||
           sr_str_eq_case(name, sr_str_c(s->options.address));
}

/* A browser says where a request comes from; other sites may not write. */
static bool origin_may_write(const server *s, struct MHD_Connection *c)
{
    const char *origin = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Origin");
    const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
    if (!origin || (s->options.cors && strcmp(origin, s->options.cors) == 0))
        return true;
    const char *name = strstr(origin, "://");
    return name && host && strcmp(name + 3, host) == 0;
}

static bool may_go_on(server *s, struct MHD_Connection *c, unsigned rate)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return !rate ||
           limiter_allows(s->limiter, info ? info->client_addr : NULL, rate, clock_us() / 1000);
}

/* ------------------------------------------------------------------------- answering */

static const char *origin_of(const server *s)
{
    return s->options.cors;
}

static enum MHD_Result send_answer(server *s, request *r, answer *a)
{
    if (!a) // out of memory: no answer is better than a wrong one
        return MHD_NO;
    r->status = a->status;
    (void)s;
    enum MHD_Result sent = answer_send(r->connection, a);
    answer_drop(a);
    return sent;
}

static enum MHD_Result send_error(server *s, request *r, unsigned status, const char *text)
{
    return send_answer(s, r, answer_error(status, text, origin_of(s)));
}

typedef struct reading {
    question *asked;
    sr_buf key; // "/incidents?type=ATTACK&…": parameters in the order of the table
    const route *route;
    char message[160];
} reading;

static enum MHD_Result read_parameter(void *payload, enum MHD_ValueKind kind, const char *name,
                                      size_t name_len, const char *value, size_t len)
{
    reading *r = payload;
    param p = param_find(name);
    (void)kind;
    if (r->message[0])
        return MHD_NO;
    if (p == PARAM_COUNT || !(r->route->params & 1u << p)) {
        (void)snprintf(r->message, sizeof r->message,
                       "%.60s: no such parameter here; see %s/openapi.json",
                       text_is_plain(name) ? name : "?", API);
        return MHD_NO;
    }
    if (len > LIMIT_VALUE_BYTES || (value && strlen(value) != len) || strlen(name) != name_len ||
        (value && !text_is_plain(value)))
        (void)snprintf(r->message, sizeof r->message, "%s: wants at most %u bytes of plain text",
                       name, LIMIT_VALUE_BYTES);
    else if (r->asked->values[p])
        (void)snprintf(r->message, sizeof r->message, "%s: given twice", name);
    else if (value && value[0])
        r->asked->values[p] = value;
    return r->message[0] ? MHD_NO : MHD_YES;
}

/* What was asked in one text, the same for the same question. */
static void write_key(reading *r)
{
    sr_buf_put(&r->key, sr_str_c(r->route->path));
    sr_buf_byte(&r->key, '\n');
    sr_buf_put(&r->key, sr_str_c(r->asked->id));
    for (param p = 0; p < PARAM_COUNT; p++)
        if (r->asked->values[p])
            sr_buf_printf(&r->key, "\n%s=%s", param_name(p), r->asked->values[p]);
    sr_buf_byte(&r->key, 0);
}

/* While the ledger changes a list may be two seconds old, unless the client asks for the newest. */
static bool wants_newest(struct MHD_Connection *c)
{
    const char *h = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Cache-Control");
    return h && (strstr(h, "no-cache") || strstr(h, "max-age=0"));
}

void request_done(request *r, answer *a)
{
    r->answer = answer_hold(a);
    MHD_resume_connection(r->connection);
}

/* The job was not taken: wake the connection with a refusal. */
static void refuse_asleep(server *s, request *r, const char *text)
{
    answer *a = answer_error(503, text, origin_of(s));
    request_done(r, a);
    answer_drop(a);
}

/* A question for the ledger: kept, or asked of a worker. */
static enum MHD_Result ask(server *s, request *r, const char *id)
{
    question a = {.id = id};
    reading given = {.asked = &a, .route = r->route};
    (void)MHD_get_connection_values_n(r->connection, MHD_GET_ARGUMENT_KIND, read_parameter, &given);
    if (!text_is_plain(id))
        (void)snprintf(given.message, sizeof given.message, "the address is not plain text");
    if (given.message[0])
        return send_error(s, r, 400, given.message);
    write_key(&given);
    if (given.key.failed) {
        sr_buf_free(&given.key);
        return MHD_NO;
    }
    const char *key = (const char *)given.key.ptr;
    bool renew;
    uint64_t revision = atomic_load(&s->revision);
    uint64_t floor = wants_newest(r->connection) ? revision : atomic_load(&s->floor);
    answer *kept = cache_get(s->cache, key, revision, floor, clock_us() / 1000, &renew);
    atomic_fetch_add(kept ? &s->counters.cache_hits : &s->counters.cache_misses, 1);
    enum MHD_Result result = MHD_YES;
    if (kept) {
        if (renew)
            (void)work_ask(s->readers, r->route, key, &a, NULL); // the next one gets it
        result = send_answer(s, r, kept);
    } else {
        r->asleep = true;
        MHD_suspend_connection(r->connection);
        if (!work_ask(s->readers, r->route, key, &a, r))
            refuse_asleep(s, r, "too many questions wait; try again in a moment");
    }
    sr_buf_free(&given.key);
    return result;
}

static enum MHD_Result stream(server *s, request *r)
{
    const char *last = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Last-Event-ID");
    uint64_t since = 0;
    (void)sr_str_uint(sr_str_c(last ? last : ""), INT64_MAX, &since);
    struct MHD_Response *response = events_open(s->events, r->connection, since, origin_of(s));
    if (!response)
        return send_error(s, r, 503, "too many listen for events already");
    (void)MHD_set_connection_option(r->connection, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
    r->status = 200;
    enum MHD_Result sent = MHD_queue_response(r->connection, 200, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result describe(server *s, request *r)
{
    sr_buf body = SR_BUF_INIT;
    sr_buf_put(&body, openapi_text());
    return send_answer(s, r,
                       answer_make(200, "application/json", &body, ANSWER_CHECKED, origin_of(s)));
}

/* ------------------------------------------------------------------------------ POST */

static enum MHD_Result begin_post(server *s, request *r)
{
    const char *type = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Content-Type");
    const char *length =
        MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Content-Length");
    uint64_t bytes = 0;
    if (s->options.read_only)
        return send_error(s, r, 403,
                          "this server only reads; start it without --read-only to put reports in");
    if (!origin_may_write(s, r->connection))
        return send_error(s, r, 403, "pages of other sites may not put reports in");
    if (!type || !sr_str_starts(sr_str_c(type), SR_STR("application/json")))
        return send_error(s, r, 415, "wants Content-Type: application/json");
    if (length &&
        (!sr_str_uint(sr_str_c(length), UINT64_MAX / 16, &bytes) || bytes > LIMIT_BODY_BYTES))
        return send_error(s, r, 413, "the body is larger than 8 MB; send fewer reports at a time");
    r->posting = true;
    r->body.ceiling = LIMIT_BODY_BYTES;
    return MHD_YES;
}

static enum MHD_Result take_body(request *r, const char *bytes, size_t *n)
{
    sr_buf_put(&r->body, sr_str_from(bytes, *n));
    r->too_large = r->body.failed;
    *n = 0;
    return MHD_YES;
}

static enum MHD_Result end_post(server *s, request *r)
{
    if (r->too_large)
        return send_error(s, r, 413, "the body is larger than 8 MB; send fewer reports at a time");
    r->posting = false;
    r->asleep = true;
    MHD_suspend_connection(r->connection);
    if (!work_write(s->writer, &r->body, r))
        refuse_asleep(s, r, "too many wait to write; try again in a moment");
    return MHD_YES;
}

/* ------------------------------------------------------------------------- dispatch */

static enum MHD_Result api(server *s, request *r, const char *method, const char *path)
{
    char id[LIMIT_VALUE_BYTES];
    if (s->options.cors && strcmp(method, "OPTIONS") == 0) {
        struct MHD_Response *response =
            MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
        (void)MHD_add_response_header(response, "Access-Control-Allow-Origin", s->options.cors);
        (void)MHD_add_response_header(response, "Access-Control-Allow-Headers",
                                      "Authorization, Content-Type, If-None-Match");
        (void)MHD_add_response_header(response, "Vary", "Origin");
        r->status = 204;
        enum MHD_Result sent = MHD_queue_response(r->connection, 204, response);
        MHD_destroy_response(response);
        return sent;
    }
    if (!has_token(s, r->connection)) {
        atomic_fetch_add(&s->counters.refused_token, 1);
        return send_error(s, r, 401, "wants Authorization: Bearer TOKEN");
    }
    switch (route_find(method, path, &r->route, id, sizeof id)) {
    case ROUTE_NONE:
        return send_error(s, r, 404, "no such path; " API "/ lists them");
    case ROUTE_METHOD:
        return send_error(s, r, 405, "not with this method; " API "/ lists them");
    case ROUTE_FOUND:
        break;
    }
    if (r->route->run)
        return ask(s, r, id);
    if (strcmp(r->route->path, "/events") == 0)
        return stream(s, r);
    return strcmp(r->route->method, "POST") == 0 ? begin_post(s, r) : describe(s, r);
}

static enum MHD_Result plain(server *s, request *r, const char *text)
{
    sr_buf body = SR_BUF_INIT;
    sr_buf_put(&body, sr_str_c(text));
    return send_answer(s, r,
                       answer_make(200, "text/plain; charset=utf-8", &body, ANSWER_ONCE, NULL));
}

static enum MHD_Result page(server *s, request *r, const char *method, const char *path)
{
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return send_error(s, r, 405, "pages are read with GET");
    if (strncmp(path, "/assets/", 8) != 0 && !strchr(path, '.'))
        return send_answer(s, r, answer_hold(s->page));
    for (const page_file *f = s->files; f->path; f++)
        if (strcmp(f->path, path) == 0)
            return send_answer(s, r, answer_hold(f->answer));
    // Ids and names may hold a dot; files may not be made up.
    return strncmp(path, "/actors/", 8) == 0 ? send_answer(s, r, answer_hold(s->page))
                                             : send_error(s, r, 404, "no such file");
}

static enum MHD_Result dispatch(server *s, request *r, const char *method, const char *path)
{
    if (!host_is_ours(s, r->connection)) {
        atomic_fetch_add(&s->counters.refused_host, 1);
        return send_error(
            s, r, 421,
            "this server answers to localhost only; to serve under a name start it with a token");
    }
    if (strcmp(path, "/healthz") == 0)
        return plain(s, r, "ok\n");
    if (!may_go_on(s, r->connection, s->rate)) {
        atomic_fetch_add(&s->counters.refused_rate, 1);
        return send_error(s, r, 429, "too many requests; slow down");
    }
    if (strncmp(path, API "/", sizeof API) == 0 || strcmp(path, API) == 0)
        return api(s, r, method, path + sizeof API - 1);
    if (strcmp(path, "/metrics") == 0) {
        if (!has_token(s, r->connection))
            return send_error(s, r, 401, "wants Authorization: Bearer TOKEN");
        sr_buf body = SR_BUF_INIT;
        metrics_write(s, &body);
        return send_answer(
            s, r,
            answer_make(200, "text/plain; version=0.0.4; charset=utf-8", &body, ANSWER_ONCE, NULL));
    }
    if (strncmp(path, "/api", 4) == 0 && (path[4] == '/' || !path[4]))
        return send_error(s, r, 404, "no such version of the API; there is " API);
    return page(s, r, method, path);
}

enum MHD_Result http_handle(void *payload, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_size, void **state)
{
    server *s = payload;
    request *r = *state;
    (void)version;
    if (!r) {
        r = calloc(1, sizeof *r);
        if (!r)
            return MHD_NO;
        *state = r;
        r->connection = connection;
        r->began_us = clock_us();
        if (s->options.log) {
            size_t room = strlen(method) + strlen(url) + 2;
            r->line = malloc(room);
            if (r->line)
                (void)snprintf(r->line, room, "%s %s", method, url);
        }
        if (strcmp(method, "POST") != 0)
            return MHD_YES; // called again when the headers are through
        return dispatch(s, r, method, url);
    }
    if (r->asleep) {
        answer *a = r->answer ? r->answer : answer_error(500, "out of memory", origin_of(s));
        r->answer = NULL;
        r->asleep = false;
        return send_answer(s, r, a);
    }
    if (*upload_size)
        return r->posting ? take_body(r, upload, upload_size) : (*upload_size = 0, MHD_YES);
    if (r->posting)
        return end_post(s, r);
    return r->status ? MHD_YES : dispatch(s, r, method, url);
}

void http_completed(void *payload, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code)
{
    server *s = payload;
    request *r = *state;
    (void)connection;
    (void)code;
    if (!r)
        return;
    metrics_count(s, r->status, clock_us() - r->began_us);
    if (r->line)
        log_request(r->line, r->status, clock_us() - r->began_us);
    answer_drop(r->answer);
    sr_buf_free(&r->body);
    free(r->line);
    free(r);
    *state = NULL;
}
