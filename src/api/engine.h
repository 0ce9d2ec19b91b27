/* What the ledger takes from an engine.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_ENGINE_H
#define SR_API_ENGINE_H

#include <sitrep/pipeline.h>

#include "api/feed.h"

#include "know/know.h"

/** What an engine knows; lives as long as it. */
const sr_know *sr_engine__know(const sr_engine *engine);

/** Read what a feed gives: the run behind sr_engine_read_files. */
sr_status sr_engine__run(sr_engine *engine, sr_feed *feed, const sr_read_options *options,
                         sr_read_totals *totals, sr_error *err);

#endif
