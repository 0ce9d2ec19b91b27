/* What the fold promises, on generated sets of reports: order, repetition, split and merge, blocks
 * and as-of change nothing; ids are permanent; nothing is lost.
 *
 * A case is made from a seed, which a failure prints: a world of incidents in towns and on days, and
 * reports of them – first news, follow-ups with other figures, copies, new versions, undated ones,
 * contradictory ones, background – as claims and text.  SR_FOLD_CASES sets how many; SR_FOLD_SEED
 * runs one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "fuse/fold.h"

#define CASES 60
#define THRESHOLD 0.3f
#define MOST_REPORTS 40u

/* ---- generator ---- */

static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint32_t below(uint64_t *state, uint32_t n) { return (uint32_t)(random_next(state) % n); }

typedef struct happening {
    uint32_t town;
    sr_day   day;
    uint32_t words;  // its own vocabulary
    int64_t  killed, wounded;
    uint8_t  type;
} happening;

typedef struct world {
    uint64_t        random;
    happening       at[12];
    uint32_t        n;
    sr_fold_report *reports;
    uint32_t        n_reports;
    sr_arena       *arena;
} world;

static sr_str word(world *w, uint32_t number)
{
    static const char *const parts[] = {"ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za"};
    return sr_str_format(w->arena, "%s%s%s%s", parts[number % 10], parts[number / 10 % 10], parts[number / 100 % 10],
                         parts[number / 1000 % 10]);
}

static sr_str text_of(world *w, const happening *h)
{
    sr_buf text = SR_BUF_INIT;
    uint32_t n = 20 + below(&w->random, 40);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = below(&w->random, 3) ? 40 + h->words * 25 + below(&w->random, 25) : below(&w->random, 40);
        sr_buf_put(&text, word(w, number));
        sr_buf_byte(&text, i % 9 == 8 ? '.' : ' ');
    }
    sr_str copy = sr_str_copy(w->arena, sr_buf_view(&text));
    sr_buf_free(&text);
    return copy;
}

typedef SR_LIST(sr_claim) claim_list;

static sr_claim *add(world *w, claim_list *list, uint32_t mention, sr_field field)
{
    sr_claim *c = SR_PUSH(w->arena, list);
    uint32_t  at = (uint32_t)list->n * 7;
    *c = (sr_claim){.mention = mention, .field = (uint8_t)field, .value = sr_value_none(), .span = {at, at + 5, false},
                    .stated = SR_DAY_NONE, .probability = 0.4f + (float)below(&w->random, 6) / 10};
    return c;
}

static void add_mention(world *w, claim_list *list, uint32_t mention, const happening *h, bool background)
{
    static const char *const actors[] = {"Red Front", "Blue Guard", "Green Column"}, *const sources[] = {"", "the police", "a witness"};
    add(w, list, mention, SR_FIELD_TYPE)->value.code = sr_incident_type_name(h->type);
    if (below(&w->random, 8))
        add(w, list, mention, SR_FIELD_DATE)->value.period = (sr_period){h->day, h->day, SR_PRECISION_DAY};
    if (below(&w->random, 8)) {
        sr_place_value *p = &add(w, list, mention, SR_FIELD_PLACE)->value.place;
        *p = (sr_place_value){.name = word(w, 5000 + h->town), .admin1 = SR_STR("Province"), .country = "XA", .geonameid = h->town + 1,
                              .lat = 10 + h->town * 0.2, .lon = 20 + h->town * 0.3, .located = true, .precision = SR_PLACE_PRECISION_CITY};
    }
    int64_t killed = h->killed + (int64_t)below(&w->random, 3), wounded = h->wounded + (int64_t)below(&w->random, 2);
    if (below(&w->random, 4))
        add(w, list, mention, SR_FIELD_KILLED)->value.count = (sr_count){killed, killed, below(&w->random, 4) ? killed : SR_COUNT_OPEN};
    if (below(&w->random, 2))
        add(w, list, mention, SR_FIELD_WOUNDED)->value.count = (sr_count){wounded, wounded, wounded};
    if (below(&w->random, 3) == 0) {
        sr_claim *c = add(w, list, mention, SR_FIELD_PERPETRATOR);
        c->value.name = sr_str_c(actors[below(&w->random, 3)]);
        c->source.name = sr_str_c(sources[below(&w->random, 3)]);
        c->stance = (uint8_t)below(&w->random, SR_STANCE_COUNT);
    }
    if (below(&w->random, 3) == 0) {
        sr_claim *c = add(w, list, mention, SR_FIELD_VICTIM);
        c->value.name = sr_str_format(w->arena, "Jo %.*s", SR_ARG(word(w, h->words * 3 + below(&w->random, 3))));
        c->value.effect = below(&w->random, 2) ? SR_STR("death") : SR_STR("injury");
    }
    if (background)
        add(w, list, mention, SR_FIELD_ROLE)->value.code = SR_STR("background");
}

