/* Options that fetch and follow share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_WEB_OPTIONS_H
#define SR_CLI_WEB_OPTIONS_H

#include <sitrep/web.h>

#include "opt.h"

typedef struct web_values {
    const char *proxy, *ca_file;
    unsigned    timeout, pause, retries;
    bool        allow_private, ignore_robots;
} web_values;

#define WEB_VALUES_INIT {NULL, NULL, 60, 1000, 2, false, false}

#define WEB_OPTS(AT)                                                                                                  \
    {"timeout", 0, OPT_NUMBER, AT(timeout), 3600, "SECONDS", "of one transfer; default 60"},                          \
    {"pause", 0, OPT_NUMBER, AT(pause), 600000, "MS", "between two transfers of one host; default 1000"},             \
    {"retries", 0, OPT_NUMBER, AT(retries), 10, "N", "after failures that may pass; default 2"},                      \
    {"proxy", 0, OPT_TEXT, AT(proxy), 0, "URL", "default: what http_proxy and https_proxy say"},                      \
    {"ca-file", 0, OPT_TEXT, AT(ca_file), 0, "FILE", "certificates to trust instead of the system's"},                \
    {"allow-private", 0, OPT_FLAG, AT(allow_private), 0, NULL, "also addresses of this machine and network"},         \
    {"ignore-robots", 0, OPT_FLAG, AT(ignore_robots), 0, NULL, "fetch pages that robots.txt forbids"}

static inline void web_set(sr_web_options *web, const web_values *v)
{
    web->proxy = v->proxy;
    web->ca_file = v->ca_file;
    web->timeout_s = v->timeout;
    web->pause_ms = v->pause;
    web->retries = v->retries;
    web->allow_private = v->allow_private;
    web->ignore_robots = v->ignore_robots;
}

#endif
