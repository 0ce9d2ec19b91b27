/* Logistic models; see linear.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/linear.h"

#include <math.h>

#include "know/model.h"

bool sr_linear_open(sr_linear *out, const sr_know *know, const char *name, uint32_t version, uint64_t definition)
{
    sr_str payload, file = sr_know_model(know, sr_str_c(name));
    uint32_t n;
    if (!file.len || sr_model_check(file, name, name, version, definition, &payload, NULL) != SR_OK || payload.len < 8)
        return false;
    memcpy(&n, payload.ptr, sizeof n);
    if (n > (payload.len - 8) / 12 || payload.len != 8 + (size_t)n * 12)
        return false;
    const void *keys = payload.ptr + 8, *weights = payload.ptr + 8 + (size_t)n * 8;
    *out = (sr_linear){keys, weights, n};
    return true;
}

static float weight_of(const sr_linear *model, uint64_t key)
{
    uint32_t low = 0, high = model->n;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (model->keys[mid] < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low < model->n && model->keys[low] == key ? model->weights[low] : 0.0f;
}

float sr_linear_score(const sr_linear *model, const uint64_t *keys, size_t n)
{
    float sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight_of(model, keys[i]);
    return 1.0f / (1.0f + expf(-sum));
}
