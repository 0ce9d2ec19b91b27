/* A query of the user as pieces of a statement with its values.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_LEDGER_QUERY_H
#define SR_API_LEDGER_QUERY_H

#include "api/ledger_int.h"

typedef struct sr_question_text {
    sr_sql  pieces[24];
    size_t  n_pieces;
    sr_cell args[40];
    size_t  n_args;
} sr_question_text;

/** @param select   SR_SQL_LIST_…: what is asked   @param query  NULL: all
 *  @param stories  also groups of reports without an incident */
sr_status sr_question_make(sr_ledger *ledger, const sr_ledger_query *query, sr_sql select, bool stories,
                           sr_question_text *out, sr_error *err);
void      sr_question_piece(sr_question_text *question, sr_sql piece);
void      sr_question_arg(sr_question_text *question, const char *name, sr_cell value);
sr_status sr_question_ask(sr_ledger *ledger, const sr_question_text *question, sr_on_cells *on_cells, void *payload,
                          sr_error *err);

#endif
