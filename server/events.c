/* Streams that sleep until there is something to tell; see events.h.
 *
 * A stream's reader and events_tell may run at once: both hold the lock while a connection falls
 * asleep or is woken, so no wake-up is lost.
 * SPDX-License-Identifier: Apache-2.0 */
#include "events.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"

typedef struct listener {
    struct listener *next, **at;
    events *all;
    struct MHD_Connection *connection;
    uint64_t told, beats; // last revision and heartbeat that were sent
    bool greeted, asleep;
} listener;

struct events {
    pthread_mutex_t lock;
    listener *first;
    unsigned n;
    uint64_t revision, beats;
    bool stopping;
};

events *events_new(void)
{
    events *e = calloc(1, sizeof *e);
    if (e && pthread_mutex_init(&e->lock, NULL) != 0) {
        free(e);
        return NULL;
    }
    return e;
}

void events_free(events *e)
{
    if (e)
        pthread_mutex_destroy(&e->lock);
    free(e);
}

static ssize_t read_event(void *payload, uint64_t position, char *out, size_t room)
{
    listener *l = payload;
    events *e = l->all;
    int n = 0;
    (void)position;
    pthread_mutex_lock(&e->lock);
    if (e->stopping) {
        n = (int)MHD_CONTENT_READER_END_OF_STREAM;
    } else if (!l->greeted) {
        n = snprintf(out, room,
                     "retry: 2000\nid: %llu\nevent: hello\ndata: {\"sequence\":%llu}\n\n",
                     (unsigned long long)l->told, (unsigned long long)e->revision);
        l->greeted = true;
    } else if (l->told != e->revision) {
        l->told = e->revision;
        n = snprintf(out, room, "id: %llu\nevent: change\ndata: {\"sequence\":%llu}\n\n",
                     (unsigned long long)l->told, (unsigned long long)l->told);
    } else if (l->beats != e->beats) {
        n = snprintf(out, room, ": still here\n\n");
    } else {
        l->asleep = true;
        MHD_suspend_connection(l->connection);
    }
    if (n)
        l->beats = e->beats;
    pthread_mutex_unlock(&e->lock);
    return n;
}

static void leave(void *payload)
{
    listener *l = payload;
    events *e = l->all;
    pthread_mutex_lock(&e->lock);
    *l->at = l->next;
    if (l->next)
        l->next->at = l->at;
    e->n--;
    pthread_mutex_unlock(&e->lock);
    free(l);
}

struct MHD_Response *events_open(events *e, struct MHD_Connection *connection, uint64_t since,
                                 const char *origin)
{
    listener *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    pthread_mutex_lock(&e->lock);
    bool room = e->n < LIMIT_LISTENERS && !e->stopping;
    if (room) {
        *l = (listener){.next = e->first,
                        .at = &e->first,
                        .all = e,
                        .connection = connection,
                        .told = since && since < e->revision ? since : e->revision,
                        .beats = e->beats};
        if (e->first)
            e->first->at = &l->next;
        e->first = l;
        e->n++;
    }
    pthread_mutex_unlock(&e->lock);
    if (!room) {
        free(l);
        return NULL;
    }
    struct MHD_Response *r =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 512, read_event, l, leave);
    if (!r) {
        leave(l);
        return NULL;
    }
    (void)MHD_add_response_header(r, "Content-Type", "text/event-stream");
    (void)MHD_add_response_header(r, "Cache-Control", "no-store");
    (void)MHD_add_response_header(r, "X-Accel-Buffering", "no"); // nginx passes events on at once
    (void)MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    if (origin)
        (void)MHD_add_response_header(r, "Access-Control-Allow-Origin", origin);
    return r;
}

static void wake_all(events *e)
{
    for (listener *l = e->first; l; l = l->next) {
        if (l->asleep)
            MHD_resume_connection(l->connection);
        l->asleep = false;
    }
}

void events_tell(events *e, uint64_t revision, bool beat)
{
    pthread_mutex_lock(&e->lock);
    bool news = e->revision != revision || beat;
    e->revision = revision;
    e->beats += beat;
    if (news)
        wake_all(e);
    pthread_mutex_unlock(&e->lock);
}

void events_stop(events *e)
{
    pthread_mutex_lock(&e->lock);
    e->stopping = true;
    wake_all(e);
    pthread_mutex_unlock(&e->lock);
}

unsigned events_count(events *e)
{
    pthread_mutex_lock(&e->lock);
    unsigned n = e->n;
    pthread_mutex_unlock(&e->lock);
    return n;
}
