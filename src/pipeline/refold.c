/* Finding what is to be folded together, folding it, keeping it; see refold.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/refold.h"

#include <stdlib.h>

#include "text/text.h"

/* ---- sets of row numbers: open addressing, 0 is free ---- */

typedef struct number_set {
    int64_t *slots;
    size_t   room, n; // room is a power of two
} number_set;

static bool set_add(number_set *set, int64_t number, sr_arena *arena);

static void set_grow(number_set *set, sr_arena *arena)
{
    number_set larger = {.room = set->room ? set->room * 2 : 64};
    larger.slots = SR_NEW(arena, int64_t, larger.room);
    for (size_t i = 0; i < set->room; i++)
        if (set->slots[i])
            (void)set_add(&larger, set->slots[i], arena);
    *set = larger;
}

/* @return false: it was there */
static bool set_add(number_set *set, int64_t number, sr_arena *arena)
{
    if (2 * (set->n + 1) > set->room)
        set_grow(set, arena);
    size_t at = (size_t)((uint64_t)number * 0x9E3779B97F4A7C15u >> 20) & (set->room - 1);
    while (set->slots[at] && set->slots[at] != number)
        at = (at + 1) & (set->room - 1);
    if (set->slots[at])
        return false;
    set->slots[at] = number;
    set->n++;
    return true;
}

/* ---- taking out ---- */

static sr_instant instant_of(int64_t seconds)
{
    int64_t day = seconds / 86400 - (seconds % 86400 < 0);
    return (sr_instant){.day = (sr_day)day, .second = (int32_t)(seconds - day * 86400), .has_offset = true};
}

static sr_fold_report fold_report(const sr_stored *s)
{
    return (sr_fold_report){.id = s->report.id,
                            .published = s->report.published,
                            .publisher = s->report.publisher,
                            .url = s->report.url,
                            .title = s->report.title,
                            .language = s->report.language,
                            .text = s->report.text,
                            .caller_ids = s->names,
                            .n_caller_ids = s->n_names,
                            .claims = &s->claims,
                            .extractor = s->extractor,
                            .claim_ids = s->claim_ids,
                            .digest = s->digest};
}

typedef SR_LIST(sr_fold_decision) decision_list;
typedef struct decision_reader {
    decision_list *list;
    int64_t        then;
    sr_arena      *arena;
} decision_reader;

static sr_str id_text(sr_arena *arena, const sr_cell *c)
{
    char text[SR_REPORT_ID_TEXT] = "";
    if (c->s.len == SR_ID_BYTES)
        sr_id_text(c->s.ptr, text);
    return sr_str_copy(arena, sr_str_c(text));
}

static bool on_decision(void *payload, const sr_cell *c, size_t n)
{
    decision_reader *r = payload;
    (void)n;
    if (c[6].i > r->then)
        return true;
    *SR_PUSH(r->arena, r->list) = (sr_fold_decision){
        .same = sr_str_eq(c[0].s, SR_STR("same")),
        .report_a = id_text(r->arena, &c[1]),
        .mention_a = c[2].i < 0 ? SR_NONE : (uint32_t)c[2].i,
        .report_b = id_text(r->arena, &c[3]),
        .mention_b = c[4].i < 0 ? SR_NONE : (uint32_t)c[4].i,
        .who = sr_str_format(r->arena, "human:%.*s", SR_ARG(c[5].s)),
        .at = instant_of(c[6].i),
    };
    return true;
}

static sr_status load_decisions(const sr_refold *f, const sr_block *block, int64_t then, decision_list *out,
                                sr_arena *arena, sr_error *err)
{
    decision_reader reader = {out, then, arena};
    int64_t         any;
    sr_status       status = sr_store_number(f->store, SR_SQL_ANY_DECISION, NULL, 0, 0, &any, err);
    for (uint32_t i = 0; status == SR_OK && any && i < block->n; i++) {
        uint8_t id[SR_ID_BYTES];
        (void)sr_id_parse(block->reports[i].id, id);
        status = sr_store_run(f->store, SR_SQL_DECISIONS_OF, SR_CELLS(SR_BLOB(sr_str_from(id, sizeof id))), on_decision,
                              &reader, err);
    }
    return status;
}

