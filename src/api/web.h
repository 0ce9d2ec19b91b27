/* Shared by fetching and following.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_WEB_H
#define SR_API_WEB_H

#include <sitrep/web.h>

#include "ingest/fetch.h"

sr_fetch_options sr_web__options(const sr_web_options *web);

#endif
