/* Tagger: labels, word table, weights.  Data: ud-ewt, ud-gum-open (gold), gmb-ner (news with
 * PTB tags made by machine: usual tags of words, and one eighth of its sentences a round),
 * glove-clusters.
 *
 * Two tables of weights: one for sentences as they are, one learned with all
 * capitals hidden, for upper-case wire text.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/train.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/vocabulary.h"
#include "train/map.h"

enum {
    EPOCHS = 8,
    LABEL_LEAST = 5,      // pairs of tags seen more seldom become their nearest frequent one
    SURE_LEAST = 25,      // a word must be seen so often to be tagged without scoring
    CLASS_LEAST = 20,     // so often in gold, else gmb's tags are taken: with fewer, the class
                          // would tell the trainer each word's own tag
    CLASS_TAGS = 4,       // tags of a class
    CLASSES_MAX = 6000,
    WEIGHT_BYTES = 2000000,
    UPDATES_LEAST = 5,
    FOLDS = 8,            // of jackknifing
    SILVER_PARTS = 8,     // of the silver sentences one part is seen a round
    FOLD_SENTENCES = 40,  // neighbours that go into one fold
    FOLD_EPOCHS = 4,
    MARGIN = 20,          // the right label must win by so much
};
#define SURE_SHARE 0.998
#define CLASS_SHARE 0.05

const char *const sr_train_treebanks[2] = {"ud-ewt", "ud-gum-open"};

typedef struct trainer {
    sr_arena   *arena;
    sr_corpus   corpora[2]; // of sr_train_treebanks
    sr_corpus   silver;
    uint8_t     labels[SR_LABELS_MAX][2];
    uint32_t    n_labels;
    uint8_t     label_of[SR_UPOS_COUNT][SR_XPOS_COUNT];
    sr_map      words;      // word hash -> number
    uint32_t  (*gold)[SR_LABELS_MAX];   // [words] label counts
    uint32_t  (*usual)[SR_XPOS_COUNT]; // [words] silver counts
    uint16_t   *clusters;   // [words]
    uint8_t    *sure;       // [classes]
    sr_map      classes;
} trainer;

static void labels_make(trainer *t)
{
    static uint32_t count[SR_UPOS_COUNT][SR_XPOS_COUNT];
    for (int c = 0; c < 2; c++)
        for (uint32_t i = 0; i < t->corpora[c].doc.n_tokens; i++)
            count[t->corpora[c].upos[i]][t->corpora[c].xpos[i]]++;
    for (int u = 0; u < SR_UPOS_COUNT; u++)
        for (int x = 0; x < SR_XPOS_COUNT; x++)
            if (count[u][x] >= LABEL_LEAST) {
                t->labels[t->n_labels][0] = (uint8_t)u;
                t->labels[t->n_labels][1] = (uint8_t)x;
                t->label_of[u][x] = (uint8_t)t->n_labels++;
            }
    for (int u = 0; u < SR_UPOS_COUNT; u++)
        for (int x = 0; x < SR_XPOS_COUNT; x++) {
            uint32_t best = 0;
            if (count[u][x] >= LABEL_LEAST)
                continue;
            for (uint32_t l = 0; l < t->n_labels; l++) {
                uint32_t n = count[t->labels[l][0]][t->labels[l][1]];
                if (t->labels[l][0] == u && n > best) {
                    best = n;
                    t->label_of[u][x] = (uint8_t)l;
                }
            }
        }
    fprintf(stderr, "tagger: %u labels\n", t->n_labels);
}

static uint8_t gold_label(const trainer *t, const sr_corpus *c, uint32_t i)
{
    return t->label_of[c->upos[i]][c->xpos[i]];
}

static uint64_t word_of(const sr_document *doc, uint32_t i)
{
    return sr_features_word(doc->tokens[i].fold, (doc->tokens[i].flags & SR_TOKEN_DIGIT) != 0,
                            doc->hashes[i]);
}

static void words_clusters(trainer *t, const sr_train_options *o)
{
    sr_str text = sr_train_file(sr_train_folder(o, "glove-clusters", t->arena), "clusters.tsv.xz",
                                t->arena);
    t->clusters = SR_NEW(t->arena, uint16_t, 400000);
    while (text.len > 0) {
        sr_str line = sr_str_cut(&text, '\n');
        sr_str word = sr_str_cut(&line, '\t');
        bool   digits = false;
        unsigned path = 0, n = 0;
        for (size_t i = 0; i < word.len; i++)
            digits = digits || sr_is_digit(word.ptr[i]);
        for (; n < line.len && n < 12; n++)
            path = path << 1 | (unsigned)(line.ptr[n] == '1');
        uint32_t before = t->words.n;
        uint32_t w = sr_map_add(&t->words, sr_features_word(word, digits, sr_hash(word)));
        if (w < before || w >= 400000)
            continue;
        t->clusters[w] = (uint16_t)(0x1000u | path << (12 - n));
    }
}

static void words_counts(trainer *t, const sr_train_options *o)
{
    sr_corpus_columns(&t->silver, sr_train_file(sr_train_folder(o, "gmb-ner", t->arena),
                                             "gmb-ner.tsv.xz", t->arena), 0, 2, 1, t->arena);
    for (int c = 0; c < 3; c++) {
        const sr_document *doc = c < 2 ? &t->corpora[c].doc : &t->silver.doc;
        for (uint32_t i = 0; i < doc->n_tokens; i++)
            sr_map_add(&t->words, word_of(doc, i));
    }
    if (t->words.n > 400000)
        sr_train_fail("more words than expected");
    t->gold = calloc(t->words.n, sizeof *t->gold);
    t->usual = calloc(t->words.n, sizeof *t->usual);
    if (!t->gold || !t->usual)
        sr_train_fail("out of memory");
    for (int c = 0; c < 2; c++)
        for (uint32_t i = 0; i < t->corpora[c].doc.n_tokens; i++)
            t->gold[sr_map_get(&t->words, word_of(&t->corpora[c].doc, i))]
                   [gold_label(t, &t->corpora[c], i)]++;
    for (uint32_t i = 0; i < t->silver.doc.n_tokens; i++)
        t->usual[sr_map_get(&t->words, word_of(&t->silver.doc, i))][t->silver.xpos[i]]++;
}

/* Usual tags of a word: the PTB tags with at least a twentieth of its uses, most
 * frequent first; and its only label if it has one. */
