/* What the head of a page and the data in it tell: JSON-LD, <meta>, microdata, headings.
 *
 * Every field is asked of its sources in the order in which they can be believed; the first that
 * has something sensible wins, and is named.
 * Source: schema.org (Article and its kin), Open Graph, Dublin Core, and what publishers' systems
 * write (parsely, sailthru, byl).
 * SPDX-License-Identifier: Apache-2.0 */
#include <json-c/json.h>

#include "base/limits.h"
#include "ingest/page_dates.h"
#include "ingest/page_int.h"
#include "ingest/url.h"

#define AUTHORS_MAX 8u
#define TITLE_MAX 400u
#define NAME_BYTES 120u

typedef struct gather {
    sr_page_reader      *reader;
    const sr_html       *html;
    const sr_page_input *in;
    sr_arena            *arena;
    sr_page_meta        *out;
    sr_str               headline, ld_author, ld_publisher, ld_url, ld_published, ld_modified, ld_language;
    int                  ld_rank;   // of the object the above were taken from
    sr_str               title_tag; // <title>
    sr_str               og_title, site;
    bool                 month_first;
} gather;

/* -------------------------------------------------------------------- JSON-LD */

/* Types that are an article; a higher rank is taken before a lower one. */
static int rank_of(sr_str type)
{
    static const struct {
        const char *name;
        int         rank;
    } ranks[] = {{"NewsArticle", 5},         {"ReportageNewsArticle", 5}, {"LiveBlogPosting", 6},  {"AnalysisNewsArticle", 5},
                 {"OpinionNewsArticle", 5},  {"BackgroundNewsArticle", 5}, {"ReviewNewsArticle", 5}, {"BlogPosting", 4},
                 {"Article", 4},             {"TechArticle", 4},          {"ScholarlyArticle", 4}, {"Report", 4},
                 {"SocialMediaPosting", 3},  {"DiscussionForumPosting", 3}, {"Review", 2},         {"Recipe", 2},
                 {"VideoObject", 1},         {"WebPage", 1},              {"ItemPage", 1},         {"AboutPage", 1}};
    for (size_t i = 0; i < SR_COUNT(ranks); i++)
        if (sr_str_eq(type, sr_str_c(ranks[i].name)))
            return ranks[i].rank;
    return 0;
}

