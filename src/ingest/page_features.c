/* Features of blocks; see page_features.h.
 *
 * Whole-page facts are gathered in passes over the nodes (text and links below each, points of a
 * container of prose), then each block walks up to the root once.
 * Sources: the classes of Kohlschütter et al., "Boilerplate Detection using Shallow Text Features"
 * (2010) – text and link density, neighbours; class words and container points as readers' modes of
 * browsers use them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_features.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/phrases.h"

#define FAR 20.0F      // distance of what is not there
#define CLASS_MAX 200u // bytes of a class that are looked at
#define CUE_BYTES 32u  // and of a block at its begin

/* ---------------------------------------------------------------- class words */

typedef enum category {
    CONTENT, BODY, LEAD, TITLE, COMMENT, SHARE, RELATED, AD, NAV, META, TAGS, FOOTER, SIDE, CAPTION, POPUP, SUBSCRIBE,
    CATEGORIES
} category;

typedef struct word_row {
    const char *word;
    uint8_t     len;
    uint8_t     category;
    bool        whole;
} word_row;

static const word_row word_rows[] = {
#define X(category, word, whole) {word, sizeof(word) - 1, category, whole},
#include "ingest/page_word_list.h"
#undef X
};

/* Rows by first letter: [first[c], first[c + 1]). */
typedef struct word_index {
    uint16_t first[27];
    uint32_t second[26]; // by first letter: which second ones there are
    uint16_t row[SR_COUNT(word_rows)];
} word_index;

static void make_index(word_index *index)
{
    uint16_t n = 0;
    for (int c = 0; c < 26; c++) {
        index->first[c] = n;
        for (size_t i = 0; i < SR_COUNT(word_rows); i++)
            if (word_rows[i].word[0] == 'a' + c) {
                index->row[n++] = (uint16_t)i;
                index->second[c] |= 1U << (word_rows[i].word[1] & 31);
            }
    }
    index->first[26] = n;
}

/* Categories of the words in a class or id, as bits. */
static uint32_t categories_of(const word_index *index, sr_str value)
{
    uint32_t mask = 0;
    char     low[CLASS_MAX + 1];
    size_t   len = SR_MIN(value.len, CLASS_MAX);
    for (size_t i = 0; i < len; i++)
        low[i] = (char)sr_to_lower(value.ptr[i]);
    low[len] = 0;
    for (size_t i = 0; i < len; i++) {
        if (!sr_is_lower((uint8_t)low[i]))
            continue;
        int c = low[i] - 'a';
        if (!(index->second[c] >> (low[i + 1] & 31) & 1))
            continue;
        for (uint16_t k = index->first[c]; k < index->first[c + 1]; k++) {
            const word_row *row = &word_rows[index->row[k]];
            size_t          n = row->len;
            if (i + n > len || row->word[1] != low[i + 1] || memcmp(low + i, row->word, n) != 0)
                continue;
            bool begins = i == 0 || !sr_is_alpha(value.ptr[i - 1]) || (sr_is_upper(value.ptr[i]) && sr_is_lower(value.ptr[i - 1]));
            bool ends = i + n == len || !sr_is_lower((uint8_t)low[i + n]) || sr_is_upper(value.ptr[i + n]) || low[i + n] == 's';
            if (!row->whole || (begins && ends))
                mask |= 1U << row->category;
        }
    }
    return mask;
}

/* ----------------------------------------------------------- facts of the page */

typedef struct page_facts {
    const sr_html      *html;
    const sr_page_meta *meta;
    const sr_blocks    *blocks;
    sr_arena           *arena;
    uint32_t           *mask;   // [nodes] categories of its class, id, role
    float              *chars;  // [nodes] of text below
    float              *links;  // of them, in links
    float              *prose;  // of them, in blocks that look like prose
    float              *points; // as a container of prose
    uint32_t           *block_words;
    uint32_t            best;   // the node with most points
    float               total, total_prose;
    int                 title_at; // block that is the title; -1
    uint32_t            title_article; // <article> around it; 0: none
    uint32_t            n_articles;
    uint64_t           *hashes;   // [blocks] of the text, sorted
    uint64_t           *grams;    // open table of word 3-grams of articleBody and description
    size_t              n_grams;  // its size, a power of two; 0: none
    bool               *comment;  // [nodes] in comments of readers
    uint32_t           *article;  // [nodes] the nearest <article> around it, no comment; 0: none
    sr_phrases          cues;
} page_facts;

