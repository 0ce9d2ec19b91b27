/* Fetching with libcurl's multi interface; see fetch.h.
 *
 * One thread.  A queue of jobs; a host has one transfer at a time and a time before which it gets no
 * other.  Before the first page of an origin its robots.txt is fetched; while that is under way its
 * pages wait.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/library.h"

#define AGENT "sitrep"
#define AGENT_LINE "sitrep/0.1 (news reader; obeys robots.txt as \"sitrep\")"
#define REDIRECTS 5L
#define RETRY_MOST_S 60u
#define DELAY_MOST_S 10u // of a Crawl-delay

typedef enum robots_state { UNKNOWN, ASKED, KNOWN } robots_state;

typedef struct origin {
    char        *name;   // "https://example.org:8443"
    robots_state robots;
    sr_buf       rules;
    bool         busy;
    char         why[120]; // its robots.txt could not be had
    bool         inside;   // because its address is refused
    double       free_at; // seconds of the steady clock
    unsigned     delay_s;
} origin;

typedef struct job {
    sr_fetch *fetch;  // NULL: robots.txt of the origin
    size_t    origin;
    unsigned  attempts;
    double    not_before;
    bool      active, done;
    bool      refused_address, too_long;
    CURL     *curl;
    struct curl_slist *headers;
    sr_buf    body;
    char      etag[256], last_modified[64];
    struct run *run;
} job;

typedef struct run {
    const sr_fetch_options *options;
    CURLM    *multi;
    job      *jobs;    // [n_jobs]: the fetches, then a place for robots.txt of each origin
    size_t    n, n_jobs;
    origin   *origins; // [n_origins]
    size_t    n_origins;
    size_t    active, left;
    sr_fetch_done *on_done;
    void     *payload;
    bool      stopping, no_memory;
} run;

static void start_curl(void) { (void)curl_global_init(CURL_GLOBAL_DEFAULT); }

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ----------------------------------------------------------------------- callbacks */

static curl_socket_t open_socket(void *payload, curlsocktype purpose, struct curl_sockaddr *address)
{
    job *j = payload;
    const sr_fetch_options *options = j->run->options;
    bool (*is_public)(const uint8_t *, size_t) = options->is_public ? options->is_public : sr_address_is_public;
    bool ok = options->allow_private;
    if (!ok && address->family == AF_INET)
        ok = is_public((const uint8_t *)&((const struct sockaddr_in *)(const void *)&address->addr)->sin_addr, 4);
    else if (!ok && address->family == AF_INET6)
        ok = is_public((const uint8_t *)&((const struct sockaddr_in6 *)(const void *)&address->addr)->sin6_addr, 16);
    (void)purpose;
    if (!ok) {
        j->refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t n, void *payload)
{
    job *j = payload;
    size_t most = j->fetch ? j->run->options->most_bytes : 512u << 10;
    if (j->body.len + size * n > most) {
        j->too_long = true;
        return 0;
    }
    sr_buf_put(&j->body, sr_str_from(bytes, size * n));
    return j->body.failed ? 0 : size * n;
}

static void keep_header(sr_str line, const char *name, char *out, size_t room)
{
    sr_str value = line, key = sr_str_cut(&value, ':');
    if (!value.ptr || !sr_str_eq_case(key, sr_str_c(name)))
        return;
    value = sr_str_trim(value);
    if (value.len < room)
        (void)snprintf(out, room, "%.*s", SR_ARG(value));
}

static size_t take_header(char *bytes, size_t size, size_t n, void *payload)
{
    job *j = payload;
    sr_str line = sr_str_from(bytes, size * n);
    if (sr_str_starts(line, SR_STR("HTTP/"))) { // of the next answer, behind a redirect
        j->etag[0] = j->last_modified[0] = 0;
        sr_buf_clear(&j->body);
    }
    keep_header(line, "etag", j->etag, sizeof j->etag);
    keep_header(line, "last-modified", j->last_modified, sizeof j->last_modified);
    return size * n;
}

/* ------------------------------------------------------------------------ starting */

static void add_condition(job *j, const char *name, const char *value)
{
    char line[400];
    if (!value || !value[0] || strpbrk(value, "\r\n"))
        return;
    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *more = curl_slist_append(j->headers, line);
    j->headers = more ? more : j->headers;
}

static void set_limits(CURL *c, const sr_fetch_options *o)
{
    (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    (void)curl_easy_setopt(c, CURLOPT_MAXREDIRS, REDIRECTS);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)o->timeout_s * 1000L);
    (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, 15000L);
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 50L);
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, 20L);
    (void)curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)o->most_bytes);
    (void)curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    (void)curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_USERAGENT, o->user_agent ? o->user_agent : AGENT_LINE);
    if (o->proxy)
        (void)curl_easy_setopt(c, CURLOPT_PROXY, o->proxy);
    if (o->ca_file)
        (void)curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file);
}