static sr_str string_of(json_object *value)
{
    if (!value || !json_object_is_type(value, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_trim(sr_str_from(json_object_get_string(value), (size_t)json_object_get_string_len(value)));
}

static json_object *member(json_object *object, const char *name)
{
    json_object *value = NULL;
    if (object && json_object_is_type(object, json_type_object))
        (void)json_object_object_get_ex(object, name, &value);
    return value;
}

static bool is_url(sr_str s)
{
    return sr_str_starts(s, SR_STR("http://")) || sr_str_starts(s, SR_STR("https://")) || sr_str_starts(s, SR_STR("//")) ||
           sr_str_starts(s, SR_STR("www."));
}

/* Does the list "A; B" have the name? */
static bool has_name(sr_str list, sr_str name)
{
    while (list.len)
        if (sr_str_eq_case(sr_str_trim(sr_str_cut(&list, ';')), name))
            return true;
    return false;
}

/* Text of JSON-LD may hold entities and tags that its maker did not resolve. */
sr_str sr_page_plain(sr_arena *arena, sr_str s)
{
    static const struct {
        const char *entity, *sign;
    } entities[] = {{"&amp;", "&"},   {"&quot;", "\""},    {"&#039;", "'"},    {"&#39;", "'"},     {"&apos;", "'"},   {"&lt;", "<"},
                    {"&gt;", ">"},    {"&nbsp;", " "},     {"&rsquo;", "’"},   {"&lsquo;", "‘"},   {"&ldquo;", "“"},  {"&rdquo;", "”"},
                    {"&#8217;", "’"}, {"&#8216;", "‘"},    {"&#8220;", "“"},   {"&#8221;", "”"},   {"&#8211;", "–"},  {"&#8230;", "…"},
                    {"&#x27;", "'"},  {"&ndash;", "–"},    {"&mdash;", "—"},   {"&hellip;", "…"},  {"&#8212;", "—"},  {"&#34;", "\""}};
    if (sr_str_find(s, '&', 0) == s.len && sr_str_find(s, '<', 0) == s.len)
        return sr_str_squeeze(arena, s);
    uint8_t *out = sr_arena_alloc(arena, s.len + 1, 1);
    size_t   n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t e = SR_COUNT(entities), close = s.ptr[i] == '<' ? sr_str_find(s, '>', i) : s.len;
        if (s.ptr[i] == '&')
            for (e = 0; e < SR_COUNT(entities); e++)
                if (sr_str_starts(sr_str_slice(s, i, s.len), sr_str_c(entities[e].entity)))
                    break;
        if (e < SR_COUNT(entities)) {
            sr_str sign = sr_str_c(entities[e].sign);
            memcpy(out + n, sign.ptr, sign.len);
            n += sign.len;
            i += strlen(entities[e].entity);
        } else if (close < s.len && close - i < 200 && i + 1 < s.len && (sr_is_alpha(s.ptr[i + 1]) || s.ptr[i + 1] == '/')) {
            out[n++] = ' ';
            i = close + 1;
        } else {
            out[n++] = s.ptr[i++];
        }
    }
    return sr_str_squeeze(arena, sr_str_from(out, n));
}

/* The object with this @id and a name, in the tree; NULL: none. */
static json_object *referred(json_object *in, sr_str id, int depth)
{
    if (!in || id.len == 0 || depth > 3)
        return NULL;
    if (json_object_is_type(in, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(in) && i < 200; i++) {
            json_object *found = referred(json_object_array_get_idx(in, i), id, depth + 1);
            if (found)
                return found;
        }
        return NULL;
    }
    if (sr_str_eq(string_of(member(in, "@id")), id) && member(in, "name"))
        return in;
    return referred(member(in, "@graph"), id, depth + 1);
}

/* Names of a person, an organisation, or a list of them: "A; B". */
static sr_str names_of(gather *g, json_object *value, sr_str so_far, int depth)
{
    if (!value || depth > 3)
        return so_far;
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value) && i < AUTHORS_MAX; i++)
            so_far = names_of(g, json_object_array_get_idx(value, i), so_far, depth + 1);
        return so_far;
    }
    sr_str name = string_of(value);
    if (json_object_is_type(value, json_type_object)) {
        json_object *named = member(value, "name");
        if (!named) // a reference: {"@id": "#person"}
            named = member(referred(g->reader->json, string_of(member(value, "@id")), 0), "name");
        if (named && !json_object_is_type(named, json_type_string))
            return names_of(g, named, so_far, depth + 1);
        name = string_of(named);
    }
    name = sr_page_plain(g->arena, name);
    if (name.len == 0 || name.len > NAME_BYTES || is_url(name) || has_name(so_far, name))
        return so_far;
    return so_far.len ? sr_str_format(g->arena, "%.*s; %.*s", SR_ARG(so_far), SR_ARG(name)) : name;
}

static sr_str copy_of(gather *g, json_object *object, const char *name)
{
    return sr_page_plain(g->arena, string_of(member(object, name)));
}

/* The highest rank of an object's types; `type` is that one. */
static int object_rank(json_object *object, sr_str *type)
{
    json_object *value = member(object, "@type");
    int          best = rank_of(string_of(value));
    *type = string_of(value);
    if (value && json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value) && i < 8; i++) {
            sr_str one = string_of(json_object_array_get_idx(value, i));
            if (rank_of(one) > best) {
                best = rank_of(one);
                *type = one;
            }
        }
    }
    return best;
}

/* liveBlogUpdate of a LiveBlogPosting. */
static void take_updates(gather *g, json_object *list)
{
    size_t n = list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    n = SR_MIN(n, (size_t)SR_LIMIT_PAGE_ENTRIES);
    g->out->updates = SR_NEW(g->arena, sr_page_entry, n);
    g->out->n_updates = 0;
    for (size_t i = 0; i < n; i++) {
        json_object  *one = json_object_array_get_idx(list, i);
        sr_page_entry e = {copy_of(g, one, "headline"), copy_of(g, one, "articleBody"), {.day = SR_DAY_NONE, .second = -1}};
        sr_str        told = copy_of(g, one, "datePublished");
        if (told.len && !sr_page_day_parse(told, g->month_first, &e.published))
            e.published = (sr_instant){.day = SR_DAY_NONE, .second = -1};
        if (e.text.len)
            g->out->updates[g->out->n_updates++] = e;
    }
}

