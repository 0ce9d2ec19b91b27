/* POST /reports: reports into the ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_POST_H
#define SR_SERVER_POST_H

#include "route.h"

/** A JSON object (one report), or {"reports":[…]}; forms of docs/format-record.md.
 *  Replies 200 with what was done, 400 when the body is no such thing. */
sr_status post_reports(sr_ledger *ledger, sr_engine *engine, sr_str body, reply *out,
                       sr_error *err);

#endif
