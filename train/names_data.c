/* Gold names on our own tokens; see names_data.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "train/names_data.h"

#include "base/buf.h"
#include "know/gazetteer.h"
#include "record/vocabulary.h"
#include "text/text.h"

static const struct {
    const char *set, *file;
    int word, tag, pos; // columns; tag -2: CoNLL-U with mentions
    bool silver, titles;
} sources[SR_NAMES_SOURCES] = {
    {"docred-ner", "train.iob2.xz", 0, 1, -1, false, false},
    {"wikigold", "wikigold.conll.txt", 0, 1, -1, false, false},
    {"crossner-politics", "train.txt", 0, 1, -1, false, false},
    {"crossner-politics", "dev.txt", 0, 1, -1, false, false},
    {"ud-gum-open", "train.conllu.xz", 0, -2, -1, false, true},
    {"gmb-ner", "gmb-ner.tsv.xz", 0, 2, 1, true, true},
    {"ud-gum-open", "dev.conllu.xz", 0, -2, -1, false, true},
};

static const struct {
    const char *tag;
    uint8_t     kind;
} kinds[] = {
    {"PER", SR_ENTITY_PERSON}, {"per", SR_ENTITY_PERSON}, {"politician", SR_ENTITY_PERSON},
    {"person", SR_ENTITY_PERSON}, {"ORG", SR_ENTITY_ORGANIZATION}, {"org", SR_ENTITY_ORGANIZATION},
    {"organisation", SR_ENTITY_ORGANIZATION}, {"organization", SR_ENTITY_ORGANIZATION},
    {"politicalparty", SR_ENTITY_ORGANIZATION}, {"LOC", SR_ENTITY_PLACE},
    {"geo", SR_ENTITY_PLACE}, {"gpe", SR_ENTITY_PLACE}, {"location", SR_ENTITY_PLACE},
    {"country", SR_ENTITY_PLACE}, {"place", SR_ENTITY_PLACE}, {"MISC", SR_ENTITY_EVENT},
    {"art", SR_ENTITY_EVENT}, {"eve", SR_ENTITY_EVENT}, {"nat", SR_ENTITY_EVENT},
    {"event", SR_ENTITY_EVENT}, {"election", SR_ENTITY_EVENT}, {"misc", SR_ENTITY_EVENT},
    {"abstract", SR_ENTITY_EVENT}, {"object", SR_ENTITY_EVENT},
};

static uint8_t kind_of(sr_str type)
{
    for (size_t k = 0; k < SR_COUNT(kinds); k++)
        if (sr_str_eq(type, sr_str_c(kinds[k].tag)))
            return kinds[k].kind;
    return SR_NAME_NONE;
}

/* Words with their gold, as the source cuts them. */
typedef struct source {
    sr_corpus corpus;
    uint8_t  *kinds;  // [T]
    bool     *begins; // [T]
} source;

static void source_columns(source *s)
{
    sr_str before = {NULL, 0};
    for (uint32_t i = 0; i < s->corpus.doc.n_tokens; i++) {
        sr_str type = s->corpus.names[i], mark = sr_str_cut(&type, '-');
        bool   starts = i == s->corpus.doc.sentences[s->corpus.doc.tokens[i].sentence].first;
        s->kinds[i] = kind_of(type);
        s->begins[i] = s->kinds[i] != SR_NAME_NONE &&
                       (mark.ptr[0] == 'B' || starts || !sr_str_eq(type, before));
        before = type;
    }
}

/* -- mentions of GUM ------------------------------------------------------------- */

typedef struct mention {
    sr_str   id, type;
    uint32_t first, end;
} mention;

typedef SR_LIST(mention) mention_list;

/* "Entity=(1-event-…(2-place-…)3)": what opens, what closes at word i. */
static void mentions_of(sr_str misc, uint32_t i, mention_list *open, mention_list *done,
                        sr_arena *arena)
{
    sr_str key = SR_STR("Entity=");
    size_t at = sr_str_search(misc, key, 0);
    if (at == misc.len)
        return;
    sr_str text = sr_str_slice(misc, at + key.len, sr_str_find(misc, '|', at));
    for (size_t p = 0; p < text.len;) {
        bool   opens = text.ptr[p] == '(';
        size_t end = p + opens;
        while (end < text.len && text.ptr[end] != '(' && text.ptr[end] != ')')
            end++;
        sr_str body = sr_str_slice(text, p + opens, end);
        sr_str id = sr_str_cut(&body, '-');
        bool   closes = end < text.len && text.ptr[end] == ')';
        if (opens)
            *SR_PUSH(arena, open) = (mention){id, sr_str_cut(&body, '-'), i, 0};
        for (size_t k = open->n; closes && k-- > 0;)
            if (sr_str_eq(open->at[k].id, id)) {
                *SR_PUSH(arena, done) = open->at[k];
                done->at[done->n - 1].end = i + 1;
                open->at[k] = open->at[--open->n];
                break;
            }
        p = end + closes;
    }
}

