/* The tagger's features and its greedy run; see tag.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/tag.h"

#include "annotate/annotate.h"
#include "know/model.h"
#include "record/vocabulary.h"

#include <assert.h>

/* Of which word a template's values are: one at a place around the scored word (its sums can be kept), or
 * several words or labels. */
enum { BEFORE2, BEFORE, SELF, AFTER, AFTER2, MIXED };
enum { ALL = (1 << (MIXED + 1)) - 1 };

/* Templates: up to three values each.  V(k) is the view k tokens away, t1 and
 * t2 the labels before.  The text of their values is hashed into the model file,
 * so a model made with other templates is refused. */
#define TEMPLATES(X)                                                                               \
    X(SELF, V(0)->word, V(0)->shape, 0)                                                            \
    X(SELF, V(0)->word, 0, 0)                                                                      \
    X(BEFORE, V(-1)->word, 0, 0)                                                                   \
    X(AFTER, V(1)->word, 0, 0)                                                                     \
    X(BEFORE2, V(-2)->word, 0, 0)                                                                  \
    X(AFTER2, V(2)->word, 0, 0)                                                                    \
    X(MIXED, V(-1)->word, V(0)->word, 0)                                                           \
    X(MIXED, V(0)->word, V(1)->word, 0)                                                            \
    X(SELF, sr_view_tail(V(0), 1), V(0)->shape, 0)                                                 \
    X(SELF, sr_view_tail(V(0), 2), 0, 0)                                                           \
    X(SELF, sr_view_tail(V(0), 3), 0, 0)                                                           \
    X(SELF, sr_view_tail(V(0), 4), 0, 0)                                                           \
    X(SELF, sr_view_tail(V(0), 5), 0, 0)                                                           \
    X(SELF, sr_view_head(V(0), 2), 0, 0)                                                           \
    X(SELF, sr_view_head(V(0), 3), 0, 0)                                                           \
    X(SELF, sr_view_head(V(0), 4), 0, 0)                                                           \
    X(SELF, sr_view_tail(V(0), 3), V(0)->shape, V(0)->place)                                       \
    X(SELF, V(0)->shape, V(0)->place, 0)                                                           \
    X(MIXED, V(0)->shape, V(1)->shape, V(0)->place)                                                \
    X(MIXED, V(-1)->shape, V(0)->shape, 0)                                                         \
    X(SELF, V(0)->tags, 0, 0)                                                                      \
    X(MIXED, V(0)->tags, V(1)->tags, 0)                                                            \
    X(SELF, V(0)->tags, V(0)->shape, V(0)->place)                                                  \
    X(MIXED, V(1)->tags, V(2)->tags, V(0)->tags)                                                   \
    X(SELF, sr_view_cluster(V(0), 12), 0, 0)                                                       \
    X(MIXED, sr_view_cluster(V(0), 8), t1, 0)                                                      \
    X(AFTER, sr_view_cluster(V(1), 12), 0, 0)                                                      \
    X(BEFORE, sr_view_cluster(V(-1), 12), 0, 0)                                                    \
    X(MIXED, sr_view_cluster(V(1), 8), sr_view_cluster(V(0), 8), 0)                                \
    X(AFTER2, sr_view_cluster(V(2), 8), 0, 0)                                                      \
    X(BEFORE2, sr_view_cluster(V(-2), 8), 0, 0)                                                    \
    X(AFTER, sr_view_tail(V(1), 3), 0, 0)                                                          \
    X(BEFORE, sr_view_tail(V(-1), 3), 0, 0)                                                        \
    X(MIXED, t1, 0, 0)                                                                             \
    X(MIXED, t1, t2, 0)                                                                            \
    X(MIXED, t1, V(0)->word, 0)                                                                    \
    X(MIXED, t1, V(0)->tags, V(1)->tags)                                                           \
    X(MIXED, t1, t2, V(0)->tags)                                                                   \
    X(MIXED, t1, V(1)->word, 0)                                                                    \
    X(MIXED, t1, sr_view_tail(V(0), 3), 0)                                                         \
    X(MIXED, t1, V(0)->shape, V(0)->place)                                                         \
    X(MIXED, V(-1)->word, V(0)->tags, V(1)->word)