static int by_claim(const void *a, const void *b) { return sr_claim_cmp(a, b); }

static void add_claims(world *w, sr_fold_report *r, const happening *h)
{
    sr_claims *claims = SR_NEW(w->arena, sr_claims, 1);
    claim_list list = {0};
    if (below(&w->random, 7)) {
        add_mention(w, &list, 0, h, false);
        claims->n_mentions = 1;
        if (below(&w->random, 4) == 0)
            add_mention(w, &list, claims->n_mentions++, &w->at[below(&w->random, w->n)], true);
    }
    for (size_t i = 0; i < list.n; i++)
        list.at[i].report = r->id;
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_claim);
    claims->at = list.at;
    claims->n = (uint32_t)list.n;
    r->claims = claims;
    r->extractor = SR_STR("test-1");
}

static void add_report(world *w, uint32_t number)
{
    const happening *h = &w->at[below(&w->random, w->n)];
    sr_fold_report  *r = &w->reports[w->n_reports++];
    sr_day           day = h->day + (sr_day)(below(&w->random, 3) ? below(&w->random, 3) : below(&w->random, 60));
    int32_t          second = below(&w->random, 2) ? (int32_t)below(&w->random, 86400) : -1;
    sr_str           id = sr_str_format(w->arena, "%016llx%016llx", (unsigned long long)random_next(&w->random),
                                        (unsigned long long)number);
    *r = (sr_fold_report){.id = id, .published = {day, second, 0, false}, .publisher = SR_STR("Paper"),
                          .title = text_of(w, h), .text = text_of(w, h)};
    r->title.len = SR_MIN(r->title.len, (size_t)40);
    if (below(&w->random, 9) == 0)
        r->published = (sr_instant){SR_DAY_NONE, -1, 0, false};
    uint32_t other = w->n_reports > 1 ? below(&w->random, w->n_reports - 1) : 0;
    if (w->n_reports > 1 && below(&w->random, 8) == 0)
        r->text = w->reports[other].text; // a copy
    if (w->n_reports > 1 && below(&w->random, 8) == 0)
        r->url = w->reports[other].url; // a version
    else if (below(&w->random, 2))
        r->url = sr_str_format(w->arena, "http://paper.example/%u", number);
    add_claims(w, r, h);
}

static void make_world(world *w, uint64_t seed, sr_arena *arena)
{
    *w = (world){.random = seed, .arena = arena};
    w->n = 1 + below(&w->random, 8);
    for (uint32_t i = 0; i < w->n; i++)
        w->at[i] = (happening){below(&w->random, 4), 19000 + (sr_day)below(&w->random, 12), i, below(&w->random, 9),
                               below(&w->random, 9), below(&w->random, 3) ? SR_INCIDENT_ATTACK : SR_INCIDENT_BOMBING};
    uint32_t n = 1 + below(&w->random, MOST_REPORTS);
    w->reports = SR_NEW(arena, sr_fold_report, n);
    for (uint32_t i = 0; i < n; i++)
        add_report(w, i);
}

/* ---- a fold as text ---- */

static void put_value(sr_buf *out, const sr_value *v)
{
    sr_buf_printf(out, " <%.*s|%.*s|%.*s|%.*s|%lld,%lld,%lld|%d,%d|%u>", SR_ARG(v->code), SR_ARG(v->name), SR_ARG(v->actor),
                  SR_ARG(v->effect), (long long)v->count.low, (long long)v->count.best, (long long)v->count.high,
                  v->period.first, v->period.last, v->place.geonameid);
}

static void put_rows(sr_buf *out, const sr_fold_rows *rows, const sr_fold_report *reports)
{
    for (uint32_t i = 0; i < rows->n; i++) {
        const sr_fold_row *r = &rows->at[i];
        sr_buf_printf(out, " row %u %u %u %.*s", r->stance, r->state, r->support, SR_ARG(r->source.name));
        put_value(out, &r->value);
        for (uint32_t e = 0; e < r->n_evidence; e++)
            sr_buf_printf(out, " %.*s:%u", SR_ARG(reports[r->evidence[e].report].id), r->evidence[e].span.begin);
    }
}

