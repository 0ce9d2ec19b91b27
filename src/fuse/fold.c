/* The fold over many reports; see fold.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuse/fold.h"

struct sr_fold_model {
    sr_str payload;
};

const sr_fold_model *sr_fold_model_open(const sr_know *know, sr_arena *arena)
{
    sr_fold_model *model = SR_NEW(arena, sr_fold_model, 1);
    model->payload = sr_know_model(know, SR_STR("fold"));
    return model;
}

void sr_fold_sign(sr_str text, sr_fold_signature *out, sr_arena *arena)
{
    (void)text, (void)arena;
    memset(out, 0, sizeof *out);
}

float sr_fold_resemblance(const sr_fold_signature *a, const sr_fold_signature *b)
{
    (void)a, (void)b;
    return 0;
}

float sr_fold_resemblance_exact(sr_str a, sr_str b, sr_arena *arena)
{
    (void)arena;
    return sr_str_eq(a, b) ? 1 : 0;
}

sr_str sr_fold_digest(const sr_fold_model *model, const sr_fold_report *report, sr_arena *arena)
{
    (void)model;
    return sr_str_copy(arena, report->id);
}

bool sr_fold_digest_current(const sr_fold_model *model, sr_str digest)
{
    (void)model;
    return digest.len > 0;
}

void sr_fold_block_keys(const sr_fold_model *model, sr_str digest, sr_fold_keys *out, sr_arena *arena)
{
    (void)model, (void)digest, (void)arena;
    *out = (sr_fold_keys){NULL, 0};
}

bool sr_fold_linked(const sr_fold_model *model, sr_str digest_a, sr_str digest_b)
{
    (void)model, (void)digest_a, (void)digest_b;
    return false;
}

void sr_fold(const sr_fold_model *model, const sr_fold_report *reports, uint32_t n,
             const sr_fold_decision *decisions, uint32_t n_decisions, float threshold,
             sr_folded *out, sr_arena *arena)
{
    (void)model, (void)reports, (void)n, (void)decisions, (void)n_decisions, (void)threshold, (void)arena;
    *out = (sr_folded){NULL, 0};
}

static int64_t second_of(sr_instant at)
{
    int64_t second = at.second < 0 ? 86399 : at.second;
    return (int64_t)at.day * 86400 + second - (at.has_offset ? (int64_t)at.offset_minutes * 60 : 0);
}

int sr_instant_cmp(sr_instant a, sr_instant b)
{
    if (a.day == SR_DAY_NONE || b.day == SR_DAY_NONE)
        return (a.day == SR_DAY_NONE) - (b.day == SR_DAY_NONE);
    return (second_of(a) > second_of(b)) - (second_of(a) < second_of(b));
}

bool sr_fold_known_by(sr_instant published, sr_instant then)
{
    return published.day != SR_DAY_NONE && then.day != SR_DAY_NONE && sr_instant_cmp(published, then) <= 0;
}