static bool start(run *r, job *j)
{
    origin *from = &r->origins[j->origin];
    char robots[512];
    j->curl = curl_easy_init();
    if (!j->curl)
        return false;
    (void)snprintf(robots, sizeof robots, "%.480s/robots.txt", from->name);
    set_limits(j->curl, r->options);
    (void)curl_easy_setopt(j->curl, CURLOPT_URL, j->fetch ? j->fetch->url : robots);
    (void)curl_easy_setopt(j->curl, CURLOPT_PRIVATE, j);
    (void)curl_easy_setopt(j->curl, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(j->curl, CURLOPT_WRITEDATA, j);
    (void)curl_easy_setopt(j->curl, CURLOPT_HEADERFUNCTION, take_header);
    (void)curl_easy_setopt(j->curl, CURLOPT_HEADERDATA, j);
    (void)curl_easy_setopt(j->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    (void)curl_easy_setopt(j->curl, CURLOPT_OPENSOCKETDATA, j);
    if (j->fetch) {
        add_condition(j, "If-None-Match", j->fetch->etag);
        add_condition(j, "If-Modified-Since", j->fetch->last_modified);
    }
    (void)curl_easy_setopt(j->curl, CURLOPT_HTTPHEADER, j->headers);
    sr_buf_clear(&j->body);
    j->refused_address = j->too_long = false;
    j->active = curl_multi_add_handle(r->multi, j->curl) == CURLM_OK;
    from->busy = j->active;
    r->active += j->active;
    j->attempts++;
    return j->active;
}

/* ------------------------------------------------------------------------- ending */

static void finish(run *r, job *j)
{
    j->done = true;
    r->left--;
    if (j->fetch && r->on_done && !r->on_done(r->payload, j->fetch))
        r->stopping = true;
}

static void give_up(run *r, job *j, sr_fetch_outcome outcome, const char *why)
{
    if (j->fetch) {
        j->fetch->outcome = outcome;
        (void)snprintf(j->fetch->why, sizeof j->fetch->why, "%s", why);
    }
    finish(r, j);
}

static bool may_pass(CURLcode code, long status)
{
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504 || code == CURLE_OPERATION_TIMEDOUT ||
           code == CURLE_COULDNT_CONNECT || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
           code == CURLE_PARTIAL_FILE || code == CURLE_COULDNT_RESOLVE_HOST;
}

static char *info_text(CURL *c, CURLINFO what)
{
    char *text = NULL;
    return curl_easy_getinfo(c, what, &text) == CURLE_OK && text ? strdup(text) : NULL;
}

static void fill_result(job *j, CURLcode code, long status)
{
    sr_fetch *f = j->fetch;
    curl_off_t wait = 0;
    (void)curl_easy_getinfo(j->curl, CURLINFO_RETRY_AFTER, &wait);
    f->status = (int)status;
    f->final_url = info_text(j->curl, CURLINFO_EFFECTIVE_URL);
    f->content_type = info_text(j->curl, CURLINFO_CONTENT_TYPE);
    f->new_etag = j->etag[0] ? strdup(j->etag) : NULL;
    f->new_last_modified = j->last_modified[0] ? strdup(j->last_modified) : NULL;
    f->retry_after_s = wait > 0 && wait < 1000000 ? (unsigned)wait : 0;
    f->body = j->body;
    j->body = (sr_buf)SR_BUF_INIT;
    if (j->refused_address) {
        f->outcome = SR_FETCH_REFUSED;
        (void)snprintf(f->why, sizeof f->why, "an address of this machine or network; refused");
    } else if (j->too_long || code == CURLE_FILESIZE_EXCEEDED) {
        f->outcome = SR_FETCH_FAILED;
        (void)snprintf(f->why, sizeof f->why, "longer than %zu MB; not read", j->run->options->most_bytes >> 20);
    } else if (code != CURLE_OK) {
        f->outcome = SR_FETCH_FAILED;
        (void)snprintf(f->why, sizeof f->why, "%s", curl_easy_strerror(code));
    } else if (status == 304) {
        f->outcome = SR_FETCH_NOT_MODIFIED;
    } else if (status < 200 || status > 299) {
        f->outcome = SR_FETCH_FAILED;
        (void)snprintf(f->why, sizeof f->why, "HTTP status %ld", status);
    } else {
        f->outcome = SR_FETCH_OK;
    }
}

static void close_job(run *r, job *j)
{
    if (j->curl) {
        (void)curl_multi_remove_handle(r->multi, j->curl);
        curl_easy_cleanup(j->curl);
    }
    curl_slist_free_all(j->headers);
    j->curl = NULL;
    j->headers = NULL;
    r->active -= j->active;
    j->active = false;
}

/* Nothing may be fetched without it: why not. */
static void no_robots(const job *j, origin *from, CURLcode code, long status)
{
    from->inside = j->refused_address;
    if (j->refused_address)
        (void)snprintf(from->why, sizeof from->why, "an address of this machine or network; refused");
    else if (code != CURLE_OK)
        (void)snprintf(from->why, sizeof from->why, "robots.txt cannot be had: %.80s", curl_easy_strerror(code));
    else
        (void)snprintf(from->why, sizeof from->why, "robots.txt cannot be had: HTTP status %ld", status);
}

/* A transfer ended. */
static void ended(run *r, job *j, CURLcode code)
{
    origin *from = &r->origins[j->origin];
    long status = 0;
    (void)curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &status);
    from->busy = false;
    from->free_at = now() + SR_MAX(r->options->pause_ms / 1000.0, (double)from->delay_s);
    curl_off_t wait = 0;
    (void)curl_easy_getinfo(j->curl, CURLINFO_RETRY_AFTER, &wait);
    bool again = j->attempts <= r->options->retries && !j->refused_address && !j->too_long &&
                 may_pass(code, code == CURLE_OK ? status : 0) && wait <= (curl_off_t)RETRY_MOST_S;
    if (again) {
        close_job(r, j);
        j->not_before = now() + SR_MAX((double)wait, (double)(1u << (j->attempts - 1)));
        return;
    }
    if (j->fetch) {
        fill_result(j, code, status);
    } else { // unreachable or an error of the server: nothing is allowed; no such file: everything
        from->robots = KNOWN;
        if (code == CURLE_OK && status >= 200 && status < 300)
            sr_buf_put(&from->rules, sr_buf_view(&j->body));
        else if (j->refused_address || code != CURLE_OK || status >= 500)
            no_robots(j, from, code, status);
        from->free_at = now();
    }
    close_job(r, j);
    finish(r, j);
}

/* ---------------------------------------------------------------------- scheduling */

/* "/path?query" of an address. */
static sr_str path_of(const char *url)
{
    const char *begin = strstr(url, "://");
    begin = begin ? strpbrk(begin + 3, "/?#") : NULL;
    sr_str path = begin && *begin == '/' ? sr_str_c(begin) : SR_STR("/");
    return sr_str_slice(path, 0, sr_str_find(path, '#', 0));
}

/* Is it one for which robots.txt is asked? */
static bool asks_robots(const run *r, const job *j)
{
    return j->fetch && !j->fetch->no_robots && !r->options->ignore_robots;
}

/* Whether a job may start now; *wake: when to look again. */
static bool is_due(run *r, job *j, double at, double *wake)
{
    origin *from = &r->origins[j->origin];
    if (j->done || j->active || from->busy)
        return false;
    if (asks_robots(r, j) && from->robots != KNOWN)
        return false; // its robots.txt comes first
    if (!j->fetch && from->robots == KNOWN)
        return false;
    double when = SR_MAX(j->not_before, from->free_at);
    *wake = when > at ? SR_MIN(*wake, when) : *wake;
    return when <= at;
}

static void consider(run *r, job *j)
{
    origin *from = &r->origins[j->origin];
    if (asks_robots(r, j)) {
        unsigned delay = 0;
        if (from->why[0]) {
            give_up(r, j, from->inside ? SR_FETCH_REFUSED : SR_FETCH_FAILED, from->why);
            return;
        }
        bool allowed = sr_robots_allow(sr_buf_view(&from->rules), SR_STR(AGENT), path_of(j->fetch->url), &delay);
        from->delay_s = SR_MIN(delay, DELAY_MOST_S);
        if (!allowed) {
            give_up(r, j, SR_FETCH_REFUSED, "robots.txt forbids it");
            return;
        }
    }
    if (start(r, j))
        return;
    close_job(r, j);
    give_up(r, j, SR_FETCH_FAILED, "out of memory");
}

/* Start what may start; when to look again. */
static double schedule(run *r)
{
    double at = now(), wake = at + 1;
    for (size_t i = 0; i < r->n_jobs && r->active < r->options->at_once && !r->stopping; i++)
        if (is_due(r, &r->jobs[i], at, &wake))
            consider(r, &r->jobs[i]);
    return wake;
}

static void collect(run *r)
{
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(r->multi, &left));) {
        job *j = NULL;
        CURLcode code = m->data.result;
        if (m->msg == CURLMSG_DONE && curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &j) == CURLE_OK && j)
            ended(r, j, code);
    }
}

