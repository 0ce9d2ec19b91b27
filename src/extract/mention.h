/* What extract works with between annotations and claims: mentions of happenings with the
 * phrases that take part in them, and the tables they are read by.  Not for other rooms.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_EXTRACT_MENTION_H
#define SR_EXTRACT_MENTION_H

#include "annotate/chunk.h"
#include "extract/extract.h"

#define SR_ROLE_LIST(X)                                                        \
    X(NONE, "-") X(PERPETRATOR, "perpetrator") X(VICTIM, "victim")             \
    X(TARGET, "target") X(WEAPON, "weapon") X(SCENE, "scene")                  \
    X(EVENT, "event") X(PARTY, "party") X(AGENT, "agent")                      \
    X(ARRESTED, "arrested") X(LIVES, "lives")

typedef enum sr_role {
#define X(NAME, text) SR_ROLE_##NAME,
    SR_ROLE_LIST(X) SR_ROLE_COUNT
#undef X
} sr_role;

/* What a noun group names, as far as roles need it. */
typedef enum sr_noun_class {
    SR_NOUN_OTHER,
    SR_NOUN_PERSON,   // anybody unarmed or unknown
    SR_NOUN_SECURITY, // soldiers, police, guards
    SR_NOUN_ARMED,    // gunmen, rebels, attackers; named armed groups
    SR_NOUN_BODY,     // states, agencies, organisations
    SR_NOUN_FACILITY, // buildings, vehicles, works
    SR_NOUN_WEAPON,
    SR_NOUN_EVENT,    // another happening
    SR_NOUN_PLACE,
    SR_NOUN_LIVES,    // "lives"
} sr_noun_class;

typedef struct sr_noun {
    sr_range range;    // words for a fill: without articles and leading quantity
    sr_range whole;    // the group with its "of" phrases
    uint32_t head;
    uint8_t  class;    // sr_noun_class
    uint32_t entity;   // SR_NONE
    sr_str   type;     // facility, weapon or person class of the tables; empty: unknown
    sr_count count;    // SR_COUNT_NONE: not told
    bool     plural;
    bool     part;     // a part of a total ("including three children")
    bool     more;     // on top of what was told ("another two")
    bool     suspected; // "suspected", "alleged" in front of it
    bool     negated;  // "no casualties"
    bool     pronoun;
    bool     unnamed;   // a figure without words for whom ("quadruple")
} sr_noun;

typedef struct sr_participant {
    uint8_t role;        // sr_role
    bool    judged;      // added by the trained roles, not read from the clause
    float   probability; // that it takes part so, given the incident; 0: not judged
    sr_range name;       // the fullest name of its party; empty: none told
    sr_range words;      // the fullest description of its party; empty: none told
    sr_noun noun;
} sr_participant;

enum { // sr_mention.strength
    SR_STRENGTH_OFF,
    SR_STRENGTH_ANAPHOR,
    SR_STRENGTH_WEAK,
    SR_STRENGTH_EVENT,
};

typedef struct sr_mention {
    sr_range        trigger;
    uint32_t        sentence;
    uint8_t         type;       // sr_incident_type
    sr_str          subtype;
    sr_str          effect;     // death injury destroyed; empty: none told
    uint8_t         strength;
    uint8_t         actuality;  // sr_actuality
    bool            hit;        // its harmed may have died: a figure of dead and wounded together
    bool            negated;
    bool            verb;
    bool            generic;    // a bare plural, a habit: no single happening
    bool            definite;   // "the attack": told before
    sr_participant *at;
    uint32_t        n;
    uint32_t        attribution; // innermost that covers it; SR_NONE: the publisher
    uint32_t        time;       // index of its time expression; SR_NONE
    uint32_t        incident;   // index after linking; SR_NONE
    float           probability;
} sr_mention;

/** How probable it is that the noun group with this head is a perpetrator of a draft. */
typedef struct sr_suspicion {
    uint32_t draft, head;
    float    probability;
} sr_suspicion;

typedef struct sr_mentions {
    sr_mention           *at;
    uint32_t              n;
    bool                  judged;     // the trained roles were there
    SR_LIST(sr_suspicion) suspicions; // of all noun groups that were judged, for those not unlikely
} sr_mentions;

/* Tables and columns, looked up once a report. */
typedef struct sr_tables {
    const sr_lexicon *lexicon;
    int triggers, pos, type, subtype, effect, subject, object, prepositions, strength;
    int reporting, reporting_verb, reporting_pattern;
    int actuality, actuality_value, actuality_position;
    int persons, person_class, person_number;
    int facilities, facility_type;
    int weapons, weapon_type;
    int metaphors, metaphor_position;
    int contexts, context;
} sr_tables;

typedef struct sr_reader {
    const sr_document *doc;
    const sr_know     *know;
    sr_arena          *arena;
    sr_tables          t;
    sr_chunks         *chunks;  // [S] chunks of each sentence
    uint32_t          *entity_of; // [T] innermost entity of a token; SR_NONE
} sr_reader;

