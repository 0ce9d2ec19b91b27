/* The name tagger: what it sees of a sentence, features, best sequence; see names.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/names.h"

#include "annotate/atlas.h"
#include "know/model.h"
#include "record/vocabulary.h"

#include <assert.h>
#include <math.h>

/* Words between two capitals that a name may bridge ("Bank of the South"). */
#define BRIDGE 2u
/* Tokens of an aside in brackets behind a name ("(born 1 May 1950 in Lima)"). */
#define LONGEST_ASIDE 24u
/* Classes of words between an article and its noun. */
#define BEFORE_NOUN (1u << SR_UPOS_ADJ | 1u << SR_UPOS_PROPN | 1u << SR_UPOS_NUM | 1u << SR_UPOS_ADV | 1u << SR_UPOS_PUNCT | \
                     1u << SR_UPOS_CCONJ | 1u << SR_UPOS_VERB)
/* Scores are divided by this before probabilities are taken. */
#define TEMPERATURE 60.0f

/* What a template looks at: the view of one word at a place around the scored one (its sums can be kept), or
 * several things. */
enum { BEFORE2, BEFORE1, SELF, AFTER1, AFTER2, MIXED };

/* The values of one view's templates; others have none. */
#define ONE_BEFORE2(value) (value)
#define ONE_BEFORE1(value) (value)
#define ONE_SELF(value) (value)
#define ONE_AFTER1(value) (value)
#define ONE_AFTER2(value) (value)
#define ONE_MIXED(value) 0

/* V(k), T(k), H(k): view, PTB tag and hints k words away; R1, RN: first and last word of the run
 * of capitals, R2, RM the words beside them in it, BEFORE and AFTER: its neighbours; len its length, at the word's
 * place in it; WHAT: the noun that tells what it is. */
#define TEMPLATES(X)                                                                               \
    X(SELF, V(0)->word, 0, 0) X(BEFORE1, V(-1)->word, 0, 0) X(AFTER1, V(1)->word, 0, 0)            \
    X(BEFORE2, V(-2)->word, 0, 0) X(AFTER2, V(2)->word, 0, 0) X(MIXED, V(-1)->word, V(0)->word, 0) \
    X(MIXED, V(0)->word, V(1)->word, 0) X(MIXED, V(-2)->word, V(-1)->word, 0)                      \
    X(MIXED, V(1)->word, V(2)->word, 0) X(SELF, V(0)->word, V(0)->shape, 0)                        \
    X(SELF, V(0)->shape, V(0)->place, 0) X(MIXED, V(-1)->shape, V(0)->shape, V(0)->place)          \
    X(MIXED, V(0)->shape, V(1)->shape, V(0)->place)                                                \
    X(MIXED, V(-1)->shape, V(0)->shape, V(1)->shape)                                               \
    X(MIXED, V(1)->shape, V(2)->shape, V(0)->shape) X(SELF, sr_view_tail(V(0), 2), 0, 0)           \
    X(SELF, sr_view_tail(V(0), 3), 0, 0) X(SELF, sr_view_tail(V(0), 4), 0, 0)                      \
    X(SELF, sr_view_head(V(0), 2), 0, 0) X(SELF, sr_view_head(V(0), 3), 0, 0)                      \
    X(SELF, sr_view_head(V(0), 4), 0, 0) X(SELF, C(0, 12), 0, 0) X(SELF, C(0, 8), 0, 0)            \
    X(SELF, C(0, 6), 0, 0) X(SELF, C(0, 4), 0, 0) X(BEFORE1, C(-1, 12), 0, 0)                      \
    X(BEFORE1, C(-1, 8), 0, 0) X(AFTER1, C(1, 12), 0, 0) X(AFTER1, C(1, 8), 0, 0)                  \
    X(BEFORE2, C(-2, 8), 0, 0) X(AFTER2, C(2, 8), 0, 0) X(MIXED, C(-1, 8), C(0, 8), 0)             \
    X(MIXED, C(0, 8), C(1, 8), 0) X(MIXED, C(-1, 6), C(0, 6), C(1, 6))                             \
    X(SELF, C(0, 8), V(0)->shape, 0) X(MIXED, T(0), V(0)->shape, 0) X(MIXED, T(-1), T(0), 0)       \
    X(MIXED, T(0), T(1), 0) X(MIXED, T(-1), T(0), T(1)) X(MIXED, T(-2), T(-1), T(0))               \
    X(MIXED, T(0), T(1), T(2)) X(MIXED, T(0), C(0, 6), 0) X(MIXED, H(0)->place, V(0)->shape, 0)    \
    X(MIXED, H(-1)->place, H(0)->place, 0) X(MIXED, H(0)->place, H(1)->place, 0)                   \
    X(MIXED, H(0)->place, H(0)->big, len) X(MIXED, H(0)->place, V(-1)->word, 0)                    \
    X(MIXED, H(0)->place, C(-1, 8), 0) X(MIXED, H(0)->actor, V(0)->shape, 0)                       \
    X(MIXED, H(0)->actor, H(-1)->actor, H(1)->actor) X(MIXED, H(0)->word, at, 0)                   \
    X(MIXED, H(0)->word, H(0)->place, 0) X(MIXED, H(-1)->word, 0, 0) X(MIXED, H(1)->word, 0, 0)    \
    X(MIXED, H(-1)->title, T(0), 0) X(MIXED, H(0)->title, T(1), 0)                                 \
    X(MIXED, H(-2)->title, H(-1)->title, T(0)) X(MIXED, H(0)->demonym, T(0), T(1))                 \
    X(MIXED, RN->word, len, at) X(MIXED, R1->word, len, at) X(MIXED, RNC, len, at)                 \
    X(MIXED, RNH->word, at, len) X(MIXED, BEFORE->word, at, 0) X(MIXED, AFTER->word, at, 0)        \
    X(MIXED, BEFORE->cluster >> 4, len, at) X(MIXED, AFTER->cluster >> 4, len, at)                 \
    X(MIXED, BEFORE->word, AFTER->word, at) X(MIXED, len, at, V(0)->place) X(MIXED, R1C, RNC, at)  \
    X(MIXED, C(-1, 4), C(0, 4), C(1, 4)) X(BEFORE1, C(-1, 6), 0, 0) X(AFTER1, C(1, 6), 0, 0)       \
    X(MIXED, R2->word, R1->word, len) X(MIXED, RM->word, RN->word, len) X(MIXED, WHAT->word, len, at)   \
    X(MIXED, WHAT->cluster, at, 0) X(MIXED, WHAT->cluster >> 4, len, at)

