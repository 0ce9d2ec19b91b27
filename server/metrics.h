/* Counters in the form of Prometheus, the clock, the access log.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_METRICS_H
#define SR_SERVER_METRICS_H

#include "context.h"

uint64_t clock_us(void); // monotonic
void metrics_count(server *s, unsigned status, uint64_t microseconds);
void metrics_write(server *s, sr_buf *out);
/** One line on standard error; control characters of the address become '?'. */
void log_request(const char *line, unsigned status, uint64_t microseconds);

#endif