static void take_article(gather *g, json_object *object, int rank, sr_str type)
{
    sr_page_meta *out = g->out;
    g->ld_rank = rank;
    g->headline = copy_of(g, object, "headline");
    if (g->headline.len == 0 && rank > 1)
        g->headline = copy_of(g, object, "name");
    json_object *author = member(object, "author");
    g->ld_author = names_of(g, author ? author : member(object, "creator"), (sr_str){NULL, 0}, 0);
    g->ld_publisher = names_of(g, member(object, "publisher"), (sr_str){NULL, 0}, 0);
    g->ld_published = copy_of(g, object, "datePublished");
    if (g->ld_published.len == 0)
        g->ld_published = copy_of(g, object, "dateCreated");
    if (g->ld_published.len == 0)
        g->ld_published = copy_of(g, object, "uploadDate");
    g->ld_modified = copy_of(g, object, "dateModified");
    g->ld_language = copy_of(g, object, "inLanguage");
    g->ld_url = copy_of(g, object, "url");
    if (g->ld_url.len == 0)
        g->ld_url = copy_of(g, object, "mainEntityOfPage");
    if (g->ld_url.len == 0)
        g->ld_url = copy_of(g, member(object, "mainEntityOfPage"), "@id");
    out->body = copy_of(g, object, "articleBody");
    if (out->description.len == 0)
        out->description = copy_of(g, object, "description");
    out->type = sr_str_copy(g->arena, type);
    out->live |= sr_str_eq(type, SR_STR("LiveBlogPosting"));
    take_updates(g, member(object, "liveBlogUpdate"));
    json_object *is_free = member(object, "isAccessibleForFree");
    out->paid |= is_free && ((json_object_is_type(is_free, json_type_boolean) && !json_object_get_boolean(is_free)) ||
                             sr_str_eq_case(string_of(is_free), SR_STR("false")));
}

static void look_at(gather *g, json_object *value, int depth)
{
    if (!value || depth > 4)
        return;
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value) && i < 200; i++)
            look_at(g, json_object_array_get_idx(value, i), depth + 1);
        return;
    }
    sr_str type;
    int    rank = object_rank(value, &type);
    if (rank > g->ld_rank)
        take_article(g, value, rank, type);
    look_at(g, member(value, "@graph"), depth + 1);
    look_at(g, member(value, "mainEntity"), depth + 1);
    look_at(g, member(value, "mainEntityOfPage"), depth + 1);
}