/* Of another place of the same word: the words around its run of capitals, what the run says of
 * itself.  ALEN, AAT are len and at there; both places share the weights. */
#define OTHER_TEMPLATES(X)                                                                         \
    X(BEFORE->word, AAT, 0) X(AFTER->word, AAT, 0) X(BEFORE->cluster >> 4, AFTER->cluster >> 4, AAT) \
    X(RN->word, AAT, len) X(RNH->word, AAT, len) X(ALEN, AAT, len) X(TITLE, AAT, len)              \
    X(H->place, AAT, len)

uint64_t sr_namer_features(void)
{
#define X(a, b, c) #a "," #b "," #c ";"
#define Y(of, a, b, c) X(a, b, c)
    return sr_hash(SR_STR("names 4;" TEMPLATES(Y) OTHER_TEMPLATES(X)));
#undef Y
#undef X
}

bool sr_name_follows(const uint8_t before[2], const uint8_t after[2])
{
    bool open = before[1] == SR_NAME_B || before[1] == SR_NAME_I;
    bool goes_on = after[1] == SR_NAME_I || after[1] == SR_NAME_L;
    return open == goes_on && (!open || before[0] == after[0]);
}

void sr_namer_link(sr_namer *namer)
{
    for (uint32_t b = 0; b < namer->n_labels; b++) {
        namer->n_before[b] = 0;
        for (uint32_t a = 0; a < namer->n_labels; a++) {
            namer->follows[a][b] = sr_name_follows(namer->labels + 2 * a, namer->labels + 2 * b);
            if (namer->follows[a][b])
                namer->before[b][namer->n_before[b]++] = (uint8_t)a;
        }
    }
}

sr_status sr_namer_open(sr_namer *out, sr_str bytes, sr_error *err)
{
    sr_sections sections;
    sr_str      payload;
    sr_status   status = sr_model_check(bytes, "names", "names", SR_NAMES_VERSION,
                                        sr_namer_features(), &payload, err);
    if (status == SR_OK)
        status = sr_sections_open(&sections, payload, err);
    if (status != SR_OK)
        return status;
    sr_str labels = sr_sections_get(&sections, SR_NAMES_LABELS);
    sr_str calibration = sr_sections_get(&sections, SR_NAMES_CALIBRATION);
    out->n_labels = (uint32_t)labels.len / 2;
    out->labels = labels.ptr;
    if (out->n_labels < 2 || out->n_labels > SR_NAMES_LABELS_MAX ||
        calibration.len != sizeof out->calibration || labels.ptr[1] != SR_NAME_O)
        return sr_error_set(err, SR_E_CORRUPT, "names", 0, "no labels, or too many");
    for (uint32_t l = 0; l < out->n_labels; l++)
        if (labels.ptr[2 * l] >= SR_ENTITY_KIND_COUNT || labels.ptr[2 * l + 1] > SR_NAME_U)
            return sr_error_set(err, SR_E_CORRUPT, "names", l, "an unknown label");
    memcpy(out->calibration, calibration.ptr, sizeof out->calibration);
    sr_namer_link(out);
    for (uint32_t m = 0; m < 2 && status == SR_OK; m++)
        status = sr_weights_open(&out->weights[m], sr_sections_get(&sections, SR_NAMES_WEIGHTS + m),
                                 out->n_labels, err);
    return status;
}