#define X(NAME, text) {(const uint8_t *)(text), sizeof(text) - 1},
static const sr_str xpos_names[] = {SR_XPOS_LIST(X)};
#undef X

sr_str sr_xpos_name(int xpos)
{
    assert(xpos >= 0 && xpos < SR_XPOS_COUNT);
    return xpos_names[xpos];
}

int sr_xpos_from(sr_str text)
{
    for (int i = 0; i < SR_XPOS_COUNT; i++)
        if (sr_str_eq(xpos_names[i], text))
            return i;
    return -1;
}

uint64_t sr_tagger_features(void)
{
#define X(of, a, b, c) #a "," #b "," #c ";"
    return sr_hash(SR_STR("tag 1;" TEMPLATES(X)));
#undef X
}

sr_status sr_tagger_open(sr_tagger *out, sr_str bytes, sr_error *err)
{
    sr_sections sections;
    sr_str      payload;
    sr_status   status = sr_model_check(bytes, "tagger", "tagger", SR_TAG_VERSION,
                                        sr_tagger_features(), &payload, err);
    if (status == SR_OK)
        status = sr_sections_open(&sections, payload, err);
    if (status != SR_OK)
        return status;
    sr_str labels = sr_sections_get(&sections, SR_TAG_LABELS);
    sr_str classes = sr_sections_get(&sections, SR_TAG_CLASSES);
    out->n_labels = (uint32_t)labels.len / 2;
    out->labels = labels.ptr;
    out->sure = classes.ptr;
    out->n_classes = (uint32_t)classes.len;
    if (out->n_labels == 0 || out->n_labels >= SR_TAG_BEGIN)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "tagger has no labels or too many");
    for (uint32_t i = 0; i < out->n_labels; i++)
        if (labels.ptr[2 * i] >= SR_UPOS_COUNT || labels.ptr[2 * i + 1] >= SR_XPOS_COUNT)
            return sr_error_set(err, SR_E_CORRUPT, NULL, i, "tagger has an unknown label");
    status = sr_words_open(&out->words, sr_sections_get(&sections, SR_TAG_WORDS), err);
    for (uint32_t m = 0; m < 2 && status == SR_OK; m++)
        status = sr_weights_open(&out->weights[m], sr_sections_get(&sections, SR_TAG_WEIGHTS + m),
                                 out->n_labels, err);
    if (status == SR_OK)
        status = sr_lemmas_open(&out->lemmas, sr_sections_get(&sections, SR_TAG_SCRIPTS),
                                sr_sections_get(&sections, SR_TAG_LEMMAS),
                                sr_sections_get(&sections, SR_TAG_SUFFIXES), err);
    return status;
}

/* Keys of the templates of some words; a constant `of` leaves only their code. */
static inline __attribute__((always_inline)) unsigned keys_make(const sr_view *const near[SR_NEAR], uint8_t t1, uint8_t t2,
                                                                unsigned of_words, uint64_t *keys)
{
    unsigned n = 0, number = 0;
#define V(k) near[(k) + 2]
#define X(of, a, b, c)                                                                             \
    if ((of_words >> (of) & 1) != 0)                                                               \
        keys[n++] = sr_features_key(number, (a), (b), (c));                                        \
    number++;
    TEMPLATES(X)
#undef X
#undef V
    return n;
}

static void around(const sr_view *views, uint32_t n, uint32_t i, const sr_view *near[SR_NEAR])
{
    for (int k = -2; k <= 2; k++)
        near[k + 2] = (int64_t)i + k < 0 || (int64_t)i + k >= n ? &sr_view_outside : &views[(int64_t)i + k];
}

unsigned sr_tagger_keys(const sr_view *views, uint32_t n, uint32_t i, uint8_t t1, uint8_t t2,
                        uint64_t *keys)
{
    const sr_view *near[SR_NEAR];
    around(views, n, i, near);
    unsigned count = keys_make(near, t1, t2, ALL, keys);
    assert(count <= SR_TAG_KEYS_MAX);
    return count;
}

static unsigned keys_of_one(const sr_view *view, unsigned place, uint64_t *keys)
{
    const sr_view *near[SR_NEAR] = {view, view, view, view, view};
    return keys_make(near, 0, 0, 1u << place, keys);
}

