/* Actor dictionaries of PETRARCH and TABARI, as users have them.
 *
 *   NAME_WITH_UNDERSCORES_ [AFGREB]      # comment, also after ;
 *   +SYNONYM_
 *   <tab>[AFGGOV 960927-20011113]        codes with dates: FROM-TO, >FROM, <TO; YYMMDD or YYYYMMDD
 *
 * Kind and country come from the parts of the code by the table `cameo-codes`; an office of a
 * state that is held for a time is a person's.  Names there are in capitals and do not tell
 * acronyms: one word of two to six letters without a vowel counts as one, and so do initials in
 * brackets behind a name.  Two-digit years above 30 are of the 20th century: in the
 * Phoenix dictionaries none lies between 15 and 30.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_ACTOR_FILE_H
#define SR_KNOW_ACTOR_FILE_H

#include "know/lexicon_build.h"

#define SR_ACTOR_FILE_SUFFIX ".actors.txt"

/* Dates are YYYYMMDD, 0 open; month and day may be 00, not told.  Lines are counted from 1; `text` is the line. */
typedef struct sr_actor_name {
    sr_str   name; // capitals at the beginnings of words only
    bool     acronym;
    uint32_t first, last; // of the one code on the line of a synonym
    uint32_t line;
    sr_str   text;
} sr_actor_name;

typedef struct sr_actor_code {
    sr_str   code;
    uint32_t first, last;
    uint32_t line;
    sr_str   text;
} sr_actor_code;

/** One actor: at least one name and one code. */
typedef struct sr_actor_entry {
    sr_str               id; // its first name: lower-case letters and digits, one hyphen between runs of them
    uint32_t             line;
    const sr_actor_name *names;
    const sr_actor_code *codes;
    size_t               n_names, n_codes;
    bool                 dated; // one of the codes has dates
} sr_actor_entry;

typedef struct sr_actor_meaning {
    sr_str kind, country; // empty: not known
} sr_actor_meaning;

/** Entries live in the arena, the lists only until the callback returns. */
typedef void sr_on_actor_entry(void *payload, const sr_actor_entry *entry);

/** Hand over each entry, in order.  What cannot be read is told to `note` and left out. */
void sr_actor_file_each(sr_str bytes, const char *where, sr_lexicon_note *note, void *payload,
                        sr_on_actor_entry *on_entry, void *entry_payload, sr_arena *arena);
/** Does it look like a dictionary of actors?  Among its first lines with brackets most hold a code. */
bool sr_actor_file_looks(sr_str bytes);
/** The first country of a code is the actor's (none of an international armed group, whose further parts are
 *  regions and beliefs); the first role decides the kind, else the country does.
 *  @param codes  has the table cameo-codes; NULL: both stay empty
 *  @param dated  an agency's code is then a person's */
sr_actor_meaning sr_actor_code_meaning(const sr_lexicon *codes, sr_str code, bool dated);

/** Add a dictionary's actors to the tables `actor-names` (phrase, actor, note) and `actors` (a row for
 *  each code: id, name, kind, country, first, last, source, code; those without dates first).
 *  @param codes  as above
 *  @param bytes  live until the builder has finished; rows live in the arena
 *  @param where  the file's path; lives as long as the builder */
void sr_actor_file_read(sr_lexicon_builder *builder, const sr_lexicon *codes, sr_str bytes,
                        const char *where, sr_lexicon_note *note, void *payload, sr_arena *arena);

#endif
