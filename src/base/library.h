/* Libraries that are loaded when they are first needed.
 *
 * Whoever is about to call one of them asks for it here first; in programs that are linked with
 * them as usual (the tests, users of the archive) that is always granted.  src/lazy is the other
 * half, in `sitrep` and libsitrep.so; docs/decisions/062 says why.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_LIBRARY_H
#define SR_BASE_LIBRARY_H

#include <stdbool.h>

#include "base/compiler.h"

typedef enum sr_library {
    SR_LIBRARY_XML,      // libxml2
    SR_LIBRARY_ICU,      // libicuuc, libicui18n
    SR_LIBRARY_UCHARDET,
    SR_LIBRARY_ARCHIVE,
    SR_LIBRARY_MIME,     // gmime, and GObject and GLib with it
    SR_LIBRARY_CURL,
    SR_LIBRARY_HTTPD,    // libmicrohttpd
    SR_LIBRARY_CRYPTO,   // libcrypto
    SR_LIBRARY_BROTLI,   // libbrotlidec
    SR_LIBRARIES,
} sr_library;

/** May its functions be called?  Loads it the first time, which costs milliseconds; it stays.
 *  Thread-safe.  @return false: it is not installed (sr_library_name tells how it is called) */
bool sr_library_load(sr_library library);
/** As sr_library_load, where nothing can be done without it: a program that is installed by halves
 *  ends with a message. */
void sr_library_need(sr_library library);
/** File name to look for: "libcurl.so.4". */
const char *sr_library_name(sr_library library);

#endif