void sr_tagger_run(const sr_tagger *tagger, sr_memo *memo, const sr_view *views, uint32_t n, bool masked,
                   uint8_t *labels)
{
    uint64_t keys[SR_TAG_KEYS_MAX];
    int16_t  scores[SR_SCORES_ROOM];
    sr_near  walk;
    sr_near_begin(&walk, &tagger->weights[masked], keys_of_one, memo, SR_MEMO_TAGGER + masked, views, n);
    for (uint32_t i = 0; i < n; i++) {
        labels[i] = sr_tagger_sure(tagger, &views[i]);
        if (labels[i] < tagger->n_labels)
            continue;
        uint8_t        t1 = i > 0 ? labels[i - 1] : (uint8_t)SR_TAG_BEGIN;
        uint8_t        t2 = i > 1 ? labels[i - 2] : (uint8_t)SR_TAG_BEGIN;
        const sr_view *near[SR_NEAR];
        around(views, n, i, near);
        sr_near_score(&walk, i, keys, keys_make(near, t1, t2, 1u << MIXED, keys), scores);
        labels[i] = (uint8_t)sr_scores_best(scores, tagger->n_labels);
    }
}

static void lemma_set(const sr_tagger *tagger, sr_document *doc, uint32_t i, uint64_t tail,
                      sr_arena *arena)
{
    sr_token *t = &doc->tokens[i];
    uint32_t  script = sr_lemma_script(&tagger->lemmas, t->fold, doc->hashes[i], tail, t->upos,
                                       t->xpos, NULL);
    t->lemma = sr_lemma_apply(&tagger->lemmas, script, t->fold, arena);
    doc->lemma_hashes[i] = script == 0 ? doc->hashes[i] : sr_hash(t->lemma);
}

/* "a civilian": a determiner and one word, behind "and", a comma or a verb. */
static bool counted_apart(const sr_document *doc, uint32_t i)
{
    return i > 0 && doc->tokens[i - 1].upos == SR_UPOS_DET && !sr_str_eq(doc->tokens[i - 1].fold, SR_STR("the")) &&
           doc->tokens[i - 1].sentence == doc->tokens[i].sentence;
}

/* Participles that the model takes for something else: no adjective in "-ed" stands before a number
 * ("killed four and injured ten"), and behind "others" one is no noun ("nine others injured when"). */
static void settle_participle(sr_document *doc, uint32_t i)
{
    sr_token *t = &doc->tokens[i];
    if (!sr_str_ends(t->fold, SR_STR("ed")) || (t->upos != SR_UPOS_ADJ && t->upos != SR_UPOS_NOUN && t->upos != SR_UPOS_X &&
                                                t->upos != SR_UPOS_AUX))
        return;
    bool next = i + 1 < doc->n_tokens && doc->tokens[i + 1].sentence == t->sentence;
    bool before = i > 0 && doc->tokens[i - 1].sentence == t->sentence;
    uint32_t behind = i + 1; // past adverbs: "injured critically five others"
    while (behind < doc->n_tokens && doc->tokens[behind].upos == SR_UPOS_ADV)
        behind++;
    bool number = behind < doc->n_tokens && doc->tokens[behind].sentence == t->sentence &&
                  doc->tokens[behind].upos == SR_UPOS_NUM;
    sr_str left = before ? doc->tokens[i - 1].fold : (sr_str){NULL, 0};
    bool others = sr_str_eq(left, SR_STR("others")) || sr_str_eq(left, SR_STR("another"));
    uint8_t follows = next ? doc->tokens[i + 1].upos : SR_UPOS_PUNCT;
    bool ends = follows != SR_UPOS_NOUN && follows != SR_UPOS_PROPN && follows != SR_UPOS_ADJ;
    if ((t->upos == SR_UPOS_ADJ || t->upos == SR_UPOS_AUX) && number) {
        t->upos = SR_UPOS_VERB;
        t->xpos = SR_XPOS_VBD;
    } else if ((others && ends) || (t->upos == SR_UPOS_X && before && ends) ||
               ((t->upos == SR_UPOS_NOUN || t->upos == SR_UPOS_AUX) && before && ends &&
                doc->tokens[i - 1].upos == SR_UPOS_NUM)) { // "12 killed"
        t->upos = SR_UPOS_VERB;
        t->xpos = SR_XPOS_VBN;
    } else if (t->upos == SR_UPOS_NOUN && before && ends && doc->tokens[i - 1].upos == SR_UPOS_ADJ &&
               counted_apart(doc, i - 1)) {
        doc->tokens[i - 1].upos = SR_UPOS_NOUN;
        doc->tokens[i - 1].xpos = SR_XPOS_NN;
        t->upos = SR_UPOS_VERB;
        t->xpos = SR_XPOS_VBN;
    }
}

