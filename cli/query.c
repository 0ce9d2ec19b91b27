/* Which incidents; see query.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "query.h"

#include "base/str.h"

/* Numbers with commas between. */
static bool numbers(const char *text, double *out, size_t n)
{
    sr_str rest = sr_str_c(text);
    for (size_t i = 0; i < n; i++)
        if (!sr_str_decimal(sr_str_trim(sr_str_cut(&rest, ',')), &out[i]))
            return false;
    return !rest.len;
}

static bool complain(const command *cmd, const char *option, const char *text, const char *wants)
{
    fprintf(stderr, "sitrep %s: --%s ", cmd->name, option);
    cli_put_plain(text, stderr);
    fprintf(stderr, ": wants %s\n", wants);
    return false;
}

bool query_make(const command *cmd, const query_values *v, sr_ledger_query *out)
{
    double at[4];
    *out = (sr_ledger_query){.type = v->type, .stage = v->stage, .country = v->country, .place = v->place, .from = v->from,
                             .to = v->to, .actor = v->actor, .text = v->text, .report = v->report, .killed_min = v->killed,
                             .wounded_min = v->wounded, .reports_min = v->reports,
                             .contested = v->contested ? 1 : v->uncontested ? -1 : 0, .probability_min = v->probability};
    if (v->bbox) {
        if (!numbers(v->bbox, at, 4))
            return complain(cmd, "bbox", v->bbox, "four numbers: WEST,SOUTH,EAST,NORTH");
        out->has_box = 1;
        out->west = at[0], out->south = at[1], out->east = at[2], out->north = at[3];
    }
    if (v->near) {
        if (!numbers(v->near, at, 3))
            return complain(cmd, "near", v->near, "three numbers: LATITUDE,LONGITUDE,KILOMETRES");
        out->has_circle = 1;
        out->lat = at[0], out->lon = at[1], out->radius_km = at[2];
    }
    return true;
}
