/* Watches: saved queries with a rule that states the corroboration it requires.
 *
 * A watch is a setting of the ledger (kind "watch"):
 *   {"query":{PARAM:VALUE…}, "rule":TEXT, "publishers":N, "deliver":[{"kind",…}…], "page":URL,
 *    "sequence":N, "fired":{ID:1…}, "pending":[ALERT…], "recent":[ALERT…], "trouble":TEXT}
 *
 *   killed >= N, wounded >= N           so many, told by N publishers, copies not counted
 *   killed revised > P %                the figure that stands moved by so much (wounded likewise)
 *   position on NAME                    somebody says something new about NAME
 *   warning naming NAME                 a warning given before the incident names NAME
 *
 * What was found and up to where the ledger was looked at is written in one step before anything is
 * sent, and what was sent is taken out after it: a run that ends anywhere misses nothing.  An alert
 * has an id that is the same for ever, so nothing is found twice; only when the program dies
 * between a delivery and its note is that one delivery made again, under the same id.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_WATCH_H
#define SR_SERVER_WATCH_H

#include <stdbool.h>

#include <sitrep/ledger.h>

/** Is the text a rule? Messages say what it wants. */
SR_NODISCARD sr_status watch_check_rule(const char *rule, sr_error *err);

/** Keep a watch. @param json  query, rule, publishers, deliver, page  @param all  also what is in
 * the ledger already
 *  @return SR_E_USAGE when the rule or a delivery makes no sense */
SR_NODISCARD sr_status watch_add(sr_ledger *ledger, const char *name, const char *json, bool all,
                                 sr_error *err);

/** Look at what changed, note alerts, deliver what waits.  Deliveries that fail stay and are told
 * by the watch's "trouble".
 *  @param name   NULL: all watches
 *  @param waits  out: alerts that wait for their delivery; may be NULL */
SR_NODISCARD sr_status watch_run(sr_ledger *ledger, const char *name, unsigned *waits,
                                 sr_error *err);

#endif