void sr_reader_open(sr_reader *r, const sr_document *doc, const sr_know *know, sr_arena *arena);

/** Row of a table that matches at token t; false: none. */
bool sr_reader_find(const sr_reader *r, int table, uint32_t t, uint32_t end, sr_lexicon_match *m);
sr_str sr_reader_cell(const sr_reader *r, int table, uint32_t row, int column);

/** Does token t stand in the dateline, before the report's first words? What stands there tells of
 *  the report, not of its incidents. */
static inline bool sr_reader_dateline(const sr_reader *r, uint32_t t)
{
    return r->doc->tokens[t].begin >= r->doc->body_offset &&
           r->doc->tokens[t].begin < r->doc->body_offset + r->doc->report->body_begin;
}
/** Subject (of a passive: who undergoes) and object of verb group v of a sentence, by its tree or its
 *  chunks; SR_NO_CHUNK: none.  Cost: linear in the sentence. */
uint32_t sr_subject(const sr_reader *r, uint32_t sentence, uint32_t v);
uint32_t sr_object(const sr_reader *r, uint32_t sentence, uint32_t v);

/** The next noun group behind `after` that is coordinated with noun group `of`, by the tree of a parsed
 *  sentence; SR_NO_CHUNK: none.  Cost: linear in the sentence. */
uint32_t sr_conjunct(const sr_reader *r, uint32_t sentence, uint32_t of, uint32_t after);

/** What noun group `chunk` of a sentence's chunks names. */
sr_noun sr_noun_read(const sr_reader *r, const sr_chunks *chunks, uint32_t chunk);
/** Sort a noun into the role it can fill: a weapon as subject of "killed" is a weapon. */
uint8_t sr_noun_role(const sr_noun *noun, uint8_t wanted);
/** Does a noun group only stand near a body it names: "Hamas-run ministry", "Islamic State sympathiser"? */
bool sr_body_only_near(const sr_document *doc, sr_range body);

/** All mentions of a document, in order of their triggers. */
void sr_mentions_find(const sr_reader *r, sr_mentions *out);
/** Did it happen? Sets actuality, negated, generic of a mention in chunk c of its sentence. */
void sr_mention_judge(const sr_reader *r, sr_mention *m, uint32_t chunk);

/** Is it a figure of speech ("heart attack", "attacked the bill")? */
bool sr_mention_figurative(const sr_reader *r, const sr_mention *m, uint32_t chunk);
/** The share of its probability that the frame of a mention leaves it: films, drills, illnesses, statistics and
 *  false rumours tell of no incident.  1: nothing of the kind. */
float sr_mention_frame(const sr_reader *r, const sr_mention *m, uint32_t chunk);

/** Is the report about sport or entertainment, by its words? Cost: linear in the tokens. */
bool sr_report_playful(const sr_reader *r);

typedef struct sr_incident_draft {
    uint8_t   type;
    sr_str    subtype;
    uint32_t  types;       // bit set
    uint32_t  lead;        // its first strong mention
    uint32_t  first_sentence;
    sr_period period;      // SR_DAY_NONE: unknown
    uint32_t  time;        // its time expression; SR_NONE
    uint32_t  place;       // its most precise place; SR_NONE
    float     place_probability; // of a chosen place; 0: not judged
    bool      country_only;      // no more of the place is likely enough
    uint32_t  n_mentions;
    bool      violent;     // some mention names violence, not only its harm
    bool      harmful;     // somebody was killed or hurt
    bool      background;
    uint32_t  order;       // number in the output, main first
    float     probability;
} sr_incident_draft;

typedef struct sr_drafts {
    sr_incident_draft *at;
    uint32_t           n;
} sr_drafts;

/** Merge mentions of the same happening; sets mention.incident. Main one first by `order`. */
void sr_link(const sr_reader *r, sr_mentions *mentions, sr_drafts *out);

/** The place told with a mention, an index of doc->places; SR_NONE: none. */
uint32_t sr_mention_place(const sr_reader *r, const sr_mention *m);

/** Set period and time of the drafts by what the report tells about their days; they stay as they
 *  were where nothing does.  Cost: drafts × mentions × expressions near a mention. */
void sr_drafts_when(const sr_reader *r, const sr_mentions *all, sr_drafts *drafts);

/** Everything before scoring: what the trainer and the program share. False: no table of triggers. */
bool sr_extract_drafts(const sr_document *doc, const sr_know *know, sr_reader *r, sr_mentions *mentions,
                       sr_drafts *drafts, sr_arena *arena);

/** Write the claims of all drafts. */
void sr_claims_write(const sr_reader *r, const sr_mentions *mentions, const sr_drafts *drafts,
                     sr_claims *out);

#endif
