/* States, features and the greedy run of the parser; see parse.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/parse.h"

#include "annotate/annotate.h"
#include "annotate/tag.h"
#include "know/model.h"
#include "record/vocabulary.h"

#include <assert.h>

/* What a template may name: S0 S1 S2 B0 B1 B2 are nodes; l1 l2 r1 r2 of S0, S1 and
 * l1 of B0 their outermost children, with L(…) the relation they hang by. */
#define W(x) (x)->word
#define M(x) (x)->lemma
#define P(x) (uint64_t)(x)->xpos
#define U(x) (uint64_t)(x)->upos
#define WP(x) ((x)->word + (uint64_t)(x)->xpos)
#define MP(x) ((x)->lemma + (uint64_t)(x)->xpos)
#define C(x) (uint64_t)((x)->cluster >> 4)
#define C4(x) (uint64_t)((x)->cluster >> 8)
#define CF(x) (uint64_t)(x)->cluster

#define TEMPLATES(X)                                                                               \
    X(WP(S0), 0, 0) X(P(S0), 0, 0) X(CF(S0), U(S0), 0) X(WP(S1), 0, 0) X(CF(S1), U(S1), 0)         \
    X(WP(B0), 0, 0) X(P(B0), 0, 0) X(CF(B0), U(B0), 0)                                             \
    X(WP(B1), 0, 0) X(P(B1), 0, 0) X(P(B2), 0, 0) X(WP(S2), 0, 0)                                  \
    X(WP(S0), P(B0), 0) X(P(S0), WP(B0), 0) X(MP(S0), MP(B0), 0) X(U(S0), U(B0), d0)               \
    X(C(S0), C(B0), 0)                                                                             \
    X(WP(S1), P(S0), 0) X(P(S1), WP(S0), 0) X(MP(S1), MP(S0), 0) X(P(S1), P(S0), 0)                \
    X(C(S1), C(S0), 0)                                                                             \
    X(W(S1), P(B0), P(S0)) X(P(S1), W(S0), P(B0)) X(W(B0), P(B1), 0)                               \
    X(P(S0), P(B0), P(B1)) X(P(S1), P(S0), P(B0)) X(P(S2), P(S1), P(S0)) X(P(B0), P(B1), P(B2))    \
    X(P(S1) << 8 | P(S0), P(B0), P(B1)) X(C4(S0), C4(B0), P(B1))                                   \
    X(P(S0), P(S0l1), P(B0)) X(P(S0), P(S0r1), P(B0)) X(P(S0), P(B0), P(B0l1))                     \
    X(P(S1), P(S1r1), P(S0)) X(P(S1), P(S1r1), P(B0))                                              \
    X(W(S0l1), U(S0), 0) X(W(S0r1), U(S0), 0) X(W(B0l1), U(B0), 0)                                 \
    X(M(S1), W(S0l1), U(S0)) X(U(S1) << 8 | U(S0), W(S0l1), P(B0))                                 \
    X(L(S0l1), P(S0l1), P(S0)) X(L(S0r1), P(S0r1), P(S0)) X(L(S1r1), P(S1r1), P(S1))               \
    X(L(B0l1), P(B0l1), P(B0))                                                                     \
    X(rl(B0), P(B0), 0) X(rl(S0), M(S0), 0) X(rr(S0), M(S0), 0) X(rl(S1), P(S1), 0)                \
    X(rr(S1), M(S1), 0)                                                                            \
    X(rl(S0), P(S0), P(B0)) X(rr(S0), P(S0), P(B0)) X(rr(S1), P(S1), P(S0))                        \
    X(d0, P(S0), P(B0)) X(d0, W(B0), 0) X(d1, P(S1), P(S0)) X(d1, W(S0), 0) X(v0, P(S0), P(B0))    \
    X(v1, P(S1), P(S0)) X(v1, C4(S1), W(S0l1))                                                     \
    X(c1, P(S1), P(S0)) X(c0, P(S0), P(B0)) X(vl(S0), P(S0), P(B0)) X(vr(S0), W(S0), P(B0))

uint64_t sr_parser_features(void)
{
#define X(a, b, c) #a "," #b "," #c ";"
    return sr_hash(SR_STR("parse 1;" TEMPLATES(X)));
#undef X
}

