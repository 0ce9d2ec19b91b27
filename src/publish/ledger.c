/* The table of export formats; see ledger.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/ledger.h"

static const sr_ledger_form formats[] = {
#define X(NAME, name, media, summary, stories)                                         \
    {name, media, summary, stories, sr_ledger_##NAME},
#include "publish/ledger_list.h"
#undef X
};

const sr_ledger_form *sr_ledger_at(size_t i) { return i < SR_COUNT(formats) ? &formats[i] : NULL; }

const sr_ledger_form *sr_ledger_find(sr_str name)
{
    for (size_t i = 0; i < SR_COUNT(formats); i++)
        if (sr_str_eq(name, sr_str_c(formats[i].name)))
            return &formats[i];
    return NULL;
}

int64_t sr_ledger_figure(sr_count c)
{
    return c.best != SR_COUNT_OPEN ? c.best : c.low != SR_COUNT_OPEN ? c.low
                                          : c.high != SR_COUNT_OPEN  ? c.high
                                                                     : -1;
}
