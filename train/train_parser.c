/* Parser: perceptron with a dynamic oracle.  Data: ud-ewt, ud-gum-open train.
 *
 * Tags are those of a tagger that has not seen the sentence (jackknifing), once
 * with capitals and once without.  After the first rounds the trainer follows the parser's own
 * decisions, right or wrong, so that the parser learns to go on after an error.
 * Source: Goldberg & Nivre 2013, Training Deterministic Parsers with
 * Non-Deterministic Oracles (TACL).
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/train.h"

#include <stdio.h>
#include <stdlib.h>

#include "annotate/annotate.h"
#include "annotate/parse.h"
#include "record/vocabulary.h"

enum {
    EPOCHS = 9,
    WORDS_MAX = 120,      // longer training sentences are left out
    WEIGHT_BYTES = 5400000,
    UPDATES_LEAST = 10,
    MARGIN = 10,
    ACTION_LEAST = 5,     // relations seen more seldom on a side are not learned
    EXPLORE = 90,         // percent of wrong decisions that are followed
};

typedef struct tree {
    const sr_node  *nodes; // [n + 2]
    const uint16_t *heads; // [n]; n + 1: root
    const uint8_t  *rels;  // [n]
    uint32_t        n;
} tree;

typedef struct trainer {
    sr_arena *arena;
    uint8_t   actions[SR_LABELS_MAX][2];
    uint32_t  n_actions;
    SR_LIST(tree) trees;
} trainer;

static void trees_add(trainer *t, const sr_corpus *c, const sr_words *words)
{
    for (uint32_t s = 0; s < c->doc.n_sentences; s++) {
        const sr_sentence *e = &c->doc.sentences[s];
        uint32_t n = e->end - e->first;
        if (n > WORDS_MAX)
            continue;
        sr_node  *nodes = SR_NEW(t->arena, sr_node, n + 2);
        uint16_t *heads = SR_NEW(t->arena, uint16_t, n + 1);
        uint8_t  *rels = SR_NEW(t->arena, uint8_t, n + 1);
        sr_parser_nodes(&c->doc, e, words, nodes);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t h = c->heads[e->first + i];
            heads[i] = (uint16_t)(h == SR_NO_TOKEN ? n + 1 : h - e->first);
            rels[i] = c->deprels[e->first + i];
        }
        *SR_PUSH(t->arena, &t->trees) = (tree){nodes, heads, rels, n};
    }
}

static void actions_make(trainer *t, const sr_corpus *corpora)
{
    uint32_t count[SR_MOVE_COUNT][SR_DEPREL_COUNT] = {{0}};
    for (int c = 0; c < 2; c++)
        for (uint32_t i = 0; i < corpora[c].doc.n_tokens; i++) {
            uint32_t h = corpora[c].heads[i];
            if (h != SR_NO_TOKEN)
                count[h > i ? SR_MOVE_LEFT : SR_MOVE_RIGHT][corpora[c].deprels[i]]++;
        }
    t->actions[t->n_actions++][0] = SR_MOVE_SHIFT;
    for (int m = SR_MOVE_LEFT; m <= SR_MOVE_RIGHT; m++)
        for (int r = 0; r < SR_DEPREL_COUNT; r++)
            if (count[m][r] >= ACTION_LEAST) {
                t->actions[t->n_actions][0] = (uint8_t)m;
                t->actions[t->n_actions++][1] = (uint8_t)r;
            }
    fprintf(stderr, "parser: %u actions\n", t->n_actions);
}

/* Right arcs that become impossible by each move (Goldberg & Nivre 2013, arc-hybrid). */
static void costs(const sr_parse_state *s, const tree *g, unsigned cost[SR_MOVE_COUNT])
{
    uint16_t n = s->n, root = (uint16_t)(n + 1);
    uint16_t b0 = s->next;
    cost[0] = cost[1] = cost[2] = 0;
    if (b0 < n) {
        for (unsigned d = 0; d < s->depth; d++) {
            cost[SR_MOVE_SHIFT] += g->heads[s->stack[d]] == b0;
            cost[SR_MOVE_SHIFT] += d + 1 < s->depth && g->heads[b0] == s->stack[d];
        }
        cost[SR_MOVE_SHIFT] += s->depth > 0 && g->heads[b0] == root;
    }
    if (s->depth == 0)
        return;
    uint16_t s0 = s->stack[s->depth - 1], h = g->heads[s0];
    unsigned children = 0;
    for (uint16_t b = b0; b < n; b++)
        children += g->heads[b] == s0;
    cost[SR_MOVE_LEFT] = children + (h != b0 && h < n && h >= b0);
    cost[SR_MOVE_LEFT] += s->depth > 1 ? h == s->stack[s->depth - 2] : h == root;
    cost[SR_MOVE_RIGHT] = children + (h < n && h >= b0);
}