/* -- what the tables know ------------------------------------------------------- */

/* B I L U as 0 .. 3 of word k of a name of n. */
static uint8_t position(size_t k, size_t n)
{
    return (uint8_t)(n == 1 ? 3 : k == 0 ? 0 : k + 1 == n ? 2 : 1);
}

static bool capital(const sr_token *t, bool masked)
{
    return masked ? (t->flags & (SR_TOKEN_WORD | SR_TOKEN_DIGIT)) != 0
                  : (t->flags & SR_TOKEN_CAPITAL) != 0;
}

static uint8_t digits_of(uint32_t n)
{
    uint8_t d = 0;
    for (; n > 0; n /= 10)
        d++;
    return d;
}

static void hints_places(const sr_document *doc, const sr_sentence *e, bool masked, sr_name_hint *hints)
{
    uint32_t n = e->end - e->first;
    const sr_token *tokens = doc->tokens + e->first;
    for (unsigned step = 0; step < 3; step++)
        for (uint32_t i = 0; i < n; i++)
            if (capital(&tokens[i], masked))
                sr_atlas_fetch(doc->atlas, e->first + i, step);
    for (uint32_t i = 0; i < n;) {
        const sr_gazetteer_reading *readings;
        size_t count = 0, k = 0;
        if (capital(&tokens[i], masked)) {
            size_t d = sr_atlas_people(doc->atlas, e->first + i, NULL);
            for (size_t j = 0; j < d; j++)
                hints[i + j].demonym = 1;
            k = sr_atlas_place(doc->atlas, e->first + i, &readings, &count);
        }
        if (k == 0 || count == 0 || !capital(&tokens[i + k - 1], masked)) {
            i++;
            continue;
        }
        uint32_t population;
        uint8_t  kind = sr_gazetteer_kind_at(doc->atlas->gazetteer, sr_gazetteer_index(readings[0]), &population);
        for (size_t j = 0; j < k; j++) {
            hints[i + j].place = (uint8_t)(1 + kind * 4 + position(j, k));
            hints[i + j].big = (uint8_t)(1 + digits_of(population));
        }
        i += (uint32_t)k;
    }
}

/* Longest matches of a lexicon table, left to right; gives each to `mark`. */
typedef void marker(sr_name_hint *hint, size_t k, size_t n, int value);

static void hints_table(const sr_document *doc, const sr_sentence *e, const sr_lexicon *lexicon,
                        const char *name, const char *column, bool masked, sr_name_hint *hints,
                        marker *mark)
{
    int table = sr_lexicon_table(lexicon, sr_str_c(name));
    int cell = table < 0 || !column ? -1 : sr_lexicon_column(lexicon, table, sr_str_c(column));
    if (table < 0)
        return;
    for (uint32_t i = e->first; i < e->end;) {
        sr_lexicon_match match = {0};
        if (!capital(&doc->tokens[i], masked) ||
            !sr_lexicon_find(lexicon, table, doc->hashes + i, NULL, e->end - i, &match)) {
            i++;
            continue;
        }
        int value = cell < 0 ? 0 : sr_entity_kind_from(sr_lexicon_cell(lexicon, table, match.row, cell));
        for (uint32_t k = 0; k < match.n_tokens; k++)
            mark(&hints[i - e->first + k], k, match.n_tokens, value);
        i += match.n_tokens;
    }
}

static void mark_actor(sr_name_hint *hint, size_t k, size_t n, int value)
{
    (void)value;
    hint->actor = (uint8_t)(1 + position(k, n));
}

static void mark_word(sr_name_hint *hint, size_t k, size_t n, int value)
{
    (void)k, (void)n;
    hint->word = (uint8_t)(value < 0 ? 0 : 1 + value);
}

static void mark_title(sr_name_hint *hint, size_t k, size_t n, int value)
{
    (void)value;
    hint->title = (uint8_t)(k + 1 == n ? 2 : 1);
}

void sr_name_hints(const sr_document *doc, const sr_sentence *sentence, const sr_know *know,
                   bool masked, sr_name_hint *hints)
{
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    if (doc->atlas)
        hints_places(doc, sentence, masked, hints);
    if (!lexicon)
        return;
    hints_table(doc, sentence, lexicon, "actor-names", NULL, masked, hints, mark_actor);
    hints_table(doc, sentence, lexicon, "name-words", "kind", masked, hints, mark_word);
    hints_table(doc, sentence, lexicon, "titles", NULL, true, hints, mark_title);
}

/* -- a sentence -------------------------------------------------------------------- */

static bool proper(const sr_token *t, const sr_view *v, const sr_name_hint *h, bool masked)
{
    bool tagged = t->xpos == SR_XPOS_NNP || t->xpos == SR_XPOS_NNPS;
    if (!masked)
        return tagged || (t->flags & SR_TOKEN_CAPITAL) != 0;
    bool strange = (t->flags & SR_TOKEN_WORD) != 0 && v->cluster == SR_NO_CLUSTER;
    return tagged || strange || h->demonym != 0 || h->actor != 0;
}