static void put_incident(sr_buf *out, const sr_folded_incident *in, const sr_fold_report *reports)
{
    sr_buf_printf(out, "%.*s %d %u\n", SR_ARG(in->id), in->story, in->support);
    for (uint32_t i = 0; i < in->n_former; i++)
        sr_buf_printf(out, " former %.*s", SR_ARG(in->former[i]));
    for (uint32_t i = 0; i < in->n_members; i++) {
        const sr_fold_member *m = &in->members[i];
        sr_buf_printf(out, " member %.*s %u %d %.*s", SR_ARG(reports[m->report].id), m->mention, m->main,
                      SR_ARG(m->copy_of == SR_NONE ? SR_STR("-") : reports[m->copy_of].id));
    }
    for (int f = SR_FIELD_TYPE; f < SR_FIELD_PERPETRATOR; f++)
        for (uint32_t i = 0; i < in->n_values; i++)
            if (in->values[i].field == f) {
                sr_buf_printf(out, " value %d %d %u", f, in->values[i].chosen, in->values[i].support);
                put_value(out, &in->values[i].value);
            }
    for (int h = 0; h < SR_HARM_COUNT; h++)
        sr_buf_printf(out, " count %lld,%lld,%lld", (long long)in->record.counts[h].low, (long long)in->record.counts[h].best,
                      (long long)in->record.counts[h].high);
    for (uint32_t i = 0; i < in->record.n_questions; i++)
        sr_buf_printf(out, " ask %u %u", in->record.questions[i].kind, in->record.questions[i].field);
    for (uint32_t i = 0; i < in->n_figures; i++)
        sr_buf_printf(out, " figure %u %u %lld %.*s", in->figures[i].harm, in->figures[i].state, (long long)in->figures[i].count.best,
                      SR_ARG(reports[in->figures[i].evidence.report].id));
    const sr_fold_rows *lists[] = {&in->perpetrators, &in->targets, &in->victims, &in->weapons, &in->warnings, &in->positions, &in->relations};
    for (size_t l = 0; l < SR_COUNT(lists); l++)
        put_rows(out, lists[l], reports);
    for (uint32_t i = 0; i < in->n_revisions; i++) {
        const sr_revision *r = &in->revisions[i];
        sr_buf_printf(out, "\n  %d %d %.*s %u %u %u %u %.*s", r->at.day, r->at.second, SR_ARG(reports[r->report].id), r->kind, r->field,
                      r->from_stance, r->to_stance, SR_ARG(r->other));
        put_value(out, &r->from);
        put_value(out, &r->to);
    }
    sr_buf_byte(out, '\n');
}

static int by_text(const void *a, const void *b) { return sr_str_cmp(*(const sr_str *)a, *(const sr_str *)b); }

/* Incidents in the order of their text: so that blocks can be compared with the whole. */
static sr_str sorted_text(sr_str *parts, uint32_t n, sr_arena *arena)
{
    sr_buf all = SR_BUF_INIT;
    if (n)
        qsort(parts, n, sizeof *parts, by_text);
    for (uint32_t i = 0; i < n; i++)
        sr_buf_put(&all, parts[i]);
    sr_str text = sr_str_copy(arena, sr_buf_view(&all));
    sr_buf_free(&all);
    return text;
}

typedef SR_LIST(sr_str) str_list;

static void put_fold(const sr_folded *folded, const sr_fold_report *reports, str_list *out, sr_arena *arena)
{
    for (uint32_t i = 0; i < folded->n; i++) {
        sr_buf one = SR_BUF_INIT;
        put_incident(&one, &folded->at[i], reports);
        *SR_PUSH(arena, out) = sr_str_copy(arena, sr_buf_view(&one));
        sr_buf_free(&one);
    }
}

static sr_str fold_text(const sr_fold_model *model, const sr_fold_report *reports, uint32_t n, sr_arena *arena)
{
    sr_folded folded;
    str_list  parts = {0};
    sr_fold(model, reports, n, NULL, 0, THRESHOLD, &folded, arena);
    put_fold(&folded, reports, &parts, arena);
    return sorted_text(parts.at, (uint32_t)parts.n, arena);
}

/* ---- properties ---- */

static void shuffle(sr_fold_report *at, uint32_t n, uint64_t *random)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t       k = below(random, i);
        sr_fold_report t = at[i - 1];
        at[i - 1] = at[k];
        at[k] = t;
    }
}

static void must_equal(sr_str a, sr_str b, uint64_t seed, const char *what)
{
    if (sr_str_eq(a, b))
        return;
    size_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
        at++;
    size_t from = at > 200 ? at - 200 : 0;
    print_error("seed %llu: %s changes the fold at byte %zu:\n…%.*s\n…%.*s\n", (unsigned long long)seed, what, at,
                SR_ARG(sr_str_slice(a, from, at + 200)), SR_ARG(sr_str_slice(b, from, at + 200)));
    fail();
}