sr_status sr_refold_block(const sr_refold *f, const int64_t *reports, size_t n, int64_t then, bool texts,
                          sr_block *out, sr_arena *arena, sr_error *err)
{
    decision_list decisions = {0};
    unsigned      parts = SR_STORED_CLAIMS | SR_STORED_DIGEST | (texts ? SR_STORED_TEXT : 0u);
    *out = (sr_block){.stored = SR_NEW(arena, sr_stored, n), .reports = SR_NEW(arena, sr_fold_report, n)};
    for (size_t i = 0; i < n; i++) {
        sr_stored *s = &out->stored[out->n];
        sr_status  status = sr_store_load(f->store, reports[i], parts, s, arena, err);
        if (status == SR_OK && !texts && !sr_fold_digest_current(f->model, s->digest)) // made anew, of the text
            status = sr_store_load(f->store, reports[i], parts | SR_STORED_TEXT, s, arena, err);
        if (status != SR_OK)
            return status;
        if (then != SR_NO_LIMIT && (s->published == INT64_MIN || s->published > then))
            continue;
        out->reports[out->n++] = fold_report(s);
    }
    sr_status status = load_decisions(f, out, then, &decisions, arena, err);
    if (status == SR_OK)
        sr_fold(f->model, out->reports, out->n, decisions.at, (uint32_t)decisions.n, f->threshold, &out->folded, arena);
    return status;
}

sr_status sr_refold_unit(const sr_refold *f, int64_t unit, int64_t then, bool texts, sr_block *out, sr_arena *arena,
                         sr_error *err)
{
    sr_numbers reports;
    sr_status  status = sr_store_numbers(f->store, SR_SQL_REPORTS_OF_UNIT, SR_CELLS(SR_INT(unit)), &reports, arena, err);
    return status == SR_OK ? sr_refold_block(f, reports.at, reports.n, then, texts, out, arena, err) : status;
}

/* ---- what is kept of an incident ---- */

static sr_str lower(sr_str s, sr_arena *arena)
{
    uint8_t *out = sr_arena_copy(arena, s.ptr ? (const void *)s.ptr : "", s.len);
    for (size_t i = 0; i < s.len; i++)
        out[i] = sr_to_lower(out[i]);
    return sr_str_from(out, s.len);
}

/* "He", "Unknown gunmen", "hospital officials": no capital, or only words of data/no-names.tsv; no actors of a table that
 * people look somebody up in. */
static bool names_nobody(const sr_lexicon *lexicon, sr_str name, sr_arena *arena)
{
    int              table = sr_lexicon_table(lexicon, SR_STR("no-names"));
    sr_arena_mark    mark = sr_arena_here(arena);
    bool             capital = false;
    uint64_t        *forms = NULL;
    sr_lexicon_match match;
    for (size_t i = 0; i < name.len; i++)
        capital |= sr_is_upper(name.ptr[i]) || (name.ptr[i] >= 0xC3 && name.ptr[i] != 0xE2); // E2: dashes, quotes
    size_t n = capital ? sr_text_phrase(name, &forms, arena) : 0, at = 0;
    while (at < n && sr_lexicon_find(lexicon, table, forms + at, NULL, n - at, &match))
        at += match.n_tokens;
    sr_arena_return(arena, mark);
    return at == n;
}

typedef SR_LIST(struct sr_store_actor) actor_list;

typedef struct actor_adder {
    const sr_lexicon *lexicon;
    actor_list        list;
    sr_arena         *arena;
} actor_adder;

static void add_actor(actor_adder *a, sr_str id, sr_str name, const char *role, sr_str kind, sr_str stance)
{
    if (!id.len && names_nobody(a->lexicon, name, a->arena))
        return;
    *SR_PUSH(a->arena, &a->list) = (struct sr_store_actor){
        .actor = id.len ? id : sr_str_join(a->arena, SR_STR("~"), lower(name, a->arena)),
        .role = sr_str_c(role),
        .name = name,
        .kind = kind,
        .stance = stance};
}