static void runs_make(const bool *name, uint32_t n, uint32_t *first, uint32_t *last)
{
    for (uint32_t i = 0; i < n; i++)
        first[i] = i > 0 && name[i] && name[i - 1] ? first[i - 1] : i;
    for (uint32_t i = n; i-- > 0;)
        last[i] = i + 1 < n && name[i] && name[i + 1] ? last[i + 1] : i;
}

/* Without capitals any word of an open class may be a name that the tagger did not know. */
static bool open_class(const sr_token *t)
{
    return t->upos == SR_UPOS_NOUN || t->upos == SR_UPOS_PROPN || t->upos == SR_UPOS_ADJ ||
           t->upos == SR_UPOS_VERB || t->upos == SR_UPOS_X || t->upos == SR_UPOS_NUM ||
           t->upos == SR_UPOS_INTJ;
}

/* A common verb, or a word that is always tagged in one way, that no table knows: no name of itself. */
static bool plain(const sr_tagger *tagger, const sr_token *t, const sr_view *v, const sr_name_hint *h)
{
    uint8_t label = sr_tagger_sure(tagger, v);
    bool    sure = label < tagger->n_labels && tagger->labels[2u * label] != SR_UPOS_PROPN;
    bool    verb = t->upos == SR_UPOS_VERB && v->cluster != SR_NO_CLUSTER;
    return (sure || verb) && (h->place | h->actor | h->word | h->title | h->demonym) == 0;
}

/* Words that may belong to a name: proper ones, what is glued to them, short bridges. */
static void may_make(const sr_token *tokens, const bool *name, uint32_t n, bool *may)
{
    uint32_t before = UINT32_MAX; // last proper word
    for (uint32_t i = 0; i < n; i++) {
        if (!name[i])
            continue;
        may[i] = true;
        for (uint32_t k = i; before != UINT32_MAX && i - before <= BRIDGE + 1 && k > before; k--)
            may[k] = true;
        for (uint32_t k = i; k > 0 && i - k < 4 && (tokens[k].flags & SR_TOKEN_SPACE) == 0; k--)
            may[k - 1] = true;
        for (uint32_t k = i + 1; k < n && k - i < 4 && (tokens[k].flags & SR_TOKEN_SPACE) == 0; k++)
            may[k] = true;
        before = i;
    }
}

void sr_name_sentence_make(const sr_document *doc, const sr_sentence *sentence,
                           const sr_tagger *tagger, const sr_know *know, bool masked,
                           sr_name_sentence *out, sr_arena *arena)
{
    uint32_t      n = sentence->end - sentence->first;
    const sr_view *views = doc->views ? doc->views + sentence->first : NULL;
    sr_name_hint *hints = SR_NEW(arena, sr_name_hint, n + 1);
    uint32_t     *first = SR_NEW(arena, uint32_t, n + 1), *last = SR_NEW(arena, uint32_t, n + 1);
    bool         *may = SR_NEW(arena, bool, n + 1), *name = SR_NEW(arena, bool, n + 1);
    const sr_token *tokens = doc->tokens + sentence->first;
    if (!views) {
        sr_view *made = SR_NEW(arena, sr_view, n + 1);
        sr_features_views(doc, sentence, &tagger->words, masked, made);
        views = made;
    }
    sr_name_hints(doc, sentence, know, masked, hints);
    for (uint32_t i = 0; i < n; i++)
        name[i] = proper(&tokens[i], &views[i], &hints[i], masked);
    runs_make(name, n, first, last);
    for (uint32_t i = 0; i < n && masked; i++)
        may[i] = open_class(&tokens[i]) && !plain(tagger, &tokens[i], &views[i], &hints[i]);
    may_make(tokens, name, n, may);
    *out = (sr_name_sentence){views, tokens, hints, first, last, may, name,
                              sr_arena_alloc(arena, n + 1, sizeof *out->others), n};
}

/* Last place of a word so far. */
typedef struct seen {
    uint64_t      word;
    sr_name_place place;
    uint32_t      token; // number in the report
} seen;

static bool linked(const sr_name_sentence *s, uint32_t i)
{
    return s->proper[i] && s->tokens[i].fold.len > 1;
}

void sr_name_sentences_link(sr_name_sentence *sentences, uint32_t n, sr_arena *arena)
{
    uint32_t total = 0, mask = 15, token = 0;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < sentences[k].n; i++)
            total += linked(&sentences[k], i);
    while (mask < 2 * total)
        mask = mask * 2 + 1;
    seen *table = SR_NEW(arena, seen, mask + 1u);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < sentences[k].n; i++, token++) {
            sr_name_sentence *s = &sentences[k];
            uint32_t          slot = (uint32_t)(s->views[i].word >> 8) & mask;
            if (!linked(s, i))
                continue;
            while (table[slot].place.sentence && table[slot].word != s->views[i].word)
                slot = (slot + 1) & mask;
            seen *last = &table[slot];
            if (last->place.sentence && token - last->token <= SR_NAMES_WINDOW) {
                s->others[i][0] = last->place;
                last->place.sentence->others[last->place.word][1] = (sr_name_place){s, i};
            }
            *last = (seen){s->views[i].word, {s, i}, token};
        }
}