/* Prepositions stay such in the short hand of headlines. */
static void settle_preposition(sr_token *t)
{
    static const char *const words[] = {"in", "at", "on", "of", "by", "from", "near", NULL};
    if (t->upos == SR_UPOS_X && sr_str_among(t->fold, words)) {
        t->upos = SR_UPOS_ADP;
        t->xpos = SR_XPOS_IN;
    }
}

/* Was the last verb before token i an active one? */
static bool after_active(const sr_document *doc, uint32_t i)
{
    uint32_t first = doc->sentences[doc->tokens[i].sentence].first;
    while (i > first && doc->tokens[i - 1].upos != SR_UPOS_VERB)
        i--;
    if (i == first)
        return false;
    for (uint32_t k = i - 1; k > first && i - k < 4; k--)
        if (doc->tokens[k - 1].upos == SR_UPOS_AUX)
            return false;
    return doc->tokens[i - 1].xpos != SR_XPOS_VBN;
}

/* "killed a child and injured five others": behind "and" a participle with an object is a past tense. */
static void settle_past(sr_document *doc, uint32_t i)
{
    sr_token *t = &doc->tokens[i];
    uint32_t  before = i, next = i + 1;
    if (t->upos != SR_UPOS_VERB || t->xpos != SR_XPOS_VBN)
        return;
    while (before > 0 && doc->tokens[before - 1].upos == SR_UPOS_ADV)
        before--;
    while (next < doc->n_tokens && doc->tokens[next].upos == SR_UPOS_ADV)
        next++;
    if (before == 0 || doc->tokens[before - 1].upos != SR_UPOS_CCONJ || next >= doc->n_tokens ||
        doc->tokens[before - 1].sentence != t->sentence || doc->tokens[next].sentence != t->sentence)
        return;
    uint8_t u = doc->tokens[next].upos;
    if ((u == SR_UPOS_DET || u == SR_UPOS_NUM || doc->tokens[next].xpos == SR_XPOS_PRPS) && after_active(doc, before - 1))
        t->xpos = SR_XPOS_VBD;
}

/* Without a model every word is its own lemma, so that lexicons still match. */
static void untagged(sr_document *doc)
{
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        doc->tokens[i].lemma = doc->tokens[i].fold;
        doc->lemma_hashes[i] = doc->hashes[i];
    }
}

void sr_annotate_tags(sr_document *doc, const sr_know *know, sr_arena *arena)
{
    doc->lemma_hashes = SR_NEW(arena, uint64_t, doc->n_tokens + 1);
    sr_tagger tagger;
    sr_str    bytes = know ? sr_know_model(know, SR_STR("tagger")) : (sr_str){NULL, 0};
    if (bytes.len == 0 || sr_tagger_open(&tagger, bytes, NULL) != SR_OK) {
        untagged(doc);
        return;
    }
    sr_view *views = SR_NEW(arena, sr_view, doc->n_tokens + 1);
    uint8_t *labels = SR_NEW(arena, uint8_t, doc->n_tokens + 1);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const sr_sentence *sentence = &doc->sentences[s];
        bool masked = sr_features_masked(doc, sentence);
        sr_features_views(doc, sentence, &tagger.words, masked, views + sentence->first);
        sr_tagger_run(&tagger, sr_know_memo(know), views + sentence->first, sentence->end - sentence->first, masked,
                      labels + sentence->first);
    }
    doc->views = views;
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        doc->tokens[i].upos = tagger.labels[2u * labels[i]];
        doc->tokens[i].xpos = tagger.labels[2u * labels[i] + 1];
    }
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        settle_participle(doc, i);
        settle_past(doc, i);
        settle_preposition(&doc->tokens[i]);
        lemma_set(&tagger, doc, i, views[i].tail, arena);
    }
}
