/* A document: a report while it is being read – tokens, sentences and what the
 * annotators saw in them.
 *
 *   T tokens   S sentences   every index counts from 0, every [begin, end) excludes end
 *
 * The document's text is the title, an empty line, and the report's text; so a
 * title is read first, as a sentence of its own.  It is in NFC, whatever the report
 * is in.  Spans inside rooms are bytes into this joined text; sr_document_span turns
 * them into what a user is shown (bytes of the report's text as it was given, or of its title).
 *
 * Invariants: tokens are in order and do not overlap, except that the words of
 * one multiword token ("don't") share nothing either: each has its own bytes.
 * Sentences partition the tokens.  head is in the same sentence.  Lists of
 * annotations are sorted by first token, longer first.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_RECORD_DOCUMENT_H
#define SR_RECORD_DOCUMENT_H

#include "base/arena.h"
#include "record/nfc.h"
#include "record/report.h"

#define SR_NO_TOKEN UINT32_MAX
#define SR_NONE UINT32_MAX // index of nothing, in any list

enum { // sr_token.flags
    SR_TOKEN_SPACE = 1,    // white space (or the text's begin) before it
    SR_TOKEN_CAPITAL = 2,  // first letter upper case
    SR_TOKEN_CAPS = 4,     // two letters or more, none lower case
    SR_TOKEN_DIGIT = 8,    // has a digit
    SR_TOKEN_WORD = 16,    // has a letter
    SR_TOKEN_PUNCT = 32,   // neither letter nor digit
    SR_TOKEN_JOINED = 64,  // a further word of the multiword token before it ("n't")
    SR_TOKEN_QUOTED = 128, // between quotation marks
};

typedef struct sr_token {
    uint32_t begin, end; // bytes of document text
    sr_str   fold;       // lower-case form; typographic quotes and dashes made ASCII
    sr_str   lemma;      // lower case; empty before tagging
    uint32_t sentence;   // index of its sentence
    uint32_t head;       // token index in the document; SR_NO_TOKEN: root or not parsed
    uint8_t  flags;
    uint8_t  upos;       // sr_upos
    uint8_t  xpos;       // index into the tagger's PTB labels; 0 unknown (annotate/tag.h)
    uint8_t  deprel;     // sr_deprel; NONE before parsing
} sr_token;

enum { // sr_sentence.flags
    SR_SENTENCE_TITLE = 1,     // the report's title
    SR_SENTENCE_PARAGRAPH = 2, // first of its paragraph
    SR_SENTENCE_PARSED = 4,    // heads and relations are set
    SR_SENTENCE_REMARK = 8,    // an editor's bracketed remark ("[TEXT]"), not prose
};

typedef struct sr_sentence {
    uint32_t first, end; // tokens
    uint32_t begin_byte, end_byte;
    uint32_t flags;
} sr_sentence;

/** Tokens [first, end) of one sentence; empty: first == end. */
typedef struct sr_range {
    uint32_t first, end;
} sr_range;

/** A mention of a person, organisation, group, thing … */
typedef struct sr_entity {
    sr_range range;
    uint32_t head;         // its head token
    uint8_t  kind;         // sr_entity_kind
    bool     named;        // a proper name, not a description
    sr_str   actor;        // id in the actor table; empty: unknown
    char     country[3];   // ISO 3166-1 alpha-2 it belongs to, terminated; "" unknown
    uint32_t coref;        // index of the first entity that is the same; itself if none
    float    probability;
} sr_entity;

/** A stretch of days. */
typedef struct sr_period {
    sr_day  first, last;   // both inclusive; SR_DAY_NONE: open or unknown
    uint8_t precision;     // sr_precision
} sr_period;

typedef struct sr_timex {
    sr_range  range;
    uint8_t   type;        // sr_timex_type
    sr_str    value;       // TIMEX3 value; empty: unknown
    sr_period period;
    sr_str    time_of_day; // "morning afternoon evening night" or "HH:MM"; empty: not said
    int32_t   days;        // DURATION: length in days, rounded down; -1 unknown
} sr_timex;

