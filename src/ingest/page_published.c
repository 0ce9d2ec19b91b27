/* When the page was published, where its head does not tell: dates in elements, in the address and in
 * the words, weighed by what they stand in and how near to the title and the article.
 *
 * Every date found is a candidate with points; the best one wins if it has enough.  What calls itself
 * an update is a candidate for the time of modification.  The clock is never asked.
 * Sources: microdata and microformats (itemprop, hentry), the time element; the weights were set on
 * the development pages of html-dates.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_dates.h"
#include "ingest/page_int.h"
#include "ingest/phrases.h"

#define CANDIDATES 400u
#define ENOUGH 14.0F
#define MAYBE 50.0F // points of <meta name="date">
#define BLOCK_LOOK 240u // bytes of a block at its begin and its end in which dates are looked for

typedef struct candidate {
    sr_instant   instant;
    sr_page_from from;
    float        points;
    bool         modified;
    uint32_t     node; // 0: none
} candidate;

typedef struct search {
    const sr_html      *html;
    const sr_blocks    *blocks;
    const sr_page_meta *meta;
    sr_arena           *arena;
    bool                month_first;
    int                 title, first, last; // blocks: of the title, of the article's begin and end; -1
    sr_day              of_url;
    candidate          *at;
    size_t              n;
    sr_phrases          words, classes;
} search;

/* --------------------------------------------------------------------- context */

static bool contains(sr_str s, const char *word)
{
    sr_str w = sr_str_c(word);
    for (size_t at = 0; at + w.len <= s.len; at++) // first the letter: most are another
        if (sr_to_lower(s.ptr[at]) == w.ptr[0] && sr_str_eq_case(sr_str_slice(s, at, at + w.len), w))
            return true;
    return false;
}

/* Words of texts and of classes, by what they tell. */
enum { PUBLISHED, MODIFIED, LABEL, DATED, BAD };

static const sr_phrase word_rows[] = {
    {"publish", PUBLISHED}, {"posted", PUBLISHED}, {"post-date", PUBLISHED}, {"postdate", PUBLISHED},
    {"entry-date", PUBLISHED}, {"pubdate", PUBLISHED}, {"pub-date", PUBLISHED}, {"veröffentlicht", PUBLISHED},
    {"erstellt", PUBLISHED}, {"created", PUBLISHED}, {"publié", PUBLISHED}, {"publicado", PUBLISHED},
    {"pubblicato", PUBLISHED}, {"geplaatst", PUBLISHED}, {"opublikowan", PUBLISHED}, {"опубликован", PUBLISHED},
    {"datum:", PUBLISHED}, {"date:", PUBLISHED}, {"fecha:", PUBLISHED}, {"vom ", PUBLISHED}, {"erschienen", PUBLISHED},
    {"publication", PUBLISHED}, {"écrit le", PUBLISHED}, {"mis en ligne", PUBLISHED}, {"入力", PUBLISHED}, {"등록", PUBLISHED},
    {"发布", PUBLISHED},
    {"updated", MODIFIED}, {"update:", MODIFIED}, {"modified", MODIFIED}, {"aktualisiert", MODIFIED}, {"geändert", MODIFIED},
    {"last changed", MODIFIED}, {"stand:", MODIFIED}, {"mis à jour", MODIFIED}, {"actualizado", MODIFIED},
    {"aggiornato", MODIFIED}, {"bijgewerkt", MODIFIED}, {"bearbeitet", MODIFIED}, {"수정", MODIFIED}, {"lastmod", MODIFIED},
    {"last-mod", MODIFIED}, {"zmodyfikowan", MODIFIED}, {"обновлен", MODIFIED}, {"atualizado", MODIFIED},
    {"datum", LABEL}, {"date", LABEL}, {"fecha", LABEL}, {"data", LABEL}, {"published", LABEL}, {"posted", LABEL},
};

