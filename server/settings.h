/* Feeds and watches as others may see them: how they are, without what only their owner may know.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_SETTINGS_H
#define SR_SERVER_SETTINGS_H

#include <json-c/json.h>

/** Days without news after which a feed is silent, unless asked otherwise. */
#define FEED_SILENT_DAYS 3

/** How a feed is: "failing", "not asked yet", "not asked lately", "silent" or "well".
 *  @param state          its setting, as `sitrep follow` keeps it
 *  @param silent_before  "2024-03-22T14:05:07Z": no success since is "not asked lately", no new
 *                        item since is "silent" */
const char *feed_health(json_object *state, const char *silent_before);

#endif
