/* What other schemes call our incidents, places and actors, read from data/incident-types.tsv,
 * incident-codes.tsv, position-codes.tsv and countries.tsv.
 *
 * All functions are total: with a lexicon of NULL, or for what a table does not hold, they give an
 * empty view.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_CODES_H
#define SR_PUBLISH_CODES_H

#include "publish/sides.h"

/* Columns of incident-types: X(NAME, "column", "scheme of incident-codes"). */
#define SR_SCHEME_LIST(X)                                                                          \
    X(CAMEO, "cameo", "cameo")                                                                     \
    X(PLOVER, "plover", "plover") X(ACLED, "acled", "acled") X(GTD, "gtd", "gtd")                  \
        X(GTD_WEAPON, "gtd_weapon", "gtd_weapon") X(MUC4, "muc4", "muc4") X(CAP, "cap", "cap")

#define X(NAME, column, codes) SR_SCHEME_##NAME,
typedef enum sr_scheme { SR_SCHEME_LIST(X) SR_SCHEME_COUNT } sr_scheme;
#undef X

/** The code of an incident; empty: the scheme has no place for it.
 *  @param subtype  a leaf; empty or unknown: the row of the type itself counts
 *  @param cases    1 << sr_case */
sr_str sr_code(const sr_lexicon *lexicon, sr_incident_type type, sr_str subtype, sr_scheme scheme,
               uint32_t cases);
/** The kind of incident for people ("suicide bombing"). */
sr_str sr_type_text(const sr_lexicon *lexicon, sr_incident_type type, sr_str subtype);
/** The first of a cell's alternatives, CASE&CASE?VALUE|VALUE, whose cases all hold; a case that is
 *  not in SR_CASE_LIST never holds. "-" is given as it stands. */
sr_str sr_code_choose(sr_str cell, uint32_t cases);

/** A column (`name`, `part`, `scale`) of a code of incident-codes. @param scheme  "gtd", "acled" …
 */
sr_str sr_code_cell(const sr_lexicon *lexicon, const char *scheme, sr_str code, const char *column);
/** CAMEO code of a position verb; empty: none. */
sr_str sr_position_cameo(const sr_lexicon *lexicon, sr_str verb);
/** A column of countries.tsv. @param iso2  ISO 3166-1 alpha-2 */
sr_str sr_country_cell(const sr_lexicon *lexicon, sr_str iso2, const char *column);
/** Country of an actor of the table; empty: unknown. */
sr_str sr_actor_country(const sr_lexicon *lexicon, sr_str actor);

#endif
