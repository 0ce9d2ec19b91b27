/* See metrics.h; names follow Prometheus' conventions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "metrics.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const unsigned bounds_ms[] = {1, 5, 10, 50, 100, 500, 1000};

uint64_t clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

void metrics_count(server *s, unsigned status, uint64_t microseconds)
{
    counters *c = &s->counters;
    size_t i = 0;
    while (i < SR_COUNT(bounds_ms) && microseconds > bounds_ms[i] * 1000ull)
        i++;
    atomic_fetch_add(&c->requests[0], 1);
    if (status >= 100 && status < 600)
        atomic_fetch_add(&c->requests[status / 100], 1);
    atomic_fetch_add(&c->microseconds, microseconds);
    atomic_fetch_add(&c->bucket[i], 1);
}

static void metric(sr_buf *out, const char *name, const char *type, const char *help,
                   unsigned long long value)
{
    sr_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, type, name,
                  value);
}

static unsigned long long resident_bytes(void)
{
    unsigned long long total = 0, pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f)
        return 0;
    int n = fscanf(f, "%llu %llu", &total, &pages);
    (void)fclose(f);
    return n == 2 ? pages * (unsigned long long)sysconf(_SC_PAGESIZE) : 0;
}

static void durations(const counters *c, sr_buf *out)
{
    unsigned long long sum = 0;
    sr_buf_put(out, SR_STR("# HELP sitrep_http_request_seconds Time from request to answer.\n"
                           "# TYPE sitrep_http_request_seconds histogram\n"));
    for (size_t i = 0; i < SR_COUNT(bounds_ms); i++) {
        sum += atomic_load(&c->bucket[i]);
        sr_buf_printf(out, "sitrep_http_request_seconds_bucket{le=\"%g\"} %llu\n",
                      bounds_ms[i] / 1000.0, sum);
    }
    sum += atomic_load(&c->bucket[SR_COUNT(bounds_ms)]);
    sr_buf_printf(out,
                  "sitrep_http_request_seconds_bucket{le=\"+Inf\"} "
                  "%llu\nsitrep_http_request_seconds_sum %.6f\n"
                  "sitrep_http_request_seconds_count %llu\n",
                  sum, (double)atomic_load(&c->microseconds) / 1e6, sum);
}

void metrics_write(server *s, sr_buf *out)
{
    const counters *c = &s->counters;
    sr_buf_put(
        out,
        SR_STR("# HELP sitrep_http_requests_total Requests answered, by hundreds of the status.\n"
               "# TYPE sitrep_http_requests_total counter\n"));
    for (unsigned i = 1; i < 6; i++)
        sr_buf_printf(out, "sitrep_http_requests_total{code=\"%uxx\"} %llu\n", i,
                      atomic_load(&c->requests[i]));
    durations(c, out);
    metric(out, "sitrep_cache_hits_total", "counter", "Questions answered from kept answers.",
           atomic_load(&c->cache_hits));
    metric(out, "sitrep_cache_misses_total", "counter", "Questions asked of the ledger.",
           atomic_load(&c->cache_misses));
    metric(out, "sitrep_refused_rate_total", "counter", "Requests refused for their rate.",
           atomic_load(&c->refused_rate));
    metric(out, "sitrep_refused_token_total", "counter", "Requests without the token.",
           atomic_load(&c->refused_token));
    metric(out, "sitrep_refused_host_total", "counter", "Requests under a foreign name.",
           atomic_load(&c->refused_host));
    metric(out, "sitrep_jobs", "gauge", "Questions waiting or running.", work_length(s->readers));
    metric(out, "sitrep_event_listeners", "gauge", "Open event streams.", events_count(s->events));
    metric(out, "sitrep_ledger_sequence", "gauge", "Number of the ledger's last change.",
           atomic_load(&s->revision));
    metric(out, "sitrep_resident_bytes", "gauge", "Memory of this process.", resident_bytes());
}

void log_request(const char *line, unsigned status, uint64_t microseconds)
{
    fputs("sitrep serve: ", stderr);
    for (; *line; line++)
        fputc((unsigned char)*line < 0x20 || *line == 0x7F ? '?' : *line, stderr);
    fprintf(stderr, " %u %.1f ms\n", status, (double)microseconds / 1000.0);
}
