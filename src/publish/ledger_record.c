/* `jsonl`: the whole record of a ledger's incident as one JSON object; docs/format-record.md.
 *
 * It holds what a record of `read --json` holds, and: who told each value and when, how figures
 * moved, every report with its copies, and the timeline.  Evidence names its report.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/ledger.h"
#include "publish/json_party.h"

#define PROBABILITY_DECIMALS 3

static const char *const states[] = {
    [SR_FOLD_CURRENT] = "current",
    [SR_FOLD_SUPERSEDED] = "superseded",
    [SR_FOLD_CONTESTED] = "contested",
};

static void put_instant(sr_json *json, const char *key, sr_instant instant)
{
    sr_json_key(json, key);
    sr_json_instant(json, instant);
}

static void put_number(sr_json *json, const char *key, int64_t number)
{
    sr_json_key(json, key);
    sr_json_int(json, number);
}

static void put_probability(sr_json *json, float probability)
{
    sr_json_key(json, "probability");
    sr_json_real(json, (double)probability, PROBABILITY_DECIMALS);
}

static void put_one_evidence(sr_json *json, const sr_ledger_item *row, sr_fold_evidence e)
{
    sr_json_object(json);
    sr_json_put_str(json, "report", row->reports[e.report].id);
    if (e.span.in_title)
        sr_json_put_str(json, "in", SR_STR("title"));
    sr_json_key(json, "span");
    sr_json_array(json);
    sr_json_int(json, e.span.begin);
    sr_json_int(json, e.span.end);
    sr_json_end_array(json);
    sr_json_end_object(json);
}

static void put_evidence(sr_json *json, const sr_ledger_item *row, const sr_fold_evidence *at,
                         uint32_t n)
{
    sr_json_key(json, "evidence");
    sr_json_array(json);
    for (uint32_t i = 0; i < n; i++)
        put_one_evidence(json, row, at[i]);
    sr_json_end_array(json);
}

static void put_figure(sr_json *json, const sr_ledger_item *row, const sr_fold_figure *figure)
{
    sr_json_object(json);
    put_instant(json, "as_of", figure->as_of);
    sr_json_count_members(json, figure->count);
    sr_json_put_str(json, "state", sr_str_c(states[figure->state]));
    sr_json_put_str(json, "by", figure->source.name);
    if (figure->source.class != SR_SPEAKER_UNKNOWN)
        sr_json_put_str(json, "by_class", sr_speaker_class_name(figure->source.class));
    put_evidence(json, row, &figure->evidence, 1);
    sr_json_end_object(json);
}

/* When the figure that stands was last told. */
static sr_instant as_of(const sr_folded_incident *in, int harm)
{
    sr_instant last = {.day = SR_DAY_NONE, .second = -1};
    for (uint32_t i = 0; i < in->n_figures; i++)
        if (in->figures[i].harm == harm && in->figures[i].state == SR_FOLD_CURRENT)
            last = in->figures[i].as_of;
    return last;
}

static void put_harm(sr_json *json, const sr_ledger_item *row)
{
    static const char *const keys[SR_HARM_COUNT] = {
        [SR_HARM_KILLED] = "killed",
        [SR_HARM_WOUNDED] = "wounded",
        [SR_HARM_MISSING] = "missing",
        [SR_HARM_ABDUCTED] = "abducted",
        [SR_HARM_KILLED_ATTACKERS] = "killed_attackers",
        [SR_HARM_WOUNDED_ATTACKERS] = "wounded_attackers",
    };
    const sr_folded_incident *in = row->incident;
    for (int harm = 0; harm < SR_HARM_COUNT; harm++) {
        sr_json_key(json, keys[harm]);
        if (!sr_count_known(in->record.counts[harm])) {
            sr_json_null(json);
            continue;
        }
        sr_json_object(json);
        sr_json_count_members(json, in->record.counts[harm]);
        put_instant(json, "as_of", as_of(in, harm));
        sr_json_key(json, "history");
        sr_json_array(json);
        for (uint32_t i = 0; i < in->n_figures; i++)
            if (in->figures[i].harm == harm)
                put_figure(json, row, &in->figures[i]);
        sr_json_end_array(json);
        sr_json_end_object(json);
    }
}