/* Keys of what another place tells; len is that of the word's own run. */
static unsigned other_keys(const sr_name_place *o, uint64_t len, uint64_t *keys)
{
    const sr_name_sentence *s = o->sentence;
    uint32_t                first = s->first[o->word], last = s->last[o->word];
    const sr_view      *RN = &s->views[last];
    const sr_view      *BEFORE = first > 0 ? &s->views[first - 1] : &sr_view_outside;
    const sr_view      *AFTER = last + 1 < s->n ? &s->views[last + 1] : &sr_view_outside;
    const sr_name_hint *H = &s->hints[o->word], *RNH = &s->hints[last];
    uint64_t            ALEN = SR_MIN(last - first + 1, 5u);
    uint64_t            AAT = o->word == first ? 0 : o->word == last ? 2 : 1;
    uint64_t            TITLE = first > 0 ? s->hints[first - 1].title : 0;
    unsigned            n = 0;
#define X(a, b, c)                                                                                 \
    keys[n] = sr_features_key(200 + n, (a), (b), (c));                                             \
    n++;
    OTHER_TEMPLATES(X)
#undef X
    return n;
}

/* The noun that tells what a name is that ends with word `last`: "X (born in 1950) was a Polish politician", "X, the
 * leader of"; n: none. */
static uint32_t told_by(const sr_name_sentence *s, uint32_t last)
{
    static const char *const links[] = {"is", "was", "are", "were", ",", NULL};
    static const char *const articles[] = {"a", "an", "the", "one", "his", "her", NULL};
    uint32_t i = last + 1, n = s->n, end = SR_MIN(n, last + 1 + LONGEST_ASIDE);
    if (i < n && sr_str_is(s->tokens[i].fold, "(")) {
        while (i < end && !sr_str_is(s->tokens[i].fold, ")"))
            i++;
        i++;
    }
    if (i + 1 >= n || !sr_str_among(s->tokens[i].fold, links) || !sr_str_among(s->tokens[i + 1].fold, articles))
        return n;
    for (i += 2; i < n && s->tokens[i].upos != SR_UPOS_NOUN; i++)
        if ((BEFORE_NOUN >> s->tokens[i].upos & 1) == 0)
            return n;
    while (i + 1 < n && s->tokens[i + 1].upos == SR_UPOS_NOUN)
        i++;
    return i;
}

/* Keys of word i, of templates of one word only if they are asked for. */
static inline __attribute__((always_inline)) unsigned keys_make(const sr_name_sentence *s, uint32_t i, bool of_one_word,
                                                                uint64_t *keys)
{
    static const sr_name_hint nothing = {0};
    const sr_view      *views[5];
    const sr_name_hint *hints[5];
    uint64_t            tags[5];
    for (int k = -2; k <= 2; k++) {
        int64_t at = (int64_t)i + k;
        bool    in = at >= 0 && at < s->n;
        views[k + 2] = in ? &s->views[at] : &sr_view_outside;
        hints[k + 2] = in ? &s->hints[at] : &nothing;
        tags[k + 2] = in ? s->tokens[at].xpos : 255;
    }
    uint32_t first = s->first[i], last = s->last[i];
    const sr_view *R1 = &s->views[first], *RN = &s->views[last];
    const sr_view *BEFORE = first > 0 ? &s->views[first - 1] : &sr_view_outside;
    const sr_view *AFTER = last + 1 < s->n ? &s->views[last + 1] : &sr_view_outside;
    const sr_name_hint *RNH = &s->hints[last];
    uint64_t len = SR_MIN(last - first + 1, 5u);
    uint64_t at = i == first ? 0 : i == last ? 2 : 1;
    uint64_t R1C = sr_view_cluster(R1, 8), RNC = sr_view_cluster(RN, 8);
    const sr_view *R2 = first < last ? &s->views[first + 1] : &sr_view_outside;
    const sr_view *RM = first < last ? &s->views[last - 1] : &sr_view_outside;
    uint32_t       told = told_by(s, last);
    const sr_view *WHAT = told < s->n ? &s->views[told] : &sr_view_outside;
    unsigned n = 0, number = 0;
#define V(k) views[(k) + 2]
#define H(k) hints[(k) + 2]
#define C(k, bits) sr_view_cluster(V(k), bits)
#define T(k) tags[(k) + 2]
#define X(of, a, b, c)                                                                             \
    if ((of) == MIXED || of_one_word)                                                              \
        keys[n++] = sr_features_key(number, (a), (b), (c));                                        \
    number++;
    TEMPLATES(X)
#undef X
#undef T
#undef C
#undef H
#undef V
    for (unsigned k = 0; k < SR_NAMES_OTHERS; k++)
        if (s->others[i][k].sentence)
            n += other_keys(&s->others[i][k], SR_MIN(len, 3u), keys + n);
    assert(n <= SR_NAMES_KEYS_MAX);
    return n;
}

