/* Those who listen for changes: server-sent events to any number of sleeping connections.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_EVENTS_H
#define SR_SERVER_EVENTS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct events events;

events *events_new(void);
void events_free(events *e);
/** A stream for a connection; `since`: the last change that the client knows (0: only new ones).
 *  @return NULL: too many listen, or no memory */
struct MHD_Response *events_open(events *e, struct MHD_Connection *connection, uint64_t since,
                                 const char *origin);
/** Tell all of a new revision; `beat`: also send a comment, so that the line stays open. */
void events_tell(events *e, uint64_t revision, bool beat);
/** End all streams. */
void events_stop(events *e);
unsigned events_count(events *e);

#endif
