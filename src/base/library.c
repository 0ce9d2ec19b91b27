/* Where all is linked as usual; src/lazy/lazy.c takes the place of these.  See library.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/library.h"

#include <stdio.h>
#include <stdlib.h>

__attribute__((weak)) bool sr_library_load(sr_library library)
{
    (void)library;
    return true;
}

__attribute__((weak)) const char *sr_library_name(sr_library library)
{
    (void)library;
    return "";
}

void sr_library_need(sr_library library)
{
    if (sr_library_load(library))
        return;
    (void)fprintf(stderr, "sitrep: %s is not installed, without which nothing can be done here\n", sr_library_name(library));
    abort();
}