sr_status sr_parser_open(sr_parser *out, sr_str bytes, sr_error *err)
{
    sr_sections sections;
    sr_str      payload;
    sr_status   status = sr_model_check(bytes, "parser", "parser", SR_PARSE_VERSION,
                                        sr_parser_features(), &payload, err);
    if (status == SR_OK)
        status = sr_sections_open(&sections, payload, err);
    if (status != SR_OK)
        return status;
    sr_str actions = sr_sections_get(&sections, SR_PARSE_ACTIONS);
    out->n_actions = (uint32_t)actions.len / 2;
    out->actions = actions.ptr;
    bool shift = false;
    for (uint32_t a = 0; a < out->n_actions; a++) {
        if (actions.ptr[2 * a] >= SR_MOVE_COUNT || actions.ptr[2 * a + 1] >= SR_DEPREL_COUNT)
            return sr_error_set(err, SR_E_CORRUPT, NULL, a, "parser has an unknown action");
        shift = shift || actions.ptr[2 * a] == SR_MOVE_SHIFT;
    }
    if (!shift)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "parser cannot shift");
    return sr_weights_open(&out->weights, sr_sections_get(&sections, SR_PARSE_WEIGHTS),
                           out->n_actions, err);
}

void sr_parser_nodes(const sr_document *doc, const sr_sentence *sentence, const sr_words *words,
                     sr_node *nodes)
{
    uint32_t n = sentence->end - sentence->first;
    unsigned commas = 0, verbs = 0;
    assert(n <= SR_PARSE_WORDS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        const sr_token *t = &doc->tokens[sentence->first + i];
        bool digits = (t->flags & SR_TOKEN_DIGIT) != 0;
        const sr_view *seen = doc->views ? &doc->views[sentence->first + i] : NULL; // by the tagger, in the same words
        uint64_t word = seen ? seen->word : sr_features_word(t->fold, digits, doc->hashes[sentence->first + i]);
        const sr_word_entry *e = seen ? NULL : sr_words_find(words, word);
        nodes[i] = (sr_node){
            .word = word, .lemma = digits ? word : doc->lemma_hashes[sentence->first + i],
            .cluster = seen ? seen->cluster : e ? e->cluster : SR_NO_CLUSTER, .xpos = t->xpos, .upos = t->upos,
            .commas = (uint8_t)commas, .verbs = (uint8_t)verbs};
        commas += commas < 255 && t->xpos == SR_XPOS_COMMA;
        verbs += verbs < 255 && t->upos == SR_UPOS_VERB;
    }
    nodes[n] = (sr_node){.word = 1, .lemma = 1, .xpos = 254, .upos = 254,
                         .commas = (uint8_t)commas, .verbs = (uint8_t)verbs};
    nodes[n + 1] = (sr_node){.word = 2, .lemma = 2, .xpos = 255, .upos = 255};
}

void sr_parse_begin(sr_parse_state *s, const sr_node *nodes, uint32_t n)
{
    assert(n <= SR_PARSE_WORDS_MAX);
    s->nodes = nodes;
    s->n = (uint16_t)n;
    s->next = 0;
    s->depth = 0;
    for (uint32_t i = 0; i < n + 2; i++) {
        s->head[i] = s->n;
        s->left[i][0] = s->left[i][1] = s->right[i][0] = s->right[i][1] = s->n;
        s->rel[i] = SR_DEPREL_NONE;
        s->n_left[i] = s->n_right[i] = 0;
        s->rels_left[i] = s->rels_right[i] = 0;
    }
}

bool sr_parse_may(const sr_parse_state *s, sr_move move)
{
    switch (move) {
    case SR_MOVE_SHIFT:
        return s->next < s->n;
    case SR_MOVE_LEFT:
        return s->depth > 0 && s->next < s->n;
    default:
        return s->depth > 1;
    }
}

