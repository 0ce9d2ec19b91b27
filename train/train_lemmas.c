/* Lemma tables: exceptions by form and label, rules by suffix and label.
 *
 * Rules are learned from the different forms of the treebanks: of each suffix
 * the most frequent script, kept where it differs from that of the next shorter
 * suffix.  Exceptions are the forms that the rules get wrong, and WordNet's
 * irregular forms.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/train.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/vocabulary.h"
#include "train/map.h"

typedef struct form { // one form with one label
    sr_str   fold, lemma;
    uint32_t script;
    uint32_t count;
    uint8_t  upos, xpos;
    uint32_t capital; // uses whose lemma begins with a capital
} form;

typedef struct learner {
    sr_arena *arena;
    sr_map    seen;    // form, label, lemma -> number
    SR_LIST(form) forms;
    sr_map    scripts; // hash -> number
    SR_LIST(sr_script) script_rows;
    sr_buf    text;
    SR_LIST(uint64_t) keys[2]; // exact, suffixes
    SR_LIST(sr_word_entry) entries[2];
} learner;

static uint32_t script_of(learner *l, sr_str fold, sr_str lemma)
{
    size_t same = 0;
    while (same < fold.len && same < lemma.len && fold.ptr[same] == lemma.ptr[same])
        same++;
    sr_str   add = sr_str_slice(lemma, same, lemma.len);
    uint32_t before = l->scripts.n;
    uint32_t id = sr_map_add(&l->scripts,
                             sr_features_key(fold.len - same, sr_hash(add), add.len, 0));
    if (id == before) {
        size_t at = add.len == 0 ? 0 : sr_str_search(sr_buf_view(&l->text), add, 0);
        if (at == l->text.len && add.len > 0)
            sr_buf_put(&l->text, add);
        *SR_PUSH(l->arena, &l->script_rows) = (sr_script){
            .cut = (uint8_t)(fold.len - same), .add_len = (uint8_t)add.len, .add_at = (uint16_t)at};
    }
    return id;
}

static void form_add(learner *l, sr_str fold, sr_str lemma, uint8_t upos, uint8_t xpos,
                     uint32_t count)
{
    sr_str   lower = sr_utf8_fold(l->arena, lemma);
    uint32_t before = l->seen.n;
    uint32_t id = sr_map_add(&l->seen, sr_features_key(upos, sr_hash(fold), xpos, sr_hash(lower)));
    if (id == before)
        *SR_PUSH(l->arena, &l->forms) = (form){.fold = fold, .lemma = lower, .upos = upos,
                                               .xpos = xpos, .script = script_of(l, fold, lower)};
    l->forms.at[id].count += count;
    size_t len;
    if (lemma.len > 0 && sr_utf8_is_upper(sr_utf8_read(lemma, 0, &len)))
        l->forms.at[id].capital += count;
}

static bool inflected(const form *f)
{
    switch (f->xpos) {
    case SR_XPOS_NNS: case SR_XPOS_NNPS: case SR_XPOS_VBD: case SR_XPOS_VBG: case SR_XPOS_VBN:
    case SR_XPOS_VBZ: case SR_XPOS_JJR: case SR_XPOS_JJS: case SR_XPOS_RBR: case SR_XPOS_RBS:
        return true;
    default:
        return f->upos == SR_UPOS_VERB;
    }
}

static uint64_t tail_of(sr_str s, unsigned n)
{
    uint64_t tail = 0;
    for (unsigned j = 0; j < n && j < s.len; j++)
        tail |= (uint64_t)s.ptr[s.len - 1 - j] << (8 * j);
    return tail;
}

static void entry_add(learner *l, int table, uint64_t key, uint32_t script, uint16_t tags)
{
    *SR_PUSH(l->arena, &l->keys[table]) = key;
    *SR_PUSH(l->arena, &l->entries[table]) =
        (sr_word_entry){.cluster = (uint16_t)script, .tags = tags};
}

typedef struct vote {
    uint64_t key;     // suffix and label
    uint32_t script;
    uint32_t count;
    uint32_t form;    // one that has it
    unsigned n;       // bytes of the suffix
} vote;

static int by_vote(const void *a, const void *b)
{
    const vote *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->script < y->script ? -1 : x->script > y->script;
}

/* What the rules so far say for the suffix of n bytes of a form. */
static uint32_t rule_says(const sr_map *rules, const uint32_t *says, const form *f, unsigned n)
{
    for (; n > 0; n--) {
        uint32_t at = sr_map_get(rules, sr_lemma_suffix_key(tail_of(f->fold, n), n, f->upos,
                                                            f->xpos));
        if (at != SR_MAP_NONE)
            return says[at];
    }
    return 0;
}