static uint16_t class_of(trainer *t, uint32_t w)
{
    uint32_t count[SR_XPOS_COUNT] = {0};
    uint32_t all = 0, top = 0;
    uint8_t  sure = SR_TAG_SURE_NONE;
    for (uint32_t l = 0; l < t->n_labels; l++) {
        all += t->gold[w][l];
        count[t->labels[l][1]] += t->gold[w][l];
        if (t->gold[w][l] > t->gold[w][top])
            top = l;
    }
    if (all >= SURE_LEAST && t->gold[w][top] >= SURE_SHARE * all)
        sure = (uint8_t)top;
    if (all < CLASS_LEAST) {
        all = 0;
        for (int x = 0; x < SR_XPOS_COUNT; x++)
            all += count[x] = t->usual[w][x];
    }
    uint64_t key = sure;
    if (all == 0)
        return 0;
    for (int k = 0; k < CLASS_TAGS; k++) {
        int b = 0;
        for (int x = 1; x < SR_XPOS_COUNT; x++)
            if (count[x] > count[b])
                b = x;
        if (count[b] == 0 || count[b] < CLASS_SHARE * all)
            break;
        key = key << 8 | (uint64_t)b;
        count[b] = 0;
    }
    uint32_t id = sr_map_add(&t->classes, key);
    if (id >= CLASSES_MAX)
        return 0;
    t->sure[id] = sure;
    return (uint16_t)id;
}

static void words_write(trainer *t, sr_buf *out)
{
    sr_word_entry *entries = SR_NEW(t->arena, sr_word_entry, t->words.n);
    t->sure = SR_NEW(t->arena, uint8_t, CLASSES_MAX);
    (void)sr_map_add(&t->classes, UINT64_MAX); // class 0: unknown
    t->sure[0] = SR_TAG_SURE_NONE;
    uint64_t *keys = SR_NEW(t->arena, uint64_t, t->words.n);
    uint32_t  n = 0, sure = 0;
    for (uint32_t w = 0; w < t->words.n; w++) {
        sr_word_entry e = {.cluster = t->clusters[w], .tags = class_of(t, w)};
        if (e.cluster == SR_NO_CLUSTER && e.tags == 0)
            continue;
        sure += t->sure[e.tags] != SR_TAG_SURE_NONE;
        keys[n] = t->words.keys[w];
        entries[n++] = e;
    }
    sr_train_words(keys, entries, n, out);
    fprintf(stderr, "tagger: %u words, %u classes, %u words with one tag only\n", n, t->classes.n,
            sure);
}

