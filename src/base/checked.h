/* Arithmetic on sizes that says when it overflowed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_CHECKED_H
#define SR_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

/** *out = a + b; false if it does not fit. */
static inline bool sr_add_ok(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

/** *out = a * b; false if it does not fit. */
static inline bool sr_mul_ok(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

#endif
