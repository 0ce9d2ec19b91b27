/* `--annotations`: what the reader saw, as CoNLL-U with stand-off lines (docs/format-record.md).
 *
 * Offsets count bytes of the report's text.  The title, though read as a sentence, is not part of
 * that text and is printed as a `# title` comment only.  A stand-off finding follows the comments
 * of the sentence in which it begins.  Fields are separated by single spaces, so a space inside a
 * field is printed as `_`; so is what is unknown.
 * Source of the form: Universal Dependencies, CoNLL-U v2.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "publish/json.h"
#include "publish/publish.h"

typedef struct printer {
    const sr_document        *doc;
    const sr_publish_options *options;
    sr_buf                   *out;
    uint32_t                  entity, time, quantity, place, attribution; // next of each list
} printer;

/* Text on one line: runs of white space and control bytes become `blank`; "_" when empty. */
static void put_flat(sr_buf *out, sr_str text, sr_str blank)
{
    bool pending = false, some = false;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (cp < 0x20 || cp == 0x7F || sr_utf8_is_space(cp)) {
            pending = some;
            continue;
        }
        if (pending)
            sr_buf_put(out, blank);
        sr_buf_put(out, sr_str_slice(text, at, at + len));
        some = true;
        pending = false;
    }
    if (!some)
        sr_buf_byte(out, '_');
}

static void put_field(printer *p, sr_str text)
{
    sr_buf_byte(p->out, ' ');
    put_flat(p->out, text, SR_STR("_"));
}

static void put_number(printer *p, int64_t value, bool known)
{
    if (known)
        sr_buf_printf(p->out, " %lld", (long long)value);
    else
        sr_buf_put(p->out, SR_STR(" _"));
}

static void put_real(printer *p, double value, bool known, int decimals)
{
    sr_buf_byte(p->out, ' ');
    sr_json json = sr_json_to(p->out);
    if (known)
        sr_json_real(&json, value, decimals);
    else
        sr_buf_byte(p->out, '_');
}

static void put_day(printer *p, sr_day day)
{
    char text[SR_DAY_TEXT];
    sr_day_format(day, text);
    put_field(p, sr_str_c(text));
}

/* " BEGIN END" in bytes of the report's text; " _ _" for an empty range. */
static void put_range(printer *p, sr_range range)
{
    sr_span span = sr_document_range_span(p->doc, range);
    bool    known = range.first < range.end && !span.in_title;
    put_number(p, span.begin, known);
    put_number(p, span.end, known);
}

static void begin(printer *p, const char *what, sr_range range)
{
    sr_buf_printf(p->out, "# %s =", what);
    put_range(p, range);
}

/* Readers of this form take a mention for a name when one of its words is tagged as one.  So of a
 * description ("Boko Haram militants") only the words behind its last name are printed; a person's
 * whose noun itself got that tag is printed as a role, any other such description not at all. */
static bool put_description(printer *p, const sr_entity *entity)
{
    const sr_token *tokens = p->doc->tokens;
    sr_range        range = entity->range;
    uint8_t         kind = entity->kind;
    for (uint32_t i = range.end; i-- > range.first;)
        if (tokens[i].upos == SR_UPOS_PROPN) {
            range.first = SR_MIN(i + 1, entity->head);
            break;
        }
    bool untold = kind == SR_ENTITY_NATIONALITY || kind == SR_ENTITY_WEAPON || kind == SR_ENTITY_ROLE;
    if (untold)
        range = entity->range;
    else if (tokens[entity->head].upos == SR_UPOS_PROPN && kind != SR_ENTITY_PERSON)
        return false;
    else if (tokens[entity->head].upos == SR_UPOS_PROPN)
        kind = SR_ENTITY_ROLE;
    begin(p, "entity", range);
    put_field(p, sr_entity_kind_name(kind));
    return true;
}

