/* The next page of an article that is spread over several: told by rel=next, or a link whose address is
 * this page's with the next number.
 *
 * rel=next also leads to the next article of a blog and the next page of a list, so in any case the
 * two addresses must differ in a page number and in nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/page_int.h"
#include "ingest/url.h"

#define TRIES 40u // links whose address is resolved
#define NUMBER_MOST 999u
#define WORDLESS_MOST 20u // "/story/21" is rather the number of another story

/* "page=", "/seite/", "-p" before a number; the marks around the words are looked at apart. */
static bool is_page_word(sr_str word)
{
    static const char *const words[] = {"", "page", "p", "pg", "pagenum", "paged", "seite", "pagina", "pag", "teil", "part", "slide"};
    for (size_t i = 0; i < SR_COUNT(words); i++)
        if (sr_str_eq_case(word, sr_str_c(words[i])))
            return true;
    return false;
}

static bool is_mark(uint8_t c) { return c == '/' || c == '?' || c == '&' || c == '=' || c == '-' || c == '_' || c == ',' || c == '.'; }

/* "/page/3", "?p=3", "-3": the number; 0: it is nothing of the kind.
 * *bare: it may as well be something else, and a link must tell. */
static unsigned page_number(sr_str rest, bool *bare)
{
    size_t   i = 0, begin;
    unsigned n = 0;
    while (i < rest.len && is_mark(rest.ptr[i]))
        i++;
    *bare = i == 0 || (rest.ptr[0] != '/' && rest.ptr[0] != '?' && rest.ptr[0] != '&' && rest.ptr[0] != ',');
    for (begin = i; i < rest.len && sr_is_alpha(rest.ptr[i]); i++)
        continue;
    sr_str word = sr_str_slice(rest, begin, i);
    bool wordless = word.len == 0;
    *bare = *bare && wordless;
    while (i < rest.len && is_mark(rest.ptr[i]))
        i++;
    for (begin = i; i < rest.len && sr_is_digit(rest.ptr[i]) && n <= NUMBER_MOST; i++)
        n = n * 10 + (unsigned)(rest.ptr[i] - '0');
    while (i < rest.len && rest.ptr[i] == '/')
        i++;
    *bare = *bare || (wordless && n > WORDLESS_MOST);
    return i == rest.len && i > begin && is_page_word(word) && n <= NUMBER_MOST ? n : 0;
}

/* The page number that ends at `end`, of which a digit is at `at`; with its word, if that is one. */
static unsigned number_at(sr_str url, size_t at, size_t end, bool *bare)
{
    size_t digits = at, marks, word, before;
    while (digits > 8 && sr_is_digit(url.ptr[digits - 1]))
        digits--;
    for (marks = digits; marks > 8 && is_mark(url.ptr[marks - 1]);)
        marks--;
    for (word = marks; word > 8 && sr_is_alpha(url.ptr[word - 1]);)
        word--;
    for (before = word; before > 8 && is_mark(url.ptr[before - 1]);)
        before--;
    unsigned n = page_number(sr_str_slice(url, before, end), bare);
    return n ? n : page_number(sr_str_slice(url, marks, end), bare);
}

bool sr_page_is_next(sr_str url, sr_str next, bool told)
{
    size_t same = 0, end = 0;
    url = sr_str_slice(url, 0, sr_str_find(url, '#', 0));
    next = sr_str_slice(next, 0, sr_str_find(next, '#', 0));
    while (same < url.len && same < next.len && url.ptr[same] == next.ptr[same])
        same++;
    while (end < url.len - same && end < next.len - same && url.ptr[url.len - 1 - end] == next.ptr[next.len - 1 - end])
        end++;
    if (same < 12 || same == next.len)
        return false;
    bool     bare = false, bare_next = false;
    sr_str   rest = sr_str_slice(url, same, url.len - end), rest_next = sr_str_slice(next, same, next.len - end);
    unsigned number = 1, after;
    if (rest.len && sr_is_digit(rest.ptr[0])) { // both have a number, of which the end differs
        number = number_at(url, same, url.len - end, &bare);
        after = number_at(next, same, next.len - end, &bare_next);
        return number > 0 && after == number + 1 && (told || !bare_next);
    }
    after = page_number(rest_next, &bare_next);
    if (rest_next.len && sr_is_digit(rest_next.ptr[0])) // "/story/" and "/story/2"
        bare_next = next.ptr[same - 1] != '/';
    return (rest.len == 0 || (rest.len == 1 && rest.ptr[0] == '/')) && after == 2 && (told || !bare_next);
}

static bool has_rel(sr_str rel, sr_str word)
{
    while (rel.len)
        if (sr_str_eq_case(sr_str_cut(&rel, ' '), word))
            return true;
    return false;
}

sr_str sr_page_find_next(const sr_html *html, sr_str url, sr_arena *arena)
{
    sr_str   found = {NULL, 0};
    unsigned tries = 0;
    for (size_t i = 1; i < html->n && url.len && tries < TRIES; i++) {
        uint8_t tag = html->nodes[i].tag;
        if ((tag != SR_TAG_A && tag != SR_TAG_LINK) || html->nodes[i].n == 0)
            continue;
        sr_str href = sr_html_get(html, i, SR_ATTRIBUTE_HREF), rel = sr_html_get(html, i, SR_ATTRIBUTE_REL);
        bool   told = has_rel(rel, SR_STR("next"));
        bool   digit = false; // of the last ten bytes: a page number stands at the end
        for (size_t k = href.len > 10 ? href.len - 10 : 0; k < href.len && !digit; k++)
            digit = sr_is_digit(href.ptr[k]);
        if ((!told && !digit) || href.len == 0 || href.len > 1000)
            continue;
        tries += !told;
        sr_str whole = sr_url_resolve(arena, url, href);
        if (!sr_page_is_next(url, whole, told))
            continue;
        if (told)
            return whole;
        found = found.len ? found : whole;
    }
    return found;
}