static bool noun_name(const sr_corpus *c, uint32_t i)
{
    return c->upos[i] == SR_UPOS_PROPN || c->xpos[i] == SR_XPOS_NNP || c->xpos[i] == SR_XPOS_NNPS;
}

/* Words that may stand between the proper words of one name. */
static bool link_word(const sr_corpus *c, uint32_t i)
{
    static const char *const words[] = {"of", "the", "and", "for", "-", "'s", "&", "de", "on",
                                        "al", ".", "in"};
    for (size_t k = 0; k < SR_COUNT(words); k++)
        if (sr_str_eq(c->doc.tokens[i].fold, sr_str_c(words[k])))
            return true;
    return c->upos[i] == SR_UPOS_NUM;
}

static void name_of_mention(source *s, const mention *m)
{
    const sr_corpus *c = &s->corpus;
    uint32_t head = m->end - 1;
    uint8_t  kind = kind_of(m->type);
    for (uint32_t i = m->first; i < m->end; i++)
        if (c->heads[i] == SR_NO_TOKEN || c->heads[i] < m->first || c->heads[i] >= m->end) {
            head = i;
            break;
        }
    if (kind == SR_NAME_NONE || !noun_name(c, head))
        return;
    uint32_t first = head, end = head + 1;
    for (uint32_t i = head; i > m->first; i--)
        if (noun_name(c, i - 1))
            first = i - 1;
        else if (!link_word(c, i - 1) || first - (i - 1) > 2)
            break;
    for (uint32_t i = head + 1; i < m->end; i++)
        if (noun_name(c, i) || (c->upos[i] == SR_UPOS_NUM && end == i))
            end = i + 1;
        else if (!link_word(c, i) || i - end > 1)
            break;
    for (uint32_t i = first; i < end; i++)
        if (s->kinds[i] != SR_NAME_NONE)
            return; // inside a longer name
    for (uint32_t i = first; i < end; i++) {
        s->kinds[i] = kind;
        s->begins[i] = i == first;
    }
}

static void source_mentions(source *s, sr_arena *arena)
{
    mention_list open = {0}, done = {0};
    for (uint32_t i = 0; i < s->corpus.doc.n_tokens; i++)
        mentions_of(s->corpus.misc[i], i, &open, &done, arena);
    for (uint32_t len = 40; len > 0; len--) // longer mentions first
        for (size_t k = 0; k < done.n; k++)
            if (done.at[k].end - done.at[k].first == len)
                name_of_mention(s, &done.at[k]);
}

/* -- running text ---------------------------------------------------------------- */

static bool one_of(sr_str word, const char *const *list, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (sr_str_eq(word, sr_str_c(list[k])))
            return true;
    return false;
}

static bool letter_or_digit(sr_str word, bool last)
{
    if (word.len == 0)
        return false;
    uint8_t c = word.ptr[last ? word.len - 1 : 0];
    return sr_is_alpha(c) || sr_is_digit(c) || c >= 0x80;
}

/* White space before each word where the source keeps none. */
static void spaces_guess(const source *s, bool *space)
{
    static const char *const closing[] = {".", ",", ";", ":", "!", "?", ")", "]", "}", "%", "'s",
        "n't", "'", "'re", "'ve", "'ll", "'d", "'m", "...", "''"};
    static const char *const opening[] = {"(", "[", "{", "$", "``"};
    const sr_document *doc = &s->corpus.doc;
    for (uint32_t k = 0; k < doc->n_sentences; k++) {
        bool quoted = false, glue = false;
        for (uint32_t i = doc->sentences[k].first; i < doc->sentences[k].end; i++) {
            sr_str word = sr_document_words(doc, (sr_range){i, i + 1});
            sr_str before = i > 0 ? sr_document_words(doc, (sr_range){i - 1, i}) : (sr_str){NULL, 0};
            sr_str next = i + 1 < doc->n_tokens ? sr_document_words(doc, (sr_range){i + 1, i + 2})
                                                : (sr_str){NULL, 0};
            space[i] = !glue && !one_of(word, closing, SR_COUNT(closing));
            glue = one_of(word, opening, SR_COUNT(opening));
            if (sr_str_eq(word, SR_STR("\""))) {
                space[i] = space[i] && !quoted;
                glue = quoted = !quoted;
            }
            bool line = sr_str_eq(word, SR_STR("-")) || sr_str_eq(word, SR_STR("/"));
            if (line && letter_or_digit(before, true) && letter_or_digit(next, false)) {
                space[i] = false;
                glue = true;
            }
        }
    }
}

