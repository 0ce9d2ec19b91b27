/* A ledger's incident for people: values with bounds and as-of, how figures moved, who says what
 * about whom, the timeline, what is open, and the reports it rests on.
 *
 * All text goes through plain.h, so an article cannot steer the terminal.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json.h"
#include "publish/ledger.h"
#include "publish/plain.h"

#define LABEL_COLUMNS 14
#define NAME_COLUMNS 34
#define WIDE_COLUMNS 64
#define QUOTE_COLUMNS 68
#define INDENT 2
#define ID_DIGITS 8      // as many as people are shown
#define ROWS_MAX 12      // of one list; how many more is said

typedef enum style { STRONG, LABEL, QUOTE, OPEN, GONE } style;
/* SGR sequences of ECMA-48: bold, cyan, dim, yellow, dim. */
static const char *const style_codes[] = {"\033[1m", "\033[36m", "\033[2m", "\033[33m", "\033[2m"};

typedef struct printer {
    const sr_ledger_item *row;
    bool                  color;
    sr_buf               *out;
} printer;

static void put(printer *p, const char *text) { sr_buf_put(p->out, sr_str_c(text)); }

static void start(printer *p, style s)
{
    if (p->color)
        put(p, style_codes[s]);
}

static void stop(printer *p)
{
    if (p->color)
        put(p, "\033[0m");
}

static void put_label(printer *p, const char *label)
{
    sr_plain_pad(p->out, INDENT);
    start(p, LABEL);
    size_t used = sr_plain_put(p->out, sr_str_c(label), 0);
    stop(p);
    sr_plain_pad(p->out, used < LABEL_COLUMNS ? LABEL_COLUMNS - used : 1);
}

/* A code for reading: "suspected by authorities". */
static void put_code(printer *p, sr_str code)
{
    for (sr_str rest = code; rest.len;) {
        sr_plain_put(p->out, sr_str_cut(&rest, '_'), NAME_COLUMNS);
        if (rest.ptr)
            sr_buf_byte(p->out, ' ');
    }
}

static void put_day(printer *p, sr_day day, size_t length)
{
    char text[SR_DAY_TEXT];
    sr_day_format(day, text);
    if (day == SR_DAY_NONE)
        put(p, "undated");
    else
        sr_buf_put(p->out, sr_str_slice(sr_str_c(text), 0, length));
}

static void put_instant(printer *p, sr_instant at)
{
    put_day(p, at.day, 10);
    if (at.day != SR_DAY_NONE && at.second >= 0)
        sr_buf_printf(p->out, " %02d:%02d", (int)(at.second / 3600 % 24), (int)(at.second / 60 % 60));
}

static void put_period(printer *p, sr_period period)
{
    size_t length = period.precision == SR_PRECISION_YEAR    ? 4
                    : period.precision == SR_PRECISION_MONTH ? 7
                                                             : 10;
    if (period.first == SR_DAY_NONE && period.last == SR_DAY_NONE) {
        put(p, "unknown");
    } else if (period.first == SR_DAY_NONE) {
        put(p, "until ");
        put_day(p, period.last, 10);
    } else if (period.last == SR_DAY_NONE) {
        put(p, "from ");
        put_day(p, period.first, 10);
    } else {
        put_day(p, period.first, length);
        if (period.first != period.last && length == 10) {
            put(p, " to ");
            put_day(p, period.last, 10);
        }
    }
}

static void put_count(printer *p, sr_count c)
{
    bool has_low = c.low != SR_COUNT_OPEN, has_high = c.high != SR_COUNT_OPEN;
    if (has_low && has_high && c.low == c.high)
        sr_buf_printf(p->out, "%lld", (long long)c.low);
    else if (has_low && has_high && c.low > 0)
        sr_buf_printf(p->out, "%lld to %lld", (long long)c.low, (long long)c.high);
    else if (has_high)
        sr_buf_printf(p->out, "up to %lld", (long long)c.high);
    else if (has_low)
        sr_buf_printf(p->out, "at least %lld", (long long)c.low);
    else if (c.best != SR_COUNT_OPEN)
        sr_buf_printf(p->out, "about %lld", (long long)c.best);
    else
        put(p, "unknown");
}