typedef struct item {
    const sr_corpus *corpus;
    const sr_view   *views; // of the sentence
    uint32_t         first, n;
    uint32_t         fold;
    uint32_t         part; // of silver; SILVER_PARTS: gold
} item;

static sr_view *views_of(const sr_document *doc, const sr_words *words, bool masked,
                         sr_arena *arena)
{
    sr_view *views = SR_NEW(arena, sr_view, doc->n_tokens + 1);
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        sr_features_views(doc, &doc->sentences[s], words,
                          masked || sr_features_masked(doc, &doc->sentences[s]),
                          views + doc->sentences[s].first);
    return views;
}

static uint32_t items_make(trainer *t, const sr_words *words, bool masked, bool silver, item **out)
{
    uint32_t n = t->corpora[0].doc.n_sentences + t->corpora[1].doc.n_sentences +
                 t->silver.doc.n_sentences;
    *out = SR_NEW(t->arena, item, n);
    n = 0;
    for (int c = 0; c < (silver ? 3 : 2); c++) {
        const sr_corpus *corpus = c < 2 ? &t->corpora[c] : &t->silver;
        sr_view *views = views_of(&corpus->doc, words, masked, t->arena);
        for (uint32_t s = 0; s < corpus->doc.n_sentences; s++) {
            const sr_sentence *e = &corpus->doc.sentences[s];
            (*out)[n++] = (item){corpus, views + e->first, e->first, e->end - e->first,
                                  s / FOLD_SENTENCES % FOLDS, c < 2 ? SILVER_PARTS : s % SILVER_PARTS};
        }
    }
    return n;
}

/* The best label other than the right one. */
static uint8_t rival_of(const int32_t *scores, uint32_t n, uint8_t gold)
{
    uint32_t best = gold == 0;
    for (uint32_t l = 0; l < n; l++)
        if (l != gold && scores[l] > scores[best])
            best = l;
    return (uint8_t)best;
}

/* What a silver tag says of the label: the best of those that have it; where the treebanks tag or
 * cut words in another way, nothing. */
static uint8_t silver_label(const trainer *t, const sr_corpus *c, uint32_t i, const int32_t *scores)
{
    sr_str   fold = c->doc.tokens[i].fold;
    uint32_t best = SR_TAG_SURE_NONE;
    if (sr_str_eq(fold, SR_STR("to")) || (fold.len > 1 && sr_str_find(fold, '-', 0) < fold.len))
        return SR_TAG_SURE_NONE;
    for (uint32_t l = 0; l < t->n_labels; l++)
        if (t->labels[l][1] == c->xpos[i] && (best == SR_TAG_SURE_NONE || scores[l] > scores[best]))
            best = l;
    return (uint8_t)best;
}

/* One sentence; returns the errors made. */
static uint32_t learn(trainer *t, sr_perceptron *p, const item *it)
{
    uint8_t  labels[4096];
    uint64_t keys[SR_TAG_KEYS_MAX];
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < it->n && i < sizeof labels; i++) {
        uint8_t sure = it->views[i].tags < t->classes.n ? t->sure[it->views[i].tags] : 255;
        labels[i] = sure;
        if (sure != SR_TAG_SURE_NONE)
            continue;
        int32_t  scores[SR_LABELS_MAX] = {0};
        unsigned n = sr_tagger_keys(it->views, it->n, i, i > 0 ? labels[i - 1] : SR_TAG_BEGIN,
                                    i > 1 ? labels[i - 2] : SR_TAG_BEGIN, keys);
        sr_perceptron_score(p, keys, n, scores);
        uint8_t gold = it->part == SILVER_PARTS ? gold_label(t, it->corpus, it->first + i)
                                                : silver_label(t, it->corpus, it->first + i, scores);
        uint8_t rival = rival_of(scores, t->n_labels, gold);
        if (gold == SR_TAG_SURE_NONE) {
            labels[i] = rival;
            continue;
        }
        labels[i] = scores[rival] > scores[gold] ? rival : gold;
        wrong += labels[i] != gold;
        p->now++;
        if (scores[gold] - scores[rival] >= MARGIN)
            continue;
        sr_perceptron_update(p, keys, n, gold, 1);
        sr_perceptron_update(p, keys, n, rival, -1);
    }
    return wrong;
}

