/* For people: one block a report, one paragraph an incident, labels in a column, every value with
 * the words it was read from.
 *
 * Nothing is printed for a report without incident.  All text goes through plain.h, so an article
 * cannot steer the terminal.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json.h"
#include "publish/plain.h"
#include "publish/publish.h"


#define LABEL_COLUMNS 14 // "perpetrators  "
#define NAME_COLUMNS 30  // names of parties are cut here
#define WIDE_COLUMNS 60  // what stands last in its line
#define QUOTE_COLUMNS 72 // quoted evidence is cut here
#define INDENT 4

typedef enum style { PLAIN, STRONG, LABEL, QUOTE, OPEN } style;
/* SGR sequences of ECMA-48: bold, cyan, dim, yellow. */
static const char *const style_codes[] = {"", "\033[1m", "\033[36m", "\033[2m", "\033[33m"};

typedef struct printer {
    const sr_report          *report;
    const sr_publish_options *options;
    sr_buf                   *out;
} printer;

static void put(printer *p, const char *text) { sr_buf_put(p->out, sr_str_c(text)); }

static void start(printer *p, style s)
{
    if (p->options->color)
        put(p, style_codes[s]);
}

static void stop(printer *p, style s)
{
    if (p->options->color && s != PLAIN)
        put(p, "\033[0m");
}

static size_t put_styled(printer *p, style s, sr_str text, size_t columns)
{
    start(p, s);
    size_t used = sr_plain_put(p->out, text, columns);
    stop(p, s);
    return used;
}

/* Begin a row with its label; an empty label continues the row above. */
static void put_label(printer *p, const char *label)
{
    sr_plain_pad(p->out, INDENT);
    size_t used = put_styled(p, LABEL, sr_str_c(label), 0);
    sr_plain_pad(p->out, used < LABEL_COLUMNS ? LABEL_COLUMNS - used : 1);
}

/* A value's code for reading: "suspected by authorities". */
static void put_code(printer *p, sr_str code)
{
    for (sr_str rest = code; rest.len;) {
        sr_plain_put(p->out, sr_str_cut(&rest, '_'), NAME_COLUMNS);
        if (rest.ptr)
            sr_buf_byte(p->out, ' ');
    }
}

static sr_str words_of(const printer *p, sr_span span)
{
    return sr_str_slice(span.in_title ? p->report->title : p->report->text, span.begin, span.end);
}

/* The first words of evidence, quoted on a line of their own below `column`. */
static void put_quote(printer *p, sr_evidence evidence)
{
    if (!evidence.n || !words_of(p, evidence.at[0]).len)
        return;
    sr_plain_pad(p->out, INDENT + LABEL_COLUMNS + 2);
    start(p, QUOTE);
    put(p, "“");
    sr_plain_put(p->out, sr_str_trim(words_of(p, evidence.at[0])), QUOTE_COLUMNS);
    put(p, "”");
    if (evidence.at[0].in_title)
        put(p, " (title)");
    if (evidence.n > 1)
        sr_buf_printf(p->out, " and %u more", (unsigned)(evidence.n - 1));
    stop(p, QUOTE);
    put(p, "\n");
}

static void put_day(printer *p, sr_day day, size_t length)
{
    char text[SR_DAY_TEXT];
    sr_day_format(day, text);
    sr_buf_put(p->out, sr_str_slice(sr_str_c(text), 0, length));
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
    } else if (period.first == period.last || length < 10) {
        put_day(p, period.first, length);
    } else {
        put_day(p, period.first, 10);
        put(p, " to ");
        put_day(p, period.last, 10);
    }
}

static void put_count(printer *p, sr_count c)
{
    long long low = c.low, best = c.best, high = c.high;
    bool      has_low = c.low != SR_COUNT_OPEN, has_high = c.high != SR_COUNT_OPEN;
    if (has_low && has_high && low == high)
        sr_buf_printf(p->out, "%lld", low);
    else if (has_low && has_high && low > 0)
        sr_buf_printf(p->out, "%lld to %lld", low, high);
    else if (has_high)
        sr_buf_printf(p->out, "up to %lld", high);
    else if (has_low)
        sr_buf_printf(p->out, "at least %lld", low);
    else if (c.best != SR_COUNT_OPEN)
        sr_buf_printf(p->out, "about %lld", best);
    else
        put(p, "unknown");
}

static void put_when(printer *p, const sr_incident *incident)
{
    put_label(p, "when");
    put_period(p, incident->date);
    if (incident->time_of_day.len) {
        put(p, ", ");
        sr_plain_put(p->out, incident->time_of_day, NAME_COLUMNS);
    }
    put(p, "\n");
}

static void put_point(printer *p, const sr_place_value *place)
{
    sr_json json = sr_json_to(p->out); // its numbers do not depend on the locale
    put(p, "  (");
    sr_json_real(&json, place->lat, 2);
    json = sr_json_to(p->out);
    put(p, ", ");
    sr_json_real(&json, place->lon, 2);
    sr_buf_printf(p->out, "; %.*s)", SR_ARG(sr_place_precision_name(place->precision)));
}