static void rules_learn(learner *l, sr_map *rules, uint32_t **says_out)
{
    sr_map pairs = {0};
    SR_LIST(vote) votes = {0};
    for (uint32_t i = 0; i < l->forms.n; i++) {
        const form *f = &l->forms.at[i];
        if (!inflected(f))
            continue;
        for (unsigned n = 1; n <= SR_LEMMA_SUFFIX_MAX && n <= f->fold.len; n++) {
            uint64_t key = sr_lemma_suffix_key(tail_of(f->fold, n), n, f->upos, f->xpos);
            uint32_t before = pairs.n;
            uint32_t at = sr_map_add(&pairs, sr_features_key(9, key, f->script, 0));
            if (at == before)
                *SR_PUSH(l->arena, &votes) =
                    (vote){.key = key, .script = f->script, .form = i, .n = n};
            votes.at[at].count++;
        }
    }
    qsort(votes.at, votes.n, sizeof *votes.at, by_vote);
    uint32_t *says = SR_NEW(l->arena, uint32_t, votes.n + 1);
    for (uint32_t i = 0; i < votes.n; i++) {
        const vote *v = &votes.at[i];
        const form *f = &l->forms.at[v->form];
        if (i > 0 && votes.at[i - 1].key == v->key)
            continue; // not the most frequent one
        if ((v->n > 2 && v->count < 2) || rule_says(rules, says, f, v->n - 1) == v->script)
            continue;
        says[sr_map_add(rules, v->key)] = v->script;
        entry_add(l, 1, v->key, v->script, 0);
    }
    *says_out = says;
}

static int by_count(const void *a, const void *b)
{
    const form *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    int c = sr_str_cmp(x->fold, y->fold);
    return c != 0 ? c : sr_str_cmp(x->lemma, y->lemma);
}

static void exceptions_learn(learner *l, const sr_map *rules, const uint32_t *says)
{
    sr_map decided = {0}; // a form's most frequent lemma comes first and stands
    qsort(l->forms.at, l->forms.n, sizeof *l->forms.at, by_count);
    for (uint32_t i = 0; i < l->forms.n; i++) {
        const form *f = &l->forms.at[i];
        uint32_t    said = inflected(f) ? rule_says(rules, says, f, SR_LEMMA_SUFFIX_MAX) : 0;
        bool        capital = f->upos != SR_UPOS_PROPN && 2 * f->capital > f->count;
        uint32_t    before = decided.n;
        if (sr_map_add(&decided, sr_lemma_key(sr_hash(f->fold), f->upos, f->xpos)) < before)
            continue;
        if (said == f->script && !capital && f->count < 3)
            continue; // a seldom form that needs no row
        if (said == f->script && !capital && !inflected(f))
            continue;
        entry_add(l, 0, sr_lemma_key(sr_hash(f->fold), f->upos, f->xpos), f->script,
                  capital ? SR_LEMMA_CAPITAL : 0);
    }
}

/* Rows "went go"; of several lemmas the first. */
static void wordnet_add(learner *l, const sr_train_options *o)
{
    static const struct { const char *file; uint8_t upos, xpos[4]; } lists[] = {
        {"noun.exc", SR_UPOS_NOUN, {SR_XPOS_NNS}},
        {"verb.exc", SR_UPOS_VERB, {SR_XPOS_VBD, SR_XPOS_VBN, SR_XPOS_VBG, SR_XPOS_VBZ}},
        {"adj.exc", SR_UPOS_ADJ, {SR_XPOS_JJR, SR_XPOS_JJS}},
        {"adv.exc", SR_UPOS_ADV, {SR_XPOS_RBR, SR_XPOS_RBS}},
    };
    const char *folder = sr_train_folder(o, "wordnet-lexicon", l->arena);
    for (size_t i = 0; i < SR_COUNT(lists); i++) {
        sr_str text = sr_train_file(folder, lists[i].file, l->arena);
        while (text.len > 0) {
            sr_str line = sr_str_cut(&text, '\n');
            sr_str word = sr_str_cut(&line, ' ');
            sr_str lemma = sr_str_cut(&line, ' ');
            bool   plain = lemma.len > 0 && sr_str_find(word, '_', 0) == word.len;
            for (int x = 0; x < 4 && plain && lists[i].xpos[x] != 0; x++) {
                uint8_t xpos = lists[i].xpos[x];
                bool ing = sr_str_ends(word, SR_STR("ing"));
                bool est = sr_str_ends(word, SR_STR("est"));
                bool s = sr_str_ends(word, SR_STR("s"));
                if ((xpos == SR_XPOS_VBG && !ing) || (xpos == SR_XPOS_VBZ && !s) ||
                    ((xpos == SR_XPOS_VBD || xpos == SR_XPOS_VBN) && (ing || s)) ||
                    ((xpos == SR_XPOS_JJS || xpos == SR_XPOS_RBS) != est && lists[i].upos != SR_UPOS_VERB &&
                     lists[i].upos != SR_UPOS_NOUN))
                    continue;
                uint64_t key = sr_lemma_key(sr_hash(word), lists[i].upos, xpos);
                entry_add(l, 0, key, script_of(l, word, lemma), 0);
            }
        }
    }
}