/* Train on all items but those of one fold (fold FOLDS: on all). */
static void weights_train(trainer *t, const item *items, uint32_t n, unsigned epochs, uint32_t fold,
                          uint64_t random, sr_buf *out)
{
    sr_arena_mark mark = sr_arena_here(t->arena);
    uint32_t     *order = SR_NEW(t->arena, uint32_t, n);
    sr_perceptron p;
    sr_perceptron_init(&p, t->n_labels, UPDATES_LEAST);
    for (unsigned e = 0; e < epochs; e++) {
        uint32_t wrong = 0;
        sr_train_shuffle(order, n, &random);
        for (uint32_t i = 0; i < n; i++)
            if (items[order[i]].fold != fold &&
                (items[order[i]].part == SILVER_PARTS || items[order[i]].part == e % SILVER_PARTS))
                wrong += learn(t, &p, &items[order[i]]);
        fprintf(stderr, "tagger: epoch %u, %u errors, %u features\n", e + 1, wrong, p.n);
    }
    (void)sr_perceptron_export(&p, WEIGHT_BYTES, out);
    sr_perceptron_free(&p);
    sr_arena_return(t->arena, mark);
}

static void model_weights(trainer *t, const sr_train_options *o, const sr_words *words, bool masked,
                          sr_buf *out)
{
    item    *items;
    uint32_t n = items_make(t, words, masked, true, &items);
    weights_train(t, items, n, o->epochs ? o->epochs : EPOCHS, FOLDS, o->seed, out);
}

void sr_train_tags(const sr_tagger *tagger, sr_document *doc, bool masked, sr_arena *arena)
{
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        const sr_sentence *e = &doc->sentences[s];
        uint32_t n = e->end - e->first;
        sr_arena_mark mark = sr_arena_here(arena);
        sr_view *views = SR_NEW(arena, sr_view, n + 1);
        uint8_t *labels = SR_NEW(arena, uint8_t, n + 1);
        bool     hidden = masked || sr_features_masked(doc, e);
        sr_features_views(doc, e, &tagger->words, hidden, views);
        sr_tagger_run(tagger, NULL, views, n, hidden, labels);
        for (uint32_t i = 0; i < n; i++) {
            doc->tokens[e->first + i].upos = tagger->labels[2u * labels[i]];
            doc->tokens[e->first + i].xpos = tagger->labels[2u * labels[i] + 1];
        }
        sr_arena_return(arena, mark);
    }
}

static void score(const sr_tagger *tagger, const sr_corpus *c, const char *name, bool masked,
                  sr_arena *arena)
{
    sr_view *views = views_of(&c->doc, &tagger->words, masked, arena);
    uint8_t *labels = SR_NEW(arena, uint8_t, c->doc.n_tokens + 1);
    uint32_t upos = 0, xpos = 0, lemma = 0;
    for (uint32_t s = 0; s < c->doc.n_sentences; s++) {
        const sr_sentence *e = &c->doc.sentences[s];
        sr_tagger_run(tagger, NULL, views + e->first, e->end - e->first,
                      masked || sr_features_masked(&c->doc, e), labels + e->first);
    }
    for (uint32_t i = 0; i < c->doc.n_tokens; i++) {
        const uint8_t *l = &tagger->labels[2u * labels[i]];
        sr_str   fold = c->doc.tokens[i].fold;
        uint32_t script = sr_lemma_script(&tagger->lemmas, fold, c->doc.hashes[i], views[i].tail,
                                          l[0], l[1], NULL);
        upos += l[0] == c->upos[i];
        xpos += l[1] == c->xpos[i];
        lemma += (c->doc.tokens[i].flags & SR_TOKEN_PUNCT) != 0 ||
                 sr_str_eq_case(sr_lemma_apply(&tagger->lemmas, script, fold, arena),
                                c->lemmas[i]);
    }
    double all = c->doc.n_tokens / 100.0;
    fprintf(stderr, "tagger: %s%s: UPOS %.2f, XPOS %.2f, lemma %.2f (gold tokens)\n", name,
            masked ? ", capitals hidden" : "", upos / all, xpos / all, lemma / all);
}