/* Is the action as good as any, its relation included? */
static bool right_action(const sr_parse_state *s, const tree *g, const uint8_t action[2],
                         const unsigned cost[SR_MOVE_COUNT], unsigned least)
{
    if (cost[action[0]] > least)
        return false;
    if (action[0] == SR_MOVE_SHIFT)
        return true;
    uint16_t s0 = s->stack[s->depth - 1];
    uint16_t head = action[0] == SR_MOVE_LEFT ? s->next : s->stack[s->depth - 2];
    return g->heads[s0] != head || g->rels[s0] == action[1];
}

typedef struct choice {
    uint32_t best, right, wrong; // actions; UINT32_MAX: none
} choice;

static choice choose(const trainer *t, const sr_parse_state *s, const tree *g,
                     const int32_t *scores)
{
    unsigned cost[SR_MOVE_COUNT], least = UINT32_MAX;
    bool     may[SR_MOVE_COUNT];
    costs(s, g, cost);
    for (int m = 0; m < SR_MOVE_COUNT; m++) {
        may[m] = sr_parse_may(s, (sr_move)m);
        if (may[m])
            least = SR_MIN(least, cost[m]);
    }
    choice c = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    for (uint32_t a = 0; a < t->n_actions; a++) {
        if (!may[t->actions[a][0]])
            continue;
        uint32_t *kind = right_action(s, g, t->actions[a], cost, least) ? &c.right : &c.wrong;
        if (*kind == UINT32_MAX || scores[a] > scores[*kind])
            *kind = a;
        if (c.best == UINT32_MAX || scores[a] > scores[c.best])
            c.best = a;
    }
    return c;
}

static void learn(const trainer *t, sr_perceptron *p, const tree *g, bool explore, uint64_t *random,
                  uint32_t *wrong)
{
    static sr_parse_state s;
    uint64_t keys[SR_PARSE_KEYS_MAX];
    sr_parse_begin(&s, g->nodes, g->n);
    while (!sr_parse_done(&s)) {
        if (s.depth == 0) {
            sr_parse_step(&s, SR_MOVE_SHIFT, 0);
            continue;
        }
        int32_t  scores[SR_LABELS_MAX] = {0};
        unsigned n = sr_parser_keys(&s, keys);
        sr_perceptron_score(p, keys, n, scores);
        choice c = choose(t, &s, g, scores);
        p->now++;
        if (c.right == UINT32_MAX) { // its relation is too seldom to be learned
            sr_parse_step(&s, (sr_move)t->actions[c.best][0], t->actions[c.best][1]);
            continue;
        }
        *wrong += c.best != c.right;
        if (c.wrong != UINT32_MAX && scores[c.right] - scores[c.wrong] < MARGIN) {
            sr_perceptron_update(p, keys, n, (uint8_t)c.right, 1);
            sr_perceptron_update(p, keys, n, (uint8_t)c.wrong, -1);
        }
        uint32_t a = explore && sr_train_random(random) % 100 < EXPLORE ? c.best : c.right;
        sr_parse_step(&s, (sr_move)t->actions[a][0], t->actions[a][1]);
    }
}

static void weights_train(trainer *t, const sr_train_options *o, sr_buf *out)
{
    uint32_t      n = (uint32_t)t->trees.n;
    uint32_t     *order = SR_NEW(t->arena, uint32_t, n);
    uint64_t      random = o->seed;
    sr_perceptron p;
    sr_perceptron_init(&p, t->n_actions, UPDATES_LEAST);
    for (unsigned e = 0; e < (o->epochs ? o->epochs : EPOCHS); e++) {
        uint32_t wrong = 0;
        sr_train_shuffle(order, n, &random);
        for (uint32_t i = 0; i < n; i++)
            learn(t, &p, &t->trees.at[order[i]], e > 0, &random, &wrong);
        fprintf(stderr, "parser: epoch %u, %u errors, %u features\n", e + 1, wrong, p.n);
    }
    (void)sr_perceptron_export(&p, WEIGHT_BYTES, out);
    sr_perceptron_free(&p);
}

