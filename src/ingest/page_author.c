/* Who wrote it: JSON-LD, <meta>, elements that say so by class, rel or address, and lines "By Jane Example"
 * about the article; the first source that has a name wins.
 * Sources: schema.org, microformats (hcard), what publishers' systems write.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "ingest/page_dates.h"
#include "ingest/page_int.h"
#include "ingest/phrases.h"

#define NAME_BYTES 120u
#define NAME_WORDS 12u
#define LINE_BYTES 80u  // of a line that is a byline
#define ELEMENT_NODES 40u
#define TRIES 200u

enum { TOLD = 3 }; // JSON-LD, <meta>, card
/* One of them is in every class and id that rank_of knows: a quick look before the slow ones. */
static const sr_phrase words[] = {{"author", 0}, {"autor", 0}, {"byline", 0}};
/* Beginnings of a step of the address under which a site keeps the pages of those who write for it: the words for
 * them in the languages of news, and those for pages of persons. */
static const sr_phrase steps[] = {{"author/", 0},     {"authors/", 0},   {"autor/", 0},      {"autoren/", 0},  {"autores/", 0},
                                  {"autore/", 0},     {"autori/", 0},    {"auteur", 0},      {"writer/", 0},   {"writers/", 0},
                                  {"contributor", 0}, {"columnist", 0},  {"journalist", 0},  {"reporter", 0},  {"redakteur", 0},
                                  {"people/", 0},     {"profile/", 0},   {"profil/", 0}};

typedef struct finder {
    const sr_html      *html;
    const sr_blocks    *blocks;
    const sr_page_meta *meta;
    sr_arena           *arena;
    sr_phrases          words, steps;
} finder;

/* ---------------------------------------------------------------------- names */

/* Bytes of "Analysis by ", "Ein Kommentar von ": a word or two, the last a kind of text; 0: none. */
static size_t kind_of_text(sr_str s)
{
    static const char *const links[] = {" by ", " von "};
    static const char *const kinds[] = {"analysis", "column", "commentary", "essay", "opinion", "reporting", "story",
                                        "analyse", "artikel", "beitrag", "bericht", "gastbeitrag", "kolumne", "kommentar", "reportage", "text"};
    for (size_t i = 0; i < SR_COUNT(links); i++) {
        size_t at = sr_str_search(s, sr_str_c(links[i]), 0), space = sr_str_find(s, ' ', 0);
        if (at == s.len || (space < at && sr_str_find(s, ' ', space + 1) < at))
            continue;
        sr_str kind = sr_str_slice(s, space < at ? space + 1 : 0, at);
        for (size_t k = 0; k < SR_COUNT(kinds); k++)
            if (sr_str_eq_case(kind, sr_str_c(kinds[k])))
                return at + strlen(links[i]);
    }
    return 0;
}

/* Without "By ", "Von ", "Analysis by " and their like, of which there may be several. */
static sr_str cut_prefix(sr_str s, bool *cut)
{
    static const char *const prefixes[] = {
        "written by", "posted by", "published by", "by", "von", "par", "por", "di", "door", "autor:", "author:", "autor", "author",
        "verfasst von", "geschrieben von", "text:", "af", "av", "od", "yazan:", "автор:", "автор", "about the author", "über den autor"};
    for (bool again = true; again;) {
        while (s.len && strchr(" ,;:|-/\t", s.ptr[0]))
            s = sr_str_slice(s, 1, s.len);
        size_t begin = kind_of_text(sr_str_slice(s, 0, LINE_BYTES));
        for (size_t i = 0; begin == 0 && i < SR_COUNT(prefixes); i++) {
            sr_str p = sr_str_c(prefixes[i]);
            if (s.len > p.len + 1 && sr_str_eq_case(sr_str_slice(s, 0, p.len), p) &&
                (s.ptr[p.len] == ' ' || s.ptr[p.len] == ':' || p.ptr[p.len - 1] == ':'))
                begin = p.len + (s.ptr[p.len] == ':');
        }
        s = begin ? sr_str_trim(sr_str_slice(s, begin, s.len)) : s;
        again = begin > 0;
        *cut = *cut || again;
    }
    return s;
}