static void put_where(printer *p, const sr_incident *incident)
{
    const sr_place_value *place = &incident->place;
    const sr_str          parts[] = {incident->venue, place->name, place->admin1,
                                     sr_str_c(place->country)};
    const char           *comma = "";
    put_label(p, "where");
    for (size_t i = 0; i < SR_COUNT(parts); i++) {
        if (!parts[i].len || (i == 2 && sr_str_eq(parts[1], parts[2])))
            continue;
        put(p, comma);
        sr_plain_put(p->out, parts[i], 60);
        comma = ", ";
    }
    if (!comma[0])
        put(p, "unknown");
    if (place->located)
        put_point(p, place);
    put(p, "\n");
}

static void put_harm(printer *p, const sr_incident *incident)
{
    static const char *const labels[SR_HARM_COUNT] = {
        [SR_HARM_KILLED] = "killed",
        [SR_HARM_WOUNDED] = "wounded",
        [SR_HARM_MISSING] = "missing",
        [SR_HARM_ABDUCTED] = "abducted",
        [SR_HARM_KILLED_ATTACKERS] = "  attackers",
        [SR_HARM_WOUNDED_ATTACKERS] = "  attackers",
    };
    static const int order[] = {SR_HARM_KILLED,  SR_HARM_KILLED_ATTACKERS,
                                SR_HARM_WOUNDED, SR_HARM_WOUNDED_ATTACKERS,
                                SR_HARM_MISSING, SR_HARM_ABDUCTED};
    for (size_t i = 0; i < SR_COUNT(order); i++) {
        if (!sr_count_known(incident->counts[order[i]]))
            continue;
        put_label(p, labels[order[i]]);
        put_count(p, incident->counts[order[i]]);
        put(p, "\n");
        put_quote(p, incident->count_evidence[order[i]]);
    }
}

/* What a party is called: its name, else its description. */
static sr_str called(const sr_party *party)
{
    return party->value.name.len ? party->value.name : party->value.description;
}

static size_t widest(const sr_parties *parties, sr_str (*text)(const sr_party *))
{
    size_t width = 0;
    for (uint32_t i = 0; i < parties->n; i++)
        width = SR_MAX(width, sr_plain_width(text(&parties->at[i])));
    return SR_MIN(width, NAME_COLUMNS);
}

/* A cell of a table, padded to `width`. */
static void put_cell(printer *p, sr_str text, size_t width)
{
    size_t used = sr_plain_put(p->out, text, NAME_COLUMNS);
    sr_plain_pad(p->out, used < width ? width - used : 0);
}

static void put_by(printer *p, const sr_party *party)
{
    if (!party->source.name.len)
        return;
    put(p, ", by ");
    sr_plain_put(p->out, party->source.name, NAME_COLUMNS);
}

static void put_perpetrators(printer *p, const sr_parties *parties)
{
    size_t width = widest(parties, called);
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_party *party = &parties->at[i];
        put_label(p, i ? "" : "perpetrators");
        put_cell(p, called(party), width);
        put(p, "  ");
        put_code(p, sr_stance_name(party->stance));
        put_by(p, party);
        put(p, "\n");
        put_quote(p, party->evidence);
    }
}

static void put_details(printer *p, const sr_party *party)
{
    const sr_value *v = &party->value;
    const sr_str    codes[] = {v->code, v->effect};
    const sr_str    texts[] = {v->name.len ? v->description : (sr_str){NULL, 0}, v->age, v->was};
    const char     *comma = "  (";
    if (sr_count_known(v->count)) {
        put(p, comma);
        put_count(p, v->count);
        comma = ", ";
    }
    for (size_t i = 0; i < SR_COUNT(texts) + SR_COUNT(codes); i++) {
        bool   is_code = i >= SR_COUNT(texts);
        sr_str detail = is_code ? codes[i - SR_COUNT(texts)] : texts[i];
        if (!detail.len)
            continue;
        put(p, comma);
        if (is_code)
            put_code(p, detail);
        else
            sr_plain_put(p->out, detail, NAME_COLUMNS);
        comma = ", ";
    }
    if (comma[0] == ',')
        put(p, ")");
}

/* Targets, victims and weapons. */
static void put_things(printer *p, const char *label, const sr_parties *parties)
{
    for (uint32_t i = 0; i < parties->n; i++) {
        put_label(p, i ? "" : label);
        sr_plain_put(p->out, called(&parties->at[i]), WIDE_COLUMNS);
        put_details(p, &parties->at[i]);
        put(p, "\n");
    }
}