static void add_actors(actor_adder *a, const sr_folded_incident *in)
{
    const struct {
        const sr_fold_rows *rows;
        const char         *role;
        bool                stance;
    } lists[] = {{&in->perpetrators, "perpetrator", true}, {&in->targets, "target", false}, {&in->victims, "victim", false}};
    const sr_str none = {NULL, 0};
    for (size_t i = 0; i < SR_COUNT(lists); i++)
        for (uint32_t k = 0; k < lists[i].rows->n; k++) {
            const sr_fold_row *r = &lists[i].rows->at[k];
            add_actor(a, r->value.actor, r->value.name, lists[i].role, r->value.kind,
                      lists[i].stance ? sr_stance_name(r->stance) : none);
            add_actor(a, r->source.actor, r->source.name, "source", none, none);
        }
    for (uint32_t k = 0; k < in->positions.n; k++) {
        const sr_fold_row *r = &in->positions.at[k];
        add_actor(a, r->source.actor, r->source.name, "speaker", none, none);
        add_actor(a, r->value.actor, r->value.name, "accused", r->value.kind, none);
    }
    for (uint32_t k = 0; k < in->relations.n; k++) {
        add_actor(a, none, in->relations.at[k].value.name, "relation", none, none);
        add_actor(a, none, in->relations.at[k].value.other, "relation", none, none);
    }
}

/* The perpetrator who stands first: not denied, not cleared, not superseded. */
static const sr_fold_row *blamed(const sr_folded_incident *in)
{
    for (uint32_t i = 0; i < in->perpetrators.n; i++)
        if (in->perpetrators.at[i].stance <= SR_STANCE_POSSIBLE && in->perpetrators.at[i].state != SR_FOLD_SUPERSEDED)
            return &in->perpetrators.at[i];
    return NULL;
}

static sr_str instant_text(sr_instant at, sr_arena *arena)
{
    char day[SR_DAY_TEXT];
    sr_day_format(at.day, day);
    if (at.day == SR_DAY_NONE || at.second < 0)
        return sr_str_copy(arena, sr_str_c(day));
    int off = at.offset_minutes < 0 ? -at.offset_minutes : at.offset_minutes;
    if (!at.has_offset)
        off = 0;
    return sr_str_format(arena, at.has_offset && !off ? "%sT%02d:%02d:%02dZ" : !at.has_offset ? "%sT%02d:%02d:%02d" : "%sT%02d:%02d:%02d%c%02d:%02d",
                         day, (int)(at.second / 3600), (int)(at.second / 60 % 60), (int)(at.second % 60),
                         at.offset_minutes < 0 ? '-' : '+', off / 60, off % 60);
}

/* What was written to a buffer, for good. */
static sr_str kept_of(const sr_buf *buf, sr_arena *arena)
{
    if (buf->failed)
        arena->on_oom(arena->payload);
    return sr_str_copy(arena, sr_buf_view(buf));
}

static void put_record(const sr_block *block, const sr_folded_incident *in, sr_store_incident *out, sr_buf *buf, sr_arena *arena)
{
    sr_ledger_item            row = {.incident = in, .reports = block->reports};
    struct sr_store_revision *revisions = SR_NEW(arena, struct sr_store_revision, in->n_revisions);
    sr_buf_clear(buf);
    sr_write_record(&row, buf);
    out->json = kept_of(buf, arena);
    for (uint32_t i = 0; i < in->n_revisions; i++) {
        sr_buf_clear(buf);
        sr_write_revision(&row, i, true, buf);
        revisions[i] = (struct sr_store_revision){sr_instant_seconds(in->revisions[i].at), kept_of(buf, arena)};
    }
    out->revisions = revisions;
    out->n_revisions = in->n_revisions;
}