/* The name of the site, or in it. */
static bool is_site(const finder *f, sr_str s)
{
    sr_str site = sr_page_key(f->arena, f->meta->page.publisher), key = sr_page_key(f->arena, s);
    return key.len && sr_str_search(site, key, 0) < site.len;
}

/* Words of buttons and labels where a name is looked for. */
static bool is_no_name(sr_str s)
{
    static const char *const no[] = {"follow", "folgen", "seguir", "suivre", "subscribe", "by", "von", "par", "por", "author", "autor",
                                     "admin", "administrator", "author info", "about", "share", "all posts", "view all posts"};
    for (size_t i = 0; i < SR_COUNT(no); i++)
        if (sr_str_eq_case(s, sr_str_c(no[i])))
            return true;
    return false;
}

/* "Ann Example Fr" before a date that was cut off. */
static sr_str without_weekday(sr_str s)
{
    static const char *const days[] = {"mo", "di", "mi", "do", "fr", "sa", "so", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    size_t end = s.len, at;
    while (end && strchr(" .,", s.ptr[end - 1]))
        end--;
    for (at = end; at > 0 && sr_is_alpha(s.ptr[at - 1]);)
        at--;
    for (size_t i = 0; at > 1 && i < SR_COUNT(days); i++)
        if (sr_str_eq_case(sr_str_slice(s, at, end), sr_str_c(days[i])))
            return sr_str_slice(s, 0, at);
    return s;
}

/* A name as bylines have it, without "by", what follows a bar, addresses and dates; empty: none. */
static sr_str clean(const finder *f, sr_str s, bool *prefixed)
{
    static const char *const stops[] = {" | ", " - ", " – ", " • ", " · ", "@", " am ", " on ", ", am ", "http", "\n", "(", " / ", "→"};
    sr_page_day              day;
    *prefixed = false;
    s = cut_prefix(sr_page_plain(f->arena, s), prefixed);
    if (sr_page_day_find(s, 0, false, &day))
        s = without_weekday(sr_str_slice(s, 0, day.begin));
    for (size_t i = 0; i < SR_COUNT(stops); i++)
        s = sr_str_slice(s, 0, sr_str_search(s, sr_str_c(stops[i]), 0));
    while (s.len && strchr(" ,;:|-/", s.ptr[s.len - 1]))
        s.len--;
    s = sr_str_trim(s);
    bool has_letter = false;
    for (size_t i = 0; i < s.len; i++)
        has_letter |= s.ptr[i] >= 0x80 || sr_is_alpha(s.ptr[i]);
    if (!has_letter || sr_page_words(s) > NAME_WORDS || s.len > NAME_BYTES || sr_str_starts(s, SR_STR("www.")) || is_no_name(s))
        return (sr_str){NULL, 0};
    return s;
}

static bool begins_upper(sr_str word)
{
    size_t   len;
    uint32_t cp = word.len ? sr_utf8_read(word, 0, &len) : 0;
    return word.len && (sr_utf8_is_upper(cp) || (cp >= 0x600 && sr_utf8_lower(cp) == cp)); // scripts without cases
}

/* Words of which each begins with a capital, but for "de", "van"; no digits.  @param fewest  of them */
static bool looks_like_name(sr_str s, unsigned fewest, unsigned most)
{
    static const char *const small[] = {"de", "da", "di", "van", "von", "der", "den", "del", "la", "le", "bin", "al", "el", "zu", "du", "des", "of", "the", "y", "e", "et", "und", "and", "&"};
    unsigned capital = 0, n = 0;
    for (sr_str rest = s; rest.len;) {
        sr_str word = sr_str_trim(sr_str_cut(&rest, ' '));
        bool   is_small = false;
        for (size_t i = 0; i < SR_COUNT(small); i++)
            is_small |= sr_str_eq(word, sr_str_c(small[i]));
        for (size_t i = 0; i < word.len; i++)
            if (sr_is_digit(word.ptr[i]) || strchr("!?:/\"", word.ptr[i]))
                return false;
        if (word.len && !is_small && !begins_upper(word))
            return false;
        capital += word.len && !is_small;
        n += word.len > 0;
    }
    return capital >= fewest && n <= most;
}

/* "Ann Example and Bob Author" -> "Ann Example; Bob Author", where all parts are names of two words. */
static sr_str as_list(const finder *f, sr_str s)
{
    static const char *const marks[] = {" and ", " und ", " y ", " et ", " & ", " e ", ", "};
    if (sr_str_find(s, ';', 0) < s.len)
        return s;
    sr_str out = {NULL, 0};
    for (sr_str rest = s; rest.len;) {
        size_t at = rest.len, len = 0;
        for (size_t i = 0; i < SR_COUNT(marks); i++) {
            size_t here = sr_str_search(rest, sr_str_c(marks[i]), 0);
            if (here < at) {
                at = here;
                len = strlen(marks[i]);
            }
        }
        sr_str part = sr_str_trim(sr_str_slice(rest, 0, at));
        if (!looks_like_name(part, 2, 5))
            return s;
        out = out.len ? sr_str_format(f->arena, "%.*s; %.*s", SR_ARG(out), SR_ARG(part)) : part;
        rest = sr_str_slice(rest, at + len, rest.len);
    }
    return out;
}

/* ------------------------------------------------------------------- elements */

static bool has_word(sr_str value, const char *word)
{
    sr_str w = sr_str_c(word);
    for (size_t at = 0; at + w.len <= value.len; at++) {
        if (sr_to_lower(value.ptr[at]) != w.ptr[0])
            continue;
        bool begins = at == 0 || !(sr_is_alpha(value.ptr[at - 1]) || sr_is_digit(value.ptr[at - 1]));
        if (begins && sr_str_eq_case(sr_str_slice(value, at, at + w.len), w))
            return true;
    }
    return false;
}

/* Does an address have a step of those that lead to a writer's page? */
static bool leads_to_writer(const finder *f, sr_str href)
{
    for (size_t i = 0; i < href.len; i++)
        if ((i == 0 || href.ptr[i - 1] == '/') && sr_phrases_at(&f->steps, href, i))
            return true;
    return false;
}

/* How surely an element holds the author's name; 0: no. */
static int rank_of(const finder *f, size_t node)
{
    const sr_html *html = f->html;
    sr_str cls = sr_html_get(html, node, SR_ATTRIBUTE_CLASS), id = sr_html_get(html, node, SR_ATTRIBUTE_ID);
    sr_str prop = sr_html_get(html, node, SR_ATTRIBUTE_ITEMPROP);
    if (html->nodes[node].end - node > ELEMENT_NODES)
        return 0;
    if (sr_str_eq_case(sr_html_get(html, node, SR_ATTRIBUTE_REL), SR_STR("author")))
        return 7;
    if (has_word(prop, "author"))
        return 6;
    if (sr_phrases_in(&f->words, cls) || sr_phrases_in(&f->words, id)) {
        if (has_word(cls, "author-name") || has_word(cls, "author_name") || has_word(cls, "authorname") || has_word(cls, "byline-name"))
            return 6;
        if (has_word(cls, "author") || has_word(id, "author") || has_word(cls, "autor") || has_word(cls, "byline"))
            return has_word(cls, "comment") ? 0 : 4;
    }
    if (html->nodes[node].tag != SR_TAG_A)
        return 0;
    if (has_word(cls, "fn") && has_word(cls, "url"))
        return 5;
    return leads_to_writer(f, sr_html_get(html, node, SR_ATTRIBUTE_HREF)) ? 3 : 0;
}

static bool in_comment(const finder *f, uint32_t node)
{
    for (; node; node = f->html->nodes[node].parent)
        if (sr_page_is_comment(f->html, node))
            return true;
    return false;
}

/* The best element; with `like`, one whose name is written so but for spaces ("annexample"). */
static sr_str of_elements(const finder *f, sr_str like)
{
    sr_str   best = {NULL, 0}, key = sr_page_key(f->arena, like);
    int      best_rank = 0;
    unsigned tries = 0;
    for (uint32_t i = 1; i < f->html->n && tries < TRIES; i++) {
        bool prefixed;
        if (f->html->nodes[i].tag <= SR_TAG_TEXT || f->html->nodes[i].n == 0)
            continue;
        int rank = rank_of(f, i);
        if (rank <= best_rank || in_comment(f, i))
            continue;
        tries++;
        sr_str name = clean(f, sr_html_inner_text(f->html, i, f->arena), &prefixed);
        if (name.len == 0 || is_site(f, name) || ((rank <= 4 || sr_str_find(name, ' ', 0) < name.len) && !looks_like_name(name, rank == 3 ? 2 : 1, NAME_WORDS)))
            continue;
        if (key.len && !sr_str_eq(key, sr_page_key(f->arena, name)))
            continue;
        best = name;
        best_rank = rank;
    }
    return best;
}

/* ---------------------------------------------------------------------- lines */

/* A line that says who wrote it: "By Jane Example", near the title or at the article's begin or end. */
static sr_str of_lines(const finder *f)
{
    size_t n = f->blocks->n, first = n, last = 0, title = n;
    for (size_t i = 0; i < n; i++) {
        const sr_block *b = &f->blocks->at[i];
        if (title == n && f->meta->page.title.len && sr_str_eq_case(b->text, f->meta->page.title))
            title = i;
        if (b->in && first == n)
            first = i;
        last = b->in ? i : last;
    }
    for (size_t i = 0; i < n; i++) {
        const sr_block *b = &f->blocks->at[i];
        bool near = (title < n && i + 3 >= title && i <= title + 6) || (first < n && i + 4 >= first && i <= first + 2) ||
                    (first < n && i + 1 >= last && i <= last + 2);
        bool prefixed;
        if (!near || b->hidden || b->text.len > LINE_BYTES)
            continue;
        sr_str name = clean(f, b->text, &prefixed);
        if (prefixed && looks_like_name(name, 2, 7) && !is_site(f, name))
            return name;
    }
    return (sr_str){NULL, 0};
}

/* ---------------------------------------------------------------------- whole */

/* The first name that was told, the site's own only with `site`: that of a person's own pages is the author's. */
static void take_told(const finder *f, const sr_str told[TOLD], bool site, sr_page_meta *meta)
{
    for (size_t i = 0; i < TOLD && meta->page.author.len == 0; i++) {
        if (told[i].len == 0 || (!site && is_site(f, told[i])))
            continue;
        meta->page.author = told[i];
        meta->page.author_from = i == 0 ? SR_PAGE_FROM_JSON_LD : SR_PAGE_FROM_META;
    }
}

void sr_page_find_author(const sr_html *html, const sr_blocks *blocks, sr_arena *arena, sr_page_meta *meta)
{
    finder f = {.html = html, .blocks = blocks, .meta = meta, .arena = arena};
    bool   prefixed;
    sr_phrases_make(&f.words, words, SR_COUNT(words));
    sr_phrases_make(&f.steps, steps, SR_COUNT(steps));
    sr_str told[TOLD] = {meta->author_ld, clean(&f, meta->author_meta, &prefixed), clean(&f, meta->author_card, &prefixed)};
    if (sr_str_find(told[0], ';', 0) == told[0].len)
        told[0] = clean(&f, told[0], &prefixed);
    meta->page.author = (sr_str){NULL, 0};
    take_told(&f, told, false, meta);
    sr_str name = meta->page.author;
    if (name.len == 0 || (sr_str_find(name, ' ', 0) == name.len && !begins_upper(name))) {
        sr_str better = of_elements(&f, name);
        bool   line = better.len == 0 && name.len == 0;
        better = line ? of_lines(&f) : better;
        if (better.len) {
            meta->page.author = better;
            meta->page.author_from = line ? SR_PAGE_FROM_TEXT : SR_PAGE_FROM_ELEMENT;
        }
    }
    take_told(&f, told, true, meta);
    meta->page.author = as_list(&f, meta->page.author);
    if (meta->page.author.len == 0)
        meta->page.author_from = SR_PAGE_FROM_NOWHERE;
}