static void put_place(printer *p, const sr_place_value *place, sr_str venue)
{
    const sr_str parts[] = {venue, place->name, place->admin1, sr_str_c(place->country)};
    const char  *comma = "";
    for (size_t i = 0; i < SR_COUNT(parts); i++) {
        if (!parts[i].len || (i == 2 && sr_str_eq(parts[1], parts[2])))
            continue;
        put(p, comma);
        sr_plain_put(p->out, parts[i], WIDE_COLUMNS);
        comma = ", ";
    }
    if (!comma[0])
        put(p, "unknown");
}

static sr_str called(const sr_value *v) { return v->name.len ? v->name : v->description; }

/* Publisher of a report, else the host of its address, else what its caller calls it. */
static sr_str source_of(const sr_fold_report *r)
{
    size_t begin = sr_str_search(r->url, SR_STR("://"), 0);
    if (r->publisher.len)
        return r->publisher;
    if (begin < r->url.len)
        return sr_str_slice(r->url, begin + 3, sr_str_find(r->url, '/', begin + 3));
    return r->n_caller_ids ? r->caller_ids[0] : sr_str_slice(r->id, 0, ID_DIGITS);
}

static void put_quote(printer *p, const sr_fold_evidence *e)
{
    const sr_fold_report *r = &p->row->reports[e->report];
    sr_str words = sr_str_trim(sr_str_slice(e->span.in_title ? r->title : r->text, e->span.begin, e->span.end));
    if (!words.len)
        return;
    sr_plain_pad(p->out, INDENT + LABEL_COLUMNS + 2);
    start(p, QUOTE);
    put(p, "“");
    sr_plain_put(p->out, words, QUOTE_COLUMNS);
    put(p, "”  ");
    sr_plain_put(p->out, source_of(r), NAME_COLUMNS);
    put(p, ", ");
    put_instant(p, r->published);
    stop(p);
    put(p, "\n");
}

static void put_more(printer *p, uint32_t n)
{
    if (n <= ROWS_MAX)
        return;
    put_label(p, "");
    sr_buf_printf(p->out, "and %u more\n", (unsigned)(n - ROWS_MAX));
}

/* ---- single values ---- */

static bool is_contested(const sr_folded_incident *in, sr_field field)
{
    for (uint32_t i = 0; i < in->record.n_questions; i++)
        if (in->record.questions[i].kind == SR_QUESTION_CONTESTED && in->record.questions[i].field == field)
            return true;
    return false;
}

static void put_contested(printer *p, sr_field field)
{
    if (!is_contested(p->row->incident, field))
        return;
    start(p, OPEN);
    put(p, "  contested");
    stop(p);
}

/* What other reports give for a field. */
static void put_others(printer *p, sr_field field)
{
    const sr_folded_incident *in = p->row->incident;
    for (uint32_t i = 0, shown = 0; i < in->n_values && shown < 3; i++) {
        const sr_fold_value *v = &in->values[i];
        if (v->field != field || v->chosen)
            continue;
        put_label(p, "");
        start(p, GONE);
        put(p, "also told: ");
        if (field == SR_FIELD_DATE)
            put_period(p, v->value.period);
        else if (field == SR_FIELD_PLACE)
            put_place(p, &v->value.place, (sr_str){NULL, 0});
        else
            sr_plain_put(p->out, v->value.code.len ? v->value.code : v->value.name, NAME_COLUMNS);
        sr_buf_printf(p->out, " (%u report%s)", (unsigned)v->support, v->support == 1 ? "" : "s");
        stop(p);
        put(p, "\n");
        shown++;
    }
}