typedef struct sr_place_value {
    sr_str   name;         // as the gazetteer has it
    sr_str   admin1, admin2; // names; empty: unknown
    char     country[3];   // ISO 3166-1 alpha-2; "" unknown
    uint32_t geonameid;    // 0: none
    double   lat, lon;     // degrees; only with `located`
    double   radius_km;    // of relative places; 0: the place itself
    bool     located;
    uint8_t  precision;    // sr_place_precision
    uint32_t population;   // 0 unknown
} sr_place_value;

typedef struct sr_place {
    sr_range       range;
    sr_place_value value;
    float          probability; // that this reading is right
} sr_place;

/** A count in language: at least 60 = {60, 60, open}.  SR_COUNT_OPEN: no bound or not known. */
#define SR_COUNT_OPEN INT64_MIN
typedef struct sr_count {
    int64_t low, best, high;
} sr_count;

typedef struct sr_quantity {
    sr_range range;        // the number with its bounds words ("at least 60")
    sr_count count;
    uint8_t  unit;         // sr_unit
    uint32_t noun;         // token of the counted noun ("people"); SR_NO_TOKEN: none
    bool     more;         // added to what was said before ("four more", "another 12")
    bool     part;         // a part of a total said before ("including three children", "of whom")
    double   amount;       // value of non-integers (money, fractions, percent); else 0
} sr_quantity;

/** Somebody says something. */
typedef struct sr_attribution {
    sr_range cue;          // "said", "according to"
    uint8_t  verb;         // sr_position_verb
    sr_range speaker;      // empty: not named
    uint8_t  speaker_class; // sr_speaker_class
    uint32_t speaker_entity; // index of an entity; SR_NONE
    sr_range content;      // what is said; may cross into following sentences of a quotation
    sr_range accused;      // who is blamed, suspected, cleared; empty: nobody
    bool     hedged;       // "may", "apparently", "reportedly" on the cue itself
    bool     negated;      // "did not say", "no group claimed"
} sr_attribution;

typedef struct sr_document {
    const sr_report *report;
    sr_str           text;        // title, "\n\n", report text; in NFC
    uint32_t         body_offset; // bytes of text before the report's text; 0 without a title
    sr_nfc_map       title_map, body_map; // from `text` back to the title and the text of the report
    bool             upper;       // upper-case register: hardly a lower-case letter in it
    sr_token        *tokens;
    uint64_t        *hashes;      // [T] sr_hash(tokens[i].fold)
    uint64_t        *lemma_hashes; // [T] sr_hash(tokens[i].lemma); NULL before tagging
    const struct sr_view *views; // [T] what the tagger saw (annotate/feature.h); NULL: none
    const struct sr_pieces *pieces; // [S] numbers and words of time (annotate/words.h); NULL: not asked
    struct sr_atlas *atlas;      // what the gazetteer says of the tokens (annotate/atlas.h); NULL: not asked
    uint32_t         n_tokens;
    sr_sentence     *sentences;
    uint32_t         n_sentences;
    sr_entity       *entities;
    uint32_t         n_entities;
    sr_timex        *times;
    uint32_t         n_times;
    sr_quantity     *quantities;
    uint32_t         n_quantities;
    sr_place        *places;
    uint32_t         n_places;
    sr_attribution  *attributions;
    uint32_t         n_attributions;
    sr_diagnostic   *diagnostics;
    uint32_t         n_diagnostics;
} sr_document;

/** Bytes of the report's text, or of its title. */
typedef struct sr_span {
    uint32_t begin, end;
    bool     in_title;
} sr_span;

/** Words of a range, a view into the document's text. */
sr_str  sr_document_words(const sr_document *doc, sr_range range);
/** The entity that a token stands for: the innermost with this head, else the outermost over it;
 *  SR_NONE: none.  Cost: logarithmic in the entities, linear in those of the sentence. */
uint32_t sr_document_entity(const sr_document *doc, uint32_t token);
/** Span of document bytes as users are shown it. */
sr_span sr_document_span(const sr_document *doc, uint32_t begin, uint32_t end);
sr_span sr_document_range_span(const sr_document *doc, sr_range range);
/** The byte of the document's text at which a byte of the report's text stands. */
uint32_t sr_document_at(const sr_document *doc, uint32_t byte);

#endif
