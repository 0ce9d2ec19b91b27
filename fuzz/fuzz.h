/* What every harness shares: the entry that libFuzzer, AFL++ and replay.c call.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUZZ_FUZZ_H
#define SR_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/** Read one input; returns 0.  Aborts where a property does not hold. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** A property that must hold whatever the input; unlike assert never compiled out. */
#define FUZZ_HOLDS(condition)                                                  \
    do {                                                                       \
        if (!(condition))                                                      \
            abort();                                                           \
    } while (0)

#endif
