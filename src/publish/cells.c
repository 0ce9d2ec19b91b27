/* Cells that several formats share: numbers, days, places, sources, notes, titles.
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "publish/codes.h"
#include "publish/country.h"
#include "publish/table.h"

#define QUOTE_BYTES     400u // of one quoted sentence
#define NOTE_QUOTES     3u   // sentences quoted in a note
#define DEGREE_DECIMALS 6

static const sr_str nothing;

sr_str sr_cell_int(sr_arena *arena, int64_t n)
{
    return sr_str_format(arena, "%lld", (long long)n);
}

sr_str sr_cell_real(sr_arena *arena, double value, int decimals)
{
    uint64_t unit = 1;
    if (!(fabs(value) <= 1e9))
        return nothing;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    uint64_t scaled = (uint64_t)llround(fabs(value) * (double)unit);
    const char *sign = value < 0 && scaled ? "-" : "";
    if (!decimals)
        return sr_str_format(arena, "%s%llu", sign, (unsigned long long)scaled);
    return sr_str_format(arena, "%s%llu.%0*llu", sign, (unsigned long long)(scaled / unit),
                         decimals, (unsigned long long)(scaled % unit));
}

sr_str sr_cell_day(sr_arena *arena, sr_day day)
{
    char text[SR_DAY_TEXT];
    sr_day_format(day, text);
    return sr_str_copy(arena, sr_str_c(text));
}

sr_str sr_cell_instant(sr_arena *arena, sr_instant at)
{
    char day[SR_DAY_TEXT];
    int32_t second = SR_MAX(at.second, 0), offset = at.has_offset ? at.offset_minutes : 0;
    if (at.day == SR_DAY_NONE)
        return nothing;
    sr_day_format(at.day, day);
    return sr_str_format(arena, "%sT%02d:%02d:%02d%c%02d:%02d", day, second / 3600,
                         second / 60 % 60, second % 60, offset < 0 ? '-' : '+',
                         (offset < 0 ? -offset : offset) / 60,
                         (offset < 0 ? -offset : offset) % 60);
}

sr_str sr_cell_when(sr_arena *arena, sr_instant at)
{
    sr_str text = at.second < 0 ? sr_cell_day(arena, at.day) : sr_cell_instant(arena, at);
    return at.second >= 0 && !at.has_offset
               ? sr_str_slice(text, 0, sizeof "YYYY-MM-DDThh:mm:ss" - 1)
               : text;
}

int64_t sr_cell_seconds(sr_instant at)
{
    if (at.day == SR_DAY_NONE)
        return INT64_MIN;
    return (int64_t)at.day * 86400 + SR_MAX(at.second, 0) -
           (at.has_offset ? (int64_t)at.offset_minutes * 60 : 0);
}

sr_str sr_cell_join(sr_arena *arena, sr_str a, const char *sep, sr_str b)
{
    if (!a.len || !b.len)
        return a.len ? a : b;
    return sr_str_join(arena, sr_str_join(arena, a, sr_str_c(sep)), b);
}

sr_str sr_cell_id(const sr_row *row)
{
    return row->in->id;
}

sr_str sr_cell_lat(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    return place->located ? sr_cell_real(row->arena, place->lat, DEGREE_DECIMALS) : nothing;
}

sr_str sr_cell_lon(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    return place->located ? sr_cell_real(row->arena, place->lon, DEGREE_DECIMALS) : nothing;
}

sr_str sr_cell_country(const sr_row *row)
{
    return sr_country_name(sr_str_c(row->in->place.country));
}

sr_str sr_cell_admin1(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    if (place->precision == SR_PLACE_PRECISION_ADMIN1 && !place->admin1.len)
        return place->name;
    return place->admin1;
}

sr_str sr_cell_admin2(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    if (place->precision == SR_PLACE_PRECISION_ADMIN2 && !place->admin2.len)
        return place->name;
    return place->admin2;
}

sr_str sr_cell_place(const sr_row *row)
{
    const sr_place_value *place = &row->in->place;
    return place->name.len ? place->name : sr_country_name(sr_str_c(place->country));
}

/* "example.org" of "https://www.example.org/a". */
static sr_str host(sr_str url)
{
    size_t at = sr_str_search(url, SR_STR("://"), 0);
    sr_str rest = at < url.len ? sr_str_slice(url, at + 3, url.len) : url;
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != ':' && rest.ptr[end] != '?')
        end++;
    rest = sr_str_slice(rest, 0, end);
    return sr_str_starts(rest, SR_STR("www.")) ? sr_str_slice(rest, 4, rest.len) : rest;
}

sr_str sr_export_publisher(const sr_export_report *report)
{
    return report->publisher.len ? report->publisher : host(report->url);
}

sr_str sr_cell_sources(const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_str all = nothing;
    for (uint32_t i = 0; i < in->n_reports; i++) {
        sr_str one = sr_export_publisher(&in->reports[i]);
        bool repeated = false;
        for (uint32_t k = 0; k < i && !repeated; k++)
            repeated = sr_str_eq(one, sr_export_publisher(&in->reports[k]));
        if (!repeated)
            all = sr_cell_join(row->arena, all, "; ", one);
    }
    return all;
}

/* A full stop, question or exclamation mark that ends a sentence: white space behind it, and no
 * short name before it ("Gen. Ruiz"). */