static void hang(sr_parse_state *s, uint16_t head, uint16_t child, uint8_t relation)
{
    s->head[child] = head;
    s->rel[child] = relation;
    if (child < head) { // the newest left child is the outermost
        s->left[head][1] = s->left[head][0];
        s->left[head][0] = child;
        s->n_left[head] = (uint8_t)SR_MIN(s->n_left[head] + 1, 255);
        s->rels_left[head] |= (uint64_t)1 << (relation & 63);
    } else {
        s->right[head][1] = s->right[head][0];
        s->right[head][0] = child;
        s->n_right[head] = (uint8_t)SR_MIN(s->n_right[head] + 1, 255);
        s->rels_right[head] |= (uint64_t)1 << (relation & 63);
    }
}

void sr_parse_step(sr_parse_state *s, sr_move move, uint8_t relation)
{
    assert(sr_parse_may(s, move));
    if (move == SR_MOVE_SHIFT) {
        s->stack[s->depth++] = s->next++;
        return;
    }
    uint16_t child = s->stack[--s->depth];
    hang(s, move == SR_MOVE_LEFT ? s->next : s->stack[s->depth - 1], child, relation);
}

/* Distances and counts in steps that grow. */
static uint64_t step_of(unsigned d)
{
    return d <= 4 ? d : d <= 6 ? 5 : d <= 10 ? 6 : 7;
}

unsigned sr_parser_keys(const sr_parse_state *s, uint64_t *keys)
{
    uint16_t none = s->n, root = (uint16_t)(s->n + 1);
    uint16_t s0 = s->depth > 0 ? s->stack[s->depth - 1] : root;
    uint16_t s1 = s->depth > 1 ? s->stack[s->depth - 2] : s->depth == 1 ? root : none;
    uint16_t s2 = s->depth > 2 ? s->stack[s->depth - 3] : s->depth == 2 ? root : none;
    uint16_t b0 = s->next;
    uint16_t b1 = (uint16_t)SR_MIN(s->next + 1, s->n), b2 = (uint16_t)SR_MIN(s->next + 2, s->n);
    uint16_t i_S0l1 = s->left[s0][0], i_S0r1 = s->right[s0][0], i_S1r1 = s->right[s1][0];
    uint16_t i_B0l1 = s->left[b0][0];
    const sr_node *N = s->nodes;
    const sr_node *S0 = &N[s0], *S1 = &N[s1], *S2 = &N[s2];
    const sr_node *B0 = &N[b0], *B1 = &N[b1], *B2 = &N[b2];
    const sr_node *S0l1 = &N[i_S0l1], *S0r1 = &N[i_S0r1], *S1r1 = &N[i_S1r1], *B0l1 = &N[i_B0l1];
    bool     has0 = s0 != root, has1 = s1 < none;
    uint64_t d0 = has0 ? step_of(b0 - s0) : 8, d1 = has1 ? step_of(s0 - s1) : 8;
    uint64_t v0 = has0 ? step_of((unsigned)(B0->verbs - S0->verbs)) : 8;
    uint64_t v1 = has1 ? step_of((unsigned)(S0->verbs - S1->verbs)) : 8;
    uint64_t c0 = has0 ? step_of((unsigned)(B0->commas - S0->commas)) : 8;
    uint64_t c1 = has1 ? step_of((unsigned)(S0->commas - S1->commas)) : 8;
    unsigned n = 0;
#define L(x) (uint64_t)s->rel[i_##x]
#define IDX(x) (uint16_t)((x) - N)
#define rl(x) s->rels_left[IDX(x)]
#define rr(x) s->rels_right[IDX(x)]
#define vl(x) (uint64_t)SR_MIN(s->n_left[IDX(x)], 5)
#define vr(x) (uint64_t)SR_MIN(s->n_right[IDX(x)], 5)
#define X(a, b, c)                                                                                 \
    keys[n] = sr_features_key(n, (a), (b), (c));                                                   \
    n++;
    TEMPLATES(X)
#undef X
    assert(n <= SR_PARSE_KEYS_MAX);
    return n;
}

static uint32_t best_action(const sr_parser *parser, const sr_parse_state *s, const int32_t *scores)
{
    bool may[SR_MOVE_COUNT];
    for (int m = 0; m < SR_MOVE_COUNT; m++)
        may[m] = sr_parse_may(s, (sr_move)m);
    uint32_t best = UINT32_MAX;
    for (uint32_t a = 0; a < parser->n_actions; a++)
        if (may[parser->actions[2 * a]] && (best == UINT32_MAX || scores[a] > scores[best]))
            best = a;
    return best;
}