static void put_entity(printer *p, const sr_entity *entity)
{
    if (!entity->named) {
        if (!put_description(p, entity))
            return;
    } else {
        begin(p, "entity", entity->range);
        put_field(p, sr_entity_kind_name(entity->kind));
    }
    if (entity->actor.len)
        put_field(p, entity->actor);
    else
        sr_buf_printf(p->out, " e%u", (unsigned)entity->coref);
    sr_buf_byte(p->out, '\n');
}

static void put_time(printer *p, const sr_timex *time)
{
    begin(p, "time", time->range);
    put_field(p, sr_timex_type_name(time->type));
    put_field(p, time->value);
    put_day(p, time->period.first);
    put_day(p, time->period.last);
    sr_buf_byte(p->out, '\n');
}

static void put_place(printer *p, const sr_place *place)
{
    const sr_place_value *value = &place->value;
    begin(p, "place", place->range);
    put_number(p, value->geonameid, value->geonameid != 0);
    put_field(p, sr_str_c(value->country));
    put_field(p, value->admin1);
    put_real(p, value->lat, value->located, 5);
    put_real(p, value->lon, value->located, 5);
    sr_buf_byte(p->out, '\n');
}

static void put_quantity(printer *p, const sr_quantity *quantity)
{
    const sr_count *count = &quantity->count;
    begin(p, "quantity", quantity->range);
    put_number(p, count->low, count->low != SR_COUNT_OPEN);
    if (!sr_count_known(*count) && quantity->amount != 0)
        put_real(p, quantity->amount, true, 6);
    else
        put_number(p, count->best, count->best != SR_COUNT_OPEN);
    put_number(p, count->high, count->high != SR_COUNT_OPEN);
    put_field(p, sr_unit_name(quantity->unit));
    sr_buf_byte(p->out, '\n');
}

static void put_position(printer *p, const sr_attribution *said)
{
    begin(p, "position", said->cue);
    put_field(p, sr_position_verb_name(said->verb));
    put_range(p, said->speaker);
    put_field(p, said->speaker_class == SR_SPEAKER_UNKNOWN
                     ? SR_STR("_")
                     : sr_speaker_class_name(said->speaker_class));
    put_range(p, said->content);
    sr_buf_byte(p->out, '\n');
}

/* Print the items of a sorted list that begin before token `end`. */
#define PUT_UNTIL(p, next, list, count, range, end, put)                                           \
    for (; (p)->next < (p)->doc->count && (p)->doc->list[(p)->next].range.first < (end);           \
         (p)->next++)                                                                              \
    put((p), &(p)->doc->list[(p)->next])

static void put_findings(printer *p, uint32_t end)
{
    PUT_UNTIL(p, entity, entities, n_entities, range, end, put_entity);
    PUT_UNTIL(p, time, times, n_times, range, end, put_time);
    PUT_UNTIL(p, place, places, n_places, range, end, put_place);
    PUT_UNTIL(p, quantity, quantities, n_quantities, range, end, put_quantity);
    PUT_UNTIL(p, attribution, attributions, n_attributions, cue, end, put_position);
}

/* Pass over what was found in the title. */
#define SKIP_UNTIL(p, next, list, count, range, end)                                               \
    while ((p)->next < (p)->doc->count && (p)->doc->list[(p)->next].range.first < (end))           \
    (p)->next++

static void skip_findings(printer *p, uint32_t end)
{
    SKIP_UNTIL(p, entity, entities, n_entities, range, end);
    SKIP_UNTIL(p, time, times, n_times, range, end);
    SKIP_UNTIL(p, place, places, n_places, range, end);
    SKIP_UNTIL(p, quantity, quantities, n_quantities, range, end);
    SKIP_UNTIL(p, attribution, attributions, n_attributions, cue, end);
}

static void put_column(printer *p, sr_str text)
{
    sr_buf_byte(p->out, '\t');
    put_flat(p->out, text, SR_STR(" "));
}