static void loop(run *r)
{
    while (r->left && !r->stopping) {
        int running;
        double wake = schedule(r);
        (void)curl_multi_perform(r->multi, &running);
        collect(r);
        double wait = SR_MIN(wake - now(), 0.5);
        if (r->left && wait > 0 && !r->stopping)
            (void)curl_multi_poll(r->multi, NULL, 0, (int)(wait * 1000) + 1, NULL);
        if (r->options->stop && *r->options->stop)
            r->stopping = true;
    }
}

/* ------------------------------------------------------------------------- setting up */

static size_t origin_of(run *r, const char *url)
{
    const char *host = strstr(url, "://");
    size_t n = host ? (size_t)(host - url) + 3 + strcspn(host + 3, "/?#") : 0;
    for (size_t i = 0; i < r->n_origins; i++)
        if (strlen(r->origins[i].name) == n && strncasecmp(r->origins[i].name, url, n) == 0)
            return i;
    origin *o = &r->origins[r->n_origins];
    o->name = strndup(url, n);
    r->no_memory = r->no_memory || !o->name;
    return r->n_origins++;
}

static void set_up(run *r, sr_fetch *fetches, size_t n)
{
    r->n_jobs = n;
    for (size_t i = 0; i < n && !r->no_memory; i++) {
        bool web = strncasecmp(fetches[i].url, "http://", 7) == 0 || strncasecmp(fetches[i].url, "https://", 8) == 0;
        r->jobs[i] = (job){.fetch = &fetches[i], .run = r, .origin = origin_of(r, fetches[i].url)};
        r->left++;
        if (!web)
            give_up(r, &r->jobs[i], SR_FETCH_FAILED, "neither http nor https");
    }
    for (size_t i = 0; i < n && !r->no_memory; i++) { // robots.txt of each origin that pages are asked of
        job *j = &r->jobs[i];
        if (j->done || !asks_robots(r, j) || r->origins[j->origin].robots != UNKNOWN)
            continue;
        r->origins[j->origin].robots = ASKED;
        r->jobs[r->n_jobs++] = (job){.run = r, .origin = j->origin};
        r->left++;
    }
}