static const sr_phrase class_rows[] = {
    {"date", DATED}, {"datum", DATED}, {"fecha", DATED}, {"time", DATED}, {"publish", DATED}, {"posted", DATED},
    {"pubdate", DATED}, {"byline", DATED}, {"dateline", DATED}, {"created", DATED}, {"meta", DATED}, {"info", DATED},
    {"datetime", DATED},
    {"comment", BAD}, {"related", BAD}, {"sidebar", BAD}, {"widget", BAD}, {"footer", BAD}, {"recommend", BAD},
    {"popular", BAD}, {"teaser", BAD}, {"archive", BAD}, {"calendar", BAD}, {"event", BAD}, {"copyright", BAD},
    {"latest", BAD}, {"ticker", BAD}, {"weather", BAD},
};

static bool has(const sr_phrases *set, sr_str s, unsigned kind)
{
    return sr_phrases_in(set, s) >> kind & 1;
}

static sr_str class_of(const sr_html *html, size_t node)
{
    return sr_html_get(html, node, SR_ATTRIBUTE_CLASS);
}

/* Points for what is around a node: comments, lists of other articles, the foot of the page. */
static float around(const search *s, uint32_t node)
{
    float points = 0;
    for (int level = 0; node && level < 8; level++, node = s->html->nodes[node].parent) {
        uint8_t tag = s->html->nodes[node].tag;
        if (tag == SR_TAG_BODY)
            break;
        points -= tag == SR_TAG_FOOTER ? 12 : tag == SR_TAG_NAV ? 15 : tag == SR_TAG_ASIDE ? 6 : 0;
        if (s->html->nodes[node].n && (has(&s->classes, class_of(s->html, node), BAD) ||
                                       has(&s->classes, sr_html_get(s->html, node, SR_ATTRIBUTE_ID), BAD)))
            points -= 14;
    }
    return points < -40 ? -40 : points;
}

static float place(const search *s, int block)
{
    float points = 0;
    if (s->title >= 0) {
        int past = block - s->title;
        points += past >= 0 && past <= 3 ? 15 : past >= 0 && past <= 8 ? 10 : past >= 0 && past <= 15 ? 5 : 0;
        points += past < 0 && past >= -3 ? 9 : past < 0 && past >= -8 ? 4 : 0;
    }
    if (s->first < 0)
        return points;
    if (block < s->first)
        return points + (s->first - block <= 6 ? 8 : s->first - block <= 15 ? 3 : 0);
    if (block <= s->last)
        return points - (block - s->first <= 1 || s->last - block <= 1 ? 2 : 12);
    int behind = block - s->last;
    return points + (behind <= 4 ? 2 : behind <= 10 ? -5 : -15);
}

static void add(search *s, candidate c)
{
    if (s->n < CANDIDATES && sr_page_day_plausible(c.instant.day))
        s->at[s->n++] = c;
}

/* -------------------------------------------------------------------- elements */

static void look_at_element(search *s, uint32_t node)
{
    const sr_html *html = s->html;
    uint8_t        tag = html->nodes[node].tag;
    sr_str         prop = sr_html_get(html, node, SR_ATTRIBUTE_ITEMPROP), name = class_of(html, node);
    sr_str         id = sr_html_get(html, node, SR_ATTRIBUTE_ID), property = sr_html_get(html, node, SR_ATTRIBUTE_PROPERTY);
    bool           published = contains(prop, "datepublished") || contains(property, "datepublished") ||
                     contains(property, "dc:date") || contains(prop, "datecreated");
    bool modified = contains(prop, "datemodified") || contains(property, "datemodified");
    bool dated = has(&s->classes, name, DATED) || has(&s->classes, id, DATED);
    if (!published && !modified && !dated && tag != SR_TAG_TIME)
        return;
    if (html->nodes[node].end - node > 30)
        return;
    candidate c = {.from = SR_PAGE_FROM_ELEMENT, .node = node};
    sr_str    text = sr_html_inner_text(html, node, s->arena);
    sr_str    value = sr_html_get(html, node, SR_ATTRIBUTE_DATETIME);
    if (!value.len)
        value = sr_html_get(html, node, SR_ATTRIBUTE_CONTENT);
    bool in_attribute = value.len && sr_page_day_parse(value, s->month_first, &c.instant);
    if (!in_attribute && tag == SR_TAG_ABBR)
        in_attribute = sr_page_day_parse(sr_html_get(html, node, SR_ATTRIBUTE_TITLE), s->month_first, &c.instant);
    sr_page_day found;
    if (!in_attribute) {
        if (text.len > 160 || !sr_page_day_find(text, 0, s->month_first, &found))
            return;
        c.instant = found.instant;
    }
    c.points = published ? 48 : tag == SR_TAG_TIME ? 36 : tag == SR_TAG_ABBR ? 36 : 30;
    c.points += in_attribute ? 3 : 0;
    c.points += sr_html_has(html, node, SR_ATTRIBUTE_PUBDATE) || has(&s->words, name, PUBLISHED) ? 10 : 0;
    c.points += has(&s->words, text, PUBLISHED) ? 5 : 0;
    c.modified = !published && (modified || ((has(&s->words, name, MODIFIED) || has(&s->words, text, MODIFIED)) &&
                                             !has(&s->words, name, PUBLISHED) && !has(&s->words, text, PUBLISHED)));
    c.points += place(s, (int)sr_page_block_of(s->blocks, node)) + around(s, node);
    add(s, c);
}