static void text_make(const source *s, bool keeps, sr_buf *text, uint32_t *begins, sr_arena *arena)
{
    const sr_document *doc = &s->corpus.doc;
    bool *space = SR_NEW(arena, bool, doc->n_tokens + 1);
    if (!keeps)
        spaces_guess(s, space);
    for (uint32_t k = 0; k < doc->n_sentences; k++) {
        uint32_t first = doc->sentences[k].first;
        for (uint32_t i = first; i < doc->sentences[k].end; i++) {
            bool gap = keeps ? (doc->tokens[i].flags & SR_TOKEN_SPACE) != 0 : space[i];
            if (i == first)
                sr_buf_put(text, text->len > 0 ? SR_STR("\n\n") : SR_STR(""));
            else if (gap)
                sr_buf_byte(text, ' ');
            begins[i] = (uint32_t)text->len;
            sr_buf_put(text, sr_document_words(doc, (sr_range){i, i + 1}));
        }
    }
    if (text->failed)
        sr_train_fail("out of memory");
}

/* The source word that holds a byte of the text; words are in order. */
static uint32_t word_at(const uint32_t *begins, uint32_t n, uint32_t from, uint32_t byte)
{
    while (from + 1 < n && begins[from + 1] <= byte)
        from++;
    return from;
}

static void gold_carry(sr_name_set *out, const source *s, const uint32_t *begins, sr_arena *arena)
{
    uint32_t n = s->corpus.doc.n_tokens, at = 0, number = 0, seen = 0;
    out->kinds = SR_NEW(arena, uint8_t, out->doc.n_tokens + 1);
    out->begins = SR_NEW(arena, bool, out->doc.n_tokens + 1);
    out->docs = SR_NEW(arena, uint32_t, out->doc.n_sentences + 1);
    uint32_t name_before = UINT32_MAX; // first source word of the name of the token before
    for (uint32_t i = 0; i < out->doc.n_tokens; i++) {
        const sr_token *t = &out->doc.tokens[i];
        at = word_at(begins, n, at, t->begin);
        uint32_t sentence = s->corpus.doc.tokens[at].sentence;
        for (; seen <= sentence; seen++)
            number += s->corpus.wide[seen];
        out->docs[t->sentence] = number > 0 ? number - 1 : 0;
        uint32_t first = at;
        while (s->kinds[at] != SR_NAME_NONE && first > 0 && !s->begins[first])
            first--;
        out->kinds[i] = s->kinds[at];
        out->begins[i] = s->kinds[at] != SR_NAME_NONE && first != name_before;
        name_before = s->kinds[at] != SR_NAME_NONE ? first : UINT32_MAX;
    }
}

void sr_name_set_read(sr_name_set *out, sr_name_source which, const sr_train_options *options,
                      sr_arena *arena)
{
    source s = {0};
    bool   treebank = sources[which].tag == -2;
    sr_str file = sr_train_file(sr_train_folder(options, sources[which].set, arena),
                                sources[which].file, arena);
    if (treebank)
        sr_corpus_conllu(&s.corpus, file, arena);
    else
        sr_corpus_columns(&s.corpus, file, sources[which].word, sources[which].tag,
                          sources[which].pos, arena);
    s.kinds = SR_NEW(arena, uint8_t, s.corpus.doc.n_tokens + 1);
    s.begins = SR_NEW(arena, bool, s.corpus.doc.n_tokens + 1);
    memset(s.kinds, SR_NAME_NONE, s.corpus.doc.n_tokens + 1);
    if (treebank)
        source_mentions(&s, arena);
    else
        source_columns(&s);
    sr_buf    text = SR_BUF_INIT;
    uint32_t *begins = SR_NEW(arena, uint32_t, s.corpus.doc.n_tokens + 1);
    text_make(&s, treebank, &text, begins, arena);
    *out = (sr_name_set){.name = sources[which].set, .silver = sources[which].silver};
    out->report.text = sr_str_copy(arena, sr_buf_view(&text));
    sr_text_read(&out->report, NULL, &out->doc, arena);
    sr_buf_free(&text);
    gold_carry(out, &s, begins, arena);
}