static bool looks_like_prose(const sr_block *b)
{
    return !b->hidden && b->words >= 8 && b->link_words * 3 < b->words &&
           (b->tag == SR_TAG_P || b->words >= 15);
}

static void sum_up(page_facts *f)
{
    const sr_html *html = f->html;
    for (size_t i = 0; i < f->blocks->n; i++) {
        const sr_block *b = &f->blocks->at[i];
        f->chars[b->node] += (float)b->chars;
        f->links[b->node] += (float)b->link_chars;
        f->prose[b->node] += looks_like_prose(b) ? (float)b->chars : 0;
    }
    for (size_t i = html->n - 1; i > 0; i--) {
        uint32_t up = html->nodes[i].parent;
        f->chars[up] += f->chars[i];
        f->links[up] += f->links[i];
        f->prose[up] += f->prose[i];
    }
    f->total = f->chars[0] + 1;
    f->total_prose = f->prose[0] + 1;
}

#define ARTICLE_BODY (1U << 31) // itemprop=articleBody, beside the categories
#define BAD (1U << COMMENT | 1U << SHARE | 1U << RELATED | 1U << AD | 1U << NAV | 1U << FOOTER | 1U << SIDE | 1U << POPUP | 1U << SUBSCRIBE)

/* Prose gives points to the elements around it, less with each step. */
static void give_points(page_facts *f)
{
    static const float share[] = {1.0F, 0.6F, 0.35F, 0.2F};
    for (size_t i = 0; i < f->blocks->n; i++) {
        const sr_block *b = &f->blocks->at[i];
        if (!looks_like_prose(b))
            continue;
        float    worth = 1.0F + (float)SR_MIN(b->words, 100u) / 25.0F;
        uint32_t node = b->tag == SR_TAG_P || b->tag == SR_TAG_LI ? f->html->nodes[b->node].parent : b->node;
        for (size_t k = 0; k < SR_COUNT(share) && node; k++) {
            f->points[node] += worth * share[k];
            node = f->html->nodes[node].parent;
        }
    }
    float most = 0;
    for (uint32_t i = 1; i < f->html->n; i++) {
        if (f->points[i] <= 0)
            continue;
        float factor = 1.0F - f->links[i] / (f->chars[i] + 1);
        if (f->mask[i] & BAD)
            factor *= 0.4F;
        if (f->mask[i] & (1U << CONTENT | 1U << BODY))
            factor *= 1.25F;
        if (f->html->nodes[i].tag == SR_TAG_ARTICLE || f->html->nodes[i].tag == SR_TAG_MAIN)
            factor *= 1.25F;
        if (f->points[i] * factor > most) {
            most = f->points[i] * factor;
            f->best = i;
        }
    }
}

