/* Name tagger: structured perceptron with cost-augmented Viterbi.
 *
 * Gold sets every round, silver news (gmb-ner) one eighth a round.  Two tables of weights, as
 * for the tagger: capitals seen, capitals hidden.  Probabilities are calibrated on ud-gum-open
 * dev.  ud-ewt's names are for scoring only.
 *
 *   --hold K   leaves every fifth document of wikigold and docred-ner out, from the Kth on (0 to 4),
 *              and prints F1 on them; tools/evaluate.py cross-validates so
 *
 * Sources: Collins 2002; Tsochantaridis et al. 2005 (cost in the search).
 * SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "annotate/atlas.h"
#include "base/buf.h"
#include "record/vocabulary.h"
#include "train/names_data.h"

enum {
    EPOCHS = 10,
    FOLDS = 5,        // of wikigold and docred-ner
    SILVER_PARTS = 8, // of silver sentences one part is seen a round
    UPDATES_LEAST = 4,
    COST = 20,        // a wrong label must lose by so much
    WEIGHT_BYTES = 2800000,
};

static const uint8_t kinds[] = {SR_ENTITY_PERSON, SR_ENTITY_ORGANIZATION, SR_ENTITY_PLACE,
                                SR_ENTITY_NATIONALITY, SR_ENTITY_EVENT};

typedef struct item {
    const sr_name_sentence *s;
    const uint8_t   *gold; // [n] labels
    const sr_name_set *set;
    uint32_t         sentence;
    uint32_t         part; // of silver; SILVER_PARTS: every round
    bool             held;
} item;

typedef SR_LIST(item) item_list;

typedef struct trainer {
    sr_arena  *arena;
    sr_know   *know;
    sr_tagger  tagger;
    uint8_t    labels[SR_NAMES_LABELS_MAX][2];
    sr_namer   namer; // labels and follows only
    sr_name_set sets[SR_NAMES_SOURCES];
    const sr_train_options *options;
} trainer;

static void labels_make(trainer *t)
{
    uint32_t n = 1;
    for (size_t k = 0; k < SR_COUNT(kinds); k++)
        for (int p = SR_NAME_B; p <= SR_NAME_U; p++) {
            t->labels[n][0] = kinds[k];
            t->labels[n++][1] = (uint8_t)p;
        }
    t->namer.n_labels = n;
    t->namer.labels = t->labels[0];
    sr_namer_link(&t->namer);
}

static uint8_t label_of(const trainer *t, uint8_t kind, sr_name_position position)
{
    for (uint32_t l = 1; l < t->namer.n_labels; l++)
        if (t->labels[l][0] == kind && t->labels[l][1] == position)
            return (uint8_t)l;
    return SR_NAMES_OUTSIDE;
}

/* Gold labels of a sentence; names with a word that may not be in one are left out. */
static const uint8_t *gold_labels(const trainer *t, const sr_name_set *set, uint32_t first,
                                  const sr_name_sentence *s, uint32_t lost[2])
{
    uint8_t *gold = SR_NEW(t->arena, uint8_t, s->n + 1);
    for (uint32_t i = 0; i < s->n;) {
        uint8_t  kind = set->kinds[first + i];
        uint32_t end = i + 1;
        if (kind == SR_NAME_NONE) {
            i++;
            continue;
        }
        bool may = s->may[i];
        while (end < s->n && set->kinds[first + end] != SR_NAME_NONE && !set->begins[first + end])
            may = s->may[end++] && may;
        lost[may]++;
        for (uint32_t k = i; k < end && may; k++)
            gold[k] = label_of(t, kind, end - i == 1 ? SR_NAME_U : k == i ? SR_NAME_B
                                        : k + 1 == end ? SR_NAME_L : SR_NAME_I);
        i = end;
    }
    return gold;
}

