/* Tables of incidents into the ledger, as attributed claims: ACLED's exports (old and new headers) and
 * GDELT events (58 and 61 columns).
 *
 * Each row becomes a report: its text is the row itself, its publisher the row's source (else the
 * table's name), so that every claim points at the cell it was taken from.  The extractor is
 * import:acled or import:gdelt.  A row again changes nothing.  ACLED's 0 fatalities also stand for "not known": they
 * are not taken.  GDELT's rows of talk (claims, blame, denial) are no incidents and are passed over.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "api/ledger_import.h"
#include "ingest/table.h"

#define BATCH 1000
#define CLAIMS_MAX 16

/* What is taken from a table: X(NAME, ACLED's column, GDELT's column from 0 of 61). */
#define COLUMNS(X)                                                                                 \
    X(ID, "event_id_cnty", 0) X(DATE, "event_date", 1) X(CODE, "sub_event_type", 26)               \
    X(ACTOR1, "actor1", 6) X(ACTOR2, "actor2", 16) X(COUNTRY, "iso", 53)                           \
    X(PLACE, "location", 52) X(ADMIN1, "admin1", -1) X(LAT, "latitude", 56) X(LON, "longitude", 57) \
    X(PLACE_PRECISION, "geo_precision", 51) X(TIME_PRECISION, "time_precision", -1)                \
    X(KILLED, "fatalities", -1) X(SOURCE, "source", -1) X(SEEN, "timestamp", 59)                   \
    X(URL, "url", 60) X(COUNTRY_NAME, "country", -1) X(EVENT, "event_type", -1)

typedef enum table_column {
#define X(NAME, acled, gdelt) COLUMN_##NAME,
    COLUMNS(X) N_COLUMNS
#undef X
} table_column;

typedef struct import {
    sr_import *run;
    bool       gdelt;
    int        at[N_COLUMNS]; // column of the table; -1: it has none
    sr_str     extractor;
    uint64_t   passed_over;
} import;

/* One row on its way. */
typedef struct item {
    const import       *job;
    const sr_table_row *row;
    sr_report           report;
    sr_claim            claims[CLAIMS_MAX];
    uint32_t            n;
    sr_arena           *arena;
} item;

static const sr_table_cell *cell(const item *it, table_column c)
{
    static const sr_table_cell none;
    int at = it->job->at[c];
    return at >= 0 && (uint32_t)at < it->row->n ? &it->row->cells[at] : &none;
}

static sr_str text(const item *it, table_column c) { return sr_str_trim(cell(it, c)->text); }

/* --- look-ups --- */

static sr_str row_cell(const import *job, const char *table, sr_str key, const char *column)
{
    int t = sr_lexicon_table(job->run->lexicon, sr_str_c(table));
    return sr_lexicon_cell(job->run->lexicon, t, sr_lexicon_key(job->run->lexicon, t, key),
                           sr_lexicon_column(job->run->lexicon, t, sr_str_c(column)));
}

/* ISO code of the country whose `column` is `value`. */
static sr_str country_by(const import *job, const char *column, sr_str value)
{
    int t = sr_lexicon_table(job->run->lexicon, SR_STR("countries"));
    int c = sr_lexicon_column(job->run->lexicon, t, sr_str_c(column));
    for (uint32_t r = 0; value.len && r < sr_lexicon_rows(job->run->lexicon, t); r++)
        if (sr_str_eq_case(sr_lexicon_cell(job->run->lexicon, t, r, c), value))
            return sr_lexicon_cell(job->run->lexicon, t, r, 0);
    return (sr_str){NULL, 0};
}

/* Key of import-types for a row; empty: the code is no incident's. */
static sr_str type_key(const item *it)
{
    sr_str code = text(it, COLUMN_CODE);
    for (size_t n = code.len; n; n--) {
        sr_str key = sr_str_format(it->arena, "%s:%.*s", it->job->gdelt ? "cameo" : "acled",
                                   SR_ARG(sr_str_slice(code, 0, n)));
        if (row_cell(it->job, "import-types", key, "type").len)
            return key;
        if (!it->job->gdelt)
            break;
    }
    return (sr_str){NULL, 0};
}

/* --- days --- */

