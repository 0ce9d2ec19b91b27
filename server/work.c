/* Threads with handles and the queue before them; see work.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "work.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "context.h"
#include "limits.h"
#include "metrics.h"
#include "post.h"

typedef struct sleeper {
    struct sleeper *next;
    struct request *request;
} sleeper;

typedef struct job {
    struct job *next;
    const route *route; // NULL: a POST
    char *key;          // NULL: never shared
    question asked;     // points into `texts`
    char *texts;
    sr_buf body;
    bool running;
    uint64_t revision; // of the ledger when it began
    sleeper *sleepers;
} job;

struct work {
    struct server *server;
    pthread_mutex_t lock;
    pthread_cond_t some;
    job *first, **last; // all that wait or run, in order of arrival
    unsigned length, limit;
    bool stopping;
    sr_engine *engine; // of the writer
    sr_ledger **handles;
    pthread_t *threads;
    unsigned n;
};

typedef struct seat {
    work *work;
    unsigned i;
} seat;

static void job_free(job *j)
{
    while (j->sleepers) {
        sleeper *s = j->sleepers;
        j->sleepers = s->next;
        free(s);
    }
    sr_buf_free(&j->body);
    free(j->texts);
    free(j->key);
    free(j);
}

/* A job with copies of what was asked; NULL: out of memory. */
static job *job_new(const route *r, const char *key, const question *a, struct request *who)
{
    size_t room = 1;
    for (param p = 0; a && p < PARAM_COUNT; p++)
        room += a->values[p] ? strlen(a->values[p]) + 1 : 0;
    room += a ? strlen(a->id) + 1 : 0;
    job *j = calloc(1, sizeof *j);
    if (!j)
        return NULL;
    j->route = r;
    j->key = key ? strdup(key) : NULL;
    j->texts = malloc(room);
    j->sleepers = who ? calloc(1, sizeof *j->sleepers) : NULL;
    if (!j->texts || (who && !j->sleepers) || (key && !j->key)) {
        job_free(j);
        return NULL;
    }
    if (who)
        j->sleepers->request = who;
    char *at = j->texts;
    for (param p = 0; a && p < PARAM_COUNT; p++) {
        if (a->values[p]) {
            size_t n = strlen(a->values[p]) + 1;
            j->asked.values[p] = memcpy(at, a->values[p], n);
            at += n;
        }
    }
    j->asked.id = a ? memcpy(at, a->id, strlen(a->id) + 1) : "";
    return j;
}

static void append(work *w, job *j)
{
    *w->last = j;
    w->last = &j->next;
    w->length++;
    pthread_cond_broadcast(&w->some);
}

static void take_out(work *w, job *j)
{
    job **at = &w->first;
    while (*at != j)
        at = &(*at)->next;
    *at = j->next;
    if (w->last == &j->next)
        w->last = at;
    w->length--;
}

/* Sleep beside one who asked the same, unless that answer was begun before the last change. */
static bool join(work *w, const char *key, struct request *who)
{
    for (job *j = w->first; j; j = j->next) {
        bool late = j->running && who && j->revision < atomic_load(&w->server->revision);
        if (!j->key || late || strcmp(j->key, key) != 0)
            continue;
        sleeper *s = who ? calloc(1, sizeof *s) : NULL;
        if (!who)
            return true;
        if (!s)
            return false;
        *s = (sleeper){j->sleepers, who};
        j->sleepers = s;
        return true;
    }
    return false;
}

bool work_ask(work *w, const route *r, const char *key, const question *a, struct request *who)
{
    pthread_mutex_lock(&w->lock);
    bool ok = !w->stopping && join(w, key, who);
    if (!ok && !w->stopping && w->length < w->limit) {
        job *j = job_new(r, key, a, who);
        if (j)
            append(w, j);
        ok = j != NULL;
    }
    pthread_mutex_unlock(&w->lock);
    return ok;
}

bool work_write(work *w, sr_buf *body, struct request *who)
{
    pthread_mutex_lock(&w->lock);
    job *j = !w->stopping && w->length < w->limit ? job_new(NULL, NULL, NULL, who) : NULL;
    if (j) {
        j->body = *body;
        *body = (sr_buf)SR_BUF_INIT;
        append(w, j);
    }
    pthread_mutex_unlock(&w->lock);
    return j != NULL;
}

unsigned work_length(work *w)
{
    pthread_mutex_lock(&w->lock);
    unsigned n = w->length;
    pthread_mutex_unlock(&w->lock);
    return n;
}

static unsigned status_of(sr_status status)
{
    switch (status) {
    case SR_OK:
        return 200;
    case SR_E_NOT_FOUND:
        return 404;
    case SR_E_USAGE:
    case SR_E_INPUT:
        return 400;
    case SR_E_LIMIT:
        return 413;
    default:
        return 500;
    }
}

/* The answer that a handler's reply comes to; NULL: out of memory. */
static answer *finish(struct server *s, reply *r, sr_status status, const sr_error *err, bool kept)
{
    unsigned code = r->status ? r->status : status_of(r->body.failed ? SR_E_LIMIT : status);
    if (code < 300) {
        if (!r->type)
            sr_buf_byte(&r->body, '\n');
        return answer_make(code, r->type ? r->type : "application/json", &r->body,
                           kept ? ANSWER_CHECKED : ANSWER_ONCE, s->options.cors);
    }
    sr_buf_free(&r->body);
    const char *text = r->message[0]  ? r->message
                       : err->text[0] ? err->text
                                      : sr_status_text(status);
    if (code == 413 && !r->message[0])
        text = "the answer would be too large; ask for less (limit, filters)";
    if (code >= 500)
        server_complain(s, err->where, text);
    return answer_error(code, text, s->options.cors);
}

