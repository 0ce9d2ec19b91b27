/* Compiler attributes under our own names, so that GCC 12 and Clang 14 see the
 * same source.  Base of everything; includes nothing of ours.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_COMPILER_H
#define SR_BASE_COMPILER_H

#if defined(__GNUC__)
#define SR_NODISCARD __attribute__((warn_unused_result))
#define SR_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define SR_FALLTHROUGH __attribute__((fallthrough))
#define SR_NORETURN __attribute__((noreturn))
#define SR_UNUSED __attribute__((unused))
#define SR_LIKELY(x) __builtin_expect(!!(x), 1)
#define SR_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define SR_API __attribute__((visibility("default")))
#else
#error "sitrep is built with GCC or Clang"
#endif

#define SR_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SR_MIN(a, b) ((a) < (b) ? (a) : (b))
#define SR_MAX(a, b) ((a) > (b) ? (a) : (b))

#endif