static void put_warnings(printer *p, const sr_parties *parties)
{
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_party *party = &parties->at[i];
        put_label(p, i ? "" : "warnings");
        put_period(p, party->value.period);
        put(p, ", ");
        sr_plain_put(p->out, party->source.name.len ? party->source.name : SR_STR("the report"),
                     NAME_COLUMNS);
        if (party->value.name.len) {
            put(p, ": ");
            sr_plain_put(p->out, party->value.name, WIDE_COLUMNS);
        }
        put(p, "\n");
        put_quote(p, party->evidence);
    }
}

static sr_str speaker(const sr_party *party)
{
    return party->source.name.len ? party->source.name : SR_STR("the report");
}

/* speaker → what it does → whom or what about. */
static void put_positions(printer *p, const sr_parties *parties)
{
    size_t width = widest(parties, speaker), verb_width = 0;
    for (uint32_t i = 0; i < parties->n; i++)
        verb_width = SR_MAX(verb_width, parties->at[i].value.code.len);
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_value *value = &parties->at[i].value;
        sr_str          verb = sr_str_eq(value->code, SR_STR("_")) ? SR_STR("says") : value->code;
        put_label(p, i ? "" : "positions");
        put_cell(p, speaker(&parties->at[i]), width);
        put(p, " → ");
        put_code(p, verb);
        sr_str whom = value->name.len ? value->name : value->other;
        if (whom.len) {
            sr_plain_pad(p->out, verb_width > verb.len ? verb_width - verb.len : 0);
            put(p, " → ");
            sr_plain_put(p->out, whom, NAME_COLUMNS);
        }
        put(p, "\n");
    }
}

static void put_relations(printer *p, const sr_parties *parties)
{
    for (uint32_t i = 0; i < parties->n; i++) {
        const sr_value *value = &parties->at[i].value;
        put_label(p, i ? "" : "relations");
        sr_plain_put(p->out, value->name, NAME_COLUMNS);
        put(p, " ");
        put_code(p, value->code);
        put(p, " ");
        sr_plain_put(p->out, value->other, NAME_COLUMNS);
        put(p, "\n");
    }
}

static void put_questions(printer *p, const sr_incident *incident)
{
    static const char *const kinds[] = {
#define X(NAME, text) text,
        SR_QUESTION_KIND_LIST(X)
#undef X
    };
    if (!incident->n_questions)
        return;
    put_label(p, "open");
    start(p, OPEN);
    for (uint32_t i = 0; i < incident->n_questions; i++) {
        put(p, i ? ", " : "");
        put_code(p, sr_field_name(incident->questions[i].field));
        sr_buf_printf(p->out, " %s", kinds[incident->questions[i].kind]);
    }
    stop(p, OPEN);
    put(p, "\n");
}

static void put_heading(printer *p, const sr_incident *incident)
{
    sr_plain_pad(p->out, 2);
    start(p, STRONG);
    put_code(p, sr_incident_type_name(incident->type));
    stop(p, STRONG);
    if (incident->subtype.len) {
        put(p, " (");
        put_code(p, incident->subtype);
        put(p, ")");
    }
    put(p, ", ");
    put_code(p, sr_actuality_name(incident->stage));
    if (incident->background)
        put(p, ", background");
    sr_buf_printf(p->out, ", %d %% sure\n", SR_MIN((int)((double)incident->probability * 100 + 0.5), 99));
}

static void put_incident(printer *p, const sr_incident *incident)
{
    put_heading(p, incident);
    put_when(p, incident);
    put_where(p, incident);
    put_harm(p, incident);
    put_perpetrators(p, &incident->perpetrators);
    put_things(p, "targets", &incident->targets);
    put_things(p, "victims", &incident->victims);
    put_things(p, "weapons", &incident->weapons);
    put_warnings(p, &incident->warnings);
    put_positions(p, &incident->positions);
    put_relations(p, &incident->relations);
    put_questions(p, incident);
    put(p, "\n");
}

/* What kind of report it is, unless it is plain news. */
static void put_kind(printer *p, const sr_claims *claims)
{
    if (!claims || claims->kind == SR_REPORT_OTHER || claims->kind == SR_REPORT_FRESH)
        return;
    put(p, "  (");
    put_code(p, sr_report_kind_name(claims->kind));
    put(p, ")");
}

void sr_write_text(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    const sr_report *report = reading->report;
    printer          p = {.report = report, .options = options, .out = out};
    if (!reading->incidents || !reading->incidents->n)
        return;
    put_styled(&p, STRONG, report->id.len ? report->id : SR_STR("report"), 60);
    if (report->published.day != SR_DAY_NONE) {
        put(&p, "  ");
        put_day(&p, report->published.day, 10);
    }
    if (report->title.len) {
        put(&p, "  ");
        sr_plain_put(out, report->title, 80);
    }
    put_kind(&p, reading->claims);
    put(&p, "\n");
    for (uint32_t i = 0; i < reading->incidents->n; i++)
        put_incident(&p, &reading->incidents->at[i]);
}