static sr_fold_report *copy_of(const world *w, uint32_t more)
{
    sr_fold_report *copy = SR_NEW(w->arena, sr_fold_report, w->n_reports + more + 1);
    memcpy(copy, w->reports, w->n_reports * sizeof *copy);
    return copy;
}

static void check_order_and_repetition(const sr_fold_model *model, world *w, sr_str whole, uint64_t seed)
{
    uint32_t        n = w->n_reports;
    sr_fold_report *copy = copy_of(w, n);
    shuffle(copy, n, &w->random);
    must_equal(whole, fold_text(model, copy, n, w->arena), seed, "another order");
    for (uint32_t i = 0; i < n; i++) // half of them twice, as when two ledgers are merged
        copy[n + i] = w->reports[below(&w->random, n)];
    shuffle(copy, 2 * n, &w->random);
    must_equal(whole, fold_text(model, copy, 2 * n, w->arena), seed, "repetition");
}

static void check_digests(const sr_fold_model *model, const world *w, sr_str whole, uint64_t seed)
{
    sr_fold_report *copy = copy_of(w, 0);
    for (uint32_t i = 0; i < w->n_reports; i++) {
        copy[i].digest = sr_fold_digest(model, &copy[i], w->arena);
        assert_true(sr_fold_digest_current(model, copy[i].digest));
        copy[i].text = copy[i].title = (sr_str){NULL, 0};
    }
    must_equal(whole, fold_text(model, copy, w->n_reports, w->arena), seed, "a stored digest");
}