void sr_refold_incident(const sr_refold *f, const sr_block *block, const sr_folded_incident *in, int64_t unit,
                        sr_store_incident *out, sr_arena *arena)
{
    const sr_incident      *r = &in->record;
    const sr_fold_row      *who = blamed(in);
    struct sr_store_member *members = SR_NEW(arena, struct sr_store_member, in->n_members);
    number_set              reports = {0};
    actor_adder             actors = {.lexicon = f->lexicon, .arena = arena};
    SR_LIST(sr_str) former = {0};
    for (uint32_t i = 0; i < in->n_former; i++)
        *SR_PUSH(arena, &former) = in->former[i];
    for (uint32_t i = 0; i < in->n_members; i++) {
        members[i] = (struct sr_store_member){block->stored[in->members[i].report].n, in->members[i].mention};
        (void)set_add(&reports, members[i].report, arena);
        *SR_PUSH(arena, &former) = in->members[i].id; // an id leads to where its claim is now
    }
    if (!in->story)
        add_actors(&actors, in);
    *out = (sr_store_incident){.unit = unit,
                               .story = in->story,
                               .date = r->date,
                               .type = sr_incident_type_name(r->type),
                               .subtype = r->subtype,
                               .stage = sr_actuality_name(r->stage),
                               .place = r->place,
                               .venue = r->venue,
                               .killed = r->counts[SR_HARM_KILLED],
                               .wounded = r->counts[SR_HARM_WOUNDED],
                               .killed_figure = sr_ledger_figure(r->counts[SR_HARM_KILLED]),
                               .wounded_figure = sr_ledger_figure(r->counts[SR_HARM_WOUNDED]),
                               .reports = in->support,
                               .reports_all = (uint32_t)reports.n,
                               .first_seen = instant_text(in->first, arena),
                               .last_seen = instant_text(in->last, arena),
                               .changed = in->last.day == SR_DAY_NONE ? 0 : sr_instant_seconds(in->last),
                               .probability = r->probability,
                               .former = former.at,
                               .n_former = (uint32_t)former.n,
                               .members = members,
                               .n_members = in->n_members,
                               .actors = actors.list.at,
                               .n_actors = (uint32_t)actors.list.n};
    (void)sr_id_parse(in->id, out->id);
    if (who) {
        out->perpetrator = who->value.name.len ? who->value.name : who->value.description;
        out->certainty = sr_stance_name(who->stance);
    }
    for (uint32_t i = 0; i < r->n_questions; i++)
        out->contested |= r->questions[i].kind == SR_QUESTION_CONTESTED;
    put_record(block, in, out, f->record, arena);
}

/* ---- keeping ---- */

static const sr_store_cached *cached_as(const sr_store_cached_list *old, const uint8_t id[SR_ID_BYTES])
{
    for (size_t i = 0; i < old->n; i++)
        if (memcmp(old->at[i].id, id, SR_ID_BYTES) == 0)
            return &old->at[i];
    return NULL;
}

/* Replace the cached incidents of some units by those of a folded block; what stayed the same is
 * not touched. `kept` holds the rows that stay. */
static sr_status keep_incidents(sr_refold *f, const sr_block *block, int64_t unit, bool same_unit,
                                const sr_store_cached_list *old, sr_error *err)
{
    sr_status          status = SR_OK;
    number_set         kept = {0};
    sr_store_incident *incidents = SR_NEW(f->arena, sr_store_incident, block->folded.n);
    bool              *put = SR_NEW(f->arena, bool, block->folded.n);
    for (uint32_t i = 0; i < block->folded.n; i++) {
        sr_refold_incident(f, block, &block->folded.at[i], unit, &incidents[i], f->arena);
        const sr_store_cached *was = cached_as(old, incidents[i].id);
        bool same = was && was->digest == sr_store_incident_digest(&incidents[i]);
        put[i] = !same || !same_unit;
        if (!put[i])
            (void)set_add(&kept, was->n, f->arena);
        if (!same) {
            f->changed++;
            if (f->on_incident && !incidents[i].story)
                f->on_incident(f->payload, incidents[i].id, !was);
        }
    }
    for (size_t i = 0; status == SR_OK && i < old->n; i++)
        if (set_add(&kept, old->at[i].n, f->arena))
            status = sr_store_drop_cached(f->store, old->at[i].n, err);
    for (uint32_t i = 0; status == SR_OK && i < block->folded.n; i++)
        if (put[i])
            status = sr_store_put_incident(f->store, &incidents[i], f->sequence, err);
    return status;
}

/* The latest thing that was published in a unit: also an edition that stands for no report brings names of it. */
static int64_t last_of(const sr_block *block)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < block->n; i++)
        last = SR_MAX(last, block->stored[i].latest);
    return last;
}

static sr_status last_decision(const sr_refold *f, const sr_block *block, int64_t *last, sr_error *err)
{
    decision_list decisions = {0};
    sr_status     status = load_decisions(f, block, SR_NO_LIMIT, &decisions, f->arena, err);
    for (size_t i = 0; i < decisions.n; i++)
        *last = SR_MAX(*last, sr_instant_seconds(decisions.at[i].at));
    return status;
}

