/* Empty values and the canonical order of claims; see claim.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/claim.h"

sr_value sr_value_none(void)
{
    sr_value v;
    memset(&v, 0, sizeof v);
    v.count = SR_COUNT_NONE;
    v.period = (sr_period){SR_DAY_NONE, SR_DAY_NONE, SR_PRECISION_UNKNOWN};
    return v;
}

#define ORDER(x, y)                                                            \
    do {                                                                       \
        if ((x) != (y))                                                        \
            return (x) < (y) ? -1 : 1;                                         \
    } while (0)
#define ORDER_STR(x, y)                                                        \
    do {                                                                       \
        int o_ = sr_str_cmp((x), (y));                                         \
        if (o_)                                                                \
            return o_;                                                         \
    } while (0)

static int value_cmp(const sr_value *a, const sr_value *b)
{
    ORDER_STR(a->code, b->code);
    ORDER_STR(a->name, b->name);
    ORDER_STR(a->actor, b->actor);
    ORDER_STR(a->kind, b->kind);
    ORDER_STR(a->description, b->description);
    ORDER_STR(a->effect, b->effect);
    ORDER_STR(a->other, b->other);
    ORDER(a->count.low, b->count.low);
    ORDER(a->count.best, b->count.best);
    ORDER(a->count.high, b->count.high);
    ORDER(a->period.first, b->period.first);
    ORDER(a->period.last, b->period.last);
    ORDER(a->place.geonameid, b->place.geonameid);
    ORDER_STR(a->place.name, b->place.name);
    return 0;
}

int sr_claim_cmp(const sr_claim *a, const sr_claim *b)
{
    ORDER_STR(a->report, b->report);
    ORDER(a->mention, b->mention);
    ORDER(a->field, b->field);
    ORDER(!a->span.in_title, !b->span.in_title);
    ORDER(a->span.begin, b->span.begin);
    ORDER(a->span.end, b->span.end);
    int order = value_cmp(&a->value, &b->value);
    if (order)
        return order;
    ORDER(a->stance, b->stance);
    ORDER(a->actuality, b->actuality);
    ORDER_STR(a->source.name, b->source.name);
    ORDER_STR(a->source.actor, b->source.actor);
    ORDER(a->source.class, b->source.class);
    ORDER(a->stated, b->stated);
    return 0;
}