static void put_when_and_where(printer *p)
{
    const sr_incident *r = &p->row->incident->record;
    put_label(p, "when");
    put_period(p, r->date);
    if (r->time_of_day.len) {
        put(p, ", ");
        sr_plain_put(p->out, r->time_of_day, NAME_COLUMNS);
    }
    put_contested(p, SR_FIELD_DATE);
    put(p, "\n");
    put_others(p, SR_FIELD_DATE);
    put_label(p, "where");
    put_place(p, &r->place, r->venue);
    if (r->place.located) {
        sr_json json = sr_json_to(p->out);
        put(p, "  (");
        sr_json_real(&json, r->place.lat, 2);
        json = sr_json_to(p->out);
        put(p, ", ");
        sr_json_real(&json, r->place.lon, 2);
        sr_buf_printf(p->out, "; %.*s)", SR_ARG(sr_place_precision_name(r->place.precision)));
    }
    put_contested(p, SR_FIELD_PLACE);
    put(p, "\n");
    put_others(p, SR_FIELD_PLACE);
}

/* ---- figures ---- */

/* 40 → at least 133 → 145: each figure that differs from the one before, with its day. */
static void put_history(printer *p, int harm)
{
    const sr_folded_incident *in = p->row->incident;
    const sr_fold_figure     *before = NULL;
    uint32_t                  n = 0;
    for (uint32_t i = 0; i < in->n_figures; i++)
        n += in->figures[i].harm == harm;
    for (uint32_t i = 0, shown = 0; i < in->n_figures && n > 1; i++) {
        const sr_fold_figure *f = &in->figures[i];
        if (f->harm != harm)
            continue;
        if (before && memcmp(&before->count, &f->count, sizeof f->count) == 0 && before->state == f->state)
            continue;
        if (++shown > ROWS_MAX)
            continue;
        put_label(p, "");
        if (f->state != SR_FOLD_CURRENT)
            start(p, GONE);
        put(p, "  ");
        put_instant(p, f->as_of);
        put(p, "  ");
        put_count(p, f->count);
        put(p, "  ");
        sr_plain_put(p->out, f->source.name.len ? f->source.name : source_of(&p->row->reports[f->evidence.report]), NAME_COLUMNS);
        if (f->state == SR_FOLD_SUPERSEDED)
            put(p, ", superseded");
        else if (f->state == SR_FOLD_CONTESTED)
            put(p, ", contested");
        stop(p);
        put(p, "\n");
        before = f;
    }
}

static const sr_fold_figure *current_figure(const sr_folded_incident *in, int harm)
{
    const sr_fold_figure *last = NULL;
    for (uint32_t i = 0; i < in->n_figures; i++)
        if (in->figures[i].harm == harm && (in->figures[i].state == SR_FOLD_CURRENT || !last))
            last = &in->figures[i];
    return last;
}

static void put_harm(printer *p)
{
    static const struct {
        int         harm;
        sr_field    field;
        const char *label;
    } rows[] = {{SR_HARM_KILLED, SR_FIELD_KILLED, "killed"},
                {SR_HARM_KILLED_ATTACKERS, SR_FIELD_KILLED_ATTACKERS, "  attackers"},
                {SR_HARM_WOUNDED, SR_FIELD_WOUNDED, "wounded"},
                {SR_HARM_WOUNDED_ATTACKERS, SR_FIELD_WOUNDED_ATTACKERS, "  attackers"},
                {SR_HARM_MISSING, SR_FIELD_MISSING, "missing"},
                {SR_HARM_ABDUCTED, SR_FIELD_ABDUCTED, "abducted"}};
    const sr_folded_incident *in = p->row->incident;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        const sr_fold_figure *figure = current_figure(in, rows[i].harm);
        if (!sr_count_known(in->record.counts[rows[i].harm]))
            continue;
        put_label(p, rows[i].label);
        start(p, STRONG);
        put_count(p, in->record.counts[rows[i].harm]);
        stop(p);
        if (figure) {
            put(p, "  as of ");
            put_instant(p, figure->as_of);
        }
        put_contested(p, rows[i].field);
        put(p, "\n");
        if (figure)
            put_quote(p, &figure->evidence);
        put_history(p, rows[i].harm);
    }
}