/* The subject of a passive verb is a passive subject, whatever was decided before the auxiliary
 * was seen; both stand in the same clause, so UD leaves no choice. */
static void passives(sr_parse_state *s)
{
    for (uint16_t i = 0; i < s->n; i++) {
        if (s->head[i] >= s->n || (s->rels_left[s->head[i]] & (uint64_t)1 << SR_DEPREL_AUX_PASS) == 0)
            continue;
        if (s->rel[i] == SR_DEPREL_NSUBJ)
            s->rel[i] = SR_DEPREL_NSUBJ_PASS;
        else if (s->rel[i] == SR_DEPREL_CSUBJ)
            s->rel[i] = SR_DEPREL_CSUBJ_PASS;
    }
}

void sr_parser_run(const sr_parser *parser, const sr_node *nodes, uint32_t n, sr_parse_state *s)
{
    uint64_t keys[SR_PARSE_KEYS_MAX];
    int32_t  scores[SR_LABELS_MAX];
    sr_parse_begin(s, nodes, n);
    while (!sr_parse_done(s)) {
        if (s->depth == 0) { // nothing to decide
            sr_parse_step(s, SR_MOVE_SHIFT, 0);
            continue;
        }
        unsigned count = sr_parser_keys(s, keys);
        memset(scores, 0, parser->n_actions * sizeof *scores);
        sr_weights_add(&parser->weights, keys, count, scores);
        uint32_t a = best_action(parser, s, scores);
        if (a == UINT32_MAX) { // a model without RIGHT: any relation will do
            sr_parse_step(s, sr_parse_may(s, SR_MOVE_RIGHT) ? SR_MOVE_RIGHT : SR_MOVE_SHIFT,
                          SR_DEPREL_DEP);
            continue;
        }
        sr_parse_step(s, (sr_move)parser->actions[2 * a], parser->actions[2 * a + 1]);
    }
    if (s->depth == 1)
        s->rel[s->stack[0]] = SR_DEPREL_ROOT;
    passives(s);
}

/* Every word hangs under the first: for lists without end. */
static void flat(sr_document *doc, const sr_sentence *sentence)
{
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        doc->tokens[i].head = i == sentence->first ? SR_NO_TOKEN : sentence->first;
        doc->tokens[i].deprel = i == sentence->first ? SR_DEPREL_ROOT : SR_DEPREL_DEP;
    }
}

void sr_annotate_parse(sr_document *doc, uint32_t sentence, const sr_know *know, sr_arena *arena)
{
    sr_sentence *e = &doc->sentences[sentence];
    uint32_t     n = e->end - e->first;
    sr_str       bytes = know ? sr_know_model(know, SR_STR("parser")) : (sr_str){NULL, 0};
    sr_str       tags = know ? sr_know_model(know, SR_STR("tagger")) : (sr_str){NULL, 0};
    sr_parser    parser;
    sr_tagger    tagger;
    if ((e->flags & SR_SENTENCE_PARSED) != 0 || n == 0 || !doc->lemma_hashes || bytes.len == 0 ||
        tags.len == 0 || sr_parser_open(&parser, bytes, NULL) != SR_OK ||
        sr_tagger_open(&tagger, tags, NULL) != SR_OK)
        return;
    e->flags |= SR_SENTENCE_PARSED;
    if (n > SR_PARSE_WORDS_MAX) {
        flat(doc, e);
        return;
    }
    sr_arena_mark   mark = sr_arena_here(arena);
    sr_node        *nodes = SR_NEW(arena, sr_node, n + 2);
    sr_parse_state *s = SR_NEW(arena, sr_parse_state, 1);
    sr_parser_nodes(doc, e, &tagger.words, nodes);
    sr_parser_run(&parser, nodes, n, s);
    for (uint32_t i = 0; i < n; i++) {
        doc->tokens[e->first + i].head = s->head[i] < n ? e->first + s->head[i] : SR_NO_TOKEN;
        doc->tokens[e->first + i].deprel = s->rel[i];
    }
    sr_arena_return(arena, mark);
}