/* ----------------------------------------------------------------------- words */

static void look_at_words(search *s, int block, sr_str text, size_t from, size_t to)
{
    sr_page_day d;
    for (size_t at = from; at < to && sr_page_day_find(sr_str_slice(text, 0, to), at, s->month_first, &d); at = d.end) {
        const sr_block *b = &s->blocks->at[block];
        size_t          begin = d.begin > 40 ? d.begin - 40 : 0;
        sr_str          before = sr_str_slice(text, begin, d.begin);
        candidate       c = {.instant = d.instant, .from = SR_PAGE_FROM_TEXT, .node = b->node};
        c.points = d.words ? 22 : d.short_year ? 14 : 20;
        c.points -= d.ambiguous ? 2 : 0;
        c.points += d.instant.second >= 0 ? 5 : 0;
        c.points += b->words <= 12 ? 6 : b->words <= 25 ? 0 : -10;
        c.points += d.begin < 12 ? 2 : 0;
        c.modified = has(&s->words, before, MODIFIED);
        sr_str label = block > 0 && b[-1].words <= 3 && d.begin < 4 ? b[-1].text : (sr_str){NULL, 0};
        c.points += !c.modified && (has(&s->words, before, PUBLISHED) || has(&s->words, label, LABEL)) ? 8 : 0;
        c.points += place(s, block) + around(s, b->node);
        c.points -= s->html->nodes[b->node].tag == SR_TAG_LI ? 3 : 0;
        add(s, c);
    }
}

static void look_at_block(search *s, int block)
{
    sr_str text = s->blocks->at[block].text;
    size_t head = SR_MIN(text.len, BLOCK_LOOK);
    look_at_words(s, block, text, 0, head);
    if (text.len > 2 * BLOCK_LOOK)
        look_at_words(s, block, text, text.len - BLOCK_LOOK, text.len);
    else
        look_at_words(s, block, text, head, text.len);
}

/* ------------------------------------------------------------------- address, scripts */

static void look_at_url(search *s)
{
    s->of_url = sr_page_day_of_url(s->meta->page.url);
    if (s->of_url != SR_DAY_NONE)
        add(s, (candidate){.instant = {.day = s->of_url, .second = -1}, .from = SR_PAGE_FROM_URL, .points = 52});
}