/* -- guidelines brought together ---------------------------------------------------- */

static uint32_t name_end(const sr_name_set *set, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < set->doc.sentences[set->doc.tokens[i].sentence].end &&
           set->kinds[end] != SR_NAME_NONE && !set->begins[end])
        end++;
    return end;
}

/* GUM calls a country that acts an organisation. */
static void countries_are_places(sr_name_set *set, const sr_gazetteer *g, uint32_t i, uint32_t end)
{
    sr_gazetteer_form forms[6];
    const sr_gazetteer_reading *readings;
    for (uint32_t k = i; k < end && k < i + 6; k++)
        forms[k - i] = sr_gazetteer_form_of(set->doc.tokens[k].fold,
                                            (set->doc.tokens[k].flags & SR_TOKEN_SPACE) != 0);
    if (end - i > 6 || sr_gazetteer_exact(g, forms, end - i, &readings) == 0)
        return;
    sr_gazetteer_place place;
    sr_gazetteer_place_at(g, sr_gazetteer_index(readings[0]), &place);
    for (uint32_t k = i; k < end && place.kind == SR_GAZETTEER_COUNTRY; k++)
        set->kinds[k] = SR_ENTITY_PLACE;
}

void sr_name_set_nationalities(sr_name_set *set, const sr_know *know)
{
    const sr_gazetteer *g = sr_know_gazetteer(know);
    if (!g)
        sr_train_fail("no gazetteer is built in; names need models/gazetteer.bin");
    for (uint32_t i = 0; i < set->doc.n_tokens; i++) {
        const sr_token *t = &set->doc.tokens[i];
        uint32_t n = set->doc.sentences[t->sentence].end - i;
        sr_gazetteer_form forms[3];
        for (uint32_t k = 0; k < 3 && k < n; k++)
            forms[k] = sr_gazetteer_form_of(t[k].fold, (t[k].flags & SR_TOKEN_SPACE) != 0);
        if (set->begins[i] && set->kinds[i] == SR_ENTITY_ORGANIZATION && !set->silver)
            countries_are_places(set, g, i, name_end(set, i));
        if ((t->flags & SR_TOKEN_CAPITAL) == 0)
            continue;
        uint32_t len = (uint32_t)sr_gazetteer_demonym(g, forms, SR_MIN(n, 3u), NULL);
        bool     named = len > 0 && set->kinds[i] != SR_NAME_NONE;
        if (len == 0 || (named && (!set->begins[i] || name_end(set, i) != i + len ||
                                   set->kinds[i] == SR_ENTITY_PERSON)))
            continue;
        uint8_t xpos = t[len - 1].xpos;
        bool    people = xpos == SR_XPOS_NNPS || xpos == SR_XPOS_NNS;
        if (xpos != SR_XPOS_JJ && !people && !(named && set->kinds[i] == SR_ENTITY_EVENT))
            continue;
        bool part = false; // words of another name
        for (uint32_t k = 0; k < len && !named; k++)
            part = part || set->kinds[i + k] != SR_NAME_NONE;
        for (uint32_t k = 0; k < len && !part; k++) {
            set->kinds[i + k] = SR_ENTITY_NATIONALITY;
            set->begins[i + k] = k == 0;
        }
    }
}

void sr_name_set_titles(sr_name_set *set, const sr_know *know)
{
    const sr_lexicon *lexicon = sr_know_lexicon(know);
    int table = lexicon ? sr_lexicon_table(lexicon, SR_STR("titles")) : -1;
    for (uint32_t i = 0; i < set->doc.n_tokens && table >= 0; i++) {
        if (!set->begins[i] || set->kinds[i] != SR_ENTITY_PERSON)
            continue;
        uint32_t end = name_end(set, i), first = i;
        sr_lexicon_match match;
        while (first + 1 < end && sr_lexicon_find(lexicon, table, set->doc.hashes + first, NULL,
                                                  end - first, &match) &&
               first + match.n_tokens < end)
            first += match.n_tokens;
        for (uint32_t k = i; k < first; k++) {
            set->kinds[k] = SR_NAME_NONE;
            set->begins[k] = false;
        }
        set->begins[first] = true;
        i = end - 1;
    }
}