static bool vowel(uint8_t c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* The regular past and -ing forms of a verb; where its last consonant may double, both. */
static void verb_add(learner *l, sr_str lemma)
{
    size_t n = lemma.len;
    if (n < 3)
        return;
    uint8_t a = lemma.ptr[n - 3], b = lemma.ptr[n - 2], c = lemma.ptr[n - 1];
    bool    doubles = !vowel(a) && vowel(b) && !vowel(c) && c != 'w' && c != 'x' && c != 'y';
    sr_str  stem = c == 'e' ? sr_str_slice(lemma, 0, n - 1) : lemma;
    sr_str  past_stem = c == 'y' && !vowel(b)
                            ? sr_str_join(l->arena, sr_str_slice(lemma, 0, n - 1), SR_STR("i"))
                            : stem;
    sr_str twice = sr_str_join(l->arena, lemma, sr_str_slice(lemma, n - 1, n));
    for (int d = 0; d <= (doubles ? 1 : 0); d++) {
        sr_str past = sr_str_join(l->arena, d ? twice : past_stem, SR_STR("ed"));
        sr_str ing = sr_str_join(l->arena, d ? twice : c == 'e' && vowel(b) ? lemma : stem, SR_STR("ing"));
        form_add(l, past, lemma, SR_UPOS_VERB, SR_XPOS_VBD, 1);
        form_add(l, past, lemma, SR_UPOS_VERB, SR_XPOS_VBN, 1);
        form_add(l, ing, lemma, SR_UPOS_VERB, SR_XPOS_VBG, 1);
    }
}

/* Verbs of the lexicon's classes, which the treebanks may not show in every form. */
static void verbs_add(learner *l, const sr_train_options *o)
{
    const char *folder = sr_train_folder(o, "wordnet-lexicon", l->arena);
    sr_str      text = sr_train_file(folder, "wordnet-classes.tsv.xz", l->arena);
    sr_map      seen = {0};
    while (text.len > 0) {
        sr_str line = sr_str_cut(&text, '\n');
        (void)sr_str_cut(&line, '\t');
        sr_str   pos = sr_str_cut(&line, '\t'), lemma = sr_str_cut(&line, '\t');
        bool     plain = sr_str_eq(pos, SR_STR("v")) && sr_str_find(lemma, ' ', 0) == lemma.len;
        uint32_t before = seen.n;
        if (plain && sr_map_add(&seen, sr_hash(lemma)) == before)
            verb_add(l, lemma);
    }
}

void sr_train_lemmas(const sr_train_options *o, const sr_corpus *const *corpora, unsigned n,
                     sr_buf sections[3], sr_arena *arena)
{
    learner *l = SR_NEW(arena, learner, 1);
    l->arena = arena;
    (void)script_of(l, SR_STR("a"), SR_STR("a")); // script 0: as it is
    for (unsigned c = 0; c < n; c++)
        for (uint32_t i = 0; i < corpora[c]->doc.n_tokens; i++)
            if (!sr_str_eq(corpora[c]->lemmas[i], SR_STR("_")) &&
                (corpora[c]->doc.tokens[i].flags & SR_TOKEN_PUNCT) == 0)
                form_add(l, corpora[c]->doc.tokens[i].fold, corpora[c]->lemmas[i],
                         corpora[c]->upos[i], corpora[c]->xpos[i], 1);
    verbs_add(l, o);
    sr_map    rules = {0};
    uint32_t *says;
    rules_learn(l, &rules, &says);
    exceptions_learn(l, &rules, says);
    wordnet_add(l, o);
    if (l->script_rows.n > UINT16_MAX || l->text.len > UINT16_MAX || l->text.failed)
        sr_train_fail("too many scripts of lemmas");
    uint32_t head[2] = {(uint32_t)l->script_rows.n, (uint32_t)l->text.len};
    sr_buf_put(&sections[0], sr_str_from(head, sizeof head));
    sr_buf_put(&sections[0], sr_str_from(l->script_rows.at, l->script_rows.n * sizeof(sr_script)));
    sr_buf_put(&sections[0], sr_buf_view(&l->text));
    for (int i = 0; i < 2; i++)
        sr_train_words(l->keys[i].at, l->entries[i].at, (uint32_t)l->keys[i].n, &sections[1 + i]);
    fprintf(stderr, "lemmas: %zu scripts, %zu exceptions, %zu rules\n", l->script_rows.n,
            l->keys[0].n, l->keys[1].n);
    sr_buf_free(&l->text);
}
