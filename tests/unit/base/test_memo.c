/* The memo: what was put is found, also by many threads; what does not fit changes nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <pthread.h>

#include "base/memo.h"

static void test_base_memo__values_are_found_by_their_keys(void **state)
{
    (void)state;
    sr_memo *m = sr_memo_new(1 << 16);
    uint64_t key[2] = {1, 2}, other[2] = {1, 3};
    assert_null(sr_memo_find(m, 7, key, sizeof key));
    const char *kept = sr_memo_put(m, 7, key, sizeof key, "one", 4);
    assert_string_equal(kept, "one");
    assert_int_equal((uintptr_t)kept % 16, 0);
    assert_null(sr_memo_find(m, 7, other, sizeof other)); // the same hash
    assert_string_equal(sr_memo_put(m, 7, other, sizeof other, "two", 4), "two");
    assert_ptr_equal(sr_memo_find(m, 7, key, sizeof key), kept);
    assert_string_equal(sr_memo_find(m, 7, other, sizeof other), "two");
    assert_null(sr_memo_find(m, 7, key, sizeof key[0])); // a shorter key
    sr_memo_free(m);
    sr_memo_free(NULL);
}

static void test_base_memo__a_full_one_keeps_what_it_has(void **state)
{
    (void)state;
    sr_memo *m = sr_memo_new(4096);
    uint64_t kept = 0;
    for (uint64_t key = 0; key < 1000; key++)
        kept += sr_memo_put(m, key << 32, &key, sizeof key, &key, sizeof key) != NULL;
    assert_in_range(kept, 10, 4096 / 32);
    for (uint64_t key = 0; key < 1000; key++) {
        const uint64_t *value = sr_memo_find(m, key << 32, &key, sizeof key);
        assert_true(key < kept ? value && *value == key : !value);
    }
    uint8_t large[8192] = {0};
    assert_null(sr_memo_put(m, 5, &kept, sizeof kept, large, sizeof large));
    sr_memo_free(m);
}

enum { THREADS = 4, KEYS = 4000 };

static void *put_and_find(void *payload)
{
    sr_memo *m = payload;
    size_t   wrong = 0;
    for (uint64_t round = 0; round < 2; round++)
        for (uint64_t key = 0; key < KEYS; key++) {
            uint64_t        square = key * key, hash = key * UINT64_C(0x9E3779B97F4A7C15);
            const uint64_t *value = sr_memo_find(m, hash, &key, sizeof key);
            if (!value)
                value = sr_memo_put(m, hash, &key, sizeof key, &square, sizeof square);
            wrong += !value || *value != square;
        }
    return (void *)wrong;
}

static void test_base_memo__threads_share_one(void **state)
{
    (void)state;
    sr_memo  *m = sr_memo_new(1 << 20);
    pthread_t ids[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&ids[i], NULL, put_and_find, m), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong = m;
        pthread_join(ids[i], &wrong);
        assert_null(wrong);
    }
    sr_memo_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_memo__values_are_found_by_their_keys),
        cmocka_unit_test(test_base_memo__a_full_one_keeps_what_it_has),
        cmocka_unit_test(test_base_memo__threads_share_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
