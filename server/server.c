/* Starting, watching the ledger, stopping; see server.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/library.h"
#include "context.h"
#include "limiter.h"
#include "limits.h"
#include "metrics.h"
#include "openapi.h"
#include "page_files.h"
#include "text.h"

#define DEFAULT_PORT    8650u
#define DEFAULT_RATE    100u
#define DEFAULT_WORKERS 4u
#define TOKEN_LEAST     16u // bytes; shorter ones can be guessed

void server_changed(server *s, sr_ledger *ledger)
{
    uint64_t now = sr_ledger_sequence(ledger), before = atomic_load(&s->revision);
    while (now > before && !atomic_compare_exchange_weak(&s->revision, &before, now))
        ;
    if (now > before)
        events_tell(s->events, now, false);
}

void server_complain(server *s, const char *where, const char *text)
{
    (void)s;
    fprintf(stderr, "sitrep serve: %s%s%s\n", where, where[0] ? ": " : "", text);
}

sr_str openapi_text(void)
{
    for (const page_blob *b = page_blobs; b->name; b++)
        if (strcmp(b->name, "openapi.json") == 0)
            return sr_str_from(b->bytes, b->len);
    return SR_STR("{}");
}

/* --------------------------------------------------------------------------- start */

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".html", "text/html; charset=utf-8"},
                                           {".json", "application/json"},
                                           {".svg", "image/svg+xml"}};
    for (size_t i = 0; i < SR_COUNT(types); i++)
        if (sr_str_ends(sr_str_c(name), sr_str_c(types[i][0])))
            return types[i][1];
    return "application/octet-stream";
}

static sr_status load_page(server *s, sr_error *err)
{
    size_t n = 0, k = 0;
    while (page_blobs[n].name)
        n++;
    s->files = calloc(n + 1, sizeof *s->files);
    for (size_t i = 0; s->files && i < n; i++) {
        const page_blob *b = &page_blobs[i];
        sr_buf body = SR_BUF_INIT;
        if (strcmp(b->name, "openapi.json") == 0)
            continue;
        sr_buf_put(&body, sr_str_from(b->bytes, b->len));
        answer *a = answer_make(200, type_of(b->name), &body, ANSWER_CHECKED, NULL);
        char path[80];
        (void)snprintf(path, sizeof path, "/assets/%s", b->name);
        if (a && strcmp(b->name, "index.html") == 0)
            s->page = a;
        else if (a)
            s->files[k++] = (page_file){strdup(path), a};
        if (!a)
            return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    }
    return s->files && s->page
               ? SR_OK
               : sr_error_set(err, SR_E_NOMEM, NULL, 0, "the page is not in the program");
}

static sr_status read_token(server *s, sr_error *err)
{
    const char *given = getenv("SITREP_TOKEN"), *path = s->options.token_file;
    if (path) {
        FILE *f = fopen(path, "re");
        if (!f)
            return sr_error_set(err, SR_E_IO, path, 0, "%s", strerror(errno));
        size_t n = fread(s->token, 1, sizeof s->token - 1, f);
        (void)fclose(f);
        s->token[n] = 0;
        s->token[strcspn(s->token, "\r\n")] = 0;
    } else if (given) {
        (void)snprintf(s->token, sizeof s->token, "%s", given);
    }
    size_t n = strlen(s->token);
    if ((path || given) && (n < TOKEN_LEAST || n > LIMIT_TOKEN_BYTES))
        return sr_error_set(err, SR_E_USAGE, path, 0,
                            "a token has 16 to 256 bytes; make one with: openssl rand -hex 24");
    return SR_OK;
}

static bool is_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    return a->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

/* A listening socket; the address decides whether strangers can come. */
static sr_status listen_at(server *s, int *out, sr_error *err)
{
    char port[8];
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_PASSIVE};
    struct addrinfo *found = NULL;
    int on = 1;
    (void)snprintf(port, sizeof port, "%u", s->options.port);
    if (getaddrinfo(s->options.address, port, &hints, &found) != 0)
        return sr_error_set(err, SR_E_USAGE, s->options.address, 0,
                            "wants an IP address: 127.0.0.1, ::1, 0.0.0.0");
    s->loopback = is_loopback(found->ai_addr);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 1024) == 0;
    int why = errno;
    freeaddrinfo(found);
    *out = fd;
    if (ok)
        return SR_OK;
    if (fd >= 0)
        (void)close(fd);
    *out = -1;
    return sr_error_set(err, SR_E_IO, s->options.address, 0,
                        "port %u: %s; choose another with --port", s->options.port, strerror(why));
}

static sr_status check_safety(const server *s, sr_error *err)
{
    if (s->loopback || s->token[0])
        return SR_OK;
    return sr_error_set(err, SR_E_USAGE, s->options.address, 0,
                        "strangers could reach this address: give a token with --token-file FILE "
                        "(openssl rand -hex 24 > FILE)");
}

