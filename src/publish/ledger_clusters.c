/* `clusters`: which reports tell of one incident, with flat values beside them; the form that
 * scorers of groupings and counts read.
 *
 * A report is in the one incident that it is about; incidents that reports only mention are left
 * out.  `docs` holds what callers call the reports (their ids where they gave none).  A count is 0 when
 * the reports give the other one and none for this.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/ledger.h"
#include "publish/json_record.h"

static void put_docs(sr_json *json, const sr_ledger_item *row)
{
    const sr_folded_incident *in = row->incident;
    sr_json_key(json, "docs");
    sr_json_array(json);
    for (uint32_t i = 0; i < in->n_members; i++) {
        const sr_fold_report *r = &row->reports[in->members[i].report];
        if (!in->members[i].main)
            continue;
        for (uint32_t k = 0; k < r->n_caller_ids; k++)
            sr_json_str(json, r->caller_ids[k]);
        if (!r->n_caller_ids)
            sr_json_str(json, r->id);
    }
    sr_json_end_array(json);
}

static void put_count(sr_json *json, const char *key, sr_count count, sr_count other)
{
    int64_t figure = sr_ledger_figure(count);
    sr_json_key(json, key);
    if (figure >= 0)
        sr_json_int(json, figure);
    else if (sr_count_known(other))
        sr_json_int(json, 0);
    else
        sr_json_null(json);
}

static void put_names(sr_json *json, const sr_fold_rows *rows)
{
    for (uint32_t i = 0; i < rows->n; i++) {
        const sr_value *v = &rows->at[i].value;
        bool            person = !v->kind.len || sr_str_eq(v->kind, SR_STR("person"));
        bool            known = !v->name.len || !person;
        for (uint32_t k = 0; k < i && !known; k++)
            known = sr_str_eq(v->name, rows->at[k].value.name);
        if (!known)
            sr_json_str(json, v->name);
    }
}

static bool is_main_of_any(const sr_folded_incident *in)
{
    for (uint32_t i = 0; i < in->n_members; i++)
        if (in->members[i].main)
            return true;
    return false;
}

void sr_ledger_clusters(const sr_ledger_item *row, sr_buf *out)
{
    const sr_folded_incident *in = row->incident;
    if (!is_main_of_any(in))
        return;
    const sr_incident        *record = &in->record;
    bool    country = record->place.precision == SR_PLACE_PRECISION_COUNTRY;
    bool    city = record->place.precision == SR_PLACE_PRECISION_CITY ||
                record->place.precision == SR_PLACE_PRECISION_EXACT;
    sr_json json = sr_json_to(out);
    sr_json_object(&json);
    put_docs(&json, row);
    sr_json_key(&json, "date");
    sr_json_day(&json, record->date.first);
    sr_json_put_str(&json, "state", country ? (sr_str){NULL, 0} : record->place.admin1);
    sr_json_put_str(&json, "city", city ? record->place.name : (sr_str){NULL, 0});
    put_count(&json, "killed", record->counts[SR_HARM_KILLED], record->counts[SR_HARM_WOUNDED]);
    put_count(&json, "injured", record->counts[SR_HARM_WOUNDED], record->counts[SR_HARM_KILLED]);
    sr_json_key(&json, "names");
    sr_json_array(&json);
    put_names(&json, &in->victims);
    put_names(&json, &in->perpetrators);
    sr_json_end_array(&json);
    sr_json_end_object(&json);
    sr_buf_byte(out, '\n');
}