/* Note which reports are one unit now. */
static sr_status keep_unit(sr_refold *f, const sr_block *block, int64_t unit, const sr_numbers *old_units, sr_error *err)
{
    sr_status status = SR_OK;
    int64_t   last = last_of(block);
    for (size_t i = 0; status == SR_OK && i < old_units->n; i++)
        if (old_units->at[i] != unit)
            status = sr_store_run(f->store, SR_SQL_DROP_UNIT, SR_CELLS(SR_INT(old_units->at[i])), NULL, NULL, err);
    if (status == SR_OK)
        status = last_decision(f, block, &last, err);
    if (status == SR_OK)
        status = sr_store_run(f->store, SR_SQL_PUT_UNIT, SR_CELLS(SR_INT(unit), SR_INT(last)), NULL, NULL, err);
    for (uint32_t i = 0; status == SR_OK && i < block->n; i++)
        if (block->stored[i].unit != unit)
            status = sr_store_run(f->store, SR_SQL_SET_UNIT, SR_CELLS(SR_INT(block->stored[i].n), SR_INT(unit)), NULL, NULL, err);
    return status;
}

/* ---- digests at hand ---- */

/* Reports of one batch are near in time, and are compared with the same earlier ones: a digest is asked of the store
 * once a batch.  Within a transaction nobody else can change it. */
#define CACHE_BYTES (24u << 20)

typedef struct digest_cache {
    int64_t  *reports; // open addressing, 0 is free
    sr_str   *digests;
    size_t    room, n, bytes;
    sr_arena *arena;
} digest_cache;

/* Where a report is, or would be. */
static size_t cache_slot(const digest_cache *c, int64_t report)
{
    size_t at = (size_t)((uint64_t)report * 0x9E3779B97F4A7C15u >> 20) & (c->room - 1);
    while (c->reports[at] && c->reports[at] != report)
        at = (at + 1) & (c->room - 1);
    return at;
}

static void cache_grow(digest_cache *c)
{
    digest_cache larger = {.room = c->room ? 2 * c->room : 1024, .n = c->n, .bytes = c->bytes, .arena = c->arena};
    larger.reports = SR_NEW(c->arena, int64_t, larger.room);
    larger.digests = SR_NEW(c->arena, sr_str, larger.room);
    for (size_t i = 0; i < c->room; i++)
        if (c->reports[i]) {
            size_t at = cache_slot(&larger, c->reports[i]);
            larger.reports[at] = c->reports[i];
            larger.digests[at] = c->digests[i];
        }
    *c = larger;
}

/* Keep a digest, or replace the one that is kept; when there is no more room only what is kept is replaced. */
static void cache_put(digest_cache *c, int64_t report, sr_str digest)
{
    if (2 * (c->n + 1) > c->room)
        cache_grow(c);
    size_t at = cache_slot(c, report);
    if (!c->reports[at] && c->bytes + digest.len > CACHE_BYTES)
        return;
    c->n += !c->reports[at];
    c->bytes += digest.len;
    c->reports[at] = report;
    c->digests[at] = sr_str_copy(c->arena, digest);
}

/* ---- finding ---- */

typedef struct search {
    sr_refold  *f;
    sr_arena   *arena;
    int64_t     report;
    sr_fold_probe *probe; // its digest
    digest_cache  *cache;
    number_set  seen;
    sr_numbers  links;
} search;

typedef struct digest_reader {
    search *s;
    int64_t report;
    bool    linked;
} digest_reader;

static bool on_digest(void *payload, const sr_cell *c, size_t n)
{
    digest_reader *r = payload;
    (void)n;
    if (c[0].kind != SR_CELL_BLOB)
        return false;
    r->linked = sr_fold_probe_linked(r->s->probe, c[0].s);
    cache_put(r->s->cache, r->report, c[0].s);
    return false;
}

static sr_status is_linked(search *s, int64_t candidate, bool *linked, sr_error *err)
{
    digest_reader reader = {s, candidate, false};
    size_t        at = s->cache->room ? cache_slot(s->cache, candidate) : 0;
    sr_status     status = SR_OK;
    if (s->cache->room && s->cache->reports[at])
        reader.linked = sr_fold_probe_linked(s->probe, s->cache->digests[at]);
    else
        status = sr_store_run(s->f->store, SR_SQL_GET_DIGEST, SR_CELLS(SR_INT(candidate)), on_digest, &reader, err);
    *linked = reader.linked;
    return status;
}

