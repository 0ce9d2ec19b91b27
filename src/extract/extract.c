/* The order of extraction: chunks → mentions → incidents of the report → claims.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/extract.h"

#include "extract/kind.h"
#include "extract/mention.h"
#include "extract/roles.h"
#include "extract/score.h"
#include "extract/where.h"

/* Relevance: the surest incident that is not mere history. */
static float relevance(const sr_drafts *drafts)
{
    float none = 1.0f;
    for (uint32_t i = 0; i < drafts->n; i++)
        none *= 1.0f - drafts->at[i].probability * (drafts->at[i].background ? 0.3f : 1.0f);
    return 1.0f - none;
}

/* What is left of an incident's probability in a report about sport or entertainment. */
#define PLAYFUL_FACTOR 0.4f

/* What is left of an arrest's probability beside the deed it follows. */
#define AFTERMATH_FACTOR 0.3f

/* An arrest told after a deed is what came of it, no incident of its own. */
static void weaken_aftermath(sr_drafts *drafts)
{
    bool deed = false;
    for (uint32_t d = 0; d < drafts->n; d++) {
        if (deed && drafts->at[d].type == SR_INCIDENT_ARREST)
            drafts->at[d].probability *= AFTERMATH_FACTOR;
        deed |= drafts->at[d].type != SR_INCIDENT_ARREST && drafts->at[d].violent &&
                drafts->at[d].probability >= 0.5f;
    }
}

bool sr_extract_drafts(const sr_document *doc, const sr_know *know, sr_reader *r, sr_mentions *mentions,
                       sr_drafts *drafts, sr_arena *arena)
{
    sr_reader_open(r, doc, know, arena);
    if (r->t.triggers < 0)
        return false;
    r->chunks = SR_NEW(arena, sr_chunks, doc->n_sentences + 1);
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        sr_chunk_sentence(doc, s, &r->chunks[s], arena);
    sr_mentions_find(r, mentions);
    sr_link(r, mentions, drafts);
    return true;
}

void sr_extract(const sr_document *doc, const sr_know *know, sr_claims *out, sr_arena *arena)
{
    sr_reader r;
    sr_mentions mentions;
    sr_drafts drafts;
    *out = (sr_claims){0};
    if (!sr_extract_drafts(doc, know, &r, &mentions, &drafts, arena))
        return;
    sr_roles_judge(&r, &mentions, &drafts);
    sr_score_drafts(&r, &mentions, &drafts);
    sr_where_choose(&r, &mentions, &drafts);
    weaken_aftermath(&drafts);
    if (sr_report_playful(&r))
        for (uint32_t d = 0; d < drafts.n; d++)
            drafts.at[d].probability *= PLAYFUL_FACTOR;
    sr_claims_write(&r, &mentions, &drafts, out);
    out->relevance = relevance(&drafts);
    out->kind = sr_kind_of_report(&r, &mentions, &drafts);
}
