/* cmocka with the headers it needs before it, and our own asserts on views.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TESTS_SUPPORT_TEST_H
#define SR_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/** The view equals the terminated string; prints both when not. */
#define assert_str(view, expected)                                             \
    do {                                                                       \
        sr_str v_ = (view);                                                    \
        if (!sr_str_eq(v_, sr_str_c(expected)))                                \
            fail_msg("got \"%.*s\", expected \"%s\"", SR_ARG(v_), expected);   \
    } while (0)

/** As assert_*, but names the row of a table that failed. */
#define assert_row(condition, row)                                             \
    do {                                                                       \
        if (!(condition))                                                      \
            fail_msg("row \"%s\": %s", (row), #condition);                     \
    } while (0)

#endif
