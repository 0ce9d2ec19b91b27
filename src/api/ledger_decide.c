/* People's decisions: two incidents are one, or a report does not belong to an incident.
 *
 * A decision is about mentions, not about incidents, so it keeps its meaning whatever else is
 * learned: `same` joins the first members of two incidents, `split` parts a report's mentions from
 * the incident's first other member.
 * SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "api/ledger_int.h"
#include "api/ledger_put.h"

typedef struct member {
    int64_t  report;
    uint32_t mention;
    uint8_t  id[SR_ID_BYTES];
} member;

typedef struct member_list {
    sr_arena *arena;
    SR_LIST(member) list;
} member_list;

static bool on_member(void *payload, const sr_cell *c, size_t n)
{
    member_list *m = payload;
    (void)n;
    *SR_PUSH(m->arena, &m->list) = (member){.report = c[0].i, .mention = c[1].i < 0 ? SR_NONE : (uint32_t)c[1].i};
    return true;
}

static bool on_report_id(void *payload, const sr_cell *c, size_t n)
{
    (void)n;
    if (c[0].s.len == SR_ID_BYTES)
        memcpy(payload, c[0].s.ptr, SR_ID_BYTES);
    return false;
}

/* Members of an incident, by report id. */
static sr_status members_of(sr_ledger *ledger, const char *incident, member_list *out, sr_error *err)
{
    uint8_t   id[SR_ID_BYTES];
    sr_status status = sr_ledger__find_incident(ledger, incident, id, err);
    out->arena = &ledger->arena;
    if (status == SR_OK)
        status = sr_store_run(ledger->store, SR_SQL_GET_MEMBERS, SR_CELLS(SR_BLOB(sr_str_from(id, SR_ID_BYTES))), on_member, out, err);
    for (size_t i = 0; status == SR_OK && i < out->list.n; i++)
        status = sr_store_run(ledger->store, SR_SQL_REPORT_ID, SR_CELLS(SR_INT(out->list.at[i].report)), on_report_id,
                              out->list.at[i].id, err);
    for (size_t i = 1; i < out->list.n; i++) // the smallest id first: the same member on every machine
        if (memcmp(out->list.at[i].id, out->list.at[0].id, SR_ID_BYTES) < 0) {
            member first = out->list.at[0];
            out->list.at[0] = out->list.at[i];
            out->list.at[i] = first;
        }
    return status;
}

static sr_status decide(sr_ledger_put *put, bool same, const member *a, const member *b, const char *by, int64_t at,
                        const char *note, sr_error *err)
{
    sr_store_decision d = {.same = same, .mention_a = a->mention, .mention_b = b->mention, .author = sr_str_c(by),
                           .at = at, .note = sr_str_c(note ? note : "")};
    memcpy(d.report_a, a->id, SR_ID_BYTES);
    memcpy(d.report_b, b->id, SR_ID_BYTES);
    sr_ledger_put_dirty(put, a->report);
    sr_ledger_put_dirty(put, b->report);
    return sr_store_add_decision(put->ledger->store, &d, err);
}

/* ISO 8601, or the clock: the one place where it decides what is kept, and only because a person
 * acts now. */
static sr_status instant(const char *at, int64_t *out, sr_error *err)
{
    if (at)
        return sr_ledger__instant(at, out, err);
    *out = (int64_t)time(NULL);
    return SR_OK;
}

static sr_status check_author(const char *by, sr_error *err)
{
    if (by && by[0] && strlen(by) <= 200)
        return SR_OK;
    return sr_error_set(err, SR_E_USAGE, NULL, 0, "a decision needs an author");
}

static sr_status put_same(sr_ledger_put *put, const char *a, const char *b, const char *by, int64_t at, const char *note,
                          sr_error *err)
{
    member_list first = {0}, second = {0};
    sr_status   status = members_of(put->ledger, a, &first, err);
    if (status == SR_OK)
        status = members_of(put->ledger, b, &second, err);
    if (status != SR_OK)
        return status;
    if (!first.list.n || !second.list.n)
        return sr_error_set(err, SR_E_CORRUPT, put->ledger->path, 0, "an incident without reports; `sitrep rebuild` computes all anew");
    const member *x = &first.list.at[0], *y = &second.list.at[0];
    if (x->report == y->report && x->mention == y->mention)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, "these are one incident already");
    return decide(put, true, x, y, by, at, note, err);
}

sr_status sr_ledger_same(sr_ledger *ledger, const char *a, const char *b, const char *by, const char *at,
                         const char *note, sr_error *err)
{
    sr_ledger_put put;
    int64_t       when;
    SR_LEDGER_GUARD(ledger, err);
    sr_ledger_put_init(&put, ledger, NULL);
    sr_status status = check_author(by, err);
    if (status == SR_OK)
        status = instant(at, &when, err);
    if (status == SR_OK)
        status = sr_ledger_put_begin(&put, err);
    if (status == SR_OK)
        status = put_same(&put, a, b, by, when, note, err);
    if (status == SR_OK)
        status = sr_ledger_put_commit(&put, err);
    else
        sr_store_rollback(ledger->store);
    sr_ledger_put_free(&put);
    return status;
}

/* Part each wanted report from the first member that stays. */
static sr_status put_split(sr_ledger_put *put, const char *incident, const char *report, const char *by, int64_t at,
                           const char *note, sr_error *err)
{
    member_list all = {0};
    uint8_t     id[SR_ID_BYTES];
    int64_t     wanted = 0;
    uint64_t    n = 0;
    sr_status   status = members_of(put->ledger, incident, &all, err);
    if (status == SR_OK && report)
        status = sr_ledger__find_report(put->ledger, report, id, &wanted, err);
    for (size_t i = 0; status == SR_OK && i < all.list.n; i++) {
        const member *out = &all.list.at[i];
        if (report ? out->report != wanted : i == 0)
            continue;
        for (size_t k = 0; status == SR_OK && k < all.list.n; k++) {
            const member *stays = &all.list.at[k];
            bool          parted = report ? stays->report != wanted : k < i;
            if (!parted)
                continue;
            status = decide(put, false, stays, out, by, at, note, err);
            n++;
        }
    }
    if (status == SR_OK && !n)
        return sr_error_set(err, SR_E_USAGE, NULL, 0, report ? "this report is not in the incident, or alone in it"
                                                             : "the incident has one report only; nothing to split");
    return status;
}

sr_status sr_ledger_split(sr_ledger *ledger, const char *incident, const char *report, const char *by, const char *at,
                          const char *note, sr_error *err)
{
    sr_ledger_put put;
    int64_t       when;
    SR_LEDGER_GUARD(ledger, err);
    sr_ledger_put_init(&put, ledger, NULL);
    sr_status status = check_author(by, err);
    if (status == SR_OK)
        status = instant(at, &when, err);
    if (status == SR_OK)
        status = sr_ledger_put_begin(&put, err);
    if (status == SR_OK)
        status = put_split(&put, incident, report, by, when, note, err);
    if (status == SR_OK)
        status = sr_ledger_put_commit(&put, err);
    else
        sr_store_rollback(ledger->store);
    sr_ledger_put_free(&put);
    return status;
}

sr_status sr_ledger_decisions(sr_ledger *ledger, sr_on_json *on_json, void *payload, sr_error *err)
{
    SR_LEDGER_GUARD(ledger, err);
    return sr_ledger__rows(ledger, SR_SQL_DECISIONS, NULL, 0, on_json, payload, err);
}