static uint32_t root(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

static bool share_key(const sr_fold_keys *a, const sr_fold_keys *b)
{
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->at[i] == b->at[k])
            return true;
        if (a->at[i] < b->at[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Blocks as a store finds them: keys, links, everything that they reach. */
static uint32_t make_blocks(const sr_fold_model *model, const world *w, uint32_t *up)
{
    uint32_t      n = w->n_reports, blocks = n;
    sr_str       *digests = SR_NEW(w->arena, sr_str, n);
    sr_fold_keys *keys = SR_NEW(w->arena, sr_fold_keys, n);
    sr_fold_probe **probes = SR_NEW(w->arena, sr_fold_probe *, n);
    for (uint32_t i = 0; i < n; i++) {
        up[i] = i;
        digests[i] = sr_fold_digest(model, &w->reports[i], w->arena);
        probes[i] = sr_fold_probe_open(model, digests[i], w->arena);
        sr_fold_block_keys(model, digests[i], &keys[i], w->arena);
        assert_true(keys[i].n <= SR_FOLD_KEYS_MAX);
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++) {
            bool linked = sr_fold_probe_linked(probes[i], digests[k]);
            assert_int_equal(linked, sr_fold_probe_linked(probes[k], digests[i]));
            if (linked && share_key(&keys[i], &keys[k]) && root(up, i) != root(up, k)) {
                up[root(up, i)] = root(up, k);
                blocks--;
            }
        }
    return blocks;
}

static void check_blocks(const sr_fold_model *model, const world *w, sr_str whole, uint64_t seed)
{
    uint32_t  n = w->n_reports, *up = SR_NEW(w->arena, uint32_t, n);
    str_list  parts = {0};
    (void)make_blocks(model, w, up);
    for (uint32_t b = 0; b < n; b++) {
        sr_fold_report *block = SR_NEW(w->arena, sr_fold_report, n);
        uint32_t        size = 0;
        sr_folded       folded;
        for (uint32_t i = 0; i < n; i++)
            if (root(up, i) == b)
                block[size++] = w->reports[i];
        sr_fold(model, block, size, NULL, 0, THRESHOLD, &folded, w->arena);
        put_fold(&folded, block, &parts, w->arena);
    }
    must_equal(whole, sorted_text(parts.at, (uint32_t)parts.n, w->arena), seed, "folding block by block");
}

static const sr_folded_incident *holder(const sr_folded *folded, sr_str member)
{
    for (uint32_t i = 0; i < folded->n; i++)
        for (uint32_t m = 0; m < folded->at[i].n_members; m++)
            if (sr_str_eq(folded->at[i].members[m].id, member))
                return &folded->at[i];
    return NULL;
}

static bool resolves(const sr_folded_incident *in, sr_str id)
{
    bool found = sr_str_eq(in->id, id);
    for (uint32_t i = 0; i < in->n_former; i++)
        found |= sr_str_eq(in->former[i], id);
    return found;
}

/* What was known at an instant: its ids resolve to what holds their claims now, and the timeline
 * that was known then is the beginning of today's, for incidents that were not merged or split. */
static void check_as_of(const sr_fold_model *model, const world *w, const sr_folded *now, uint64_t seed)
{
    sr_fold_report *known = SR_NEW(w->arena, sr_fold_report, w->n_reports);
    sr_instant      then = w->reports[0].published;
    uint32_t        n = 0;
    sr_folded       past;
    for (uint32_t i = 0; i < w->n_reports; i++)
        if (sr_fold_known_by(w->reports[i].published, then))
            known[n++] = w->reports[i];
    sr_fold(model, known, n, NULL, 0, THRESHOLD, &past, w->arena);
    for (uint32_t i = 0; i < past.n; i++) {
        const sr_folded_incident *in = holder(now, past.at[i].id);
        if (!in || !resolves(in, past.at[i].id)) {
            print_error("seed %llu: id %.*s is lost\n", (unsigned long long)seed, SR_ARG(past.at[i].id));
            fail();
        }
        bool plain = in->n_former == 0 && sr_str_eq(in->id, past.at[i].id);
        for (uint32_t r = 0; r < in->n_revisions; r++)
            plain &= in->revisions[r].kind != SR_REVISION_SPLIT && in->revisions[r].kind != SR_REVISION_MERGED;
        for (uint32_t r = 0; plain && r < past.at[i].n_revisions; r++) {
            const sr_revision *x = &past.at[i].revisions[r], *y = &in->revisions[r];
            bool same = r < in->n_revisions && x->kind == y->kind && x->field == y->field &&
                        sr_str_eq(known[x->report].id, w->reports[y->report].id);
            if (!same) {
                print_error("seed %llu: the timeline of %.*s was another one\n", (unsigned long long)seed, SR_ARG(in->id));
                fail();
            }
        }
    }
}

/* Every report is the main member of one incident or story; no mention of a report meets another. */
static void check_nothing_lost(const world *w, const sr_folded *folded, uint64_t seed)
{
    uint32_t *main = SR_NEW(w->arena, uint32_t, w->n_reports + 1);
    for (uint32_t i = 0; i < folded->n; i++) {
        const sr_folded_incident *in = &folded->at[i];
        assert_true(in->n_members > 0 && in->support > 0 && in->support <= in->n_members && in->n_revisions > 0);
        for (uint32_t m = 0; m < in->n_members; m++) {
            main[in->members[m].report] += in->members[m].main;
            for (uint32_t k = 0; k < m; k++)
                assert_int_not_equal(in->members[m].report, in->members[k].report);
        }
        uint32_t chosen[SR_FIELD_COUNT] = {0};
        for (uint32_t v = 0; v < in->n_values; v++)
            chosen[in->values[v].field] += in->values[v].chosen;
        for (uint32_t v = 0; v < in->n_values; v++)
            assert_int_equal(chosen[in->values[v].field], 1);
        for (uint32_t r = 1; r < in->n_revisions; r++)
            assert_true(sr_instant_cmp(in->revisions[r - 1].at, in->revisions[r].at) <= 0);
    }
    for (uint32_t i = 0; i < w->n_reports; i++)
        if (main[i] != 1) {
            print_error("seed %llu: report %u is in %u incidents\n", (unsigned long long)seed, i, main[i]);
            fail();
        }
}

static void check_decisions(const sr_fold_model *model, world *w)
{
    uint32_t        a = below(&w->random, w->n_reports), b = below(&w->random, w->n_reports);
    sr_fold_decision d[2] = {
        {.same = true, .report_a = w->reports[a].id, .report_b = w->reports[b].id, .mention_a = SR_NONE, .mention_b = SR_NONE,
         .who = SR_STR("human:one"), .at = {20000, 10, 0, false}},
        {.same = false, .report_a = w->reports[b].id, .report_b = w->reports[a].id, .mention_a = SR_NONE, .mention_b = SR_NONE,
         .who = SR_STR("human:two"), .at = {20001, 10, 0, false}},
    };
    for (uint32_t n = 1; n <= 2 && a != b; n++) {
        sr_folded folded;
        sr_fold(model, w->reports, w->n_reports, d, n, THRESHOLD, &folded, w->arena);
        uint32_t home_a = SR_NONE, home_b = SR_NONE;
        for (uint32_t i = 0; i < folded.n; i++)
            for (uint32_t m = 0; m < folded.at[i].n_members; m++) {
                const sr_fold_member *member = &folded.at[i].members[m];
                if (member->main && member->report == a)
                    home_a = i;
                if (member->main && member->report == b)
                    home_b = i;
            }
        assert_int_equal(home_a == home_b, n == 1);
    }
}

static void run_case(const sr_fold_model *model, uint64_t seed)
{
    sr_arena  arena;
    world     w;
    sr_folded folded;
    sr_arena_init(&arena, 0, NULL, NULL);
    make_world(&w, seed, &arena);
    sr_str whole = fold_text(model, w.reports, w.n_reports, &arena);
    sr_fold(model, w.reports, w.n_reports, NULL, 0, THRESHOLD, &folded, &arena);
    check_nothing_lost(&w, &folded, seed);
    check_order_and_repetition(model, &w, whole, seed);
    check_digests(model, &w, whole, seed);
    check_blocks(model, &w, whole, seed);
    check_as_of(model, &w, &folded, seed);
    check_decisions(model, &w);
    sr_arena_free(&arena);
}

static void run_cases(const sr_fold_model *model, uint64_t first)
{
    const char *cases = getenv("SR_FOLD_CASES"), *seed = getenv("SR_FOLD_SEED");
    uint64_t    n = cases ? strtoull(cases, NULL, 10) : CASES;
    if (seed)
        first = strtoull(seed, NULL, 10), n = 1;
    print_message("seeds %llu to %llu\n", (unsigned long long)first, (unsigned long long)(first + n - 1));
    for (uint64_t i = 0; i < n; i++)
        run_case(model, first + i);
}

static void test_properties_with_rules(void **state)
{
    (void)state;
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    run_cases(sr_fold_model_open(NULL, &arena), 1000);
    sr_arena_free(&arena);
}

static void test_properties_with_model(void **state)
{
    (void)state;
    sr_arena arena;
    sr_know *know;
    sr_error err = {0};
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_int_equal(sr_know_open(&know, NULL, &err), SR_OK);
    run_cases(sr_fold_model_open(know, &arena), 5000000);
    sr_know_close(know);
    sr_arena_free(&arena);
}

/* ---- literal cases ---- */

static void test_signatures(void **state)
{
    (void)state;
    sr_arena          arena;
    sr_fold_signature a, b, c;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_str one = SR_STR("Two men were shot outside a bakery in the north of the town late on Sunday, the police said."),
           two = SR_STR("TWO MEN WERE SHOT outside a bakery in the north of the town late on Sunday - the police said"),
           other = SR_STR("A bomb went off at the bus station on Friday morning and nobody was hurt, an official said there.");
    sr_fold_sign(one, &a, &arena);
    sr_fold_sign(two, &b, &arena);
    sr_fold_sign(other, &c, &arena);
    assert_true(sr_fold_resemblance(&a, &b) > 0.99f);
    assert_true(sr_fold_resemblance(&a, &c) < 0.01f);
    assert_true(sr_fold_resemblance_exact(one, two, &arena) > 0.99f);
    assert_true(sr_fold_resemblance_exact(one, other, &arena) < 0.01f);
    sr_fold_sign(SR_STR(""), &a, &arena);
    assert_int_equal(a.n, 0);
    assert_true(sr_fold_resemblance(&a, &a) < 0.01f);
    sr_arena_free(&arena);
}

static void test_instants(void **state)
{
    (void)state;
    sr_instant day = {100, -1, 0, false}, noon = {100, 43200, 0, false}, east = {100, 43200, 120, true}, none = {SR_DAY_NONE, -1, 0, false};
    assert_true(sr_instant_cmp(noon, day) < 0);
    assert_true(sr_instant_cmp(east, noon) < 0);
    assert_true(sr_instant_cmp(day, none) < 0);
    assert_int_equal(sr_instant_cmp(none, none), 0);
    assert_true(sr_fold_known_by(noon, day));
    assert_false(sr_fold_known_by(day, noon));
    assert_false(sr_fold_known_by(none, day));
}

static sr_fold_report toll(sr_arena *arena, const char *id, sr_day day, int64_t killed)
{
    sr_claims *claims = SR_NEW(arena, sr_claims, 1);
    *claims = (sr_claims){SR_NEW(arena, sr_claim, 2), 2, 1, SR_REPORT_FRESH, 1};
    for (int i = 0; i < 2; i++)
        claims->at[i] = (sr_claim){.report = sr_str_c(id), .value = sr_value_none(), .span = {1, 5, false}, .stated = SR_DAY_NONE, .probability = 0.9f};
    claims->at[0].field = SR_FIELD_TYPE;
    claims->at[0].value.code = SR_STR("BOMBING");
    claims->at[1].field = SR_FIELD_KILLED;
    claims->at[1].value.count = (sr_count){killed, killed, killed};
    return (sr_fold_report){.id = sr_str_c(id), .published = {day, -1, 0, false}, .claims = claims, .extractor = SR_STR("t"),
                            .text = SR_STR("The bombing of the Karrada market hall drew condolences from mayors and traders of Baghdad.")};
}

/* "Revised from 359 to 253": the later figure holds, the earlier one stays readable. */
static void test_revised_downwards(void **state)
{
    (void)state;
    sr_arena  arena;
    sr_folded folded;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_fold_report reports[] = {toll(&arena, "a", 100, 359), toll(&arena, "b", 102, 253)};
    reports[1].text = SR_STR("Baghdad: of the Karrada market hall bombing, traders and mayors now say, condolences go to the families.");
    sr_fold(sr_fold_model_open(NULL, &arena), reports, 2, NULL, 0, THRESHOLD, &folded, &arena);
    assert_int_equal(folded.n, 1);
    assert_int_equal(folded.at[0].record.counts[SR_HARM_KILLED].best, 253);
    assert_int_equal(folded.at[0].n_figures, 2);
    assert_int_equal(folded.at[0].figures[0].state, SR_FOLD_SUPERSEDED);
    const sr_revision *last = &folded.at[0].revisions[folded.at[0].n_revisions - 1];
    assert_int_equal(last->kind, SR_REVISION_VALUE);
    assert_int_equal(last->from.count.best, 359);
    assert_int_equal(last->to.count.best, 253);
    sr_arena_free(&arena);
}

/* One dead, one wounded, and who: `hurt`, `other` (NULL: nobody else) and `dead`, by name or described. @return wounded as the fold has it */
static int64_t wounded_of(const char *hurt, const char *other, const char *dead, bool named, sr_arena *arena)
{
    const struct {
        sr_field    field;
        const char *name, *effect;
    } rows[] = {{SR_FIELD_KILLED, NULL, NULL}, {SR_FIELD_WOUNDED, NULL, NULL}, {SR_FIELD_VICTIM, hurt, "injury"}, {SR_FIELD_VICTIM, dead, "death"},
                {SR_FIELD_VICTIM, other, "injury"}};
    sr_fold_report report = toll(arena, "a", 100, 1);
    sr_claim      *claims = SR_NEW(arena, sr_claim, SR_COUNT(rows) + 1);
    uint32_t       n = 0;
    sr_folded      folded;
    claims[n++] = report.claims->at[0];
    for (size_t i = 0; i < SR_COUNT(rows) - !other; i++) {
        claims[n] = report.claims->at[1];
        claims[n].field = (uint8_t)rows[i].field;
        if (rows[i].name) {
            claims[n].value = sr_value_none();
            *(named ? &claims[n].value.name : &claims[n].value.description) = sr_str_c(rows[i].name);
            claims[n].value.effect = sr_str_c(rows[i].effect);
        }
        claims[n].span.begin = n, claims[n].span.end = n + 5, n++;
    }
    qsort(claims, n, sizeof *claims, by_claim);
    sr_claims all = {claims, n, 1, SR_REPORT_FRESH, 1};
    report.claims = &all;
    sr_fold(sr_fold_model_open(NULL, arena), &report, 1, NULL, 0, THRESHOLD, &folded, arena);
    assert_int_equal(folded.n, 1);
    assert_int_equal(folded.at[0].record.counts[SR_HARM_KILLED].best, 1);
    bool died = folded.at[0].record.counts[SR_HARM_WOUNDED].best == 0;
    assert_int_equal(folded.at[0].figures[1].state, died ? SR_FOLD_SUPERSEDED : SR_FOLD_CURRENT);
    return folded.at[0].record.counts[SR_HARM_WOUNDED].best;
}

/* Who was shot and died later is dead, and no longer wounded. */
static void test_the_wounded_who_died(void **state)
{
    (void)state;
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_int_equal(wounded_of("Jo Doe", NULL, "Doe", true, &arena), 0);
    assert_int_equal(wounded_of("Jo Doe", NULL, "Ann Roe", true, &arena), 1);
    assert_int_equal(wounded_of("Jo Doe", "Ann Roe", "Doe", true, &arena), 1);
    assert_int_equal(wounded_of("man", NULL, "man", false, &arena), 1); // two men, as far as is told
    sr_arena_free(&arena);
}

/* A bombing in a town, 0: only the country is told; no day without one. */
static sr_fold_report placed(sr_arena *arena, const char *id, sr_day published, uint32_t town, sr_day day, const char *text)
{
    sr_claims *claims = SR_NEW(arena, sr_claims, 1);
    *claims = (sr_claims){SR_NEW(arena, sr_claim, 3), day == SR_DAY_NONE ? 2 : 3, 1, SR_REPORT_FRESH, 1};
    for (int i = 0; i < 3; i++)
        claims->at[i] = (sr_claim){.report = sr_str_c(id), .value = sr_value_none(), .span = {1, 5, false}, .stated = SR_DAY_NONE, .probability = 0.9f};
    claims->at[0].field = SR_FIELD_TYPE;
    claims->at[0].value.code = SR_STR("BOMBING");
    claims->at[1].field = SR_FIELD_PLACE;
    claims->at[1].value.place = (sr_place_value){.name = town ? sr_str_format(arena, "Town%u", town) : SR_STR("Land"), .country = "XA",
                                                 .geonameid = 100 + town, .lat = 10 + 5.0 * town, .lon = 20, .located = true,
                                                 .precision = town ? SR_PLACE_PRECISION_CITY : SR_PLACE_PRECISION_COUNTRY};
    claims->at[2].field = SR_FIELD_DATE;
    claims->at[2].value.period = (sr_period){day, day, SR_PRECISION_DAY};
    return (sr_fold_report){.id = sr_str_c(id), .published = {published, -1, 0, false}, .claims = claims, .extractor = SR_STR("t"), .text = sr_str_c(text)};
}

/* Reports a and c of `town` and `day`, and between them b, which tells neither. @return incidents */
static uint32_t fold_bridge(uint32_t town, sr_day day, const sr_fold_decision *decision, sr_arena *arena)
{
    sr_folded      folded;
    sr_fold_report reports[] = {
        placed(arena, "a", 101, 1, 100, "Traders fled the covered bazaar as fuel drums burst beside weavers' stalls, rescuers said."),
        placed(arena, "b", 105, 0, SR_DAY_NONE, "Rescuers said traders fled as fuel drums burst beside stalls: weavers left the covered bazaar."),
        placed(arena, "c", 109, town, day, "Beside weavers' stalls fuel drums burst, so traders fled the covered bazaar, said rescuers there.")};
    sr_fold(sr_fold_model_open(NULL, arena), reports, 3, decision, decision ? 1 : 0, THRESHOLD, &folded, arena);
    return folded.n;
}

/* What contradicts must not meet through a third that is too vague to contradict either, unless a person says so. */
static void test_contradictions_do_not_meet(void **state)
{
    (void)state;
    sr_arena         arena;
    sr_fold_decision same = {.same = true, .report_a = SR_STR("a"), .report_b = SR_STR("c"), .mention_a = SR_NONE, .mention_b = SR_NONE,
                             .who = SR_STR("human:one"), .at = {20000, 10, 0, false}};
    sr_arena_init(&arena, 0, NULL, NULL);
    assert_int_equal(fold_bridge(1, 100, NULL, &arena), 1);
    assert_int_equal(fold_bridge(1, SR_DAY_NONE, NULL, &arena), 1);
    assert_int_equal(fold_bridge(0, 107, NULL, &arena), 1);
    assert_int_equal(fold_bridge(2, 107, NULL, &arena), 2); // another town, a week later
    assert_int_equal(fold_bridge(2, 107, &same, &arena), 1);
    sr_arena_free(&arena);
}

static void test_empty(void **state)
{
    (void)state;
    sr_arena  arena;
    sr_folded folded;
    sr_arena_init(&arena, 0, NULL, NULL);
    const sr_fold_model *model = sr_fold_model_open(NULL, &arena);
    sr_fold(model, NULL, 0, NULL, 0, THRESHOLD, &folded, &arena);
    assert_int_equal(folded.n, 0);
    sr_fold_report bare = {.id = SR_STR("x"), .published = {SR_DAY_NONE, -1, 0, false}};
    sr_fold(model, &bare, 1, NULL, 0, THRESHOLD, &folded, &arena);
    assert_int_equal(folded.n, 1);
    assert_true(folded.at[0].story);
    assert_false(sr_fold_digest_current(model, SR_STR("")));
    assert_false(sr_fold_probe_linked(sr_fold_probe_open(model, SR_STR("rubbish"), &arena), SR_STR("")));
    sr_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_revised_downwards),
        cmocka_unit_test(test_the_wounded_who_died),
        cmocka_unit_test(test_contradictions_do_not_meet),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_properties_with_rules),
        cmocka_unit_test(test_properties_with_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