SR_PRINTF(2, 0) static void put_log(void *payload, const char *fmt, va_list args)
{
    const server *s = payload;
    if (!s->options.log) // mostly of clients that went away
        return;
    fputs("sitrep serve: http: ", stderr);
    (void)vfprintf(stderr, fmt, args);
}

static sr_status start_http(server *s, int fd, sr_error *err)
{
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    if (!sr_library_load(SR_LIBRARY_HTTPD))
        return sr_error_set(err, SR_E_NOT_FOUND, NULL, 0, "%s is not installed, without which nothing can be served", sr_library_name(SR_LIBRARY_HTTPD));
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, http_handle, s, MHD_OPTION_EXTERNAL_LOGGER, put_log, s,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, http_completed, s,
        MHD_OPTION_CONNECTION_LIMIT, LIMIT_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        s->loopback ? 0U : LIMIT_CONNECTIONS_STRANGER, MHD_OPTION_CONNECTION_TIMEOUT,
        LIMIT_IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HEADER_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    return s->daemon ? SR_OK
                     : sr_error_set(err, SR_E_IO, s->options.address, 0,
                                    "the HTTP library does not start");
}

static void say_where(const server *s)
{
    bool six = strchr(s->options.address, ':') != NULL;
    fprintf(stderr, "sitrep serve: http://%s%s%s:%u/  (page; API under /api/v1/)\n", six ? "[" : "",
            s->options.address, six ? "]" : "", s->options.port);
    if (!s->loopback)
        fprintf(stderr,
                "sitrep serve: this is plain HTTP, and the token can be read on the way. Put TLS "
                "in front, for example nginx:\n"
                "    server { listen 443 ssl http2; server_name NAME; ssl_certificate …; "
                "ssl_certificate_key …;\n"
                "             location / { proxy_pass http://127.0.0.1:%u; proxy_set_header Host "
                "$host; proxy_buffering off; } }\n"
                "  and leave --address at 127.0.0.1.\n",
                s->options.port);
}

/* ---------------------------------------------------------------- watching, stopping */

/* Until a signal to stop: ask for changes, beat the hearts of event streams. */
static void watch(server *s, sr_ledger *ledger, const sigset_t *signals)
{
    struct timespec tick = {.tv_nsec = TICK_MS * 1000000l};
    for (unsigned ticks = 1;; ticks++) {
        int got = sigtimedwait(signals, NULL, &tick);
        if (got == SIGINT || got == SIGTERM)
            return;
        server_changed(s, ledger);
        if (ticks % (HEARTBEAT_MS / TICK_MS) == 0)
            events_tell(s->events, atomic_load(&s->revision), true);
    }
}

static void stop(server *s)
{
    if (s->daemon) {
        int fd = MHD_quiesce_daemon(s->daemon);
        if (fd >= 0)
            (void)close(fd);
        events_stop(s->events);
    }
    work_stop(s->readers);
    work_stop(s->writer);
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    events_free(s->events);
    cache_free(s->cache);
    limiter_free(s->limiter);
    for (page_file *f = s->files; f && f->path; f++) {
        answer_drop(f->answer);
        free((void *)(uintptr_t)f->path);
    }
    answer_drop(s->page);
    free(s->files);
}

static sr_status start_parts(server *s, sr_error *err)
{
    s->events = events_new();
    s->cache = cache_new();
    s->limiter = limiter_new();
    if (!s->events || !s->cache || !s->limiter)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    sr_status status = load_page(s, err);
    if (status == SR_OK && !s->options.read_only)
        status = work_start(&s->writer, s, 1, true, err); // makes the file when there is none
    if (status == SR_OK)
        status = work_start(&s->readers, s,
                            s->options.workers ? s->options.workers : DEFAULT_WORKERS, false, err);
    return status;
}

sr_status server_run(const server_options *options, sr_error *err)
{
    server s = {.options = *options};
    sr_ledger *ledger = NULL;
    sr_ledger_options reading = SR_LEDGER_OPTIONS_INIT;
    sigset_t signals;
    int fd = -1;
    reading.read_only = 1;
    s.options.address = options->address ? options->address : "127.0.0.1";
    s.options.port = options->port ? options->port : DEFAULT_PORT;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); // threads inherit it: only watch() takes them
    sr_status status = read_token(&s, err);
    if (status == SR_OK)
        status = listen_at(&s, &fd, err);
    s.rate = options->rate ? options->rate : s.loopback ? 0 : DEFAULT_RATE;
    if (status == SR_OK)
        status = check_safety(&s, err);
    if (status == SR_OK)
        status = start_parts(&s, err);
    if (status == SR_OK)
        status = sr_ledger_open(&ledger, options->db, &reading, err);
    if (status == SR_OK) {
        server_changed(&s, ledger);
        status = start_http(&s, fd, err);
    }
    if (status == SR_OK) {
        say_where(&s);
        watch(&s, ledger, &signals);
    } else if (fd >= 0 && !s.daemon) {
        (void)close(fd);
    }
    stop(&s);
    sr_ledger_close(ledger);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    return status;
}