static sr_status compare(search *s, const sr_numbers *candidates, sr_error *err)
{
    sr_status status = SR_OK;
    for (size_t i = 0; status == SR_OK && i < candidates->n; i++) {
        bool linked = false;
        if (!set_add(&s->seen, candidates->at[i], s->arena))
            continue;
        status = is_linked(s, candidates->at[i], &linked, err);
        if (linked)
            *SR_PUSH(s->arena, &s->links) = candidates->at[i];
    }
    return status;
}

static bool on_pair(void *payload, const sr_cell *c, size_t n)
{
    search *s = payload;
    (void)n;
    int64_t other = c[0].i == s->report ? c[1].i : c[0].i;
    if (other != s->report)
        *SR_PUSH(s->arena, &s->links) = other;
    return true;
}

/* Reports that the report may be one with: alike, or said so by people. */
static sr_status find_links(search *s, const sr_fold_keys *keys, const char *id, sr_error *err)
{
    sr_status status = SR_OK;
    uint8_t   bytes[SR_ID_BYTES];
    for (uint32_t i = 0; status == SR_OK && i < keys->n; i++) {
        sr_numbers candidates;
        status = sr_store_numbers(s->f->store, SR_SQL_OF_KEY, SR_CELLS(SR_INT((int64_t)keys->at[i]), SR_INT(s->report)),
                                  &candidates, s->arena, err);
        if (status == SR_OK)
            status = compare(s, &candidates, err);
    }
    (void)sr_id_parse(sr_str_c(id), bytes);
    if (status == SR_OK)
        status = sr_store_run(s->f->store, SR_SQL_DECISION_REPORTS, SR_CELLS(SR_BLOB(sr_str_from(bytes, sizeof bytes))),
                              on_pair, s, err);
    for (size_t i = 0; status == SR_OK && i < s->links.n; i++) {
        status = sr_store_run(s->f->store, SR_SQL_PUT_LINK, SR_CELLS(SR_INT(s->report), SR_INT(s->links.at[i])), NULL, NULL, err);
        if (status == SR_OK)
            status = sr_store_run(s->f->store, SR_SQL_PUT_LINK, SR_CELLS(SR_INT(s->links.at[i]), SR_INT(s->report)), NULL, NULL, err);
    }
    return status;
}

/* Digest, keys and links of one report. */
static sr_status index_report(sr_refold *f, int64_t report, digest_cache *cache, sr_error *err)
{
    sr_stored    stored;
    sr_fold_keys keys, old = {NULL, 0};
    sr_status    status = sr_store_load(f->store, report, SR_STORED_TEXT | SR_STORED_CLAIMS | SR_STORED_DIGEST, &stored, f->arena, err);
    if (status != SR_OK)
        return status;
    sr_fold_report given = fold_report(&stored);
    search         s = {.f = f, .arena = f->arena, .report = report, .cache = cache};
    if (stored.digest.len) {
        if (sr_fold_digest_current(f->model, stored.digest))
            sr_fold_block_keys(f->model, stored.digest, &old, f->arena);
        status = sr_store_run(f->store, SR_SQL_DROP_LINKS_TO, SR_CELLS(SR_INT(report)), NULL, NULL, err);
        if (status == SR_OK)
            status = sr_store_run(f->store, SR_SQL_DROP_LINKS_FROM, SR_CELLS(SR_INT(report)), NULL, NULL, err);
    }
    given.digest = (sr_str){NULL, 0};
    sr_str digest = sr_fold_digest(f->model, &given, f->arena);
    sr_fold_block_keys(f->model, digest, &keys, f->arena);
    s.probe = sr_fold_probe_open(f->model, digest, f->arena);
    if (status == SR_OK)
        status = sr_store_put_digest(f->store, report, digest, keys.at, keys.n, old.at, old.n, err);
    cache_put(cache, report, digest);
    return status == SR_OK ? find_links(&s, &keys, (const char *)stored.report.id.ptr, err) : status;
}

/* ---- folding ---- */

typedef struct work {
    sr_numbers todo;  // reports whose unit must be folded
    size_t     next;
    number_set done;  // reports folded in this run
    sr_arena  *arena; // of these lists
} work;

/* Units that the reports of a block were in until now; their other reports must be folded, too, and are in no unit until then:
 * the block may have the number of the unit that it was split from. */
