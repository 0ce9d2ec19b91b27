/* The options that say which incidents: of list and export.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_QUERY_H
#define SR_CLI_QUERY_H

#include "ledger.h"

typedef struct query_values {
    const char *type, *stage, *country, *place, *from, *to, *actor, *text, *report;
    const char *bbox, *near;
    unsigned    killed, wounded, reports;
    bool        contested, uncontested;
    double      probability;
} query_values;

#define QUERY_OPTS(AT)                                                                                        \
    {"type", 't', OPT_TEXT, AT(type), 0, "TYPES", "incident types, comma between: BOMBING,ARSON"},            \
    {"stage", 0, OPT_TEXT, AT(stage), 0, "STAGES", "accomplished, foiled, threatened …"},                     \
    {"country", 'c', OPT_TEXT, AT(country), 0, "CODES", "ISO 3166-1 alpha-2: KE,SO"},                         \
    {"place", 0, OPT_TEXT, AT(place), 0, "NAME", "a town, first-level division or venue"},                    \
    {"bbox", 0, OPT_TEXT, AT(bbox), 0, "W,S,E,N", "inside a box of degrees"},                                 \
    {"near", 0, OPT_TEXT, AT(near), 0, "LAT,LON,KM", "inside a circle"},                                      \
    {"from", 0, OPT_TEXT, AT(from), 0, "DAY", "happened then or later: 2024-03-22"},                          \
    {"to", 0, OPT_TEXT, AT(to), 0, "DAY", "happened then or earlier"},                                        \
    {"actor", 'a', OPT_TEXT, AT(actor), 0, "NAME", "id or name of anybody who acts, suffers or speaks"},      \
    {"killed", 'k', OPT_NUMBER, AT(killed), 1000000000, "N", "at least N killed"},                            \
    {"wounded", 0, OPT_NUMBER, AT(wounded), 1000000000, "N", "at least N wounded"},                           \
    {"reports", 0, OPT_NUMBER, AT(reports), 1000000000, "N", "at least N independent reports"},               \
    {"contested", 0, OPT_FLAG, AT(contested), 0, NULL, "only where sources contradict one another"},          \
    {"uncontested", 0, OPT_FLAG, AT(uncontested), 0, NULL, "only where they do not"},                         \
    {"probability", 0, OPT_SHARE, AT(probability), 0, "P", "at least so probable; 0 to 1"},                   \
    {"text", 0, OPT_TEXT, AT(text), 0, "WORDS", "words in one of its reports"},                               \
    {"report", 0, OPT_TEXT, AT(report), 0, "ID", "told by this report"}

/** @return false after a message */
bool query_make(const command *cmd, const query_values *values, sr_ledger_query *out);

#endif
