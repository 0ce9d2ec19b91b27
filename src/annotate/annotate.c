/* The order of the annotators; see annotate.h.
 *
 * Each reads what the earlier ones left in the document, so the order of the lines
 * is the order of dependence.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/annotate.h"

#include "annotate/atlas.h"
#include "annotate/names.h"
#include "annotate/parse.h"
#include "annotate/tag.h"

/* The words of a known name are names, whatever they are elsewhere ("Shining Path"). */
static void settle_names(sr_document *doc)
{
    for (uint32_t i = 0; i < doc->n_entities; i++) {
        const sr_entity *e = &doc->entities[i];
        if (!e->named || e->actor.len == 0 || e->kind != SR_ENTITY_GROUP)
            continue;
        for (uint32_t t = e->range.first; t < e->range.end; t++)
            if (doc->tokens[t].upos == SR_UPOS_VERB) {
                doc->tokens[t].upos = SR_UPOS_PROPN;
                doc->tokens[t].xpos = SR_XPOS_NNP;
            }
    }
}

sr_status sr_annotate_check(const sr_know *know, sr_error *err)
{
    sr_tagger tagger;
    sr_parser parser;
    sr_namer  namer;
    sr_str    tags = sr_know_model(know, SR_STR("tagger"));
    sr_str    trees = sr_know_model(know, SR_STR("parser"));
    sr_str    names = sr_know_model(know, SR_STR("names"));
    sr_status status = tags.len > 0 ? sr_tagger_open(&tagger, tags, err) : SR_OK;
    if (status == SR_OK && trees.len > 0)
        status = sr_parser_open(&parser, trees, err);
    if (status == SR_OK && names.len > 0)
        status = sr_namer_open(&namer, names, err);
    return status;
}

/* Does the sentence hold a verb that says harm?  Whom it befell is what the tree is asked for; other
 * sentences are not parsed for reading. */
static bool tells_harm(const sr_document *doc, uint32_t sentence, const sr_lexicon *lexicon, int triggers)
{
    const sr_sentence *s = &doc->sentences[sentence];
    int pos = sr_lexicon_column(lexicon, triggers, SR_STR("pos"));
    int effect = sr_lexicon_column(lexicon, triggers, SR_STR("effect"));
    sr_lexicon_match m;
    for (uint32_t t = s->first; t < s->end && triggers >= 0; t++)
        if (doc->tokens[t].upos == SR_UPOS_VERB &&
            sr_lexicon_find(lexicon, triggers, doc->hashes + t, doc->lemma_hashes + t, s->end - t, &m) &&
            sr_str_eq(sr_lexicon_cell(lexicon, triggers, m.row, pos), SR_STR("verb")) &&
            sr_lexicon_cell(lexicon, triggers, m.row, effect).len > 1)
            return true;
    return false;
}

static void parse_some(sr_document *doc, const sr_know *know, bool all, sr_arena *arena)
{
    const sr_lexicon *lexicon = know ? sr_know_lexicon(know) : NULL;
    int triggers = lexicon ? sr_lexicon_table(lexicon, SR_STR("triggers")) : -1;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (all || tells_harm(doc, i, lexicon, triggers))
            sr_annotate_parse(doc, i, know, arena);
}

void sr_annotate(sr_document *doc, const sr_know *know, unsigned flags, sr_arena *arena)
{
    doc->atlas = sr_atlas_make(doc, know, arena);
    sr_annotate_tags(doc, know, arena);
    sr_annotate_numbers(doc, know, arena);
    sr_annotate_times(doc, know, arena);
    sr_annotate_entities(doc, know, arena);
    settle_names(doc);
    parse_some(doc, know, (flags & SR_ANNOTATE_PARSE_ALL) != 0, arena);
    sr_annotate_places(doc, know, arena);
    sr_annotate_speech(doc, know, arena);
    sr_annotate_coreference(doc, know, arena);
    if ((flags & SR_ANNOTATE_PRINTED) != 0)
        sr_annotate_printed_lemmas(doc, know, arena);
}