/* Control characters inside strings are the most frequent fault of JSON-LD; they become spaces. */
static sr_str without_controls(gather *g, sr_str text)
{
    uint8_t *out = sr_arena_alloc(g->arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.ptr[i] < 0x20 ? ' ' : text.ptr[i];
    text = sr_str_trim(sr_str_from(out, text.len));
    if (sr_str_starts(text, SR_STR("<![CDATA[")))
        text = sr_str_slice(text, 9, text.len);
    size_t begin = 0;
    while (begin < text.len && text.ptr[begin] != '{' && text.ptr[begin] != '[')
        begin++;
    return sr_str_slice(text, begin, text.len);
}

static void read_json_ld(gather *g)
{
    sr_page_reader *r = g->reader;
    size_t          bytes = 0;
    for (size_t i = 0; i < g->html->n_scripts; i++) {
        const sr_html_script *script = &g->html->scripts[i];
        if (!script->ld)
            continue;
        bytes += script->text.len;
        if (bytes > SR_LIMIT_PAGE_JSON)
            break;
        sr_str text = without_controls(g, script->text);
        json_tokener_reset(r->tokener);
        json_object_put(r->json);
        r->json = json_tokener_parse_ex(r->tokener, (const char *)text.ptr, (int)text.len);
        if (json_tokener_get_error(r->tokener) == json_tokener_success)
            look_at(g, r->json, 0);
    }
    json_object_put(r->json);
    r->json = NULL;
}

/* ----------------------------------------------------------------------- meta */

typedef enum field { TITLE, AUTHOR, PUBLISHER, PUBLISHED, MODIFIED, MAYBE_DATE, URL, LANGUAGE, DESCRIPTION, CARD_LABEL, CARD_AUTHOR, TYPE } field;

typedef struct meta_row {
    const char *name; // of name, property, itemprop or http-equiv; lower case
    field       field;
    int         rank; // the highest wins
} meta_row;

static const meta_row meta_rows[] = {
    {"article:published_time", PUBLISHED, 9}, {"og:article:published_time", PUBLISHED, 9},
    {"article.published", PUBLISHED, 9},      {"og:published_time", PUBLISHED, 8},
    {"datepublished", PUBLISHED, 9},          {"article:published", PUBLISHED, 8},
    {"parsely-pub-date", PUBLISHED, 8},       {"sailthru.date", PUBLISHED, 8},
    {"dc.date.issued", PUBLISHED, 8},         {"dcterms.issued", PUBLISHED, 8},
    {"dcterms.created", PUBLISHED, 7},        {"dc.date.created", PUBLISHED, 7},
    {"dcterms.date", PUBLISHED, 7},           {"dc.date", PUBLISHED, 7},
    {"dc.date.publication", PUBLISHED, 8},    {"pubdate", PUBLISHED, 8},
    {"publishdate", PUBLISHED, 8},            {"publish_date", PUBLISHED, 8},
    {"publish-date", PUBLISHED, 8},           {"publication_date", PUBLISHED, 8},
    {"publicationdate", PUBLISHED, 8},        {"published_date", PUBLISHED, 8},
    {"published-date", PUBLISHED, 8},         {"published_time", PUBLISHED, 8},
    {"publish_time", PUBLISHED, 8},           {"article_date_original", PUBLISHED, 9},
    {"article.created", PUBLISHED, 8},        {"article:create_at", PUBLISHED, 8},
    {"article:post_date", PUBLISHED, 8},      {"citation_publication_date", PUBLISHED, 7},
    {"citation_date", PUBLISHED, 7},          {"bt:pubdate", PUBLISHED, 8},
    {"datecreated", PUBLISHED, 6},            {"date.created", PUBLISHED, 6},
    {"creation_date", PUBLISHED, 6},          {"created", PUBLISHED, 6},
    {"article:created_time", PUBLISHED, 7},   {"cxenseparse:recs:publishtime", PUBLISHED, 8},
    {"cxenseparse:publishtime", PUBLISHED, 8}, {"shareaholic:article_published_time", PUBLISHED, 8},
    {"rnews:datepublished", PUBLISHED, 8},    {"displaydate", PUBLISHED, 6},
    {"ptime", PUBLISHED, 6},                  {"pdate", PUBLISHED, 6},
    {"rightsdate", PUBLISHED, 5},             {"video:release_date", PUBLISHED, 4},
    {"originalpublicationdate", PUBLISHED, 9}, {"vr:published_time", PUBLISHED, 7},
    {"date", MAYBE_DATE, 5},                  {"release_date", MAYBE_DATE, 4},
    {"article:modified_time", MODIFIED, 9},   {"og:updated_time", MODIFIED, 8},
    {"og:article:modified_time", MODIFIED, 9}, {"datemodified", MODIFIED, 9},
    {"lastmod", MODIFIED, 7},                 {"last-modified", MODIFIED, 6},
    {"revised", MODIFIED, 6},                 {"modified", MODIFIED, 7},
    {"modificationdate", MODIFIED, 7},        {"modified_time", MODIFIED, 7},
    {"dcterms.modified", MODIFIED, 7},        {"dc.date.modified", MODIFIED, 7},
    {"article.updated", MODIFIED, 8},         {"updated", MODIFIED, 6},
    {"shareaholic:article_modified_time", MODIFIED, 7}, {"utime", MODIFIED, 5},
    {"og:title", TITLE, 9},                   {"twitter:title", TITLE, 7},
    {"dc.title", TITLE, 6},                   {"dcterms.title", TITLE, 6},
    {"parsely-title", TITLE, 8},              {"sailthru.title", TITLE, 8},
    {"headline", TITLE, 7},                   {"citation_title", TITLE, 7},
    {"hdl", TITLE, 7},                        {"title", TITLE, 4},
    {"author", AUTHOR, 8},                    {"article:author_name", AUTHOR, 9},
    {"article:author", AUTHOR, 7},            {"og:author", AUTHOR, 7},
    {"og:article:author", AUTHOR, 7},         {"dc.creator", AUTHOR, 7},
    {"dcterms.creator", AUTHOR, 7},           {"dcterms.creator.aut", AUTHOR, 7},
    {"dc.contributor", AUTHOR, 3},            {"byl", AUTHOR, 8},
    {"byline", AUTHOR, 7},                    {"parsely-author", AUTHOR, 8},
    {"sailthru.author", AUTHOR, 8},           {"citation_author", AUTHOR, 8},
    {"cxenseparse:author", AUTHOR, 7},        {"rbauthors", AUTHOR, 6},
    {"authors", AUTHOR, 7},                   {"creator", AUTHOR, 5},
    {"og:site_name", PUBLISHER, 9},           {"dc.publisher", PUBLISHER, 7},
    {"dcterms.publisher", PUBLISHER, 7},      {"article:publisher_name", PUBLISHER, 8},
    {"publisher", PUBLISHER, 6},              {"application-name", PUBLISHER, 5},
    {"citation_journal_title", PUBLISHER, 6}, {"copyright", PUBLISHER, 2},
    {"og:url", URL, 7},                       {"content-language", LANGUAGE, 5},
    {"og:locale", LANGUAGE, 4},               {"dc.language", LANGUAGE, 5},
    {"language", LANGUAGE, 4},                {"inlanguage", LANGUAGE, 6},
    {"og:description", DESCRIPTION, 9},       {"description", DESCRIPTION, 8},
    {"twitter:description", DESCRIPTION, 7},  {"og:type", TYPE, 9},
    {"twitter:label1", CARD_LABEL, 9},        {"twitter:data1", CARD_AUTHOR, 9},
};

#define FIELDS (TYPE + 1)

typedef struct found {
    sr_str value[FIELDS];
    int    rank[FIELDS];
} found;

static void read_meta(gather *g, size_t node, found *f)
{
    static const sr_html_attribute names[] = {SR_ATTRIBUTE_PROPERTY, SR_ATTRIBUTE_NAME, SR_ATTRIBUTE_ITEMPROP,
                                              SR_ATTRIBUTE_HTTP_EQUIV};
    sr_str content = sr_html_get(g->html, node, SR_ATTRIBUTE_CONTENT);
    for (size_t a = 0; content.len && a < SR_COUNT(names); a++) {
        sr_str name = sr_html_get(g->html, node, names[a]);
        for (size_t i = 0; name.len && i < SR_COUNT(meta_rows); i++) {
            const meta_row *row = &meta_rows[i];
            if (!sr_str_eq_case(name, sr_str_c(row->name)))
                continue;
            if (row->field == AUTHOR && row->rank == f->rank[AUTHOR] && !is_url(content) && f->value[AUTHOR].len < 200 &&
                !has_name(f->value[AUTHOR], content)) // citation_author: one a line
                f->value[AUTHOR] = sr_str_format(g->arena, "%.*s; %.*s", SR_ARG(f->value[AUTHOR]), SR_ARG(content));
            if (row->rank <= f->rank[row->field] || (row->field == AUTHOR && is_url(content)))
                continue;
            f->rank[row->field] = row->rank;
            f->value[row->field] = content;
        }
    }
}

/* --------------------------------------------------------------------- titles */

sr_str sr_page_key(sr_arena *arena, sr_str s)
{
    uint8_t *out = sr_arena_alloc(arena, s.len + 1, 1);
    size_t   n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 0x80 || sr_is_alpha(s.ptr[i]) || sr_is_digit(s.ptr[i]))
            out[n++] = sr_to_lower(s.ptr[i]);
    return sr_str_from(out, n);
}