unsigned sr_namer_keys(const sr_name_sentence *s, uint32_t i, uint64_t *keys)
{
    return keys_make(s, i, true, keys);
}

static unsigned keys_of_one(const sr_view *view, unsigned place, uint64_t *keys)
{
    const sr_view *views[SR_NEAR] = {view, view, view, view, view};
    unsigned       n = 0, number = 0;
#define V(k) views[(k) + 2]
#define C(k, bits) sr_view_cluster(V(k), bits)
#define X(of, a, b, c)                                                                             \
    if ((of) == place)                                                                             \
        keys[n++] = sr_features_key(number, ONE_##of(a), ONE_##of(b), ONE_##of(c));                \
    number++;
    TEMPLATES(X)
#undef X
#undef C
#undef V
    return n;
}

/* -- best sequence ------------------------------------------------------------------- */

/* Score of a label of word i: words that may not be in a name are outside for sure. */
static int32_t score_of(const sr_namer *m, const sr_name_sentence *s, const int32_t *scores,
                        uint32_t i, uint32_t l)
{
    return s->may[i] ? scores[(size_t)i * m->n_labels + l] : 0;
}

static uint32_t labels_of(const sr_namer *m, const sr_name_sentence *s, uint32_t i)
{
    return s->may[i] ? m->n_labels : 1;
}

void sr_namer_best(const sr_namer *namer, const sr_name_sentence *s, const int32_t *scores,
                   const int32_t *transitions, uint8_t *labels, sr_arena *arena)
{
    uint32_t      L = namer->n_labels;
    sr_arena_mark mark = sr_arena_here(arena);
    uint8_t      *from = SR_NEW(arena, uint8_t, (size_t)s->n * L + 1);
    int64_t       best[SR_NAMES_LABELS_MAX], next[SR_NAMES_LABELS_MAX];
    uint32_t      before = 1; // labels that the word before can have; the begin counts as O
    best[SR_NAMES_OUTSIDE] = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t here = labels_of(namer, s, i);
        for (uint32_t l = 0; l < here; l++) {
            next[l] = INT64_MIN / 2;
            for (unsigned j = 0; j < namer->n_before[l]; j++) {
                uint32_t k = namer->before[l][j];
                if (k >= before)
                    break;
                int64_t sum = best[k] + transitions[k * L + l];
                if (sum > next[l]) {
                    next[l] = sum;
                    from[(size_t)i * L + l] = (uint8_t)k;
                }
            }
            next[l] += score_of(namer, s, scores, i, l);
        }
        memcpy(best, next, here * sizeof *best);
        before = here;
    }
    uint32_t at = UINT32_MAX;
    for (uint32_t l = 0; l < before && s->n > 0; l++)
        if (namer->follows[l][SR_NAMES_OUTSIDE] && (at == UINT32_MAX || best[l] > best[at]))
            at = l;
    for (uint32_t i = s->n; i-- > 0;) {
        labels[i] = (uint8_t)at;
        at = from[(size_t)i * L + at];
    }
    sr_arena_return(arena, mark);
}

/* Rows of probabilities have room for all labels, in steps of four. */
enum { ROW = SR_NAMES_LABELS_MAX, QUAD = 4 };
typedef float quad __attribute__((vector_size(QUAD * sizeof(float))));

void sr_namer_ways(const sr_namer *namer, const int32_t *transitions, sr_name_ways *ways)
{
    uint32_t L = namer->n_labels;
    memset(ways, 0, sizeof *ways);
    for (uint32_t k = 0; k < L; k++)
        for (uint32_t l = 0; l < L; l++)
            if (namer->follows[k][l])
                ways->on[k][l] = ways->back[l][k] = expf((float)transitions[k * L + l] / TEMPERATURE);
}

static uint32_t row_end(uint32_t n_labels)
{
    return (n_labels + QUAD - 1) / QUAD * QUAD;
}

/* sum[l] += (by * row[l]) * then */
static void row_add(float *sum, float by, const float *row, float then, uint32_t end)
{
    for (uint32_t l = 0; l < end; l += QUAD) {
        quad at, one;
        memcpy(&at, sum + l, sizeof at);
        memcpy(&one, row + l, sizeof one);
        at += by * one * then;
        memcpy(sum + l, &at, sizeof at);
    }
}

/* exp of a word's scores, the largest of them 1. */
static void word_odds(const int32_t *scores, uint32_t n, float *odds)
{
    int32_t top = scores[0];
    for (uint32_t l = 1; l < n; l++)
        top = SR_MAX(top, scores[l]);
    for (uint32_t l = 0; l < n; l++)
        odds[l] = expf((float)(scores[l] - top) / TEMPERATURE);
}