static sr_status old_units_of(sr_refold *f, const sr_block *block, sr_numbers *out, work *w, sr_error *err)
{
    number_set seen = {0}, own = {0};
    sr_status  status = SR_OK;
    *out = (sr_numbers){NULL, 0, 0};
    for (uint32_t i = 0; i < block->n; i++)
        (void)set_add(&own, block->stored[i].n, f->arena);
    for (uint32_t i = 0; status == SR_OK && i < block->n; i++) {
        int64_t    unit = block->stored[i].unit;
        sr_numbers reports;
        if (unit < 0 || !set_add(&seen, unit, f->arena))
            continue;
        *SR_PUSH(f->arena, out) = unit;
        status = sr_store_numbers(f->store, SR_SQL_REPORTS_OF_UNIT, SR_CELLS(SR_INT(unit)), &reports, f->arena, err);
        for (size_t k = 0; status == SR_OK && k < reports.n; k++) {
            if (!set_add(&own, reports.at[k], f->arena))
                continue;
            *SR_PUSH(w->arena, &w->todo) = reports.at[k];
            status = sr_store_run(f->store, SR_SQL_SET_UNIT, SR_CELLS(SR_INT(reports.at[k]), SR_NULL()), NULL, NULL, err);
        }
    }
    return status;
}

typedef struct reach {
    sr_numbers *list;
    number_set  seen;
    sr_arena   *arena;
} reach;