static void look_at_scripts(search *s)
{
    static const struct {
        const char *key;
        float       points;
    } keys[] = {{"\"datePublished\"", 50}, {"\"publishDate\"", 42}, {"\"publishedDate\"", 42}, {"\"published_at\"", 40},
                {"\"publishedAt\"", 42},   {"\"datecreated\"", 38}, {"\"firstPublished\"", 42}, {"\"pubDate\"", 40},
                {"\"date_published\"", 42}, {"\"publicationDate\"", 42}, {"\"publish_date\"", 42}, {"\"created_at\"", 30}};
    for (size_t i = 0; i < s->html->n_scripts; i++) {
        sr_str text = s->html->scripts[i].text;
        for (size_t k = 0; k < SR_COUNT(keys); k++) {
            sr_str    key = sr_str_c(keys[k].key);
            size_t    at = sr_str_search(text, key, 0);
            candidate c = {.from = SR_PAGE_FROM_JSON_LD, .points = keys[k].points};
            if (at == text.len)
                continue;
            sr_str value = sr_str_slice(text, at + key.len, at + key.len + 48);
            size_t open = sr_str_find(value, '"', 0);
            if (open < 4 && sr_page_day_parse(sr_str_slice(value, open + 1, sr_str_find(value, '"', open + 1)), s->month_first, &c.instant))
                add(s, c);
        }
    }
}

/* ---------------------------------------------------------------------- choice */

/* Dates that others on the page agree with gain; so do those of the address. */
static const candidate *best_of(search *s, bool modified)
{
    const candidate *best = NULL;
    float            most = ENOUGH;
    for (size_t i = 0; i < s->n; i++) {
        candidate *c = &s->at[i];
        float      points = c->points;
        unsigned   same = 0;
        if (c->modified != modified)
            continue;
        for (size_t k = 0; k < s->n && same < 3; k++)
            same += k != i && s->at[k].instant.day == c->instant.day && s->at[k].points > 10;
        points += 2.0F * (float)same;
        if (s->of_url != SR_DAY_NONE && c->from != SR_PAGE_FROM_URL)
            points += c->instant.day == s->of_url ? 20 : c->instant.day == s->of_url + 1 || c->instant.day == s->of_url - 1 ? 5 : 0;
        if (points > most) {
            most = points;
            best = c;
        }
    }
    return best;
}

static void find_places(search *s)
{
    s->title = s->first = s->last = -1;
    for (size_t i = 0; i < s->blocks->n; i++) {
        const sr_block *b = &s->blocks->at[i];
        bool            heading = b->tag >= SR_TAG_H1 && b->tag <= SR_TAG_H6;
        if (s->meta->page.title.len && sr_str_eq_case(b->text, s->meta->page.title) && (s->title < 0 || heading))
            s->title = s->title >= 0 && s->blocks->at[s->title].tag == SR_TAG_H1 ? s->title : (int)i;
        if (!b->in)
            continue;
        if (s->first < 0)
            s->first = (int)i;
        s->last = (int)i;
    }
}

void sr_page_find_dates(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, bool month_first, sr_page_meta *meta)
{
    search s = {.html = html, .blocks = blocks, .meta = meta, .arena = arena, .month_first = month_first};
    bool   published = meta->page.published.instant.day != SR_DAY_NONE;
    if (published && meta->page.modified.instant.day != SR_DAY_NONE)
        return;
    s.at = SR_NEW(arena, candidate, CANDIDATES);
    sr_phrases_make(&s.words, word_rows, SR_COUNT(word_rows));
    sr_phrases_make(&s.classes, class_rows, SR_COUNT(class_rows));
    find_places(&s);
    look_at_url(&s);
    look_at_scripts(&s);
    add(&s, (candidate){.instant = meta->maybe, .from = SR_PAGE_FROM_META, .points = MAYBE});
    for (uint32_t i = 1; i < html->n; i++)
        if (html->nodes[i].tag != SR_TAG_TEXT && html->nodes[i].tag != SR_TAG_META && html->nodes[i].n)
            look_at_element(&s, i);
    for (size_t i = 0; i < blocks->n && !published; i++)
        look_at_block(&s, (int)i);
    const candidate *best = published ? NULL : best_of(&s, false);
    if (best)
        meta->page.published = (sr_page_date){best->instant, best->from};
    best = meta->page.modified.instant.day == SR_DAY_NONE ? best_of(&s, true) : NULL;
    if (best)
        meta->page.modified = (sr_page_date){best->instant, best->from};
    if (meta->page.published.instant.day == SR_DAY_NONE && meta->page.modified.instant.day != SR_DAY_NONE)
        meta->page.published = (sr_page_date){meta->page.modified.instant, SR_PAGE_FROM_MODIFIED};
}
