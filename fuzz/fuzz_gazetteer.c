/* The gazetteer reader on any bytes: header and sections are the fuzzer's, the container is ours.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "base/utf8.h"
#include "know/gazetteer_int.h"
#include "know/model.h"

static void look(const sr_gazetteer *g, sr_str rest)
{
    sr_gazetteer_form forms[32];
    size_t            n = 0;
    while (rest.len && n < SR_COUNT(forms)) {
        bool space = rest.ptr[0] == ' ';
        forms[n] = sr_gazetteer_form_of(sr_str_cut(&rest, ' '), space || n > 0);
        n++;
    }
    for (size_t i = 0; i < n; i++) {
        const sr_gazetteer_reading *readings;
        size_t                      count;
        uint32_t                    country;
        sr_gazetteer_place          place;
        (void)sr_gazetteer_find(g, forms + i, n - i, &readings, &count);
        for (size_t k = 0; k < count && k < 100; k++) {
            sr_gazetteer_place_at(g, sr_gazetteer_index(readings[k]), &place);
            (void)sr_gazetteer_inside(g, place.index, place.admin1);
            FUZZ_HOLDS(sr_utf8_check(place.name) <= place.name.len); // reads each byte
        }
        if (sr_gazetteer_demonym(g, forms + i, n - i, &country))
            sr_gazetteer_place_at(g, country, &place);
    }
    (void)sr_gazetteer_country(g, "US");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t text = size ? SR_MIN(data[0], size - 1) : 0;
    sr_str words = sr_str_from(data + (size ? 1 : 0), text);
    sr_str payload = sr_str_from(data + text + (size ? 1 : 0), size ? size - text - 1 : 0);
    sr_buf file = SR_BUF_INIT;
    sr_model_wrap(&file, SR_GAZETTEER_KIND, SR_GAZETTEER_VERSION, SR_GAZETTEER__FORMAT, payload);
    void *aligned = file.failed ? NULL : aligned_alloc(64, (file.len + 63) & ~(size_t)63);
    if (aligned) {
        memcpy(aligned, file.ptr, file.len);
        sr_gazetteer *g;
        sr_error      err = {0};
        if (sr_gazetteer_open(&g, sr_str_from(aligned, file.len), "fuzz", &err) == SR_OK)
            look(g, words);
        if (err.code == SR_OK)
            sr_gazetteer_close(g);
    }
    free(aligned);
    sr_buf_free(&file);
    return 0;
}