static void to_sum_one(float *values, uint32_t n)
{
    float sum = 0;
    for (uint32_t l = 0; l < n; l++)
        sum += values[l];
    for (uint32_t l = 0; l < n && sum > 0; l++)
        values[l] /= sum;
}

/* A stretch of words that may belong to names, all sums [n][ROW]; the words around it are outside. */
typedef struct stretch {
    const sr_namer     *m;
    const sr_name_ways *ways;
    uint32_t            n;
    bool                ends; // the sentence
    float             (*odds)[ROW], (*ahead)[ROW], (*back)[ROW];
} stretch;

/* All ways to a label, times its own odds; each word's sum is 1. */
static void ways_ahead(const stretch *x)
{
    uint32_t L = x->m->n_labels, end = row_end(L);
    for (uint32_t i = 0; i < x->n; i++) {
        float *at = x->ahead[i];
        if (i == 0)
            row_add(at, 1.0f, x->ways->on[SR_NAMES_OUTSIDE], 1.0f, end);
        for (uint32_t k = 0; k < L && i > 0; k++)
            row_add(at, x->ahead[i - 1][k], x->ways->on[k], 1.0f, end);
        for (uint32_t l = 0; l < L; l++)
            at[l] *= x->odds[i][l];
        to_sum_one(at, L);
    }
}

/* All ways on from a label; each word's sum is 1. */
static void ways_back(const stretch *x)
{
    const sr_namer *m = x->m;
    uint32_t        L = m->n_labels, end = row_end(L);
    for (uint32_t i = x->n; i-- > 0;) {
        float *at = x->back[i];
        if (i + 1 == x->n)
            for (uint32_t k = 0; k < L; k++)
                at[k] = !m->follows[k][SR_NAMES_OUTSIDE] ? 0.0f : x->ends ? 1.0f : x->ways->on[k][SR_NAMES_OUTSIDE];
        for (uint32_t l = 0; l < L && i + 1 < x->n; l++)
            row_add(at, x->back[i + 1][l], x->ways->back[l], x->odds[i + 1][l], end);
        to_sum_one(at, L);
    }
}

static void stretch_logits(const sr_namer *namer, const sr_name_sentence *s, const int32_t *scores,
                           const sr_name_ways *ways, uint32_t first, uint32_t end, const uint8_t *labels,
                           float *logits, sr_arena *arena)
{
    uint32_t      L = namer->n_labels, n = end - first;
    sr_arena_mark mark = sr_arena_here(arena);
    stretch       x = {namer, ways, n, end == s->n, sr_arena_alloc(arena, n, sizeof *x.odds),
                       sr_arena_alloc(arena, n, sizeof *x.ahead), sr_arena_alloc(arena, n, sizeof *x.back)};
    for (uint32_t i = 0; i < n; i++)
        word_odds(scores + (size_t)(first + i) * L, L, x.odds[i]);
    ways_ahead(&x);
    ways_back(&x);
    for (uint32_t i = 0; i < n; i++) {
        float mine = 0, rest = 0;
        if (labels[first + i] == SR_NAMES_OUTSIDE)
            continue;
        for (uint32_t l = 0; l < L; l++)
            *(l == labels[first + i] ? &mine : &rest) += x.ahead[i][l] * x.back[i][l];
        logits[first + i] = mine <= 0 ? -20.0f : rest <= 0 ? 20.0f
                                               : SR_MAX(-20.0f, SR_MIN(20.0f, logf(mine / rest)));
    }
    sr_arena_return(arena, mark);
}

void sr_namer_logits(const sr_namer *namer, const sr_name_sentence *s, const int32_t *scores,
                     const sr_name_ways *ways, const uint8_t *labels, float *logits, sr_arena *arena)
{
    for (uint32_t i = 0; i < s->n;) {
        uint32_t end = i;
        bool     named = false;
        for (; end < s->n && s->may[end]; end++)
            named |= labels[end] != SR_NAMES_OUTSIDE;
        if (named)
            stretch_logits(namer, s, scores, ways, i, end, labels, logits, arena);
        i = end + 1;
    }
}

/* -- a document ------------------------------------------------------------------------ */

typedef struct names {
    SR_LIST(sr_entity) list;
    const sr_namer *namer;
    sr_memo        *memo;
    sr_near         walk;
    bool            made[2]; // transitions and ways of a register
    int32_t         transitions[2][SR_NAMES_LABELS_MAX * SR_NAMES_LABELS_MAX];
    sr_name_ways    ways[2];
} names;

static void transitions_make(names *x, bool masked)
{
    uint32_t L = x->namer->n_labels;
    if (x->made[masked])
        return;
    x->made[masked] = true;
    for (uint32_t k = 0; k < L; k++) {
        int32_t  row[SR_LABELS_MAX] = {0};
        uint64_t key = sr_namer_transition(k);
        sr_weights_add(&x->namer->weights[masked], &key, 1, row);
        memcpy(&x->transitions[masked][k * L], row, L * sizeof *row);
    }
    sr_namer_ways(x->namer, x->transitions[masked], &x->ways[masked]);
}