/* ---- lists ---- */

static void put_state(printer *p, const sr_fold_row *r)
{
    if (r->state == SR_FOLD_SUPERSEDED)
        put(p, ", superseded");
    if (r->state == SR_FOLD_CONTESTED)
        put(p, ", contested");
    if (r->support > 1)
        sr_buf_printf(p->out, "  (%u reports)", (unsigned)r->support);
}

static void put_perpetrators(printer *p)
{
    const sr_fold_rows *rows = &p->row->incident->perpetrators;
    for (uint32_t i = 0; i < rows->n && i < ROWS_MAX; i++) {
        const sr_fold_row *r = &rows->at[i];
        put_label(p, i ? "" : "perpetrators");
        if (r->state == SR_FOLD_SUPERSEDED)
            start(p, GONE);
        sr_plain_put(p->out, called(&r->value), NAME_COLUMNS);
        put(p, "  ");
        put_code(p, sr_stance_name(r->stance));
        if (r->source.name.len) {
            put(p, ", by ");
            sr_plain_put(p->out, r->source.name, NAME_COLUMNS);
        }
        put_state(p, r);
        stop(p);
        put(p, "\n");
        if (r->n_evidence)
            put_quote(p, &r->evidence[0]);
    }
    put_more(p, rows->n);
}

static void put_things(printer *p, const char *label, const sr_fold_rows *rows)
{
    for (uint32_t i = 0; i < rows->n && i < ROWS_MAX; i++) {
        const sr_value *v = &rows->at[i].value;
        const sr_str    details[] = {v->name.len ? v->description : (sr_str){NULL, 0}, v->age, v->was, v->code, v->effect};
        const char     *comma = "  (";
        put_label(p, i ? "" : label);
        sr_plain_put(p->out, called(v), WIDE_COLUMNS);
        if (sr_count_known(v->count)) {
            put(p, comma);
            put_count(p, v->count);
            comma = ", ";
        }
        for (size_t k = 0; k < SR_COUNT(details); k++) {
            if (!details[k].len)
                continue;
            put(p, comma);
            put_code(p, details[k]);
            comma = ", ";
        }
        put(p, comma[0] == ',' ? ")" : "");
        put_state(p, &rows->at[i]);
        put(p, "\n");
    }
    put_more(p, rows->n);
}

static void put_warnings(printer *p)
{
    const sr_fold_rows *rows = &p->row->incident->warnings;
    for (uint32_t i = 0; i < rows->n && i < ROWS_MAX; i++) {
        const sr_fold_row *r = &rows->at[i];
        put_label(p, i ? "" : "warnings");
        put_period(p, r->value.period);
        put(p, ", ");
        sr_plain_put(p->out, r->source.name.len ? r->source.name : SR_STR("the report"), NAME_COLUMNS);
        if (r->value.name.len) {
            put(p, ": ");
            sr_plain_put(p->out, r->value.name, WIDE_COLUMNS);
        }
        put(p, "\n");
        if (r->n_evidence)
            put_quote(p, &r->evidence[0]);
    }
    put_more(p, rows->n);
}

static void put_positions(printer *p)
{
    const sr_fold_rows *rows = &p->row->incident->positions;
    for (uint32_t i = 0; i < rows->n && i < ROWS_MAX; i++) {
        const sr_fold_row *r = &rows->at[i];
        sr_str whom = r->value.name.len ? r->value.name : r->value.other;
        put_label(p, i ? "" : "positions");
        sr_plain_put(p->out, r->source.name.len ? r->source.name : SR_STR("the report"), NAME_COLUMNS);
        put(p, " → ");
        put_code(p, sr_str_eq(r->value.code, SR_STR("_")) ? SR_STR("says") : r->value.code);
        if (whom.len) {
            put(p, " → ");
            sr_plain_put(p->out, whom, NAME_COLUMNS);
        }
        put_state(p, r);
        put(p, "\n");
        if (r->n_evidence)
            put_quote(p, &r->evidence[0]);
    }
    put_more(p, rows->n);
}

