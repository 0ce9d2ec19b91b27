/* Names of countries; see country.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/country.h"

static const struct {
    char        code[3];
    const char *name;
} countries[] = {
#define X(code, name) {code, name},
#include "publish/country_list.h"
#undef X
};

sr_str sr_country_name(sr_str iso2)
{
    size_t low = 0, high = SR_COUNT(countries);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = sr_str_cmp(iso2, sr_str_c(countries[middle].code));
        if (order == 0)
            return sr_str_c(countries[middle].name);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (sr_str){NULL, 0};
}
