/* Ceilings of the server, with unit and reason.  What passes one is refused with a status and a
 * message.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_LIMITS_H
#define SR_SERVER_LIMITS_H

#define LIMIT_CONNECTIONS          4096u // open ones; a desk has a handful, a load test a thousand
#define LIMIT_CONNECTIONS_STRANGER 64u   // of one address, unless the server is on loopback
#define LIMIT_HEADER_BYTES         (32u << 10) // request line and headers: MHD's memory of a connection
#define LIMIT_IDLE_SECONDS         20u         // without a byte
#define LIMIT_BODY_BYTES           (8u << 20)  // of a POST: some reports
#define LIMIT_POST_REPORTS         256u        // in one POST
#define LIMIT_PARAMETERS           24u         // of one address
#define LIMIT_VALUE_BYTES          512u        // of one parameter
#define LIMIT_ROWS                 1000u       // of one page of a list; the ledger's own limit
#define LIMIT_REVISIONS            20000u      // of one comparison; the answer says when it was cut
#define LIMIT_ANSWER_BYTES         (64u << 20) // of one answer
#define LIMIT_JOBS                 4096u       // waiting for a worker
#define LIMIT_WRITES               16u         // waiting for the writer
#define LIMIT_LISTENERS            1024u       // of events
#define LIMIT_CACHE_BYTES          (64u << 20) // of kept answers
#define LIMIT_CACHE_ANSWER         (4u << 20)  // larger ones are not kept
#define LIMIT_MAP_CELLS            4000u       // marks of one map
#define LIMIT_TOKEN_BYTES          256u

#define LIMIT_STALE_MS 2000u // how old an answer may be while a newer one is made
#define LIMIT_RENEW_MS 1000u // an answer is not made anew sooner, unless the newest is asked for

#define TICK_MS      250u   // how often the ledger is asked for changes
#define HEARTBEAT_MS 15000u // so that proxies keep an event stream open

#endif