static void put_relations(printer *p)
{
    const sr_fold_rows *rows = &p->row->incident->relations;
    for (uint32_t i = 0; i < rows->n && i < ROWS_MAX; i++) {
        const sr_value *v = &rows->at[i].value;
        put_label(p, i ? "" : "relations");
        sr_plain_put(p->out, v->name, NAME_COLUMNS);
        put(p, " ");
        put_code(p, v->code);
        put(p, " ");
        sr_plain_put(p->out, v->other, NAME_COLUMNS);
        put(p, "\n");
    }
    put_more(p, rows->n);
}

static void put_questions(printer *p)
{
    static const char *const kinds[] = {
#define X(NAME, text) text,
        SR_QUESTION_KIND_LIST(X)
#undef X
    };
    const sr_incident *r = &p->row->incident->record;
    if (!r->n_questions)
        return;
    put_label(p, "open");
    start(p, OPEN);
    for (uint32_t i = 0; i < r->n_questions; i++) {
        put(p, i ? ", " : "");
        put_code(p, sr_field_name(r->questions[i].field));
        sr_buf_printf(p->out, " %s", kinds[r->questions[i].kind]);
    }
    stop(p);
    put(p, "\n");
}

static void put_reports(printer *p)
{
    const sr_folded_incident *in = p->row->incident;
    for (uint32_t i = 0; i < in->n_members && i < ROWS_MAX; i++) {
        const sr_fold_member *m = &in->members[i];
        const sr_fold_report *r = &p->row->reports[m->report];
        put_label(p, i ? "" : "reports");
        sr_plain_put(p->out, sr_str_slice(r->id, 0, ID_DIGITS), 0);
        put(p, "  ");
        put_instant(p, r->published);
        put(p, "  ");
        sr_plain_put(p->out, source_of(r), NAME_COLUMNS);
        if (r->title.len) {
            put(p, ": ");
            sr_plain_put(p->out, r->title, WIDE_COLUMNS);
        }
        if (m->copy_of != SR_NONE)
            sr_buf_printf(p->out, "  (copy or version of %.8s)", (const char *)p->row->reports[m->copy_of].id.ptr);
        if (m->background)
            put(p, "  (background)");
        put(p, "\n");
    }
    put_more(p, in->n_members);
}

/* ---- timeline ---- */

static void put_value(printer *p, sr_field field, const sr_value *v)
{
    if (sr_count_known(v->count) && field >= SR_FIELD_KILLED && field <= SR_FIELD_WOUNDED_ATTACKERS)
        put_count(p, v->count);
    else if (field == SR_FIELD_DATE)
        put_period(p, v->period);
    else if (field == SR_FIELD_PLACE)
        put_place(p, &v->place, (sr_str){NULL, 0});
    else if (field == SR_FIELD_POSITION) {
        put_code(p, v->code);
        put(p, v->name.len ? " " : "");
        sr_plain_put(p->out, v->name, NAME_COLUMNS);
    } else if (called(v).len)
        sr_plain_put(p->out, called(v), WIDE_COLUMNS);
    else if (v->code.len)
        put_code(p, v->code);
    else
        put(p, "nothing");
}

static bool has_value(sr_field field, const sr_value *v)
{
    return v->code.len || called(v).len || v->other.len || v->place.name.len || v->place.country[0] ||
           (field == SR_FIELD_DATE && v->period.first != SR_DAY_NONE) ||
           (field >= SR_FIELD_KILLED && field <= SR_FIELD_WOUNDED_ATTACKERS && sr_count_known(v->count));
}

