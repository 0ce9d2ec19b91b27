/* Arenas: zeroed memory, marks, ceilings, one way out of memory.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

static void test_base_arena__memory_is_zeroed_after_return(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    sr_arena_mark here = sr_arena_here(&a);
    uint8_t *p = sr_arena_alloc(&a, 1000, 1);
    memset(p, 0xAA, 1000);
    sr_arena_return(&a, here);
    uint8_t *q = sr_arena_alloc(&a, 1000, 1);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(q[i], 0);
    assert_int_equal((uintptr_t)q % 16, 0);
    sr_arena_free(&a);
}

static void test_base_arena__lists_keep_their_elements(void **state)
{
    (void)state;
    sr_arena a;
    sr_arena_init(&a, 0, NULL, NULL);
    SR_LIST(uint32_t) list = {0};
    for (uint32_t i = 0; i < 100000; i++)
        *SR_PUSH(&a, &list) = i;
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(list.at[i], i);
    sr_arena_reset(&a);
    sr_arena_free(&a);
}

typedef struct way_out {
    jmp_buf  jump;
    unsigned calls;
} way_out;

static void leave(void *payload)
{
    way_out *w = payload;
    w->calls++;
    longjmp(w->jump, 1);
}

static void test_base_arena__ceiling_and_overflow_leave_by_the_handler(void **state)
{
    (void)state;
    static way_out w;
    static sr_arena a;
    sr_arena_init(&a, 4096, leave, &w);
    if (setjmp(w.jump) == 0) {
        (void)sr_arena_alloc(&a, 8192, 1);
        fail();
    }
    if (setjmp(w.jump) == 0) {
        (void)sr_arena_alloc(&a, SIZE_MAX / 2, 4);
        fail();
    }
    a.fail_at = 3;
    if (setjmp(w.jump) == 0) {
        for (int i = 0; i < 3; i++)
            (void)sr_arena_alloc(&a, 8, 1);
        fail();
    }
    assert_int_equal(w.calls, 3);
    sr_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_arena__memory_is_zeroed_after_return),
        cmocka_unit_test(test_base_arena__lists_keep_their_elements),
        cmocka_unit_test(test_base_arena__ceiling_and_overflow_leave_by_the_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
