/* Names of the closed vocabularies; see vocabulary.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/vocabulary.h"

#include <assert.h>

static int find(const sr_str *names, int count, sr_str text)
{
    for (int i = 0; i < count; i++)
        if (sr_str_eq(names[i], text))
            return i;
    return -1;
}

#define X(NAME, text) {(const uint8_t *)(text), sizeof(text) - 1},
#define V(name, LIST)                                                          \
    static const sr_str name##_names[] = {SR_##LIST##_LIST(X)};                \
    sr_str sr_##name##_name(int value)                                         \
    {                                                                          \
        assert(value >= 0 && value < (int)SR_COUNT(name##_names));             \
        return name##_names[value];                                            \
    }                                                                          \
    int sr_##name##_from(sr_str text)                                          \
    {                                                                          \
        return find(name##_names, (int)SR_COUNT(name##_names), text);          \
    }
SR_VOCABULARIES(V)