static void put_row(sr_json *json, const sr_ledger_item *row, sr_field field, const sr_fold_row *r)
{
    sr_party party = {.value = r->value, .stance = r->stance, .source = r->source, .stated = r->stated};
    sr_json_object(json);
    sr_json_party(json, field, &party);
    sr_json_put_str(json, "state", sr_str_c(states[r->state]));
    put_number(json, "support", r->support);
    put_instant(json, "first_seen", r->first);
    put_instant(json, "last_seen", r->last);
    put_evidence(json, row, r->evidence, r->n_evidence);
    put_probability(json, r->probability);
    sr_json_end_object(json);
}

static void put_rows(sr_json *json, const sr_ledger_item *row, const char *key, sr_field field,
                     const sr_fold_rows *rows)
{
    sr_json_key(json, key);
    sr_json_array(json);
    for (uint32_t i = 0; i < rows->n; i++)
        put_row(json, row, field, &rows->at[i]);
    sr_json_end_array(json);
}

/* Every value told for a field that has one. */
static void put_values(sr_json *json, const sr_ledger_item *row)
{
    sr_json_key(json, "values");
    sr_json_array(json);
    for (uint32_t i = 0; i < row->incident->n_values; i++) {
        const sr_fold_value *v = &row->incident->values[i];
        sr_json_object(json);
        sr_json_put_str(json, "field", sr_field_name(v->field));
        sr_json_key(json, "value");
        sr_json_value(json, (sr_field)v->field, &v->value);
        sr_json_key(json, "chosen");
        sr_json_bool(json, v->chosen);
        put_number(json, "support", v->support);
        put_instant(json, "first_seen", v->first);
        put_instant(json, "last_seen", v->last);
        put_evidence(json, row, v->evidence, v->n_evidence);
        sr_json_end_object(json);
    }
    sr_json_end_array(json);
}

static void put_report(sr_json *json, const sr_ledger_item *row, const sr_fold_member *m)
{
    const sr_fold_report *r = &row->reports[m->report];
    sr_json_object(json);
    sr_json_put_str(json, "id", r->id);
    sr_json_key(json, "names");
    sr_json_array(json);
    for (uint32_t i = 0; i < r->n_caller_ids; i++)
        sr_json_str(json, r->caller_ids[i]);
    sr_json_end_array(json);
    sr_json_key(json, "mention");
    if (m->mention == SR_NONE)
        sr_json_null(json);
    else
        sr_json_int(json, m->mention);
    sr_json_put_str(json, "copy_of", m->copy_of == SR_NONE ? (sr_str){NULL, 0} : row->reports[m->copy_of].id);
    sr_json_key(json, "main");
    sr_json_bool(json, m->main);
    sr_json_put_str(json, "role", m->background ? SR_STR("background") : SR_STR("main"));
    put_instant(json, "published", r->published);
    sr_json_put_str(json, "publisher", r->publisher);
    sr_json_put_str(json, "url", r->url);
    sr_json_put_str(json, "title", r->title);
    sr_json_put_str(json, "language", r->language);
    sr_json_end_object(json);
}

/* Nothing was or came in its place. */
static bool is_nothing(const sr_value *v)
{
    return !v->code.len && !v->name.len && !v->actor.len && !v->description.len && !v->other.len &&
           !v->place.name.len && !v->place.country[0] &&
           v->period.first == SR_DAY_NONE && v->period.last == SR_DAY_NONE && !sr_count_known(v->count);
}

static void put_change(sr_json *json, const char *key, const sr_revision *rev, const sr_value *value)
{
    sr_json_key(json, key);
    if (is_nothing(value))
        sr_json_null(json);
    else
        sr_json_value(json, (sr_field)rev->field, value);
}