static void items_make(trainer *t, sr_name_set *set, bool masked, bool held_part, item_list *items)
{
    uint32_t lost[2] = {0, 0};
    sr_train_tags(&t->tagger, &set->doc, masked, t->arena);
    sr_token *tokens = sr_arena_copy(t->arena, set->doc.tokens, set->doc.n_tokens * sizeof *tokens);
    set->doc.atlas = sr_atlas_make(&set->doc, t->know, t->arena);
    sr_name_sentence *pictures = SR_NEW(t->arena, sr_name_sentence, set->doc.n_sentences + 1);
    for (uint32_t k = 0; k < set->doc.n_sentences; k++) {
        sr_document  doc = set->doc;
        sr_sentence *e = &doc.sentences[k];
        item *it = SR_PUSH(t->arena, items);
        doc.tokens = tokens; // this register's tags
        bool hidden = masked || sr_features_masked(&doc, e);
        sr_name_sentence_make(&doc, e, &t->tagger, t->know, hidden, &pictures[k], t->arena);
        it->s = &pictures[k];
        it->gold = gold_labels(t, set, e->first, it->s, lost);
        it->set = set;
        it->sentence = k;
        it->part = set->silver ? k % SILVER_PARTS : SILVER_PARTS;
        it->held = held_part && (int)(set->docs[k] % FOLDS) == t->options->hold;
    }
    sr_name_sentences_link(pictures, set->doc.n_sentences, t->arena);
    fprintf(stderr, "names: %s%s: %u sentences, %u names, %u more out of reach\n", set->name,
            masked ? ", capitals hidden" : "", set->doc.n_sentences, lost[1], lost[0]);
}

/* Scores of the words and of the transitions. */
static void score(const trainer *t, const sr_perceptron *p, const sr_name_sentence *s,
                  int32_t *scores, int32_t *transitions)
{
    uint32_t L = t->namer.n_labels;
    uint64_t keys[SR_NAMES_KEYS_MAX];
    for (uint32_t i = 0; i < s->n; i++)
        if (s->may[i])
            sr_perceptron_score(p, keys, sr_namer_keys(s, i, keys), scores + (size_t)i * L);
    for (uint32_t k = 0; k < L; k++) {
        uint64_t key = sr_namer_transition(k);
        sr_perceptron_score(p, &key, 1, transitions + (size_t)k * L);
    }
}

static void update(sr_perceptron *p, const sr_name_sentence *s, const uint8_t *gold,
                   const uint8_t *labels)
{
    uint64_t keys[SR_NAMES_KEYS_MAX];
    for (uint32_t i = 0; i < s->n; i++) {
        if (gold[i] != labels[i]) {
            unsigned n = sr_namer_keys(s, i, keys);
            sr_perceptron_update(p, keys, n, gold[i], 1);
            sr_perceptron_update(p, keys, n, labels[i], -1);
        }
        uint8_t a = i > 0 ? gold[i - 1] : SR_NAMES_OUTSIDE;
        uint8_t b = i > 0 ? labels[i - 1] : SR_NAMES_OUTSIDE;
        if (a == b && gold[i] == labels[i])
            continue;
        uint64_t key = sr_namer_transition(a);
        sr_perceptron_update(p, &key, 1, gold[i], 1);
        key = sr_namer_transition(b);
        sr_perceptron_update(p, &key, 1, labels[i], -1);
    }
}

static uint32_t learn(trainer *t, sr_perceptron *p, const item *it)
{
    const sr_name_sentence *s = it->s;
    uint32_t      L = t->namer.n_labels, wrong = 0;
    sr_arena_mark mark = sr_arena_here(t->arena);
    int32_t      *scores = SR_NEW(t->arena, int32_t, (size_t)s->n * L + 1);
    int32_t      *transitions = SR_NEW(t->arena, int32_t, (size_t)L * L);
    uint8_t      *labels = SR_NEW(t->arena, uint8_t, s->n + 1);
    score(t, p, s, scores, transitions);
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t l = 0; l < L && s->may[i]; l++)
            scores[(size_t)i * L + l] += l == it->gold[i] ? 0 : COST;
    sr_namer_best(&t->namer, s, scores, transitions, labels, t->arena);
    p->now++;
    for (uint32_t i = 0; i < s->n; i++)
        wrong += labels[i] != it->gold[i];
    if (wrong > 0)
        update(p, s, it->gold, labels);
    sr_arena_return(t->arena, mark);
    return wrong;
}

