/* libsitrep: from news reports to records of violent incidents – who said what, when, how surely,
 * and where in the text.
 *
 *     sr_engine      *engine;
 *     sr_read_options options = SR_READ_OPTIONS_INIT;
 *     options.format = SR_FORMAT_JSON;
 *     options.on_output = write_it;
 *     if (sr_engine_open(&engine, NULL, &err) == SR_OK) {
 *         status = sr_engine_read_files(engine, paths, n, &options, &totals, &err);
 *         sr_engine_close(engine);
 *     }
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_SITREP_H
#define SITREP_SITREP_H

#include <sitrep/error.h>
#include <sitrep/incident.h>
#include <sitrep/inspect.h>
#include <sitrep/ledger.h>
#include <sitrep/pipeline.h>
#include <sitrep/report.h>
#include <sitrep/web.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of the library, "MAJOR.MINOR.PATCH". Static storage. */
SR_API const char *sr_version(void);

#ifdef __cplusplus
}
#endif

#endif
