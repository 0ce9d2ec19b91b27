/* What the ledger takes from an engine.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_API_ENGINE_H
#define SR_API_ENGINE_H

#include <sitrep/pipeline.h>

#include "know/know.h"

/** What an engine knows; lives as long as it. */
const sr_know *sr_engine__know(const sr_engine *engine);

#endif