static void weights_train(trainer *t, const item_list *items, sr_buf *out)
{
    uint32_t      n = (uint32_t)items->n;
    uint32_t     *order = SR_NEW(t->arena, uint32_t, n + 1);
    uint64_t      random = t->options->seed;
    unsigned      epochs = t->options->epochs ? t->options->epochs : EPOCHS;
    sr_perceptron p;
    sr_perceptron_init(&p, t->namer.n_labels, UPDATES_LEAST);
    for (unsigned e = 0; e < epochs; e++) {
        uint32_t wrong = 0;
        sr_train_shuffle(order, n, &random);
        for (uint32_t i = 0; i < n; i++) {
            const item *it = &items->at[order[i]];
            if (!it->held && (it->part == SILVER_PARTS || it->part == e % SILVER_PARTS))
                wrong += learn(t, &p, it);
        }
        fprintf(stderr, "names: epoch %u, %u errors, %u features\n", e + 1, wrong, p.n);
    }
    (void)sr_perceptron_export(&p, WEIGHT_BYTES, out);
    sr_perceptron_free(&p);
}

/* -- scores and calibration --------------------------------------------------------- */

typedef struct tally {
    uint32_t printed, gold, right;
} tally;

typedef struct sample {
    float logit;
    bool  right;
} sample;

typedef SR_LIST(sample) sample_list;

static uint32_t span_end(const trainer *t, const uint8_t *labels, uint32_t i, uint32_t n)
{
    while (i + 1 < n && t->labels[labels[i]][1] != SR_NAME_L && t->labels[labels[i]][1] != SR_NAME_U)
        i++;
    return i + 1;
}

/* Only persons, organisations and places count, as the scorer has it. */
static bool counts(const trainer *t, uint8_t label)
{
    uint8_t kind = t->labels[label][0];
    return label != SR_NAMES_OUTSIDE && (kind == SR_ENTITY_PERSON || kind == SR_ENTITY_PLACE ||
                                         kind == SR_ENTITY_ORGANIZATION);
}

static void tally_sentence(const trainer *t, const item *it, const uint8_t *labels,
                           const float *logits, tally *sum, sample_list *samples)
{
    uint32_t n = it->s->n, first = it->set->doc.sentences[it->sentence].first;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t kind = it->set->kinds[first + i];
        sum->gold += it->set->begins[first + i] && (kind == SR_ENTITY_PERSON ||
                     kind == SR_ENTITY_PLACE || kind == SR_ENTITY_ORGANIZATION);
    }
    for (uint32_t i = 0; i < n;) {
        if (labels[i] == SR_NAMES_OUTSIDE) {
            i++;
            continue;
        }
        uint32_t end = span_end(t, labels, i, n);
        bool     right = true;
        float    least = logits[i];
        for (uint32_t k = i; k < end; k++) {
            right = right && labels[k] == it->gold[k];
            least = SR_MIN(least, logits[k]);
        }
        sum->printed += counts(t, labels[i]);
        sum->right += right && counts(t, labels[i]);
        *SR_PUSH(t->arena, samples) = (sample){least, right};
        i = end;
    }
}

static void test(trainer *t, const sr_weights *weights, const item_list *items, bool held_only,
                 const char *what, sample_list *samples)
{
    uint32_t L = t->namer.n_labels;
    tally    sum = {0, 0, 0};
    int32_t *transitions = SR_NEW(t->arena, int32_t, (size_t)L * L);
    for (uint32_t k = 0; k < L; k++) {
        int32_t  row[SR_LABELS_MAX] = {0};
        uint64_t key = sr_namer_transition(k);
        sr_weights_add(weights, &key, 1, row);
        memcpy(transitions + (size_t)k * L, row, L * sizeof *row);
    }
    sr_name_ways *ways = SR_NEW(t->arena, sr_name_ways, 1);
    sr_namer_ways(&t->namer, transitions, ways);
    for (size_t j = 0; j < items->n; j++) {
        const item *it = &items->at[j];
        if (held_only && !it->held)
            continue;
        int32_t *scores = SR_NEW(t->arena, int32_t, (size_t)it->s->n * L + SR_LABELS_MAX);
        uint8_t *labels = SR_NEW(t->arena, uint8_t, it->s->n + 1);
        float   *logits = SR_NEW(t->arena, float, it->s->n + 1);
        uint64_t keys[SR_NAMES_KEYS_MAX];
        for (uint32_t i = 0; i < it->s->n; i++)
            if (it->s->may[i])
                sr_weights_add(weights, keys, sr_namer_keys(it->s, i, keys), scores + (size_t)i * L);
        sr_namer_best(&t->namer, it->s, scores, transitions, labels, t->arena);
        sr_namer_logits(&t->namer, it->s, scores, ways, labels, logits, t->arena);
        tally_sentence(t, it, labels, logits, &sum, samples);
    }
    fprintf(stderr, "names: %s: P %.2f R %.2f F1 %.2f (%u gold)\n", what,
            100.0 * sum.right / SR_MAX(sum.printed, 1u), 100.0 * sum.right / SR_MAX(sum.gold, 1u),
            200.0 * sum.right / SR_MAX(sum.printed + sum.gold, 1u), sum.gold);
}

