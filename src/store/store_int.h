/* What the files of the store share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_STORE_STORE_INT_H
#define SR_STORE_STORE_INT_H

#include "store/store.h"

struct sr_store {
    sr_db  *db;
    int64_t then; // instant that is looked at; INT64_MAX: now
};

static inline sr_str sr_id_view(const uint8_t id[SR_ID_BYTES]) { return sr_str_from(id, SR_ID_BYTES); }

#endif