/* Lemmas as the tagger's model gives them for the tags set. */
static void lemmas_set(const sr_tagger *tagger, sr_document *doc, sr_arena *arena)
{
    doc->lemma_hashes = SR_NEW(arena, uint64_t, doc->n_tokens + 1);
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        sr_token *t = &doc->tokens[i];
        uint64_t  tail = 0;
        for (unsigned j = 0; j < 8 && j < t->fold.len; j++)
            tail |= (uint64_t)t->fold.ptr[t->fold.len - 1 - j] << (8 * j);
        uint32_t script = sr_lemma_script(&tagger->lemmas, t->fold, doc->hashes[i], tail, t->upos,
                                          t->xpos, NULL);
        t->lemma = sr_lemma_apply(&tagger->lemmas, script, t->fold, arena);
        doc->lemma_hashes[i] = sr_hash(t->lemma);
    }
}

static bool same_relation(uint8_t a, uint8_t b)
{
    sr_str x = sr_deprel_name(a), y = sr_deprel_name(b);
    return sr_str_eq(sr_str_slice(x, 0, sr_str_find(x, ':', 0)),
                     sr_str_slice(y, 0, sr_str_find(y, ':', 0)));
}

static void score(const sr_parser *parser, const sr_tagger *tagger, sr_corpus *c, const char *name,
                  sr_arena *arena)
{
    static sr_parse_state state;
    uint32_t uas = 0, las = 0, all = 0;
    sr_train_tags(tagger, &c->doc, false, arena);
    lemmas_set(tagger, &c->doc, arena);
    for (uint32_t s = 0; s < c->doc.n_sentences; s++) {
        const sr_sentence *e = &c->doc.sentences[s];
        uint32_t n = e->end - e->first;
        sr_node *nodes = SR_NEW(arena, sr_node, n + 2);
        sr_parser_nodes(&c->doc, e, &tagger->words, nodes);
        sr_parser_run(parser, nodes, n, &state);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t gold = c->heads[e->first + i];
            bool     right = (gold == SR_NO_TOKEN) == (state.head[i] >= n) &&
                         (gold == SR_NO_TOKEN || gold - e->first == state.head[i]);
            uas += right;
            las += right && same_relation(state.rel[i], c->deprels[e->first + i]);
            all++;
        }
    }
    fprintf(stderr, "parser: %s: UAS %.2f, LAS %.2f (gold tokens, own tags)\n", name,
            uas * 100.0 / all, las * 100.0 / all);
}

void sr_train_parser(const sr_train_options *o)
{
    sr_arena arena;
    sr_arena_init(&arena, 0, NULL, NULL);
    trainer  *t = SR_NEW(&arena, trainer, 1);
    t->arena = &arena;
    sr_tagger tagger;
    sr_error  err = {0};
    if (sr_tagger_open(&tagger, sr_train_model(o, "tagger", &arena), &err) != SR_OK)
        sr_train_fail("tagger: %s; train it first", err.text);
    for (int masked = 0; masked < 2; masked++) {
        sr_corpus *corpora = SR_NEW(&arena, sr_corpus, 2);
        for (int c = 0; c < 2; c++)
            sr_corpus_conllu(&corpora[c],
                             sr_train_file(sr_train_folder(o, sr_train_treebanks[c], &arena),
                                           "train.conllu.xz", &arena), &arena);
        sr_train_jackknife(o, masked, corpora, &arena);
        if (!masked)
            actions_make(t, corpora);
        for (int c = 0; c < 2; c++) {
            lemmas_set(&tagger, &corpora[c].doc, &arena);
            trees_add(t, &corpora[c], &tagger.words);
        }
    }
    sr_buf weights = SR_BUF_INIT, payload = SR_BUF_INIT;
    weights_train(t, o, &weights);
    sr_str sections[SR_PARSE_SECTIONS] = {sr_str_from(t->actions, 2 * t->n_actions),
                                          sr_buf_view(&weights)};
    sr_train_sections(sections, SR_PARSE_SECTIONS, &payload);
    sr_train_write(o->models, "parser", SR_PARSE_VERSION, sr_parser_features(),
                   sr_buf_view(&payload));
    sr_parser parser;
    if (sr_parser_open(&parser, sr_train_model(o, "parser", &arena), &err) != SR_OK)
        sr_train_fail("parser cannot be read back: %s", err.text);
    for (int c = 0; c < 2; c++) {
        sr_corpus dev;
        sr_corpus_conllu(&dev, sr_train_file(sr_train_folder(o, sr_train_treebanks[c], &arena),
                                             "dev.conllu.xz", &arena), &arena);
        score(&parser, &tagger, &dev, sr_train_treebanks[c], &arena);
    }
    sr_arena_free(&arena);
}