static bool contains_key(gather *g, sr_str whole, sr_str part)
{
    sr_str w = sr_page_key(g->arena, whole), p = sr_page_key(g->arena, part);
    return p.len > 0 && sr_str_search(w, p, 0) < w.len;
}

/* A title without the name of the site at one of its ends: " - Site", " | Site", "Site: ". */
static sr_str without_site(gather *g, sr_str title, sr_str site)
{
    static const char *const signs[] = {" | ", " – ", " — ", " - ", " » ", " « ", " :: ", " · ", " • ", ": ", " / ", " ‹ ", " › "};
    sr_str best = title;
    for (size_t i = 0; i < SR_COUNT(signs); i++) {
        sr_str sign = sr_str_c(signs[i]);
        size_t last = title.len;
        for (size_t at = 0; (at = sr_str_search(title, sign, at)) < title.len; at++)
            last = at;
        if (last == title.len)
            continue;
        size_t first = sr_str_search(title, sign, 0);
        sr_str head = sr_str_slice(title, 0, last), tail = sr_str_slice(title, last + sign.len, title.len);
        sr_str begin = sr_str_slice(title, 0, first), rest = sr_str_slice(title, first + sign.len, title.len);
        bool   named = site.len > 0 && (contains_key(g, site, tail) || contains_key(g, tail, site));
        bool   named_first = site.len > 0 && (contains_key(g, site, begin) || contains_key(g, begin, site)) &&
                           begin.len < rest.len;
        if (named && head.len >= tail.len / 2)
            return without_site(g, head, site);
        if (named_first)
            return rest;
        /* A sign with spaces divides title and site also where the site has no name. */
        if (sign.ptr[0] != ':' && sr_page_words(head) >= 3 && sr_page_words(tail) <= 4 && head.len < best.len)
            best = head;
    }
    return best;
}