static trainer *trainer_make(const sr_train_options *o, sr_arena *arena, sr_words *words,
                             sr_buf *word_bytes)
{
    trainer *t = SR_NEW(arena, trainer, 1);
    t->arena = arena;
    for (int c = 0; c < 2; c++) {
        const char *folder = sr_train_folder(o, sr_train_treebanks[c], arena);
        sr_corpus_conllu(&t->corpora[c], sr_train_file(folder, "train.conllu.xz", arena), arena);
    }
    labels_make(t);
    words_clusters(t, o);
    words_counts(t, o);
    words_write(t, word_bytes);
    if (sr_words_open(words, sr_str_copy(arena, sr_buf_view(word_bytes)), NULL) != SR_OK)
        sr_train_fail("word table cannot be read back");
    return t;
}

static void scores_print(const sr_train_options *o, sr_arena *arena)
{
    sr_tagger tagger;
    sr_error  err = {0};
    if (sr_tagger_open(&tagger, sr_train_model(o, "tagger", arena), &err) != SR_OK)
        sr_train_fail("tagger cannot be read back: %s", err.text);
    for (int c = 0; c < 2; c++) {
        const char *folder = sr_train_folder(o, sr_train_treebanks[c], arena);
        sr_corpus   dev;
        sr_corpus_conllu(&dev, sr_train_file(folder, "dev.conllu.xz", arena), arena);
        for (int masked = 0; masked < 2; masked++)
            score(&tagger, &dev, sr_train_treebanks[c], masked, arena);
    }
}

void sr_train_tagger(const sr_train_options *o)
{
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_buf   parts[SR_TAG_SECTIONS] = {SR_BUF_INIT};
    sr_words words;
    trainer *t = trainer_make(o, &arena, &words, &parts[SR_TAG_WORDS]);
    sr_buf_put(&parts[SR_TAG_LABELS], sr_str_from(t->labels, 2 * t->n_labels));
    sr_buf_put(&parts[SR_TAG_CLASSES], sr_str_from(t->sure, t->classes.n));
    const sr_corpus *both[2] = {&t->corpora[0], &t->corpora[1]};
    sr_train_lemmas(o, both, 2, &parts[SR_TAG_SCRIPTS], &arena);
    model_weights(t, o, &words, false, &parts[SR_TAG_WEIGHTS]);
    model_weights(t, o, &words, true, &parts[SR_TAG_MASKED]);
    sr_str sections[SR_TAG_SECTIONS];
    for (int i = 0; i < SR_TAG_SECTIONS; i++)
        sections[i] = sr_buf_view(&parts[i]);
    sr_buf payload = SR_BUF_INIT;
    sr_train_sections(sections, SR_TAG_SECTIONS, &payload);
    sr_train_write(o->models, "tagger", SR_TAG_VERSION, sr_tagger_features(),
                   sr_buf_view(&payload));
    scores_print(o, &arena);
    sr_arena_free(&arena);
}

void sr_train_jackknife(const sr_train_options *o, bool masked, sr_corpus corpora[2],
                        sr_arena *arena)
{
    sr_buf    bytes = SR_BUF_INIT;
    sr_tagger tagger = {0};
    trainer  *t = trainer_make(o, arena, &tagger.words, &bytes);
    item     *items;
    uint32_t  n = items_make(t, &tagger.words, masked, false, &items);
    tagger.n_labels = t->n_labels;
    tagger.labels = t->labels[0];
    tagger.sure = t->sure;
    tagger.n_classes = t->classes.n;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        sr_buf weights = SR_BUF_INIT;
        weights_train(t, items, n, FOLD_EPOCHS, fold, o->seed, &weights);
        sr_str view = sr_str_copy(arena, sr_buf_view(&weights));
        sr_buf_free(&weights);
        if (sr_weights_open(&tagger.weights[0], view, t->n_labels, NULL) != SR_OK)
            sr_train_fail("weights cannot be read back");
        for (uint32_t i = 0; i < n; i++) {
            if (items[i].fold != fold)
                continue;
            sr_corpus *c = &corpora[items[i].corpus - t->corpora];
            uint8_t   *labels = SR_NEW(arena, uint8_t, items[i].n);
            sr_tagger_run(&tagger, NULL, items[i].views, items[i].n, false, labels);
            for (uint32_t k = 0; k < items[i].n; k++) {
                c->doc.tokens[items[i].first + k].upos = tagger.labels[2u * labels[k]];
                c->doc.tokens[items[i].first + k].xpos = tagger.labels[2u * labels[k] + 1];
            }
        }
    }
    sr_buf_free(&bytes);
}