static answer *read_answer(work *w, sr_ledger *ledger, job *j)
{
    struct server *s = w->server;
    uint64_t revision = atomic_load(&s->revision);
    bool renew;
    answer *a = cache_get(s->cache, j->key, revision, revision, clock_us() / 1000, &renew);
    if (a)
        return a;
    reply r = {.body = {.ceiling = LIMIT_ANSWER_BYTES}};
    sr_error err = {0};
    sr_status status = sr_ledger_as_of(ledger, j->asked.values[PARAM_AS_OF], &err);
    if (status == SR_OK)
        status = j->route->run(ledger, &j->asked, &r, &err);
    else if (status == SR_E_INPUT)
        (void)refuse(&r, 400, "as_of: wants a day or an instant in ISO 8601");
    a = finish(s, &r, status, &err, true);
    if (a && a->status == 200 && !(j->route->params & P_MOVES))
        cache_put(s->cache, j->key, revision, clock_us() / 1000, a);
    return a;
}

static answer *write_answer(work *w, sr_ledger *ledger, job *j)
{
    reply r = {.body = {.ceiling = LIMIT_ANSWER_BYTES}};
    sr_error err = {0};
    sr_status status = post_reports(ledger, w->engine, sr_buf_view(&j->body), &r, &err);
    server_changed(w->server, ledger);
    atomic_store(&w->server->floor, atomic_load(&w->server->revision));
    return finish(w->server, &r, status, &err, false);
}

/* What was known at an instant is costly to find and is kept by a handle until another instant is
 * asked: all questions of one instant go to one thread. */
static bool is_for(const work *w, unsigned i, const job *j)
{
    const char *as_of = j->asked.values[PARAM_AS_OF];
    return !as_of || XXH3_64bits(as_of, strlen(as_of)) % w->n == i;
}

static job *next_job(const work *w, unsigned i)
{
    job *j = w->first;
    while (j && (j->running || !is_for(w, i, j)))
        j = j->next;
    return j;
}

/* Read what every list reads once, before anybody waits for it: a fresh handle has nothing of the
 * file in memory. A failure is told to whoever asks first. */
static void warm(sr_ledger *ledger)
{
    sr_ledger_query query = SR_LEDGER_QUERY_INIT;
    sr_ledger_page page;
    sr_error err = {0};
    if (sr_ledger_list(ledger, &query, NULL, NULL, &page, &err) != SR_OK)
        return;
}

static void *run(void *payload)
{
    seat mine = *(seat *)payload;
    work *w = mine.work;
    sr_ledger *ledger = w->handles[mine.i];
    free(payload);
    if (!w->engine) // a reader's
        warm(ledger);
    pthread_mutex_lock(&w->lock);
    for (;;) {
        job *j = next_job(w, mine.i);
        if (!j && w->stopping)
            break;
        if (!j) {
            pthread_cond_wait(&w->some, &w->lock);
            continue;
        }
        j->running = true;
        j->revision = atomic_load(&w->server->revision);
        bool stopping = w->stopping;
        pthread_mutex_unlock(&w->lock);
        answer *a = stopping ? answer_error(503, "the server is stopping", w->server->options.cors)
                    : j->route ? read_answer(w, ledger, j)
                               : write_answer(w, ledger, j);
        pthread_mutex_lock(&w->lock);
        take_out(w, j);
        for (sleeper *s = j->sleepers; s; s = s->next)
            request_done(s->request, a);
        answer_drop(a);
        job_free(j);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static sr_status open_handles(work *w, unsigned n, bool writes, sr_error *err)
{
    const server_options *o = &w->server->options;
    sr_engine_options engine = {.data_dir = o->data_dir, .models_dir = o->models_dir};
    sr_status status = writes ? sr_engine_open(&w->engine, &engine, err) : SR_OK;
    for (unsigned i = 0; status == SR_OK && i < n; i++) {
        sr_ledger_options options = SR_LEDGER_OPTIONS_INIT;
        options.read_only = !writes;
        options.cache_mb = 32;
        status = sr_ledger_open(&w->handles[i], o->db, &options, err);
    }
    return status;
}

sr_status work_start(work **out, struct server *s, unsigned n, bool writes, sr_error *err)
{
    work *w = calloc(1, sizeof *w);
    *out = w;
    if (!w)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    w->server = s;
    w->last = &w->first;
    w->limit = writes ? LIMIT_WRITES : LIMIT_JOBS;
    w->handles = calloc(n, sizeof *w->handles);
    w->threads = calloc(n, sizeof *w->threads);
    if (!w->handles || !w->threads || pthread_mutex_init(&w->lock, NULL) != 0 ||
        pthread_cond_init(&w->some, NULL) != 0)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "out of memory");
    sr_status status = open_handles(w, n, writes, err);
    for (unsigned i = 0; status == SR_OK && i < n; i++) {
        seat *mine = malloc(sizeof *mine);
        if (mine)
            *mine = (seat){w, i};
        if (!mine || pthread_create(&w->threads[i], NULL, run, mine) != 0) {
            free(mine);
            status = sr_error_set(err, SR_E_NOMEM, NULL, 0, "a thread cannot be started");
        } else {
            w->n++;
        }
    }
    return status;
}

void work_stop(work *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->some);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 0; i < w->n; i++)
        pthread_join(w->threads[i], NULL);
    for (unsigned i = 0; w->handles && w->handles[i]; i++) {
        sr_ledger_close(w->handles[i]);
        if (i + 1 >= w->n)
            break;
    }
    sr_engine_close(w->engine);
    pthread_cond_destroy(&w->some);
    pthread_mutex_destroy(&w->lock);
    free(w->handles);
    free(w->threads);
    free(w);
}
