/* Inside of the entity annotator: the work that its files share.
 *
 * Names are found first (actors.c, names or guess.c, acronyms.c) and settled, so that no two
 * of them cross; then descriptions are read around them (mentions.c).  Private to the room.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_ENTITIES_INT_H
#define SR_ANNOTATE_ENTITIES_INT_H

#include "annotate/atlas.h"
#include "know/gazetteer.h"
#include "know/know.h"
#include "record/document.h"
#include "record/vocabulary.h"

/* Tables of data/ that are read here: X(name in the struct, "table", "column"). */
#define SR_ENTITY_TABLES(X)                                                                        \
    X(actor_names, "actor-names", "actor") X(organs, "organs", "class")                            \
    X(groups, "groups", "class") X(facilities, "facilities", "type")                               \
    X(weapons, "weapons", "sense") X(titles, "titles", "position")                                 \
    X(persons, "person-nouns", "number") X(name_words, "name-words", "kind")                       \
    X(triggers, "triggers", "strength")

typedef struct sr_entity_table {
    int table, column;
} sr_entity_table;

/** A demonym ("Afghan", "South Koreans") that begins at a token. */
typedef struct sr_entity_nation {
    uint8_t n;          // its tokens; 0: none
    char    country[3]; // ISO 3166-1 alpha-2, terminated
} sr_entity_nation;

/** An entity that may stay; with equal length the higher rank does. */
typedef struct sr_candidate {
    sr_entity entity;
    uint8_t   rank; // sr_candidate_rank
    uint32_t  definition; // names of one number are one: the report says so; 0: none
    bool      beaten; // a description showed that it is no name
} sr_candidate;

typedef enum sr_candidate_rank {
    SR_RANK_GUESS,   // from capitals or tags alone
    SR_RANK_CONTEXT, // an actor's name that has other meanings
    SR_RANK_NAME,    // the name tagger's
    SR_RANK_ACTOR,   // a name of the actor table
    SR_RANK_DEFINED, // the report itself says what the acronym means
} sr_candidate_rank;

typedef struct sr_entity_work {
    sr_document        *doc;
    const sr_know      *know;
    const sr_lexicon   *lexicon;
    const sr_gazetteer *gazetteer; // NULL: none
    sr_arena           *arena;
#define X(name, table, column) sr_entity_table name;
    SR_ENTITY_TABLES(X)
#undef X
    int                  actors, actor_kind, actor_country, actor_first, actor_last, actor_name;
    int                  name_note, title_class, person_class;
    bool                *upper;  // [S] sentence in the upper-case register
    const sr_gazetteer_form *forms; // [T] NULL without a gazetteer
    sr_entity_nation    *demonyms; // [T] NULL without a gazetteer
    uint32_t            *cover;  // [T] 1 + index of the settled name over it; 0: none
    bool                *closed; // [T] inside a time or quantity: no part of a description
    uint64_t             countries[11]; // set of ISO codes that the report names, 26 * 26 bits
    SR_LIST(sr_candidate) names; // settled by sr_entities_settle: sorted, disjoint
    SR_LIST(sr_candidate) found; // descriptions; may hold names inside
} sr_entity_work;

/* -- what tokens are ------------------------------------------------------- */

static inline const sr_token *sr_entity_token(const sr_entity_work *w, uint32_t i)
{
    return &w->doc->tokens[i];
}
static inline uint32_t sr_entity_sentence_end(const sr_entity_work *w, uint32_t i)
{
    return w->doc->sentences[w->doc->tokens[i].sentence].end;
}
static inline uint32_t sr_entity_sentence_first(const sr_entity_work *w, uint32_t i)
{
    return w->doc->sentences[w->doc->tokens[i].sentence].first;
}
/** Folded form is the word. */
static inline bool sr_entity_is(const sr_entity_work *w, uint32_t i, const char *word)
{
    return sr_str_is(w->doc->tokens[i].fold, word);
}
/** Capitals of this token mean something, or its tag says that it is a name. */
bool sr_entity_proper(const sr_entity_work *w, uint32_t i);
/** A row of a table at token i, no longer than `max` tokens. */
bool sr_entity_find(const sr_entity_work *w, const sr_entity_table *table, uint32_t i, uint32_t max,
                    bool lemmas, sr_lexicon_match *match);
/** Cell of a table's column, or of any other of its columns. */
sr_str sr_entity_cell(const sr_entity_work *w, const sr_entity_table *table, uint32_t row);
/** A demonym at token i: tokens matched, its country's ISO code. 0: none */
uint32_t sr_entity_demonym(const sr_entity_work *w, uint32_t i, char country[3]);
bool     sr_str_has_word(sr_str text, sr_str word); // among its words parted by spaces

/* -- names ------------------------------------------------------------------ */

void sr_entities_put_name(sr_entity_work *w, sr_range range, int kind, sr_candidate_rank rank,
                          float probability);
/** Names of the actor table, each in the reading that fits the report best. */
void sr_entities_find_actors(sr_entity_work *w);
/** Best reading of exactly this range; empty: none.  @param kind  out, may be NULL */
sr_str sr_entities_actor_of(const sr_entity_work *w, sr_range range, int *kind, char country[3]);
/** Kind, country and name of an actor by its id. @return false: not in the table */
bool sr_entities_actor(const sr_entity_work *w, sr_str id, int *kind, char country[3], sr_str *name);
/** Acronyms that the report explains ("X Y Z (XYZ)", "XYZ [X Y Z]"), everywhere in it. */
void sr_entities_find_acronyms(sr_entity_work *w);
/** Names by tags, capitals and titles, where there is no model. */
void sr_entities_guess_names(sr_entity_work *w);
/** Sort, drop what crosses a longer or surer one, set cover; may be called again. */
void sr_entities_settle(sr_entity_work *w);
/** Kind by the words in a name ("Ministry of Health"); -1: they do not tell. */
int  sr_entities_kind_by_words(const sr_entity_work *w, sr_range range);

/* -- descriptions ------------------------------------------------------------ */

/** Roles, persons, groups, agencies, facilities, weapons, nationalities, pronouns. */
void sr_entities_find_mentions(sr_entity_work *w);

#endif
