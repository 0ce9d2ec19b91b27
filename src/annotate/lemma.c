/* Scripts and tables of lemmas; see lemma.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/lemma.h"

#include "annotate/annotate.h"
#include "annotate/tag.h"
#include "base/utf8.h"
#include "record/vocabulary.h"

sr_status sr_lemmas_open(sr_lemmas *out, sr_str scripts, sr_str exact, sr_str suffixes,
                         sr_error *err)
{
    uint32_t head[2];
    if (scripts.len < sizeof head)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "scripts of lemmas are missing");
    memcpy(head, scripts.ptr, sizeof head);
    size_t end = sizeof head + (size_t)head[0] * sizeof(sr_script);
    if (head[0] == 0 || head[0] > UINT16_MAX || end + head[1] > scripts.len)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "scripts of lemmas are cut");
    out->n_scripts = head[0];
    out->scripts = (const sr_script *)(const void *)(scripts.ptr + sizeof head);
    out->text = sr_str_slice(scripts, end, end + head[1]);
    sr_status status = sr_words_open(&out->exact, exact, err);
    return status == SR_OK ? sr_words_open(&out->suffixes, suffixes, err) : status;
}

/* Only these tags have endings; all others are their own lemma unless listed. */
static bool inflected(uint8_t upos, uint8_t xpos)
{
    switch (xpos) {
    case SR_XPOS_NNS: case SR_XPOS_NNPS: case SR_XPOS_VBD: case SR_XPOS_VBG: case SR_XPOS_VBN:
    case SR_XPOS_VBZ: case SR_XPOS_JJR: case SR_XPOS_JJS: case SR_XPOS_RBR: case SR_XPOS_RBS:
        return true;
    default:
        return upos == SR_UPOS_VERB;
    }
}

uint32_t sr_lemma_script(const sr_lemmas *lemmas, sr_str fold, uint64_t hash, uint64_t tail,
                         uint8_t upos, uint8_t xpos, bool *capital)
{
    const sr_word_entry *e = sr_words_find(&lemmas->exact, sr_lemma_key(hash, upos, xpos));
    if (capital)
        *capital = e && (e->tags & SR_LEMMA_CAPITAL) != 0;
    if (e)
        return e->cluster;
    if (!inflected(upos, xpos))
        return 0;
    /* Past tense and participle share a form: what is known of one holds for the other. */
    uint8_t twin = xpos == SR_XPOS_VBN ? SR_XPOS_VBD : xpos == SR_XPOS_VBD ? SR_XPOS_VBN : xpos;
    if (twin != xpos && (e = sr_words_find(&lemmas->exact, sr_lemma_key(hash, upos, twin))))
        return e->cluster;
    for (unsigned n = (unsigned)SR_MIN(fold.len, (size_t)SR_LEMMA_SUFFIX_MAX); n > 0; n--) {
        uint64_t end = tail & (~(uint64_t)0 >> (64 - 8 * n));
        e = sr_words_find(&lemmas->suffixes, sr_lemma_suffix_key(end, n, upos, xpos));
        if (e)
            return e->cluster;
    }
    return 0;
}

sr_str sr_lemma_apply(const sr_lemmas *lemmas, uint32_t script, sr_str form, sr_arena *arena)
{
    if (script == 0 || script >= lemmas->n_scripts)
        return form;
    const sr_script *s = &lemmas->scripts[script];
    if (s->cut > form.len || (s->cut == form.len && s->add_len == 0) ||
        (size_t)s->add_at + s->add_len > lemmas->text.len)
        return form;
    /* Scripts count bytes; one learnt on other words must not cut a sign in two. */
    if (s->cut > 0 && (form.ptr[form.len - s->cut] & 0xC0) == 0x80)
        return form;
    sr_str stem = sr_str_slice(form, 0, form.len - s->cut);
    return s->add_len == 0 ? stem
                           : sr_str_join(arena, stem, sr_str_slice(lemmas->text, s->add_at,
                                                                   (size_t)s->add_at + s->add_len));
}

static sr_str capitalised(sr_str s, sr_arena *arena)
{
    sr_str   copy = sr_str_copy(arena, s);
    uint8_t *bytes = (uint8_t *)sr_arena_copy(arena, copy.ptr, copy.len);
    if (copy.len > 0 && sr_is_lower(bytes[0]))
        bytes[0] = (uint8_t)(bytes[0] - 32);
    return sr_str_from(bytes, copy.len);
}

/* The form's own capitals go with the part of it that the lemma keeps. */
static sr_str with_case_of(sr_str lemma, sr_str fold, sr_str raw, sr_arena *arena)
{
    size_t same = 0;
    while (same < lemma.len && same < fold.len && lemma.ptr[same] == fold.ptr[same])
        same++;
    if (raw.len != fold.len || same == 0)
        return capitalised(lemma, arena);
    if (same == lemma.len)
        return sr_str_slice(raw, 0, same);
    return sr_str_join(arena, sr_str_slice(raw, 0, same), sr_str_slice(lemma, same, lemma.len));
}

/* "1,200" is 1200; other forms with a comma are as they stand. */
static sr_str without_commas(sr_str form, sr_arena *arena)
{
    uint8_t *out = sr_arena_copy(arena, form.ptr, form.len);
    size_t   n = 0, commas = 0;
    for (size_t i = 0; i < form.len; i++) {
        bool comma = form.ptr[i] == ',' && i > 0 && i + 1 < form.len;
        if (!sr_is_digit(form.ptr[i]) && !comma && form.ptr[i] != '.')
            return form;
        commas += comma;
        if (!comma)
            out[n++] = form.ptr[i];
    }
    return commas > 0 ? sr_str_from(out, n) : form;
}

static sr_str printed(const sr_document *doc, uint32_t token, bool nationality,
                      const sr_lemmas *lemmas, sr_arena *arena)
{
    const sr_token *t = &doc->tokens[token];
    sr_str          raw = sr_str_slice(doc->text, t->begin, t->end);
    if ((t->flags & SR_TOKEN_PUNCT) != 0)
        return t->fold.len == 1 ? t->fold : raw;
    if (t->upos == SR_UPOS_NUM)
        return without_commas(t->lemma, arena);
    bool capital = nationality;
    if (lemmas && !capital)
        (void)sr_lemma_script(lemmas, t->fold, doc->hashes[token], 0, t->upos, t->xpos, &capital);
    bool caps = (t->flags & SR_TOKEN_CAPS) != 0;
    if (!capital && t->upos != SR_UPOS_PROPN)
        return t->lemma;
    /* A long word in capitals is a name that is shouted, a short one an acronym. */
    if (caps ? doc->upper || raw.len > 6 : capital)
        return capitalised(t->lemma, arena);
    return with_case_of(t->lemma, t->fold, raw, arena);
}

void sr_annotate_printed_lemmas(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    sr_tagger tagger;
    sr_str    bytes = know ? sr_know_model(know, SR_STR("tagger")) : (sr_str){NULL, 0};
    bool      open = bytes.len > 0 && sr_tagger_open(&tagger, bytes, NULL) == SR_OK;
    uint32_t  e = 0; // entities are in order; nationalities do not overlap
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        while (e < doc->n_entities && (doc->entities[e].kind != SR_ENTITY_NATIONALITY ||
                                       doc->entities[e].range.end <= i))
            e++;
        bool nationality = e < doc->n_entities && doc->entities[e].range.first <= i &&
                           (doc->tokens[i].flags & SR_TOKEN_CAPITAL) != 0;
        doc->tokens[i].lemma = printed(doc, i, nationality, open ? &tagger.lemmas : NULL, arena);
    }
}