static void tear_down(run *r)
{
    for (size_t i = 0; i < r->n_jobs; i++) {
        if (!r->jobs[i].done && r->jobs[i].fetch) {
            r->jobs[i].fetch->outcome = SR_FETCH_STOPPED;
            (void)snprintf(r->jobs[i].fetch->why, sizeof r->jobs[i].fetch->why, "stopped");
        }
        close_job(r, &r->jobs[i]);
        sr_buf_free(&r->jobs[i].body);
    }
    for (size_t i = 0; i < r->n_origins; i++) {
        free(r->origins[i].name);
        sr_buf_free(&r->origins[i].rules);
    }
    free(r->jobs);
    free(r->origins);
    (void)curl_multi_cleanup(r->multi);
}

sr_status sr_fetch_all(sr_fetch *fetches, size_t n, const sr_fetch_options *options, sr_fetch_done *on_done, void *payload,
                       sr_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!sr_library_load(SR_LIBRARY_CURL))
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "%s is not installed, without which the web cannot be read", sr_library_name(SR_LIBRARY_CURL));
    (void)pthread_once(&once, start_curl);
    run r = {.options = options, .n = n, .on_done = on_done, .payload = payload};
    r.multi = curl_multi_init();
    r.jobs = calloc(2 * n + 1, sizeof *r.jobs);
    r.origins = calloc(n + 1, sizeof *r.origins);
    r.no_memory = !r.multi || !r.jobs || !r.origins;
    if (!r.no_memory)
        set_up(&r, fetches, n);
    if (!r.no_memory)
        loop(&r);
    bool stopped = r.stopping && r.left;
    tear_down(&r);
    if (r.no_memory)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    return stopped ? sr_error_set(err, SR_E_STOPPED, NULL, 0, "stopped") : SR_OK;
}

void sr_fetch_free(sr_fetch *f)
{
    free(f->final_url);
    free(f->content_type);
    free(f->new_etag);
    free(f->new_last_modified);
    sr_buf_free(&f->body);
    f->final_url = f->content_type = f->new_etag = f->new_last_modified = NULL;
}