static double log_loss(const sample_list *samples, double a, double b)
{
    double sum = 0;
    for (size_t i = 0; i < samples->n; i++) {
        double x = a + b * (double)samples->at[i].logit;
        sum += log1p(exp(samples->at[i].right ? -x : x));
    }
    return sum + 0.01 * b * b;
}

/* Logistic regression of "right" on the logit: a + b * logit; steps that halve until the loss
 * falls no more. */
static void calibrate(const sample_list *samples, float out[2])
{
    double a = 0, b = 0.5, least = log_loss(samples, a, b);
    for (double step = 1; step > 1e-4; step /= 2)
        for (bool better = true; better;) {
            better = false;
            for (int way = 0; way < 4; way++) {
                double da = way == 0 ? step : way == 1 ? -step : 0;
                double db = way == 2 ? step : way == 3 ? -step : 0;
                double loss = log_loss(samples, a + da, b + db);
                if (loss < least - 1e-9) {
                    a += da, b += db;
                    least = loss;
                    better = true;
                }
            }
        }
    out[0] = (float)a;
    out[1] = (float)b;
    fprintf(stderr, "names: probability of a logit x: 1 / (1 + exp(-(%.3f + %.3f x)))\n", a, b);
}

static void register_train(trainer *t, bool masked, sr_buf *weights, float calibration[2])
{
    item_list items = {0}, dev = {0};
    sample_list samples = {0}, none = {0};
    for (int k = 0; k < SR_NAMES_TRAIN; k++)
        items_make(t, &t->sets[k], masked, k == SR_NAMES_WIKIGOLD || k == SR_NAMES_DOCRED, &items);
    items_make(t, &t->sets[SR_NAMES_GUM_DEV], masked, false, &dev);
    weights_train(t, &items, weights);
    sr_weights w;
    if (sr_weights_open(&w, sr_str_copy(t->arena, sr_buf_view(weights)), t->namer.n_labels, NULL) != SR_OK)
        sr_train_fail("weights cannot be read back");
    test(t, &w, &dev, false, masked ? "ud-gum-open dev, capitals hidden" : "ud-gum-open dev", &samples);
    if (t->options->hold >= 0)
        test(t, &w, &items, true, masked ? "held out, capitals hidden" : "held out", &none);
    calibrate(&samples, calibration);
}

void sr_train_names(const sr_train_options *o)
{
    sr_arena arena;
    sr_error err = {0};
    sr_arena_init(&arena, 0, NULL, NULL);
    trainer *t = SR_NEW(&arena, trainer, 1);
    t->arena = &arena;
    t->options = o;
    if (sr_know_open(&t->know, NULL, &err) != SR_OK ||
        sr_tagger_open(&t->tagger, sr_train_model(o, "tagger", &arena), &err) != SR_OK)
        sr_train_fail("%s: %s", err.where, err.text);
    labels_make(t);
    for (int k = 0; k < SR_NAMES_SOURCES; k++) {
        sr_name_set_read(&t->sets[k], (sr_name_source)k, o, &arena);
        sr_train_tags(&t->tagger, &t->sets[k].doc, false, &arena);
        sr_name_set_titles(&t->sets[k], t->know);
        sr_name_set_nationalities(&t->sets[k], t->know);
    }
    sr_buf weights[2] = {SR_BUF_INIT, SR_BUF_INIT}, payload = SR_BUF_INIT;
    float  calibration[2][2];
    for (int masked = 0; masked < 2; masked++)
        register_train(t, masked, &weights[masked], calibration[masked]);
    sr_str sections[SR_NAMES_SECTIONS] = {
        sr_str_from(t->labels, 2 * (size_t)t->namer.n_labels), sr_buf_view(&weights[0]),
        sr_buf_view(&weights[1]), sr_str_from(calibration, sizeof calibration)};
    sr_train_sections(sections, SR_NAMES_SECTIONS, &payload);
    sr_train_write(o->models, "names", SR_NAMES_VERSION, sr_namer_features(), sr_buf_view(&payload));
    sr_know_close(t->know);
    sr_arena_free(&arena);
}