/* The last column: where it stands, and whether a space follows. */
static void put_misc(printer *p, uint32_t first, uint32_t last, bool space_told)
{
    const sr_token *tokens = p->doc->tokens;
    sr_span         span = sr_document_range_span(p->doc, (sr_range){first, last + 1});
    sr_buf_printf(p->out, "\tTokenRange=%u:%u", (unsigned)span.begin, (unsigned)span.end);
    if (space_told && last + 1 < p->doc->n_tokens && tokens[last + 1].begin == tokens[last].end)
        sr_buf_put(p->out, SR_STR("|SpaceAfter=No"));
    sr_buf_byte(p->out, '\n');
}

/* "3-4  don't  _ …" before the words of a multiword token. */
static void put_multiword(printer *p, uint32_t sentence_first, uint32_t first, uint32_t last)
{
    sr_buf_printf(p->out, "%u-%u", (unsigned)(first - sentence_first + 1),
                  (unsigned)(last - sentence_first + 1));
    put_column(p, sr_document_words(p->doc, (sr_range){first, last + 1}));
    sr_buf_put(p->out, SR_STR("\t_\t_\t_\t_\t_\t_\t_"));
    put_misc(p, first, last, true);
}

static void put_head(printer *p, const sr_sentence *sentence, const sr_token *token)
{
    if (!(sentence->flags & SR_SENTENCE_PARSED))
        sr_buf_put(p->out, SR_STR("\t_"));
    else if (token->head == SR_NO_TOKEN)
        sr_buf_put(p->out, SR_STR("\t0"));
    else
        sr_buf_printf(p->out, "\t%u", (unsigned)(token->head - sentence->first + 1));
}

static void put_word(printer *p, const sr_sentence *sentence, uint32_t i, bool in_multiword)
{
    const sr_token           *token = &p->doc->tokens[i];
    const sr_publish_options *options = p->options;
    sr_buf_printf(p->out, "%u", (unsigned)(i - sentence->first + 1));
    put_column(p, sr_str_slice(p->doc->text, token->begin, token->end));
    put_column(p, token->lemma);
    put_column(p, sr_upos_name(token->upos));
    put_column(p, options->xpos ? options->xpos(token->xpos) : SR_STR("_"));
    put_column(p, SR_STR("_"));
    put_head(p, sentence, token);
    put_column(p, sr_deprel_name(token->deprel));
    put_column(p, SR_STR("_"));
    put_misc(p, i, i, !in_multiword);
}

static void put_sentence(printer *p, const sr_sentence *sentence)
{
    const sr_token *tokens = p->doc->tokens;
    sr_buf_put(p->out, SR_STR("# text = "));
    put_flat(p->out, sr_str_slice(p->doc->text, sentence->begin_byte, sentence->end_byte),
             SR_STR(" "));
    sr_buf_byte(p->out, '\n');
    put_findings(p, sentence->end);
    uint32_t multiword_end = 0;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        uint32_t last = i;
        while (last + 1 < sentence->end && tokens[last + 1].flags & SR_TOKEN_JOINED)
            last++;
        if (last > i && i >= multiword_end) {
            put_multiword(p, sentence->first, i, last);
            multiword_end = last + 1;
        }
        put_word(p, sentence, i, i < multiword_end);
    }
    sr_buf_byte(p->out, '\n');
}

void sr_write_annotations(const sr_reading *reading, const sr_publish_options *options,
                          sr_buf *out)
{
    const sr_document *doc = reading->doc;
    printer            p = {.doc = doc, .options = options, .out = out};
    sr_buf_put(out, SR_STR("# newdoc id = "));
    put_flat(out, reading->report->id, SR_STR(" "));
    sr_buf_byte(out, '\n');
    if (reading->report->title.len) {
        sr_buf_put(out, SR_STR("# title = "));
        put_flat(out, reading->report->title, SR_STR(" "));
        sr_buf_byte(out, '\n');
    }
    for (uint32_t i = 0; doc && i < doc->n_sentences; i++) {
        if (doc->sentences[i].flags & SR_SENTENCE_TITLE)
            skip_findings(&p, doc->sentences[i].end);
        else if (doc->sentences[i].first < doc->sentences[i].end)
            put_sentence(&p, &doc->sentences[i]);
    }
    if (!doc || !doc->n_sentences)
        sr_buf_byte(out, '\n');
}