typedef struct heading {
    sr_str   text;
    uint8_t  tag;
    bool     marked; // itemprop=headline, class of a title
    uint32_t node;
} heading;

static bool mentions(sr_str value, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t at = 0; at + strlen(words[i]) <= value.len; at++)
            if (sr_str_eq_case(sr_str_slice(value, at, at + strlen(words[i])), sr_str_c(words[i])))
                return true;
    return false;
}

static bool is_title_class(const sr_html *html, size_t node)
{
    static const char *const words[] = {"title", "headline", "titel", "titulo", "titre", "heading"};
    return sr_str_search(sr_html_get(html, node, SR_ATTRIBUTE_ITEMPROP), SR_STR("headline"), 0) <
               sr_html_get(html, node, SR_ATTRIBUTE_ITEMPROP).len ||
           mentions(sr_html_get(html, node, SR_ATTRIBUTE_CLASS), words, SR_COUNT(words)) ||
           mentions(sr_html_get(html, node, SR_ATTRIBUTE_ID), words, SR_COUNT(words));
}

/* The heading that is the title: one whose words are in <title> or og:title, the longest h1
 * first; else the only h1. */
static sr_str title_of_headings(gather *g, const heading *h, size_t n)
{
    sr_str best = {NULL, 0};
    int    best_score = 0;
    size_t h1 = 0;
    for (size_t i = 0; i < n; i++)
        h1 += h[i].tag == SR_TAG_H1;
    for (size_t i = 0; i < n; i++) {
        bool known = contains_key(g, g->title_tag, h[i].text) || contains_key(g, g->og_title, h[i].text) ||
                     contains_key(g, g->headline, h[i].text);
        bool is_site = g->site.len && contains_key(g, g->site, h[i].text);
        int  score = (known ? 8 : 0) + (h[i].tag == SR_TAG_H1 ? 5 : h[i].tag == SR_TAG_H2 ? 2 : 0) + (h[i].marked ? 3 : 0) +
                    (h1 == 1 && h[i].tag == SR_TAG_H1 ? 3 : 0) - (is_site ? 12 : 0) +
                    (sr_page_words(h[i].text) >= 3 ? 2 : 0);
        if (score > best_score) {
            best_score = score;
            best = h[i].text;
        }
    }
    return best_score >= 8 ? best : (sr_str){NULL, 0};
}

static void set_title(gather *g, const found *f, const heading *headings, size_t n)
{
    sr_page *page = &g->out->page;
    sr_str   of_heading = title_of_headings(g, headings, n);
    g->headline = without_site(g, g->headline, g->site);
    sr_str of_meta = without_site(g, sr_page_plain(g->arena, f->value[TITLE]), g->site);
    sr_str shorter = g->headline.len ? g->headline : of_meta;
    bool   has_kicker = of_heading.len > shorter.len && sr_page_words(shorter) >= 3 && contains_key(g, of_heading, shorter);
    if (has_kicker)
        of_heading = shorter; // the heading holds a kicker or a date, too
    if (of_heading.len && of_heading.len <= TITLE_MAX) {
        page->title = of_heading;
        page->title_from = SR_PAGE_FROM_ELEMENT;
    } else if (g->headline.len && g->headline.len <= TITLE_MAX) {
        page->title = g->headline;
        page->title_from = SR_PAGE_FROM_JSON_LD;
    } else if (of_meta.len && of_meta.len <= TITLE_MAX) {
        page->title = of_meta;
        page->title_from = SR_PAGE_FROM_META;
    } else if (g->title_tag.len) {
        page->title = without_site(g, g->title_tag, g->site);
        page->title_from = SR_PAGE_FROM_ELEMENT;
    }
}