void sr_write_revision(const sr_ledger_item *row, uint32_t revision, bool incident, sr_buf *out)
{
    static const char *const kinds[SR_REVISION_KIND_COUNT] = {
        [SR_REVISION_FIRST] = "first",   [SR_REVISION_VALUE] = "value",   [SR_REVISION_ROW] = "row",
        [SR_REVISION_REPORT] = "report", [SR_REVISION_MERGED] = "merged", [SR_REVISION_SPLIT] = "split",
    };
    const sr_revision *rev = &row->incident->revisions[revision];
    sr_json            json = sr_json_to(out);
    sr_json_object(&json);
    if (incident)
        sr_json_put_str(&json, "incident", row->incident->id);
    put_instant(&json, "at", rev->at);
    sr_json_put_str(&json, "report", row->reports[rev->report].id);
    sr_json_put_str(&json, "kind", sr_str_c(kinds[rev->kind]));
    if (rev->kind == SR_REVISION_VALUE || rev->kind == SR_REVISION_ROW) {
        sr_json_put_str(&json, "field", sr_field_name(rev->field));
        put_change(&json, "from", rev, &rev->from);
        put_change(&json, "to", rev, &rev->to);
    }
    if (rev->kind == SR_REVISION_ROW && rev->field == SR_FIELD_PERPETRATOR)
        sr_json_put_str(&json, "certainty", sr_stance_name(is_nothing(&rev->to) ? rev->from_stance : rev->to_stance));
    sr_json_put_some(&json, "other", rev->other);
    sr_json_end_object(&json);
}

static void put_timeline(sr_json *json, const sr_ledger_item *row)
{
    sr_json_key(json, "timeline");
    sr_json_array(json);
    sr_buf one = SR_BUF_INIT;
    for (uint32_t i = 0; i < row->incident->n_revisions; i++) {
        sr_buf_clear(&one);
        sr_write_revision(row, i, false, &one);
        sr_json_raw(json, sr_buf_view(&one));
        json->out->failed |= one.failed;
    }
    sr_buf_free(&one);
    sr_json_end_array(json);
}

static void put_head(sr_json *json, const sr_folded_incident *in)
{
    sr_json_put_str(json, "id", in->id);
    sr_json_key(json, "former");
    sr_json_array(json);
    for (uint32_t i = 0; i < in->n_former; i++)
        sr_json_str(json, in->former[i]);
    sr_json_end_array(json);
    sr_json_types(json, &in->record);
    sr_json_put_str(json, "role", in->record.background ? SR_STR("background") : SR_STR("main"));
    sr_json_put_str(json, "stage", sr_actuality_name(in->record.stage));
    sr_json_key(json, "date");
    sr_json_period(json, in->record.date);
    sr_json_put_str(json, "time_of_day", in->record.time_of_day);
    sr_json_key(json, "place");
    sr_json_place(json, &in->record.place, in->record.venue);
}

void sr_write_record(const sr_ledger_item *row, sr_buf *out)
{
    const sr_folded_incident *in = row->incident;
    sr_json                   json = sr_json_to(out);
    sr_json_object(&json);
    put_head(&json, in);
    put_harm(&json, row);
    put_rows(&json, row, "perpetrators", SR_FIELD_PERPETRATOR, &in->perpetrators);
    put_rows(&json, row, "targets", SR_FIELD_TARGET, &in->targets);
    put_rows(&json, row, "victims", SR_FIELD_VICTIM, &in->victims);
    put_rows(&json, row, "weapons", SR_FIELD_WEAPON, &in->weapons);
    put_rows(&json, row, "warnings", SR_FIELD_WARNING, &in->warnings);
    put_rows(&json, row, "positions", SR_FIELD_POSITION, &in->positions);
    put_rows(&json, row, "relations", SR_FIELD_RELATION, &in->relations);
    sr_json_questions(&json, &in->record);
    put_values(&json, row);
    put_number(&json, "support", in->support);
    put_instant(&json, "first_seen", in->first);
    put_instant(&json, "last_seen", in->last);
    sr_json_key(&json, "reports");
    sr_json_array(&json);
    for (uint32_t i = 0; i < in->n_members; i++)
        put_report(&json, row, &in->members[i]);
    sr_json_end_array(&json);
    put_timeline(&json, row);
    put_probability(&json, in->record.probability);
    sr_json_end_object(&json);
}

void sr_ledger_jsonl(const sr_ledger_item *row, sr_buf *out)
{
    sr_write_record(row, out);
    sr_buf_byte(out, '\n');
}