static void put_revision(printer *p, const sr_revision *rev)
{
    sr_field field = (sr_field)rev->field;
    switch ((sr_revision_kind)rev->kind) {
    case SR_REVISION_FIRST: put(p, "first report"); break;
    case SR_REVISION_REPORT: put(p, "another report, nothing new"); break;
    case SR_REVISION_MERGED: sr_buf_printf(p->out, "the same as %.*s", SR_ARG(sr_str_slice(rev->other, 0, ID_DIGITS))); break;
    case SR_REVISION_SPLIT: sr_buf_printf(p->out, "apart from %.*s", SR_ARG(sr_str_slice(rev->other, 0, ID_DIGITS))); break;
    case SR_REVISION_VALUE:
    case SR_REVISION_ROW:
        put_code(p, sr_field_name(rev->field));
        put(p, rev->kind == SR_REVISION_ROW ? (has_value(field, &rev->to) ? ": " : " no longer: ") : " ");
        if (rev->kind == SR_REVISION_VALUE && has_value(field, &rev->from)) {
            put(p, "from ");
            put_value(p, field, &rev->from);
            put(p, " to ");
        }
        put_value(p, field, has_value(field, &rev->to) ? &rev->to : &rev->from);
        if (field == SR_FIELD_PERPETRATOR && rev->kind == SR_REVISION_ROW) {
            put(p, ", ");
            put_code(p, sr_stance_name(has_value(field, &rev->to) ? rev->to_stance : rev->from_stance));
        }
        break;
    case SR_REVISION_KIND_COUNT: break;
    }
}

/* One line a revision; the day and the report are said where they change. */
static void put_timeline(printer *p, const char *label)
{
    const sr_folded_incident *in = p->row->incident;
    uint32_t                  report = SR_NONE;
    for (uint32_t i = 0; i < in->n_revisions; i++) {
        const sr_revision    *rev = &in->revisions[i];
        const sr_fold_report *r = &p->row->reports[rev->report];
        if (rev->report != report) {
            put_label(p, report == SR_NONE ? label : "");
            start(p, STRONG);
            put_instant(p, rev->at);
            stop(p);
            put(p, "  ");
            sr_plain_put(p->out, source_of(r), NAME_COLUMNS);
            put(p, r->title.len ? ": " : "");
            sr_plain_put(p->out, r->title, WIDE_COLUMNS);
            put(p, "\n");
            report = rev->report;
        }
        put_label(p, "");
        put(p, "  ");
        put_revision(p, rev);
        put(p, "\n");
    }
}

static void put_heading(printer *p)
{
    const sr_folded_incident *in = p->row->incident;
    const sr_incident        *r = &in->record;
    start(p, STRONG);
    put_code(p, in->story ? SR_STR("STORY") : sr_incident_type_name(r->type));
    stop(p);
    if (r->subtype.len) {
        put(p, " (");
        put_code(p, r->subtype);
        put(p, ")");
    }
    put(p, ", ");
    put_code(p, sr_actuality_name(r->stage));
    sr_buf_printf(p->out, ", %d %% sure, %u independent report%s\n", SR_MIN((int)((double)r->probability * 100 + 0.5), 99),
                  (unsigned)in->support, in->support == 1 ? "" : "s");
    put_label(p, "id");
    sr_plain_put(p->out, in->id, 0);
    put(p, "\n");
}

void sr_write_incident_text(const sr_ledger_item *row, bool color, sr_buf *out)
{
    printer p = {row, color, out};
    put_heading(&p);
    put_when_and_where(&p);
    put_harm(&p);
    put_perpetrators(&p);
    put_things(&p, "targets", &row->incident->targets);
    put_things(&p, "victims", &row->incident->victims);
    put_things(&p, "weapons", &row->incident->weapons);
    put_warnings(&p);
    put_positions(&p);
    put_relations(&p);
    put_questions(&p);
    put_timeline(&p, "timeline");
    put_reports(&p);
}

void sr_write_timeline_text(const sr_ledger_item *row, bool color, sr_buf *out)
{
    printer p = {row, color, out};
    put_heading(&p);
    put_timeline(&p, "timeline");
}