/* ------------------------------------------------------------------ addresses */

/* An address made absolute; empty: it cannot be. */
static sr_str absolute(gather *g, sr_str url, sr_str base)
{
    if (url.len == 0 || url.len > SR_LIMIT_PAGE_VALUE)
        return (sr_str){NULL, 0};
    if (sr_str_starts(url, SR_STR("http://")) || sr_str_starts(url, SR_STR("https://")))
        return sr_str_copy(g->arena, url);
    if (base.len == 0 || base.len > SR_LIMIT_PAGE_VALUE)
        return (sr_str){NULL, 0};
    return sr_url_resolve(g->arena, base, url);
}

/* The name of a host, "www." left out. */
static sr_str host_of(sr_str url)
{
    size_t at = sr_str_search(url, SR_STR("://"), 0);
    if (at == url.len)
        return (sr_str){NULL, 0};
    sr_str host = sr_str_slice(url, at + 3, url.len);
    size_t end = 0;
    while (end < host.len && host.ptr[end] != '/' && host.ptr[end] != ':' && host.ptr[end] != '?' && host.ptr[end] != '#')
        end++;
    host.len = end;
    return sr_str_starts(host, SR_STR("www.")) ? sr_str_slice(host, 4, host.len) : host;
}

static void set_url(gather *g, const found *f, sr_str canonical)
{
    sr_page *page = &g->out->page;
    const struct {
        sr_str       url;
        sr_page_from from;
    } order[] = {{canonical, SR_PAGE_FROM_ELEMENT}, {f->value[URL], SR_PAGE_FROM_META}, {g->ld_url, SR_PAGE_FROM_JSON_LD},
                 {g->in->url, SR_PAGE_FROM_INPUT}};
    for (size_t i = 0; i < SR_COUNT(order) && page->url.len == 0; i++) {
        page->url = absolute(g, order[i].url, g->in->url);
        page->url_from = page->url.len ? order[i].from : SR_PAGE_FROM_NOWHERE;
    }
}

static void set_publisher(gather *g, const found *f)
{
    sr_page *page = &g->out->page;
    sr_str   meta = sr_page_plain(g->arena, f->value[PUBLISHER]);
    if (is_url(meta) || meta.len > NAME_BYTES)
        meta.len = 0;
    const struct {
        sr_str       name;
        sr_page_from from;
    } order[] = {{meta.len && f->rank[PUBLISHER] >= 9 ? meta : g->ld_publisher, SR_PAGE_FROM_JSON_LD},
                 {meta, SR_PAGE_FROM_META},
                 {host_of(page->url), SR_PAGE_FROM_URL}};
    for (size_t i = 0; i < SR_COUNT(order) && page->publisher.len == 0; i++) {
        page->publisher = order[i].name;
        page->publisher_from = order[i].name.len ? order[i].from : SR_PAGE_FROM_NOWHERE;
    }
    if (page->publisher.len && sr_str_eq(page->publisher, meta))
        page->publisher_from = SR_PAGE_FROM_META;
}

/* ---------------------------------------------------------------------- dates */

static void set_date(gather *g, sr_page_date *date, sr_str value, sr_page_from from)
{
    sr_instant instant;
    if (date->instant.day != SR_DAY_NONE || value.len == 0 || !sr_page_day_parse(value, g->month_first, &instant))
        return;
    *date = (sr_page_date){instant, from};
}

