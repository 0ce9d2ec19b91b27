/* What the program knows before it reads: lexicons, gazetteer, models.
 *
 * All three are compiled files that the build embeds into the program (so they
 * are mapped by the system's loader: nothing is parsed or copied at start);
 * a folder given by the user replaces or extends them.
 *
 * Immutable after opening, but for the memo; shared between threads.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_KNOW_H
#define SR_KNOW_KNOW_H

#include "base/memo.h"
#include "know/lexicon.h"
#include "know/lexicon_build.h"

typedef struct sr_gazetteer sr_gazetteer; // know/gazetteer.h
typedef struct sr_know      sr_know;

typedef struct sr_know_options {
    const char *data_dir;   // user's folder with further rows (<table>.tsv; *.actors.txt in the
                            // form of PETRARCH and TABARI), or NULL
    const char *models_dir; // folder with other model files (<name>.bin), or NULL
    sr_lexicon_tokenise *phrase; // splits users' phrases: sr_text_phrase; needed with data_dir
} sr_know_options;

/** Something in a user's data file that was not taken as it stands. */
typedef struct sr_know_note {
    const char *file;
    uint32_t    line; // from 1
    const char *text;
} sr_know_note;

/** Open everything. @param out  belongs to the caller; sr_know_close
 *  @param options  may be NULL: what is built in
 *  @return SR_OK; SR_E_CORRUPT, SR_E_VERSION, SR_E_IO with *err telling which file and why;
 *  SR_E_USAGE data_dir without phrase; SR_E_NOMEM.
 *  Users' rows stand before the built-in rows of their table. */
SR_NODISCARD sr_status sr_know_open(sr_know **out, const sr_know_options *options, sr_error *err);
void                   sr_know_close(sr_know *know);

/* With `know` NULL these give NULL or an empty view. */
const sr_lexicon   *sr_know_lexicon(const sr_know *know);
/** NULL if neither the program nor models_dir has a gazetteer. */
const sr_gazetteer *sr_know_gazetteer(const sr_know *know);
/** The whole file of a model by name ("tagger"), aligned to 64; an empty view if there is none.
 *  Users' files were verified on opening, checksum included; sr_model_check (know/model.h) gives
 *  the payload and tells whether it is of the caller's kind, version and features. */
sr_str              sr_know_model(const sr_know *know, sr_str name);
/** Where what follows from these models alone may be kept for the next report; safe to use from all threads.  NULL: none. */
sr_memo            *sr_know_memo(const sr_know *know);
/** What was wrong in users' data files: tables by name, then dictionaries, then what the phrases
 *  of both had too much of. */
const sr_know_note *sr_know_notes(const sr_know *know, size_t *n);

#endif
