/* Actor dictionaries of PETRARCH and TABARI, as users have them.
 *
 *   NAME_WITH_UNDERSCORES_ [AFGREB]      # comment, also after ;
 *   +SYNONYM_
 *   <tab>[AFGGOV 960927-20011113]        codes with dates: FROM-TO, >FROM, <TO; YYMMDD or YYYYMMDD
 *
 * Each name becomes rows of the tables `actor-names` (phrase, actor, note) and `actors` (one for
 * each code: id, name, kind, country, first, last, source, code; those without dates first).
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

/** Add a dictionary's actors.  What cannot be read is told to `note` and left out.
 *  @param codes  has the table cameo-codes; NULL: kinds and countries stay empty
 *  @param bytes  live until the builder has finished; rows live in the arena
 *  @param where  the file's path; lives as long as the builder */
void sr_actor_file_read(sr_lexicon_builder *builder, const sr_lexicon *codes, sr_str bytes,
                        const char *where, sr_lexicon_note *note, void *payload, sr_arena *arena);

#endif