static bool on_link(void *payload, const sr_cell *c, size_t n)
{
    reach *r = payload;
    (void)n;
    if (set_add(&r->seen, c[0].i, r->arena))
        *SR_PUSH(r->arena, r->list) = c[0].i;
    return true;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* All reports that links reach from one, rising. */
static sr_status unit_of_report(const sr_refold *f, int64_t report, sr_numbers *out, sr_error *err)
{
    sr_status status = SR_OK;
    reach     r = {.list = out, .arena = f->arena};
    *out = (sr_numbers){NULL, 0, 0};
    (void)on_link(&r, &SR_INT(report), 1);
    for (size_t i = 0; status == SR_OK && i < out->n; i++)
        status = sr_store_run(f->store, SR_SQL_LINKS_OF, SR_CELLS(SR_INT(out->at[i])), on_link, &r, err);
    qsort(out->at, out->n, sizeof *out->at, by_number);
    return status;
}

/* Fold the unit that a report is in now. */
static sr_status fold_around(sr_refold *f, int64_t report, work *w, sr_error *err)
{
    sr_numbers           reports, old_units;
    sr_block             block;
    sr_store_cached_list cached = {0};
    sr_status status = unit_of_report(f, report, &reports, err);
    if (status == SR_OK)
        status = sr_refold_block(f, reports.at, reports.n, SR_NO_LIMIT, false, &block, f->arena, err);
    if (status == SR_OK)
        status = old_units_of(f, &block, &old_units, w, err);
    if (status != SR_OK)
        return status;
    int64_t unit = reports.at[0];
    for (size_t i = 0; status == SR_OK && i < old_units.n; i++)
        status = sr_store_cached_of(f->store, old_units.at[i], &cached, f->arena, err);
    bool same_unit = old_units.n == 1 && old_units.at[0] == unit;
    if (status == SR_OK)
        status = keep_incidents(f, &block, unit, same_unit, &cached, err);
    if (status == SR_OK)
        status = keep_unit(f, &block, unit, &old_units, err);
    for (size_t i = 0; i < reports.n; i++)
        (void)set_add(&w->done, reports.at[i], w->arena);
    return status;
}

static sr_status tell_work(sr_refold *f, uint64_t done, uint64_t total, sr_error *err)
{
    if (f->on_work && f->on_work(done, total, f->payload))
        return sr_error_set(err, SR_E_STOPPED, NULL, 0, "the run was stopped");
    return SR_OK;
}

static sr_status fold_all(sr_refold *f, work *w, size_t n, sr_error *err)
{
    sr_status status = SR_OK;
    while (status == SR_OK && w->next < w->todo.n) {
        status = tell_work(f, n + SR_MIN(w->next, n), 2 * n, err);
        int64_t report = w->todo.at[w->next++];
        if (!set_add(&w->done, report, w->arena))
            continue;
        sr_arena_mark mark = sr_arena_here(f->arena);
        if (status == SR_OK)
            status = fold_around(f, report, w, err);
        sr_arena_return(f->arena, mark);
    }
    return status;
}

typedef struct age {
    const sr_refold *f;
    bool             stale;
} age;

static bool on_any_digest(void *payload, const sr_cell *c, size_t n)
{
    age *a = payload;
    (void)n;
    a->stale = c[0].kind == SR_CELL_BLOB && !sr_fold_digest_current(a->f->model, c[0].s);
    return false;
}

/* Of another model or form: reports that new ones are one with would not be found. */
static sr_status is_stale(const sr_refold *f, bool *stale, sr_error *err)
{
    age       a = {f, false};
    sr_status status = sr_store_run(f->store, SR_SQL_ANY_DIGEST, NULL, 0, on_any_digest, &a, err);
    *stale = a.stale;
    return status;
}

static sr_status fold_list(sr_refold *f, const int64_t *reports, size_t n, sr_error *err)
{
    work         w = {.arena = f->lists};
    digest_cache cache = {.arena = f->lists};
    sr_status status = sr_store_run(f->store, SR_SQL_NEXT_SEQUENCE, NULL, 0, NULL, NULL, err);
    if (status == SR_OK)
        status = sr_store_number(f->store, SR_SQL_SEQUENCE, NULL, 0, 0, &f->sequence, err);
    for (size_t i = 0; status == SR_OK && i < n; i++) {
        sr_arena_mark mark = sr_arena_here(f->arena);
        status = tell_work(f, i, 2 * n, err);
        if (status == SR_OK)
            status = index_report(f, reports[i], &cache, err);
        sr_arena_return(f->arena, mark);
        *SR_PUSH(w.arena, &w.todo) = reports[i];
    }
    return status == SR_OK ? fold_all(f, &w, n, err) : status;
}

sr_status sr_refold_all(sr_refold *f, sr_error *err)
{
    sr_numbers reports = {NULL, 0, 0};
    sr_arena_reset(f->lists);
    sr_status status = sr_store_clear(f->store, err);
    if (status == SR_OK)
        status = sr_store_numbers(f->store, SR_SQL_REPORTS_AFTER, SR_CELLS(SR_INT(0), SR_INT(-1)), &reports, f->lists, err);
    for (size_t i = 0; status == SR_OK && i < reports.n; i++)
        status = sr_store_settle_report(f->store, reports.at[i], err);
    return status == SR_OK ? fold_list(f, reports.at, reports.n, err) : status;
}

sr_status sr_refold_reports(sr_refold *f, const int64_t *reports, size_t n, sr_error *err)
{
    bool      stale = false;
    sr_status status = n ? is_stale(f, &stale, err) : SR_OK;
    if (!n || status != SR_OK)
        return status;
    if (stale)
        return sr_refold_all(f, err);
    sr_arena_reset(f->lists);
    return fold_list(f, reports, n, err);
}

/* ---- at an earlier instant ---- */

static sr_status fold_unit_then(sr_refold *f, int64_t unit, int64_t then, sr_error *err)
{
    sr_block  block;
    sr_status status = sr_refold_unit(f, unit, then, false, &block, f->arena, err);
    for (uint32_t i = 0; status == SR_OK && i < block.folded.n; i++) {
        sr_store_incident incident;
        sr_refold_incident(f, &block, &block.folded.at[i], unit, &incident, f->arena);
        status = sr_store_put_incident(f->store, &incident, 0, err);
    }
    return status;
}

sr_status sr_refold_then(sr_refold *f, int64_t then, sr_error *err)
{
    static const sr_sql fill[] = {SR_SQL_THEN_TRAITS, SR_SQL_THEN_INCIDENTS, SR_SQL_THEN_RECORDS, SR_SQL_THEN_FORMER,
                                  SR_SQL_THEN_REPORTS, SR_SQL_THEN_ACTORS, SR_SQL_THEN_REVISIONS, SR_SQL_THEN_PLACES};
    sr_status  status = SR_OK;
    sr_numbers units;
    for (size_t i = 0; status == SR_OK && i < SR_COUNT(fill); i++)
        status = sr_store_run(f->store, fill[i], SR_CELLS(SR_INT(then)), NULL, NULL, err);
    if (status == SR_OK)
        status = sr_store_numbers(f->store, SR_SQL_THEN_STRADDLING, SR_CELLS(SR_INT(then)), &units, f->arena, err);
    for (size_t i = 0; status == SR_OK && i < units.n; i++) {
        sr_arena_mark mark = sr_arena_here(f->arena);
        status = fold_unit_then(f, units.at[i], then, err);
        sr_arena_return(f->arena, mark);
    }
    return status;
}