/* Labels and their logits of one sentence. */
static void sentence_label(names *x, const sr_name_sentence *s, bool masked, uint8_t *labels,
                           float *logits, sr_arena *arena)
{
    const sr_namer *m = x->namer;
    bool            any = false;
    uint64_t        keys[SR_NAMES_KEYS_MAX];
    int16_t         sums[SR_SCORES_ROOM];
    int32_t        *scores = SR_NEW(arena, int32_t, (size_t)s->n * m->n_labels + 1);
    sr_near_begin(&x->walk, &m->weights[masked], keys_of_one, x->memo, SR_MEMO_NAMES + masked, s->views, s->n);
    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->may[i])
            continue;
        sr_near_score(&x->walk, i, keys, keys_make(s, i, false, keys), sums);
        for (uint32_t l = 0; l < m->n_labels; l++)
            scores[(size_t)i * m->n_labels + l] = sums[l];
        any = true;
    }
    if (!any)
        return;
    transitions_make(x, masked);
    sr_namer_best(m, s, scores, x->transitions[masked], labels, arena);
    any = false;
    for (uint32_t i = 0; i < s->n; i++)
        any = any || labels[i] != SR_NAMES_OUTSIDE;
    if (!any)
        return;
    sr_namer_logits(m, s, scores, &x->ways[masked], labels, logits, arena);
    for (uint32_t i = 0; i < s->n; i++)
        logits[i] = m->calibration[masked][0] + m->calibration[masked][1] * logits[i];
}

/* The name that begins at word i of a sentence: its end. */
static uint32_t name_end(const sr_namer *m, const uint8_t *labels, uint32_t i, uint32_t end)
{
    while (i + 1 < end && m->labels[2u * labels[i] + 1] != SR_NAME_L &&
           m->labels[2u * labels[i] + 1] != SR_NAME_U)
        i++;
    return i + 1;
}

static void names_collect(names *x, const sr_sentence *e, const uint8_t *labels,
                          const float *logits, sr_arena *arena)
{
    for (uint32_t i = e->first; i < e->end;) {
        if (labels[i] == SR_NAMES_OUTSIDE) {
            i++;
            continue;
        }
        uint32_t end = name_end(x->namer, labels, i, e->end), index = (uint32_t)x->list.n;
        float    least = logits[i];
        for (uint32_t k = i; k < end; k++)
            least = SR_MIN(least, logits[k]);
        *SR_PUSH(arena, &x->list) = (sr_entity){
            .range = {i, end}, .head = end - 1, .kind = x->namer->labels[2u * labels[i]],
            .named = true, .coref = index, .probability = 1.0f / (1.0f + expf(-least))};
        i = end;
    }
}

sr_entity *sr_names_tag(const sr_document *doc, const sr_know *know, sr_arena *arena, uint32_t *n)
{
    sr_namer  namer;
    sr_tagger tagger;
    sr_str    bytes = know ? sr_know_model(know, SR_STR("names")) : (sr_str){NULL, 0};
    sr_str    tags = know ? sr_know_model(know, SR_STR("tagger")) : (sr_str){NULL, 0};
    *n = 0;
    if (bytes.len == 0 || tags.len == 0 || sr_namer_open(&namer, bytes, NULL) != SR_OK ||
        sr_tagger_open(&tagger, tags, NULL) != SR_OK)
        return NULL;
    sr_document asked = *doc;
    if (!doc->atlas) {
        asked.atlas = sr_atlas_make(doc, know, arena);
        doc = &asked;
    }
    names   *x = SR_NEW(arena, names, 1);
    uint8_t *labels = SR_NEW(arena, uint8_t, doc->n_tokens + 1);
    float   *logits = SR_NEW(arena, float, doc->n_tokens + 1);
    x->namer = &namer;
    x->memo = sr_know_memo(know);
    sr_name_sentence *pictures = SR_NEW(arena, sr_name_sentence, doc->n_sentences + 1);
    bool             *masked = SR_NEW(arena, bool, doc->n_sentences + 1);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        masked[s] = sr_features_masked(doc, &doc->sentences[s]);
        sr_name_sentence_make(doc, &doc->sentences[s], &tagger, know, masked[s], &pictures[s], arena);
    }
    sr_name_sentences_link(pictures, doc->n_sentences, arena);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        uint32_t      first = doc->sentences[s].first;
        sr_arena_mark mark = sr_arena_here(arena);
        sentence_label(x, &pictures[s], masked[s], labels + first, logits + first, arena);
        sr_arena_return(arena, mark);
    }
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        names_collect(x, &doc->sentences[s], labels, logits, arena);
    *n = (uint32_t)x->list.n;
    return *n > 0 ? x->list.at : SR_NEW(arena, sr_entity, 1);
}
