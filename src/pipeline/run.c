/* A run over many reports: a ring of slots between one reader and several workers.
 *
 *   reader (the caller's thread)          workers
 *   EMPTY ── next report ──► READY ── read, write ──► DONE ── handed over ──► EMPTY
 *
 * Invariants: slots are filled, taken and emptied in ring order; a slot is touched by one thread
 * at a time, which its state tells; the state is read and changed under the lock.  The ring bounds
 * memory: a slow report holds back the reader.  With one thread the caller does all the steps.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/pipeline.h"

#include <assert.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>

#include "annotate/tag.h"
#include "base/limits.h"
#include "extract/extract.h"

/* Slots a thread: enough that a long report does not stop the others. */
#define SLOTS_PER_THREAD 8

typedef enum slot_state { EMPTY, READY, DONE } slot_state;

typedef struct slot {
    slot_state         state;
    sr_pipeline_step   step;
    bool               failed;   // out of memory while it was taken or read
    jmp_buf            boundary; // where the arena's handler goes
    sr_arena           arena;
    sr_report          report;
    sr_diagnostics     notes;
    sr_pipeline_result result;
    sr_buf             bytes;
} slot;

typedef struct run {
    const sr_know             *know;
    const sr_pipeline_options *options;
    sr_publish_options         publish;
    sr_pipeline_next          *next;
    void                      *source;
    const sr_pipeline_sink    *sink;
    slot                      *slots;
    size_t                     n_slots;
    size_t                     filled, taken, emptied; // slots so far, of the whole run
    slot                      *last;                   // the source had no more when this was filled
    bool                       stopping;               // workers shall leave
    pthread_mutex_t            lock;
    pthread_cond_t             work, done;
} run;

/* The arena's handler: leaves to the report's boundary. */
SR_NORETURN static void leave(void *payload)
{
    slot *s = payload;
    longjmp(s->boundary, 1);
}

/* Take the next report into an empty slot. */
static void fill(run *r, slot *s)
{
    sr_arena_reset(&s->arena);
    sr_buf_clear(&s->bytes);
    memset(&s->report, 0, sizeof s->report);
    memset(&s->notes, 0, sizeof s->notes);
    memset(&s->result, 0, sizeof s->result);
    s->failed = false;
    s->step = SR_PIPELINE_SKIPPED;
    if (setjmp(s->boundary)) {
        s->failed = true;
        memset(&s->notes, 0, sizeof s->notes);
        return;
    }
    s->step = r->next(r->source, &s->arena, &s->report, &s->notes);
}

static void publish(const run *r, slot *s)
{
    sr_reading reading = {.report = &s->report};
    if (!s->failed) {
        reading.doc = &s->result.doc;
        reading.claims = &s->result.claims;
        reading.incidents = &s->result.incidents;
    }
    sr_buf_clear(&s->bytes);
    if (r->options->claims_only)
        return;
    sr_publish(r->options->format, &reading, &r->publish, &s->bytes);
}

/* Read the report of a slot and write it; a report that fails is written as an empty one. */
static void work_on(const run *r, slot *s)
{
    if (s->step != SR_PIPELINE_REPORT)
        return;
    if (setjmp(s->boundary) == 0) {
        sr_pipeline_read(&s->report, r->know, r->options, &s->result, &s->arena);
        publish(r, s);
        s->failed = s->bytes.failed;
    } else {
        s->failed = true;
    }
    if (s->failed)
        publish(r, s);
}

static void tell_failure(const run *r, const slot *s)
{
    sr_diagnostic note = {.file = s->report.file,
                          .offset = s->report.file_offset,
                          .text = SR_STR("the report takes too much memory; it was not read")};
    r->sink->note(r->sink->payload, &note);
}

/* Hand a finished slot over, or its notes only; false: the sink wants to stop. */
static bool hand_over(const run *r, slot *s)
{
    for (size_t i = 0; i < s->notes.n; i++)
        r->sink->note(r->sink->payload, &s->notes.at[i]);
    for (uint32_t i = 0; !s->failed && i < s->result.doc.n_diagnostics; i++)
        r->sink->note(r->sink->payload, &s->result.doc.diagnostics[i]);
    if (s->failed)
        tell_failure(r, s);
    if (s->step != SR_PIPELINE_REPORT)
        return true;
    sr_reading reading = {&s->report, &s->result.doc, &s->result.claims, &s->result.incidents};
    if (s->failed)
        reading.doc = NULL, reading.claims = NULL, reading.incidents = NULL;
    if (setjmp(s->boundary)) { // a sink that makes views for its user may run out as well
        tell_failure(r, s);
        return true;
    }
    return r->sink->reading(r->sink->payload, &reading, sr_buf_view(&s->bytes), &s->arena);
}

