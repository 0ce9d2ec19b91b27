/* What the program knows before it reads: lexicons, gazetteer, models.
 *
 * All three are compiled files that the build embeds into the program (so they
 * are mapped by the system's loader: nothing is parsed or copied at start);
 * a folder given by the user replaces or extends them.
 *
 * Immutable after opening; shared read-only between threads.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_KNOW_H
#define SR_KNOW_KNOW_H

#include "know/lexicon.h"

typedef struct sr_gazetteer sr_gazetteer; // know/gazetteer.h
typedef struct sr_know      sr_know;

typedef struct sr_know_options {
    const char *data_dir;   // user's folder with further rows (<table>.tsv), or NULL
    const char *models_dir; // folder with other model files (<name>.bin), or NULL
} sr_know_options;

/** Open everything. @param out  belongs to the caller; sr_know_close
 *  @return SR_OK; SR_E_CORRUPT, SR_E_VERSION, SR_E_IO with *err telling which file and why */
SR_NODISCARD sr_status sr_know_open(sr_know **out, const sr_know_options *options, sr_error *err);
void                   sr_know_close(sr_know *know);

const sr_lexicon   *sr_know_lexicon(const sr_know *know);
const sr_gazetteer *sr_know_gazetteer(const sr_know *know);
/** Bytes of a model file by name ("tagger"); an empty view if there is none.
 *  Magic, version and checksum were checked on opening (know/model.h). */
sr_str              sr_know_model(const sr_know *know, sr_str name);

#endif
