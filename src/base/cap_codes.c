/* Thresholds of CAP's codes; see cap_codes.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cap_codes.h"

/* Kilometres that an exact point or a town stands for. */
#define RADIUS_EXACT 1.0
#define RADIUS_CITY  10.0

/* A stage that is in no row has happened. */
static const struct stage {
    const char *name, *urgency;
    bool open; // nobody may say that it happened
} stages[] = {
    {"ongoing", "Immediate", false},   {"threatened", "Future", true}, {"planned", "Future", true},
    {"hypothetical", "Unknown", true}, {"disputed", "Past", true},
};

static struct stage find(sr_str name)
{
    for (size_t i = 0; i < SR_COUNT(stages); i++)
        if (sr_str_eq(name, sr_str_c(stages[i].name)))
            return stages[i];
    return (struct stage){NULL, "Past", false};
}

const char *sr_cap_urgency(sr_str stage)
{
    return find(stage).urgency;
}

const char *sr_cap_severity(int64_t low, int64_t best, int64_t high)
{
    int64_t dead = best >= 0 ? best : low >= 0 ? low : high;
    return dead >= 50   ? "Extreme"
           : dead >= 10 ? "Severe"
           : dead >= 1  ? "Moderate"
           : dead == 0  ? "Minor"
                        : "Unknown";
}

const char *sr_cap_certainty(sr_str stage, bool contested, int64_t support)
{
    if (contested || find(stage).open)
        return "Possible";
    return support >= 2 ? "Observed" : "Likely";
}

double sr_cap_radius(sr_str precision, double radius_km)
{
    bool exact = sr_str_eq(precision, SR_STR("exact"));
    if (!exact && !sr_str_eq(precision, SR_STR("city")))
        return 0;
    return radius_km > 0 ? radius_km : exact ? RADIUS_EXACT : RADIUS_CITY;
}