static void *worker(void *payload)
{
    run *r = payload;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (!r->stopping && r->taken == r->filled)
            pthread_cond_wait(&r->work, &r->lock);
        if (r->stopping)
            break;
        slot *s = &r->slots[r->taken++ % r->n_slots];
        assert(s->state == READY);
        pthread_mutex_unlock(&r->lock);
        work_on(r, s);
        pthread_mutex_lock(&r->lock);
        s->state = DONE;
        pthread_cond_signal(&r->done);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static bool is_done(run *r, const slot *s)
{
    pthread_mutex_lock(&r->lock);
    bool done = s->state == DONE;
    pthread_mutex_unlock(&r->lock);
    return done;
}

/* Fill slots while there is room and nothing waits to be handed over. */
static void fill_some(run *r)
{
    while (!r->last && r->filled - r->emptied < r->n_slots) {
        slot *s = &r->slots[r->filled % r->n_slots];
        fill(r, s);
        if (s->step == SR_PIPELINE_END) {
            r->last = s;
            return;
        }
        pthread_mutex_lock(&r->lock);
        s->state = READY;
        r->filled++;
        pthread_cond_signal(&r->work);
        pthread_mutex_unlock(&r->lock);
        if (is_done(r, &r->slots[r->emptied % r->n_slots]))
            return;
    }
}

static sr_status run_threads(run *r)
{
    bool go_on = true;
    while (go_on) {
        fill_some(r);
        if (r->emptied == r->filled)
            break;
        slot *s = &r->slots[r->emptied % r->n_slots];
        pthread_mutex_lock(&r->lock);
        while (s->state != DONE)
            pthread_cond_wait(&r->done, &r->lock);
        s->state = EMPTY;
        pthread_mutex_unlock(&r->lock);
        go_on = hand_over(r, s);
        r->emptied++;
    }
    if (go_on && r->last)
        go_on = hand_over(r, r->last);
    return go_on ? SR_OK : SR_E_STOPPED;
}

static sr_status run_alone(run *r)
{
    slot *s = &r->slots[0];
    bool  go_on = true;
    while (go_on) {
        fill(r, s);
        work_on(r, s);
        go_on = hand_over(r, s);
        if (s->step == SR_PIPELINE_END)
            break;
    }
    return go_on ? SR_OK : SR_E_STOPPED;
}

static sr_status start_and_run(run *r, unsigned threads, sr_error *err)
{
    pthread_t *ids = calloc(threads, sizeof *ids);
    unsigned   started = 0;
    sr_status  status = SR_OK;
    if (!ids)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "no memory for %u threads", threads);
    while (started < threads && pthread_create(&ids[started], NULL, worker, r) == 0)
        started++;
    status = started ? run_threads(r) : run_alone(r);
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->work);
    pthread_mutex_unlock(&r->lock);
    for (unsigned i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    free(ids);
    return status;
}

sr_status sr_pipeline_run(const sr_know *know, const sr_pipeline_options *options,
                          sr_pipeline_next *next, void *source, const sr_pipeline_sink *sink,
                          sr_error *err)
{
    unsigned threads = SR_MAX(1u, SR_MIN(options->threads, (unsigned)SR_LIMIT_THREADS));
    run      r = {.know = know,
                  .options = options,
                  .publish = {.color = options->color, .xpos = sr_xpos_name, .extractor = SR_EXTRACT_VERSION},
                  .next = next,
                  .source = source,
                  .sink = sink,
                  .n_slots = threads == 1 ? 1 : threads * SLOTS_PER_THREAD,
                  .lock = PTHREAD_MUTEX_INITIALIZER,
                  .work = PTHREAD_COND_INITIALIZER,
                  .done = PTHREAD_COND_INITIALIZER};
    r.slots = calloc(r.n_slots, sizeof *r.slots);
    if (!r.slots)
        return sr_error_set(err, SR_E_NOMEM, NULL, 0, "no memory for %zu reports", r.n_slots);
    size_t memory = options->memory ? options->memory : SR_LIMIT_REPORT_MEMORY;
    for (size_t i = 0; i < r.n_slots; i++)
        sr_arena_init(&r.slots[i].arena, memory, leave, &r.slots[i]);
    sr_status status = threads == 1 ? run_alone(&r) : start_and_run(&r, threads, err);
    if (status == SR_E_STOPPED)
        (void)sr_error_set(err, status, NULL, 0, "the run was stopped");
    for (size_t i = 0; i < r.n_slots; i++) {
        sr_arena_free(&r.slots[i].arena);
        sr_buf_free(&r.slots[i].bytes);
    }
    free(r.slots);
    return status;
}
