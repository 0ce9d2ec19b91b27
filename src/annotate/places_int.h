/* Inside of the place annotator: the work that its files share; see places.c for the order.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_PLACES_INT_H
#define SR_ANNOTATE_PLACES_INT_H

#include "annotate/atlas.h"
#include "know/gazetteer.h"
#include "know/know.h"
#include "record/document.h"

/* Classes of data/place-stop.tsv, and of data/place-context.tsv. */
#define SR_PLACE_STOP_LIST(X)                                                                      \
    X(NONE, "") X(WORD, "word") X(TIME, "time") X(PERSON, "person") X(OTHER, "other") X(COMMA, "comma")
#define SR_PLACE_CONTEXT_LIST(X)                                                                   \
    X(NONE, "") X(PREP, "prep") X(WEAK, "weak") X(SIDE, "side") X(BEARING, "bearing")              \
    X(UNIT, "unit") X(LINK, "link") X(LABEL, "label")
#define X(NAME, text) SR_PLACE_STOP_##NAME,
typedef enum sr_place_stop { SR_PLACE_STOP_LIST(X) SR_PLACE_STOP_COUNT } sr_place_stop;
#undef X
#define X(NAME, text) SR_PLACE_CONTEXT_##NAME,
typedef enum sr_place_context { SR_PLACE_CONTEXT_LIST(X) SR_PLACE_CONTEXT_COUNT } sr_place_context;
#undef X

#define SR_PLACES_SETTLED 64u // more places than these are not compared: keeps the cost linear

/** A name that may be one of a place. */
typedef struct sr_place_mention {
    sr_range range;                       // as it will be given, with its word of kind ("Helmand Province")
    sr_range name;                        // what was looked up
    const sr_gazetteer_reading *readings; // [n] NULL: not in the gazetteer
    uint32_t n;
    int8_t   hint;      // sr_gazetteer_kind that a word of kind asks for; -1: none
    uint8_t  stop;      // sr_place_stop
    bool     personal;  // stands as a surname does: "Senator X", "John X"
    bool     certain;   // found by its context alone ("the village of X"), or a name that means little else
    float    evidence;  // log-odds that a place is meant
    uint32_t outer;     // mention that says where this one is ("X, Y"); SR_NONE
    uint32_t place;     // chosen place; SR_NO_PLACE
    bool     foreign;   // the name is known only where the report does not speak of: another place is meant
    float    margin;    // how far the chosen reading is ahead of the next, in units of the score
} sr_place_mention;

typedef struct sr_place_work {
    sr_document        *doc;
    const sr_gazetteer *gazetteer;
    const sr_lexicon   *lexicon; // NULL: none
    sr_arena           *arena;
    int                 stop, stop_class, context, context_class, context_value, kinds, kinds_kind, kinds_where;
    int                 titles, name_words, name_kind;
    const sr_gazetteer_form *forms; // [T]
    uint32_t           *cover;  // [T] 1 + index of the entity over it; 0: none; SR_NONE: in a time expression
    bool               *blind;  // [S] capitals of the sentence tell nothing
    SR_LIST(sr_place_mention) mentions; // sorted, disjoint
    float               country[256]; // weight of each country by its place index
    uint32_t            n_countries;
    uint32_t            home; // country that the report is on; SR_NO_PLACE: none or several
    sr_gazetteer_place  settled[SR_PLACES_SETTLED]; // different places chosen so far
    uint32_t            settled_times[SR_PLACES_SETTLED];
    uint32_t            n_settled;
    uint32_t           *same;  // [same_room] table of names: 1 + a mention with that name; 0: empty
    uint32_t            same_room; // a power of two
} sr_place_work;

/** places_find.c: fills mentions; those with little evidence are not among them. */
void sr_places_find(sr_place_work *work);
/** places_resolve.c: sets outer, place and margin of each mention. */
void sr_places_resolve(sr_place_work *work);

/** Forget the table of names. Cost: O(mentions). */
void      sr_places_forget(sr_place_work *work);
/** Place in the table for a mention's name: holds 1 + index of a mention of that name, or 0. */
uint32_t *sr_places_same(sr_place_work *work, const sr_place_mention *mention);

/* -- words ------------------------------------------------------------------ */

/** A row of data/place-context.tsv of this class at token i that ends before `end`.
 *  @param n, value  out: its tokens, its number; may be NULL */
bool sr_places_context(const sr_place_work *work, uint32_t i, uint32_t end, sr_place_context class, uint32_t *n,
                       double *value);
/** A word of kind. */
typedef struct sr_place_kind {
    int      kind;  // sr_gazetteer_kind; -1: none
    uint32_t n;     // its tokens
    bool     loose; // has other meanings
} sr_place_kind;
/** The word of kind at token i. @param where  "after", "of", "before"; NULL: any */
sr_place_kind sr_places_kind(const sr_place_work *work, uint32_t i, uint32_t end, const char *where);
static inline bool sr_places_is(const sr_place_work *work, uint32_t i, const char *word)
{
    return sr_str_is(work->doc->tokens[i].fold, word);
}

static inline const sr_token *sr_places_token(const sr_place_work *w, uint32_t i)
{
    return &w->doc->tokens[i];
}
static inline uint32_t sr_places_first(const sr_place_work *w, uint32_t i)
{
    return w->doc->sentences[w->doc->tokens[i].sentence].first;
}
static inline uint32_t sr_places_end(const sr_place_work *w, uint32_t i)
{
    return w->doc->sentences[w->doc->tokens[i].sentence].end;
}

#endif
