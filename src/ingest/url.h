/* References to addresses, resolved against a base (RFC 3986, section 5.2).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_URL_H
#define SR_INGEST_URL_H

#include "base/str.h"

/** `reference` made absolute; as it is (white space around it cut off) when it is already, or when
 *  the base is empty or no hierarchical address.  Characters beyond ASCII are kept. */
sr_str sr_url_resolve(sr_arena *arena, sr_str base, sr_str reference);
/** "http", "tag"; empty: the reference is relative. */
sr_str sr_url_scheme(sr_str url);
/** "example.org" of "https://user@example.org:8080/x"; empty: none. */
sr_str sr_url_host(sr_str url);

#endif