static bool ends_sentence(sr_str text, size_t at)
{
    uint8_t c = text.ptr[at];
    size_t word = at;
    if (at + 1 < text.len && !sr_is_space(text.ptr[at + 1]))
        return false;
    if (c == '!' || c == '?')
        return true;
    if (c != '.')
        return false;
    while (word > 0 && sr_is_alpha(text.ptr[word - 1]))
        word--;
    return word == at || at - word > 3 || !sr_is_upper(text.ptr[word]);
}

static bool ends_paragraph(sr_str text, size_t at)
{
    return text.ptr[at] == '\n' && at + 1 < text.len && text.ptr[at + 1] == '\n';
}

/* Back or forward to the nearest code point boundary. */
static bool inside_sign(sr_str text, size_t at)
{
    return at < text.len && (text.ptr[at] & 0xC0) == 0x80;
}

sr_str sr_export_quote(const sr_export_incident *in, sr_export_span span, sr_arena *arena)
{
    if (span.report >= in->n_reports)
        return nothing;
    const sr_export_report *report = &in->reports[span.report];
    sr_str text = span.at.in_title ? report->title : report->text;
    size_t begin = span.at.begin, end = span.at.end;
    if (begin >= end || end > text.len)
        return nothing;
    size_t least = begin > QUOTE_BYTES / 2 ? begin - QUOTE_BYTES / 2 : 0;
    while (begin > least && !ends_sentence(text, begin - 1) && !ends_paragraph(text, begin - 1))
        begin--;
    while (end < text.len && end - begin < QUOTE_BYTES && !ends_sentence(text, end - 1) &&
           !ends_paragraph(text, end - 1))
        end++;
    while (inside_sign(text, begin))
        begin++;
    while (end > begin && inside_sign(text, end))
        end--;
    return sr_str_squeeze(arena, sr_str_slice(text, begin, end));
}

bool sr_export_contested(const sr_export_incident *in, sr_field field)
{
    for (uint32_t i = 0; i < in->n_questions; i++)
        if (in->questions[i].kind == SR_QUESTION_CONTESTED && in->questions[i].field == field)
            return true;
    return false;
}

static sr_str disputes(const sr_row *row)
{
    static const char *const none = "Disputed: ";
    sr_str all = nothing;
    for (uint32_t i = 0; i < row->in->n_questions; i++)
        if (row->in->questions[i].kind == SR_QUESTION_CONTESTED)
            all = sr_cell_join(row->arena, all, ", ", sr_field_name(row->in->questions[i].field));
    if (row->in->stage == SR_ACTUALITY_DISPUTED)
        all = sr_cell_join(row->arena, all, ", ", SR_STR("whether it happened"));
    return all.len ? sr_str_format(row->arena, "%s%.*s.", none, SR_ARG(all)) : nothing;
}

static sr_str one_note(const sr_row *row, sr_export_span span, sr_str quote)
{
    const sr_export_report *report = &row->in->reports[span.report];
    sr_str by = sr_cell_join(row->arena, sr_export_publisher(report), ", ",
                             sr_cell_day(row->arena, report->published.day));
    sr_str quoted = sr_str_format(row->arena, "\"%.*s\"", SR_ARG(quote));
    return by.len ? sr_str_format(row->arena, "%.*s (%.*s)", SR_ARG(quoted), SR_ARG(by)) : quoted;
}

sr_str sr_cell_notes(const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_str all = disputes(row), said[NOTE_QUOTES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->evidence.n && n < NOTE_QUOTES; i++) {
        sr_str quote = sr_export_quote(in, in->evidence.at[i], row->arena);
        bool repeated = !quote.len;
        for (uint32_t k = 0; k < n && !repeated; k++)
            repeated = sr_str_eq(quote, said[k]);
        if (repeated)
            continue;
        said[n++] = quote;
        all = sr_cell_join(row->arena, all, " ", one_note(row, in->evidence.at[i], quote));
    }
    return all;
}

/* What happened, in words. */
static sr_str kind_of(const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_str name = sr_type_text(row->options->lexicon, in->type, in->subtype);
    if (!name.len)
        name = sr_incident_type_name(in->type);
    if (in->stage == SR_ACTUALITY_ACCOMPLISHED || in->stage == SR_ACTUALITY_ONGOING)
        return name;
    return sr_cell_join(row->arena, sr_actuality_name(in->stage), " ", name);
}

sr_str sr_cell_title(const sr_row *row)
{
    const sr_export_incident *in = row->in;
    sr_str country = sr_cell_country(row), place = in->place.name;
    if (in->place.precision == SR_PLACE_PRECISION_COUNTRY)
        place = nothing;
    place = sr_cell_join(row->arena, place, ", ", country);
    sr_str title = sr_cell_join(row->arena, kind_of(row), " in ", place);
    return sr_cell_join(row->arena, title, ", ", sr_cell_day(row->arena, in->date.first));
}

bool sr_export_bounds(sr_count count, int64_t *low, int64_t *best, int64_t *high)
{
    if (!sr_count_known(count))
        return false;
    int64_t middle = count.best != SR_COUNT_OPEN  ? count.best
                     : count.low != SR_COUNT_OPEN ? count.low
                                                  : count.high;
    *low = count.low != SR_COUNT_OPEN ? count.low : SR_MIN(middle, INT64_C(0));
    *high = count.high != SR_COUNT_OPEN ? count.high : SR_MAX(middle, *low);
    *best = SR_MIN(SR_MAX(middle, *low), *high);
    return true;
}