static void set_dates(gather *g, const found *f)
{
    sr_page *page = &g->out->page;
    if (f->rank[PUBLISHED] >= 9)
        set_date(g, &page->published, f->value[PUBLISHED], SR_PAGE_FROM_META);
    set_date(g, &page->published, g->ld_published, SR_PAGE_FROM_JSON_LD);
    if (f->rank[PUBLISHED] >= 7)
        set_date(g, &page->published, f->value[PUBLISHED], SR_PAGE_FROM_META);
    sr_str maybe = f->value[f->rank[PUBLISHED] ? PUBLISHED : MAYBE_DATE];
    if (!sr_page_day_parse(maybe, g->month_first, &g->out->maybe))
        g->out->maybe = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    set_date(g, &page->modified, g->ld_modified, SR_PAGE_FROM_JSON_LD);
    set_date(g, &page->modified, f->value[MODIFIED], SR_PAGE_FROM_META);
}

/* ---------------------------------------------------------------------- whole */

#define HEADINGS 64u

/* Labels of twitter:data1 before a name. */
static bool is_writer(sr_str label)
{
    static const char *const labels[] = {"written by", "verfasst von", "geschrieben von", "écrit par", "rédigé par", "escrito por", "scritto da",
                                         "geschreven door", "napisane przez", "by", "author", "autor", "auteur", "von"};
    for (size_t i = 0; i < SR_COUNT(labels); i++)
        if (sr_str_eq_case(sr_str_trim(label), sr_str_c(labels[i])))
            return true;
    return false;
}

typedef struct walk {
    found   found;
    heading headings[HEADINGS];
    size_t  n_headings;
    sr_str  canonical, html_lang;
} walk;

static void look_at_element(gather *g, walk *w, size_t i)
{
    const sr_html *html = g->html;
    uint8_t        tag = html->nodes[i].tag;
    if (tag == SR_TAG_META)
        read_meta(g, i, &w->found);
    else if (tag == SR_TAG_TITLE && g->title_tag.len == 0)
        g->title_tag = sr_html_inner_text(html, i, g->arena);
    else if (tag == SR_TAG_LINK && sr_str_eq_case(sr_html_get(html, i, SR_ATTRIBUTE_REL), SR_STR("canonical")) && !w->canonical.len)
        w->canonical = sr_html_get(html, i, SR_ATTRIBUTE_HREF);
    else if (tag == SR_TAG_HTML && w->html_lang.len == 0)
        w->html_lang = sr_html_get(html, i, SR_ATTRIBUTE_LANG);
    else if (tag >= SR_TAG_H1 && tag <= SR_TAG_H3 && w->n_headings < HEADINGS) {
        sr_str text = sr_html_inner_text(html, i, g->arena);
        if (text.len && text.len <= TITLE_MAX)
            w->headings[w->n_headings++] = (heading){text, tag, is_title_class(html, i), (uint32_t)i};
    }
}

void sr_page_read_meta(sr_page_reader *reader, const sr_page_input *in, sr_page_meta *out)
{
    gather g = {.reader = reader, .html = &reader->html, .in = in, .arena = &reader->work, .out = out};
    walk  *w = SR_NEW(&reader->work, walk, 1);
    *out = (sr_page_meta){0};
    out->page.published.instant = out->page.modified.instant = (sr_instant){.day = SR_DAY_NONE, .second = -1};
    for (size_t i = 1; i < g.html->n; i++)
        look_at_element(&g, w, i);
    g.og_title = sr_page_plain(g.arena, w->found.value[TITLE]);
    g.month_first = sr_str_starts(w->html_lang, SR_STR("en-US")) || sr_str_starts(w->found.value[LANGUAGE], SR_STR("en_US"));
    read_json_ld(&g);
    if (out->description.len == 0)
        out->description = sr_page_plain(g.arena, w->found.value[DESCRIPTION]);
    if (out->type.len == 0)
        out->type = w->found.value[TYPE];
    out->declared_language = w->html_lang.len ? w->html_lang : g.ld_language.len ? g.ld_language : w->found.value[LANGUAGE];
    set_url(&g, &w->found, w->canonical);
    set_publisher(&g, &w->found);
    g.site = out->page.publisher;
    set_title(&g, &w->found, w->headings, w->n_headings);
    out->author_ld = g.ld_author;
    out->author_meta = w->found.value[AUTHOR];
    out->author_card = is_writer(w->found.value[CARD_LABEL]) ? w->found.value[CARD_AUTHOR] : (sr_str){NULL, 0};
    out->month_first = g.month_first;
    set_dates(&g, &w->found);
    out->rank = g.ld_rank;
}