static int month_of(sr_str name)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int m = 0; name.len >= 3 && m < 12; m++)
        if (sr_str_eq_case(sr_str_slice(name, 0, 3), sr_str_c(names[m])))
            return m + 1;
    return 0;
}

/* 2021-03-05, 20210305, 05-Mar-21, 05 March 2021. */
static sr_day day_of(sr_str s)
{
    uint64_t day, year;
    sr_day   iso = sr_day_parse(s);
    if (iso != SR_DAY_NONE)
        return iso;
    if (s.len == 8 && sr_str_uint(s, 99991231, &day))
        return sr_day_from((int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
    uint8_t sep = sr_str_find(s, '-', 0) < s.len ? '-' : ' ';
    sr_str  rest = s, first = sr_str_cut(&rest, sep), month = sr_str_cut(&rest, sep);
    if (!sr_str_uint(first, 31, &day) || !month_of(month) || !sr_str_uint(rest, 9999, &year))
        return SR_DAY_NONE;
    if (year < 100)
        year += year < 70 ? 2000 : 1900;
    return sr_day_from((int)year, month_of(month), (int)day);
}

static sr_period period_of(const item *it)
{
    sr_day day = day_of(text(it, COLUMN_DATE));
    sr_str precision = text(it, COLUMN_TIME_PRECISION);
    if (day == SR_DAY_NONE)
        return (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    if (sr_str_eq(precision, SR_STR("2")))
        return (sr_period){day - 3, day + 3, SR_PRECISION_WEEK};
    if (!sr_str_eq(precision, SR_STR("3")))
        return (sr_period){day, day, SR_PRECISION_DAY};
    sr_civil c = sr_day_civil(day);
    return (sr_period){sr_day_from(c.year, c.month, 1),
                       sr_day_from(c.year, c.month, sr_days_in_month(c.year, c.month)), SR_PRECISION_MONTH};
}

/* Seconds since 1970, or YYYYMMDDHHMMSS. */
static sr_instant instant_of(const item *it)
{
    uint64_t n;
    sr_str   s = text(it, COLUMN_SEEN);
    sr_instant none = {SR_DAY_NONE, -1, 0, false};
    if (!sr_str_uint(s, UINT64_C(99991231235959), &n) || !s.len)
        return none;
    if (!it->job->gdelt)
        return n > UINT64_C(253402300799) ? none
                                          : (sr_instant){(sr_day)(n / 86400), (int32_t)(n % 86400), 0, true};
    uint64_t date = s.len == 14 ? n / 1000000 : n, time = s.len == 14 ? n % 1000000 : 0;
    sr_day   day = sr_day_from((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100));
    int32_t  second = (int32_t)(time / 10000 * 3600 + time / 100 % 100 * 60 + time % 100);
    return day == SR_DAY_NONE || second >= 86400
               ? none : (sr_instant){day, s.len == 14 ? second : -1, 0, s.len == 14};
}

/* --- claims --- */

static sr_claim *add(item *it, sr_field field, table_column from)
{
    const sr_table_cell *c = cell(it, from);
    sr_claim            *claim = &it->claims[it->n++];
    *claim = (sr_claim){.report = it->report.id,
                        .field = (uint8_t)field,
                        .stance = SR_STANCE_REPORTED_AS_FACT,
                        .actuality = SR_ACTUALITY_ACCOMPLISHED,
                        .value = sr_value_none(),
                        .span = {c->begin, c->end, false},
                        .stated = SR_DAY_NONE,
                        .probability = 1};
    return claim;
}

static void add_types(item *it, sr_str key)
{
    sr_str subtype = row_cell(it->job, "import-types", key, "subtype");
    add(it, SR_FIELD_TYPE, COLUMN_CODE)->value.code = row_cell(it->job, "import-types", key, "type");
    if (subtype.len)
        add(it, SR_FIELD_SUBTYPE, COLUMN_CODE)->value.code = subtype;
}

static uint8_t place_precision(const item *it)
{
    sr_str p = text(it, COLUMN_PLACE_PRECISION);
    uint8_t n = p.len == 1 ? p.ptr[0] : 0;
    if (it->job->gdelt)
        return n == '1'               ? SR_PLACE_PRECISION_COUNTRY
               : n == '2' || n == '5' ? SR_PLACE_PRECISION_ADMIN1 : SR_PLACE_PRECISION_CITY;
    return n == '2' ? SR_PLACE_PRECISION_ADMIN2 : n == '3' ? SR_PLACE_PRECISION_ADMIN1
                                                           : SR_PLACE_PRECISION_CITY;
}

static void add_place(item *it)
{
    sr_str         name = text(it, COLUMN_PLACE), iso2;
    sr_place_value place = {.admin1 = text(it, COLUMN_ADMIN1), .precision = place_precision(it)};
    if (it->job->gdelt)
        name = sr_str_slice(name, 0, sr_str_find(name, ',', 0)); // "Town, Province, Country"
    iso2 = country_by(it->job, it->job->gdelt ? "fips" : "number", text(it, COLUMN_COUNTRY));
    if (!iso2.len)
        iso2 = country_by(it->job, "name", text(it, COLUMN_COUNTRY_NAME));
    if (!name.len && !iso2.len)
        return;
    place.name = name;
    if (iso2.len == 2)
        memcpy(place.country, iso2.ptr, 2);
    place.located = sr_str_decimal(text(it, COLUMN_LAT), &place.lat) &&
                    sr_str_decimal(text(it, COLUMN_LON), &place.lon) && place.lat >= -90 &&
                    place.lat <= 90 && place.lon >= -180 && place.lon <= 180;
    sr_claim *claim = add(it, SR_FIELD_PLACE, COLUMN_PLACE);
    claim->value.name = name;
    claim->value.place = place;
}

/* "Civilians (Kenya)" and "Unidentified Armed Group (Kenya)" name nobody. */
static bool is_name(sr_str actor)
{
    static const char *const nobody[] = {"Civilians", "Protesters", "Rioters", "Unidentified"};
    for (size_t i = 0; i < SR_COUNT(nobody); i++)
        if (sr_str_starts(actor, sr_str_c(nobody[i])))
            return false;
    return actor.len > 0;
}

static void add_people(item *it)
{
    sr_str   one = text(it, COLUMN_ACTOR1), two = text(it, COLUMN_ACTOR2);
    uint64_t killed;
    if (is_name(one))
        add(it, SR_FIELD_PERPETRATOR, COLUMN_ACTOR1)->value.name = one;
    if (is_name(two))
        add(it, SR_FIELD_TARGET, COLUMN_ACTOR2)->value.name = two;
    if (sr_str_starts(two, SR_STR("Civilians"))) {
        sr_claim *claim = add(it, SR_FIELD_VICTIM, COLUMN_ACTOR2);
        claim->value.description = SR_STR("civilians");
        claim->value.code = SR_STR("civilian");
    }
    if (sr_str_uint(text(it, COLUMN_KILLED), 10000000, &killed) && killed)
        add(it, SR_FIELD_KILLED, COLUMN_KILLED)->value.count =
            (sr_count){(int64_t)killed, (int64_t)killed, (int64_t)killed};
}

static int by_canon(const void *a, const void *b)
{
    return sr_claim_cmp(a, b);
}

static void make_claims(item *it, sr_str key)
{
    sr_period period = period_of(it);
    add_types(it, key);
    if (period.first != SR_DAY_NONE)
        add(it, SR_FIELD_DATE, COLUMN_DATE)->value.period = period;
    add_place(it);
    add_people(it);
    qsort(it->claims, it->n, sizeof *it->claims, by_canon);
}

/* --- rows --- */

static void make_report(item *it)
{
    sr_str source = text(it, COLUMN_SOURCE);
    it->report = (sr_report){.id = text(it, COLUMN_ID),
                             .file = sr_str_c(it->job->run->path),
                             .file_offset = it->row->offset,
                             .url = text(it, COLUMN_URL),
                             .publisher = source.len ? source : it->job->gdelt ? SR_STR("GDELT") : SR_STR("ACLED"),
                             .text = it->row->raw,
                             .published = instant_of(it)};
}

static sr_status put_row(import *job, const sr_table_row *row, sr_arena *arena)
{
    bool known, named;
    item it = {.job = job, .row = row, .arena = arena};
    if (row->fault) {
        char what[96];
        (void)snprintf(what, sizeof what, "%s; it was left out", row->fault);
        sr_import_tell(job->run, row->offset, what, false);
        return SR_OK;
    }
    if (!row->raw.len)
        return SR_OK;
    sr_str key = type_key(&it);
    if (!key.len) {
        job->passed_over++;
        return SR_OK;
    }
    make_report(&it);
    make_claims(&it, key);
    job->run->put.totals.reports++;
    sr_status status = sr_store_has_report(job->run->put.ledger->store, &it.report, job->extractor, &known, &named,
                                           arena, job->run->err);
    if (status == SR_OK && known) {
        job->run->put.totals.repeated++;
        return SR_OK;
    }
    sr_claims claims = {it.claims, it.n, 1, SR_REPORT_OTHER, 1};
    if (status == SR_OK)
        status = sr_ledger_put_reading(&job->run->put, &it.report, job->extractor, &claims, job->run->lexicon, job->run->err);
    if (status == SR_OK && job->run->put.n_batch >= BATCH)
        status = sr_ledger_put_commit(&job->run->put, job->run->err);
    return status;
}

/* --- the table --- */

static bool has_header(import *job, const sr_table_row *row)
{
    static const char *const names[] = {
#define X(NAME, acled, gdelt) acled,
        COLUMNS(X)
#undef X
    };
    for (int c = 0; c < N_COLUMNS; c++) {
        job->at[c] = -1;
        for (uint32_t i = 0; i < row->n; i++) {
            sr_str name = sr_str_trim(row->cells[i].text);
            if (sr_str_starts(name, SR_STR("\xEF\xBB\xBF")))
                name = sr_str_slice(name, 3, name.len);
            if (sr_str_eq_case(name, sr_str_c(names[c])))
                job->at[c] = (int)i;
        }
    }
    return job->at[COLUMN_ID] >= 0 && job->at[COLUMN_CODE] >= 0 && job->at[COLUMN_DATE] >= 0;
}

/* GDELT 1.0 lacks three columns of ADM2 codes: one each behind the ADM1 codes of the three places. */
static bool has_gdelt_width(import *job, uint32_t n)
{
    static const int columns[] = {
#define X(NAME, acled, gdelt) gdelt,
        COLUMNS(X)
#undef X
    };
    if (n != 61 && n != 58)
        return false;
    for (int c = 0; c < N_COLUMNS; c++) {
        int at = columns[c];
        if (n == 58)
            at -= at > 55 ? 3 : at > 47 ? 2 : at > 39 ? 1 : 0;
        job->at[c] = columns[c] < 0 ? -1 : at;
    }
    return true;
}

/* ---- the door ---- */

static uint32_t columns_of(sr_str table)
{
    uint32_t tabs = 1;
    for (size_t i = 0; i < table.len && table.ptr[i] != '\n'; i++)
        tabs += table.ptr[i] == '\t';
    return tabs;
}

bool sr_import_table_looks(sr_str table, sr_arena *arena)
{
    import       job = {.gdelt = false};
    sr_table_row row;
    uint64_t     at = 0;
    return has_gdelt_width(&job, columns_of(table)) ||
           (sr_table_next(table, ',', &at, &row, arena) && !row.fault && has_header(&job, &row));
}

sr_status sr_import_table(sr_import *run, sr_str table)
{
    import       job = {.run = run};
    sr_table_row row;
    uint64_t     at = 0;
    sr_arena    *arena = &run->put.ledger->arena;
    sr_status    status = SR_OK;
    job.gdelt = has_gdelt_width(&job, columns_of(table));
    job.extractor = job.gdelt ? SR_STR("import:gdelt") : SR_STR("import:acled");
    if (!job.gdelt && sr_table_next(table, ',', &at, &row, arena))
        (void)has_header(&job, &row);
    while (status == SR_OK) {
        sr_arena_mark mark = sr_arena_here(arena);
        if (!sr_table_next(table, job.gdelt ? '\t' : ',', &at, &row, arena))
            break;
        status = put_row(&job, &row, arena);
        sr_arena_return(arena, mark);
    }
    if (status == SR_OK && job.passed_over) {
        char what[96];
        (void)snprintf(what, sizeof what, "%llu rows are no incidents; passed over", (unsigned long long)job.passed_over);
        sr_import_tell(run, 0, what, true);
    }
    return status;
}