static void look_at_classes(page_facts *f)
{
    static const sr_html_attribute names[] = {SR_ATTRIBUTE_CLASS, SR_ATTRIBUTE_ID, SR_ATTRIBUTE_ROLE, SR_ATTRIBUTE_TESTID,
                                              SR_ATTRIBUTE_COMPONENT};
    word_index index = {0};
    make_index(&index);
    for (uint32_t i = 1; i < f->html->n; i++) {
        const sr_html_node *node = &f->html->nodes[i];
        bool comment = node->tag != SR_TAG_TEXT && sr_page_is_comment(f->html, i);
        f->comment[i] = f->comment[node->parent] || comment;
        f->article[i] = node->tag == SR_TAG_ARTICLE && !comment ? i : f->article[node->parent];
        if (node->tag == SR_TAG_TEXT || node->n == 0 || node->end == i + 1)
            continue;
        sr_str prop = sr_html_get(f->html, i, SR_ATTRIBUTE_ITEMPROP);
        if (sr_str_search(prop, SR_STR("articleBody"), 0) < prop.len)
            f->mask[i] |= ARTICLE_BODY;
        for (size_t a = 0; a < SR_COUNT(names); a++)
            f->mask[i] |= categories_of(&index, sr_html_get(f->html, i, names[a]));
    }
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void find_title(page_facts *f)
{
    sr_str title = f->meta->page.title;
    f->title_at = -1;
    for (size_t i = 0; i < f->blocks->n && title.len; i++) {
        if (!sr_str_eq_case(f->blocks->at[i].text, title))
            continue;
        uint8_t tag = f->blocks->at[i].tag;
        bool    heading = tag >= SR_TAG_H1 && tag <= SR_TAG_H6;
        if (f->title_at < 0 || heading)
            f->title_at = (int)i;
        if (heading)
            break;
    }
}

static void find_articles(page_facts *f)
{
    f->title_article = f->title_at < 0 ? 0 : f->article[f->blocks->at[f->title_at].node];
    for (uint32_t i = 1; i < f->html->n; i++)
        f->n_articles += f->html->nodes[i].tag == SR_TAG_ARTICLE;
}

/* 1 in the article of the title, 2 in another one, 3 in none though the title is in one; 0: the title
 * is in none, nor is the block; 4: the block is in one. */
static float relation_to_title(const page_facts *f, uint32_t node)
{
    uint32_t own = f->article[node], end = f->html->nodes[f->title_article].end;
    if (!f->title_article)
        return own ? 4 : 0;
    if (node >= f->title_article && node < end)
        return own == f->title_article ? 1 : 1.5F;
    return own ? SR_PAGE_OTHER_ARTICLE : 3;
}

/* ------------------------------------------------------------------- 3-grams */

/* The next word's hash; false: no more. */
static bool next_word(sr_str s, size_t *at, uint64_t *hash)
{
    while (*at < s.len && s.ptr[*at] < 0x80 && !sr_is_alpha(s.ptr[*at]) && !sr_is_digit(s.ptr[*at]))
        ++*at;
    size_t begin = *at;
    while (*at < s.len && (s.ptr[*at] >= 0x80 || sr_is_alpha(s.ptr[*at]) || sr_is_digit(s.ptr[*at])))
        ++*at;
    if (*at == begin)
        return false;
    *hash = sr_hash(sr_str_slice(s, begin, *at));
    return true;
}

typedef void on_gram(page_facts *f, uint64_t gram, void *payload);

static void each_gram(page_facts *f, sr_str s, on_gram *call, void *payload)
{
    uint64_t a = 0, b = 0, c;
    size_t   at = 0;
    for (size_t n = 0; next_word(s, &at, &c); n++) {
        if (n >= 2)
            call(f, (a * 31 + b) * 31 + c, payload);
        a = b;
        b = c;
    }
}

static size_t slot_of(const page_facts *f, uint64_t gram)
{
    size_t i = (size_t)(gram ^ gram >> 29) & (f->n_grams - 1);
    while (f->grams[i] && f->grams[i] != gram)
        i = (i + 1) & (f->n_grams - 1);
    return i;
}

static void add_gram(page_facts *f, uint64_t gram, void *payload)
{
    (void)payload;
    f->grams[slot_of(f, gram | 1)] = gram | 1;
}

typedef struct overlap {
    uint32_t all, known;
} overlap;

static void count_gram(page_facts *f, uint64_t gram, void *payload)
{
    overlap *o = payload;
    o->all++;
    o->known += f->grams[slot_of(f, gram | 1)] != 0;
}

static void learn_grams(page_facts *f, sr_str text)
{
    f->n_grams = 0;
    if (text.len == 0)
        return;
    f->n_grams = 64;
    while (f->n_grams < text.len) // words are longer than two bytes: at most half full
        f->n_grams *= 2;
    f->grams = SR_NEW(f->arena, uint64_t, f->n_grams);
    each_gram(f, text, add_gram, NULL);
}

/* Share of the block's 3-grams that the learned text has; -1: nothing was learned. */
static float known_share(page_facts *f, sr_str text)
{
    overlap o = {0};
    if (f->n_grams == 0)
        return -1;
    each_gram(f, text, count_gram, &o);
    return o.all ? (float)o.known / (float)o.all : 0;
}

/* ---------------------------------------------------------------------- texts */

typedef enum cue { CUE_READ_ON, CUE_SHARE, CUE_LEGAL, CUE_COMMENT, CUE_META, CUES } cue;

static const sr_phrase cue_rows[] = {
#define X(kind, words) {words, CUE_##kind},
#include "ingest/page_cue_list.h"
#undef X
};

/* What a block begins like; CUES: nothing known. */
static uint8_t cue_of(const page_facts *f, sr_str text)
{
    size_t begin = 0;
    text = sr_str_slice(text, 0, CUE_BYTES);
    while (begin < text.len && text.ptr[begin] < 0x80 && !sr_is_alpha(text.ptr[begin]) && text.ptr[begin] != '(')
        begin++;
    const sr_phrase *known = sr_phrases_at(&f->cues, text, begin);
    return known ? known->kind : CUES;
}

typedef struct signs {
    uint32_t stops, commas, digits, upper, bars, quotes, lines;
    bool     ends, copyright, mail;
} signs;

static signs signs_of(sr_str s)
{
    signs  n = {0};
    size_t len;
    for (size_t i = 0; i < s.len; i += len) {
        uint8_t c = s.ptr[i];
        len = 1;
        if (c < 0x80) {
            bool last = i + 1 == s.len || sr_is_space(s.ptr[i + 1]) || s.ptr[i + 1] == '"' || s.ptr[i + 1] >= 0x80;
            n.stops += (c == '.' || c == '!' || c == '?') && last;
            n.commas += c == ',';
            n.digits += sr_is_digit(c);
            n.upper += sr_is_upper(c);
            n.bars += c == '|' || c == '>';
            n.quotes += c == '"';
            n.lines += c == '\n';
            n.mail |= c == '@';
            continue;
        }
        uint32_t cp = sr_utf8_read(s, i, &len);
        n.stops += cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0x0964 || cp == 0x061F || cp == 0x2026;
        n.commas += cp == 0x3001 || cp == 0xFF0C || cp == 0x060C;
        n.bars += cp == 0xBB || cp == 0x203A || cp == 0xB7 || cp == 0x2022;
        n.quotes += cp == 0x201C || cp == 0x201E || cp == 0x2019;
        n.upper += sr_utf8_is_upper(cp);
        n.copyright |= cp == 0xA9;
    }
    size_t last = s.len;
    while (last > 0 && (s.ptr[last - 1] == '"' || s.ptr[last - 1] == ')' || s.ptr[last - 1] == '\''))
        last--;
    if (last >= 3 && s.ptr[last - 3] == 0xE2 && s.ptr[last - 2] == 0x80 && (s.ptr[last - 1] == 0x9D || s.ptr[last - 1] == 0x9C))
        last -= 3;
    n.ends = last > 0 && (strchr(".!?:;", s.ptr[last - 1]) || (last >= 3 && memcmp(s.ptr + last - 3, "。", 3) == 0) ||
                          (last >= 3 && memcmp(s.ptr + last - 3, "…", 3) == 0));
    return n;
}

/* --------------------------------------------------------------- tag templates */

typedef struct template_row {
    uint64_t path;
    float    blocks, words, links;
} template_row;

/* Elements from the block to the root, with the first class of the two nearest. */
static uint64_t path_of(const page_facts *f, const sr_block *b)
{
    uint64_t path = 17;
    int      level = 0;
    for (uint32_t node = b->node; node; node = f->html->nodes[node].parent, level++) {
        path = path * 1099511628211ULL + f->html->nodes[node].tag;
        if (level < 3)
            path = path * 31 + sr_hash(sr_html_get(f->html, node, SR_ATTRIBUTE_CLASS));
    }
    return path | 1;
}

typedef struct templates {
    template_row *at;
    size_t        n; // a power of two
} templates;

static template_row *template_of(const templates *t, uint64_t path)
{
    size_t i = (size_t)(path ^ path >> 31) & (t->n - 1);
    while (t->at[i].path && t->at[i].path != path)
        i = (i + 1) & (t->n - 1);
    t->at[i].path = path;
    return &t->at[i];
}

static templates count_templates(page_facts *f, uint64_t *paths)
{
    templates t = {.n = 16};
    while (t.n < f->blocks->n * 2 + 2)
        t.n *= 2;
    t.at = SR_NEW(f->arena, template_row, t.n);
    for (size_t i = 0; i < f->blocks->n; i++) {
        const sr_block *b = &f->blocks->at[i];
        paths[i] = path_of(f, b);
        template_row *row = template_of(&t, paths[i]);
        row->blocks++;
        row->words += (float)b->words;
        row->links += (float)b->link_words;
    }
    return t;
}

/* ------------------------------------------------------------------------ rows */

typedef struct writer {
    float *at;
    size_t n;
} writer;

static void put(writer *w, float value)
{
    w->at[w->n++] = value;
}

/* Blocks since a short one that began like one of a kind; FAR_BLOCKS: none did. */
#define FAR_BLOCKS 60.0F
typedef struct since {
    float cue[CUES];
} since;

static void note_cue(const page_facts *f, since *s, const sr_block *b)
{
    uint8_t kind = b->words <= 8 ? cue_of(f, b->text) : CUES;
    for (size_t i = 0; i < CUES; i++)
        s->cue[i] = i == kind ? 0 : SR_MIN(s->cue[i] + 1, FAR_BLOCKS);
}

static float share(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}

static void put_text(writer *w, const sr_block *b, page_facts *f)
{
    signs   s = signs_of(b->text);
    uint8_t kind = cue_of(f, b->text);
    float   chars = (float)b->chars, words = (float)b->words;
    put(w, log1pf(words));
    put(w, log1pf(chars));
    put(w, share((float)b->link_words, words));
    put(w, share(chars, words + 1));
    put(w, (float)SR_MIN(s.stops, 20u));
    put(w, share((float)s.stops, words + 1));
    put(w, (float)SR_MIN(s.commas, 20u));
    put(w, s.ends);
    put(w, share((float)s.digits, chars));
    put(w, share((float)s.upper, chars));
    put(w, (float)SR_MIN(s.bars, 20u));
    put(w, (float)SR_MIN(s.quotes, 20u));
    put(w, (float)SR_MIN(s.lines, 20u));
    put(w, s.copyright);
    put(w, s.mail);
    put(w, (float)kind);
    put(w, kind == CUE_READ_ON);
    put(w, b->hidden);
    put(w, known_share(f, b->text));
}

static void put_tag(writer *w, const sr_block *b)
{
    uint8_t t = b->tag;
    put(w, t == SR_TAG_P);
    put(w, t >= SR_TAG_H1 && t <= SR_TAG_H6 ? (float)(t - SR_TAG_H1 + 1) : 0);
    put(w, t == SR_TAG_LI);
    put(w, t == SR_TAG_TD || t == SR_TAG_TH);
    put(w, t == SR_TAG_DIV || t == SR_TAG_SECTION || t == SR_TAG_ARTICLE || t == SR_TAG_CUSTOM);
    put(w, t == SR_TAG_BLOCKQUOTE);
    put(w, t == SR_TAG_FIGCAPTION);
    put(w, t == SR_TAG_DD || t == SR_TAG_DT || t == SR_TAG_PRE);
}

/* How far up from a node things are; FAR: not above it. */
enum { NEAR = 11 };
typedef struct ancestors {
    uint32_t node;
    float    tag[NEAR], word[CATEGORIES], body, best, depth;
} ancestors;

static float further(float away)
{
    return away >= FAR ? FAR : SR_MIN(away + 1, FAR - 1);
}

/* What is above the node, from what is above its parent. */
static void step_down(const page_facts *f, ancestors *a, uint32_t node)
{
    static const uint8_t places[SR_TAG_COUNT] = {
        [SR_TAG_ARTICLE] = 1, [SR_TAG_MAIN] = 2,  [SR_TAG_NAV] = 3, [SR_TAG_ASIDE] = 4,   [SR_TAG_FOOTER] = 5, [SR_TAG_HEADER] = 6,
        [SR_TAG_FORM] = 7,    [SR_TAG_TABLE] = 8, [SR_TAG_UL] = 9,  [SR_TAG_FIGURE] = 10, [SR_TAG_BLOCKQUOTE] = 11};
    uint8_t  tag = f->html->nodes[node].tag, at = places[tag];
    uint32_t mask = f->mask[node];
    for (size_t i = 0; i < NEAR; i++)
        a->tag[i] = further(a->tag[i]);
    for (size_t i = 0; i < CATEGORIES; i++)
        a->word[i] = further(a->word[i]);
    a->body = mask & ARTICLE_BODY ? 0 : further(a->body);
    a->best = node == f->best ? 0 : further(a->best);
    a->depth++;
    a->node = node;
    if (at)
        a->tag[at - 1] = 0;
    mask = tag == SR_TAG_BODY ? 0 : mask & ~ARTICLE_BODY; // the class of the body tells of the whole page
    for (; mask; mask &= mask - 1)
        a->word[__builtin_ctz(mask)] = 0;
}

/* Steps from the root down to the node. */
static ancestors ancestors_of(const page_facts *f, uint32_t node)
{
    uint32_t  path[SR_LIMIT_PAGE_DEPTH * 2];
    size_t    n = 0;
    ancestors a = {.body = FAR, .best = FAR};
    for (; node && n < SR_COUNT(path); node = f->html->nodes[node].parent)
        path[n++] = node;
    for (size_t i = 0; i < NEAR; i++)
        a.tag[i] = FAR;
    for (size_t i = 0; i < CATEGORIES; i++)
        a.word[i] = FAR;
    while (n)
        step_down(f, &a, path[--n]);
    return a;
}

/* @param above  of the last block's parent, which is mostly that of this one, too */
static void put_ancestors(writer *w, const sr_block *b, const page_facts *f, ancestors *above)
{
    uint32_t parent = f->html->nodes[b->node].parent;
    if (above->node != parent || parent == 0)
        *above = ancestors_of(f, parent);
    ancestors a = *above;
    if (b->node)
        step_down(f, &a, b->node);
    for (size_t i = 0; i < NEAR; i++)
        put(w, a.tag[i]);
    for (size_t i = 0; i < CATEGORIES; i++)
        put(w, a.word[i]);
    put(w, a.body);
    put(w, a.best);
    put(w, SR_MIN(a.depth, 40.0F));
}

static void put_node(writer *w, uint32_t node, const page_facts *f)
{
    put(w, log1pf(f->chars[node]));
    put(w, share(f->links[node], f->chars[node] + 1));
    put(w, share(f->prose[node], f->chars[node] + 1));
    put(w, share(f->prose[node], f->total_prose));
}

static void put_place(writer *w, size_t i, float before, const page_facts *f)
{
    const sr_block *b = &f->blocks->at[i];
    uint32_t        best_end = f->html->nodes[f->best].end;
    put(w, share((float)i, (float)f->blocks->n));
    put(w, before / f->total);
    put(w, f->title_at < 0 ? -2 : (int)i == f->title_at ? 0 : (int)i < f->title_at ? -1 : 1);
    float past = (float)i - (float)f->title_at;
    put(w, f->title_at < 0 ? -1 : past < 0 ? -1 : SR_MIN(past, 50.0F));
    put(w, f->best == 0 ? 0 : b->node < f->best ? -1 : b->node < best_end ? 1 : 2);
    put(w, share(f->chars[f->best], f->total));
    put(w, share(f->prose[f->best], f->total_prose));
    put(w, log1pf(f->total_prose));
}

static void put_neighbour(writer *w, const sr_blocks *blocks, size_t i, int step)
{
    size_t at = i + (size_t)step;
    if (at >= blocks->n) {
        put(w, -1);
        put(w, -1);
        put(w, -1);
        return;
    }
    const sr_block *b = &blocks->at[at];
    put(w, log1pf((float)b->words));
    put(w, share((float)b->link_words, (float)b->words));
    put(w, b->tag == SR_TAG_P ? 1 : b->tag >= SR_TAG_H1 && b->tag <= SR_TAG_H6 ? 2 : b->tag == SR_TAG_LI ? 3 : 0);
}

static bool is_repeated(const page_facts *f, uint64_t hash)
{
    size_t low = 0, high = f->blocks->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1 < f->blocks->n && f->hashes[low + 1] == hash;
}

void sr_page_features(const sr_html *html, const sr_page_meta *meta, const sr_blocks *blocks, sr_arena *arena,
                      sr_page_row *rows)
{
    if (blocks->n == 0)
        return;
    page_facts f = {.html = html, .meta = meta, .blocks = blocks, .arena = arena};
    f.mask = SR_NEW(arena, uint32_t, html->n);
    f.chars = SR_NEW(arena, float, html->n);
    f.links = SR_NEW(arena, float, html->n);
    f.prose = SR_NEW(arena, float, html->n);
    f.points = SR_NEW(arena, float, html->n);
    f.comment = SR_NEW(arena, bool, html->n);
    f.article = SR_NEW(arena, uint32_t, html->n);
    sr_phrases_make(&f.cues, cue_rows, SR_COUNT(cue_rows));
    f.hashes = SR_NEW(arena, uint64_t, blocks->n);
    uint64_t *paths = SR_NEW(arena, uint64_t, blocks->n), *own = SR_NEW(arena, uint64_t, blocks->n);
    for (size_t i = 0; i < blocks->n; i++)
        own[i] = f.hashes[i] = sr_hash(blocks->at[i].text);
    qsort(f.hashes, blocks->n, sizeof *f.hashes, by_hash);
    look_at_classes(&f);
    sum_up(&f);
    give_points(&f);
    find_title(&f);
    find_articles(&f);
    learn_grams(&f, meta->body.len ? meta->body : (sr_str){NULL, 0});
    templates t = count_templates(&f, paths);
    float     before = 0, h1 = 0;
    since     cues;
    ancestors above = {0};
    for (size_t i = 0; i < CUES; i++)
        cues.cue[i] = FAR_BLOCKS;
    for (size_t i = 0; i < blocks->n; i++) {
        const sr_block     *b = &blocks->at[i];
        const template_row *row = template_of(&t, paths[i]);
        writer              w = {rows[i], 0};
        uint32_t            up = html->nodes[b->node].parent;
        put_text(&w, b, &f);
        put_tag(&w, b);
        put_ancestors(&w, b, &f, &above);
        put_node(&w, up, &f);
        put_node(&w, html->nodes[up].parent, &f);
        put_place(&w, i, before, &f);
        put(&w, SR_MIN(row->blocks, 60.0F));
        put(&w, row->words / row->blocks);
        put(&w, share(row->links, row->words));
        put(&w, row->words / (f.total / 6));
        for (int step = -2; step <= 2; step++)
            if (step)
                put_neighbour(&w, blocks, i, step);
        put(&w, is_repeated(&f, own[i]));
        note_cue(&f, &cues, b);
        for (size_t k = 0; k < CUES; k++)
            put(&w, cues.cue[k]);
        assert(w.n == SR_PAGE_RELATION);
        put(&w, relation_to_title(&f, b->node));
        put(&w, SR_MIN((float)f.n_articles, 20.0F));
        put(&w, h1);
        put(&w, f.comment[b->node]);
        h1 += b->tag == SR_TAG_H1;
        before += (float)b->chars;
        assert(w.n == SR_PAGE_FEATURES);
    }
}

/* -------------------------------------------------------------- second round */

static float p_at(const sr_blocks *blocks, size_t i)
{
    return i < blocks->n ? blocks->at[i].p : 0;
}

void sr_page_features_2(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, sr_page_row *rows)
{
    float *sum = SR_NEW(arena, float, html->n), *words = SR_NEW(arena, float, html->n);
    for (size_t i = 0; i < blocks->n; i++) {
        const sr_block *b = &blocks->at[i];
        float           weight = sqrtf((float)b->words) + 0.1F;
        sum[b->node] += b->p * weight;
        words[b->node] += weight;
    }
    for (size_t i = html->n - 1; i > 0; i--) {
        sum[html->nodes[i].parent] += sum[i];
        words[html->nodes[i].parent] += words[i];
    }
    float  back = 0, ahead = 0; // how sure the last ones were, fading
    float *later = SR_NEW(arena, float, blocks->n + 1), *far_later = SR_NEW(arena, float, blocks->n + 1);
    float  far = 99;
    for (size_t i = blocks->n; i-- > 0;) {
        later[i] = ahead;
        far_later[i] = far;
        ahead = ahead * 0.75F + blocks->at[i].p * 0.25F;
        far = blocks->at[i].p > 0.5F && blocks->at[i].words >= 12 ? 0 : SR_MIN(far + 1, 99.0F);
    }
    far = 99;
    for (size_t i = 0; i < blocks->n; i++) {
        const sr_block *b = &blocks->at[i];
        writer          w = {rows[i], SR_PAGE_FEATURES};
        uint32_t        up = html->nodes[b->node].parent, top = html->nodes[up].parent, most = html->nodes[top].parent;
        put(&w, b->p);
        put(&w, p_at(blocks, i - 1));
        put(&w, p_at(blocks, i - 2));
        put(&w, p_at(blocks, i + 1));
        put(&w, p_at(blocks, i + 2));
        put(&w, back);
        put(&w, later[i]);
        put(&w, far);
        put(&w, far_later[i]);
        put(&w, share(sum[up], words[up]));
        put(&w, share(sum[top], words[top]));
        put(&w, share(sum[most], words[most]));
        put(&w, share(sum[up], sum[0]));
        put(&w, share(sum[top], sum[0]));
        put(&w, (p_at(blocks, i - 1) + p_at(blocks, i + 1)) / 2);
        put(&w, sum[0]);
        back = back * 0.75F + b->p * 0.25F;
        far = b->p > 0.5F && b->words >= 12 ? 0 : SR_MIN(far + 1, 99.0F);
    }
}
