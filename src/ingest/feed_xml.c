/* The tree of a feed -> its entries; see feed.h.
 *
 * One table says what each element is, for all formats: a row names the element as PREFIX:name, with
 * the prefixes of this file whatever the feed calls them, where it may stand, what it fills and with
 * what rank: a value of a higher rank is never replaced by one of a lower.
 *
 * Sources: RSS 0.90 to 2.0 and RSS 1.0 with their modules, RFC 4287 (Atom), Atom 0.3, RFC 4685
 * (threading), CDF, Dublin Core, Media RSS, GeoRSS.
 * SPDX-License-Identifier: Apache-2.0 */
#include <libxml/parser.h>

#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/feed_int.h"
#include "ingest/url.h"

#define KEY_BYTES 48u

typedef enum slot {
    TITLE, SUMMARY, CONTENT, LINK, ID, AUTHOR, PUBLISHER, LANGUAGE, PUBLISHED, UPDATED, DC_DATE, TAG, KEYWORDS, MEDIA,
    POINT, LAT, LON, REPLY, INSIDE, SLOTS
} slot;

enum { IN_FEED = 1, IN_ENTRY = 2, ANYWHERE = 3 };

typedef struct row {
    const char *key;
    uint8_t     where, slot, rank;
} row;

static const row rows[] = {
    {"title", ANYWHERE, TITLE, 3},
    {"dc:title", ANYWHERE, TITLE, 2},
    {"media:title", IN_ENTRY, TITLE, 1},
    {"description", ANYWHERE, SUMMARY, 3},
    {"abstract", ANYWHERE, SUMMARY, 3},
    {"summary", IN_ENTRY, SUMMARY, 3},
    {"subtitle", IN_FEED, SUMMARY, 3},
    {"tagline", IN_FEED, SUMMARY, 3},
    {"dc:description", ANYWHERE, SUMMARY, 2},
    {"dcterms:abstract", ANYWHERE, SUMMARY, 2},
    {"itunes:summary", ANYWHERE, SUMMARY, 1},
    {"itunes:subtitle", IN_FEED, SUMMARY, 1},
    {"media:description", IN_ENTRY, SUMMARY, 1},
    {"content", IN_ENTRY, CONTENT, 3},
    {"content:encoded", IN_ENTRY, CONTENT, 3},
    {"fullitem", IN_ENTRY, CONTENT, 3},
    {"body", IN_ENTRY, CONTENT, 3},
    {"xhtml:body", IN_ENTRY, CONTENT, 3},
    {"xhtml:div", IN_ENTRY, CONTENT, 2},
    {"prodlink", IN_ENTRY, CONTENT, 1},
    {"link", ANYWHERE, LINK, 3},
    {"guid", IN_ENTRY, ID, 3},
    {"id", ANYWHERE, ID, 3},
    {"dc:identifier", ANYWHERE, ID, 1},
    {"author", ANYWHERE, AUTHOR, 3},
    {"managingeditor", IN_FEED, AUTHOR, 3},
    {"dc:creator", ANYWHERE, AUTHOR, 3},
    {"dc:author", ANYWHERE, AUTHOR, 3},
    {"creator", ANYWHERE, AUTHOR, 3},
    {"itunes:author", ANYWHERE, AUTHOR, 2},
    {"itunes:owner", IN_FEED, AUTHOR, 1},
    {"dc:publisher", ANYWHERE, PUBLISHER, 3},
    {"publisher", IN_FEED, PUBLISHER, 3},
    {"language", IN_FEED, LANGUAGE, 3},
    {"dc:language", ANYWHERE, LANGUAGE, 3},
    {"pubdate", ANYWHERE, PUBLISHED, 3},
    {"published", ANYWHERE, PUBLISHED, 3},
    {"issued", ANYWHERE, PUBLISHED, 2},
    {"dcterms:issued", ANYWHERE, PUBLISHED, 2},
    {"prism:publicationdate", ANYWHERE, PUBLISHED, 2},
    {"created", ANYWHERE, PUBLISHED, 1},
    {"dcterms:created", ANYWHERE, PUBLISHED, 1},
    {"updated", ANYWHERE, UPDATED, 3},
    {"modified", ANYWHERE, UPDATED, 3},
    {"dcterms:modified", ANYWHERE, UPDATED, 3},
    {"dc:date", ANYWHERE, DC_DATE, 3},
    {"date", ANYWHERE, DC_DATE, 3},
    {"lastbuilddate", ANYWHERE, UPDATED, 1},
    {"category", ANYWHERE, TAG, 3},
    {"dc:subject", ANYWHERE, TAG, 3},
    {"media:category", IN_ENTRY, TAG, 3},
    {"itunes:category", ANYWHERE, TAG, 3},
    {"keywords", ANYWHERE, KEYWORDS, 3},
    {"itunes:keywords", ANYWHERE, KEYWORDS, 3},
    {"media:keywords", IN_ENTRY, KEYWORDS, 3},
    {"enclosure", IN_ENTRY, MEDIA, 3},
    {"media:content", IN_ENTRY, MEDIA, 3},
    {"media:thumbnail", IN_ENTRY, MEDIA, 3},
    {"media:group", IN_ENTRY, INSIDE, 0},
    {"georss:where", IN_ENTRY, INSIDE, 0},
    {"gml:point", IN_ENTRY, INSIDE, 0},
    {"geo:point", IN_ENTRY, INSIDE, 0},
    {"georss:point", IN_ENTRY, POINT, 3},
    {"gml:pos", IN_ENTRY, POINT, 3},
    {"geo:lat", IN_ENTRY, LAT, 3},
    {"geo:long", IN_ENTRY, LON, 3},
    {"thr:in-reply-to", IN_ENTRY, REPLY, 3},
};

/* Elements of a feed with titles and links of their own, which are not the feed's. */
static const char *const others[] = {"image", "textinput", "source", "cloud", "itunes:image", "media:credit", "logo"};

/* A namespace begins with the address; ours is the prefix. */
static const struct {
    const char *address, *prefix;
} namespaces[] = {
    {"http://backend.userland.com/", ""},
    {"http://blogs.law.harvard.edu/tech/rss", ""},
    {"http://purl.org/rss/1.0/modules/content", "content"},
    {"http://purl.org/rss/1.0/modules/rss091", ""},
    {"http://purl.org/rss/1.0/modules/", "module"},
    {"http://purl.org/rss/1.0", ""},
    {"http://purl.org/net/rss1.1", ""},
    {"http://my.netscape.com/", ""},
    {"http://channel.netscape.com/", ""},
    {"http://example.com/newformat#", ""},
    {"http://example.com/necho", ""},
    {"http://purl.org/echo/", ""},
    {"uri/of/echo/namespace#", ""},
    {"http://purl.org/pie/", ""},
    {"http://purl.org/atom/ns", ""},
    {"http://www.w3.org/2005/atom", ""},
    {"http://purl.org/dc/elements/", "dc"},
    {"http://purl.org/dc/terms/", "dcterms"},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://example.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://search.yahoo.com/mrss", "media"},
    {"http://www.georss.org/georss", "georss"},
    {"http://www.opengis.net/gml", "gml"},
    {"http://www.w3.org/2003/01/geo/wgs84_pos#", "geo"},
    {"http://purl.org/syndication/thread/1.0", "thr"},
    {"http://www.w3.org/1999/xhtml", "xhtml"},
    {"http://prismstandard.org/namespaces/", "prism"},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
};

typedef struct place {
    sr_feed_job *job;
    sr_feed_item *item;
    uint8_t      where; // IN_FEED, IN_ENTRY
    uint8_t      ranks[SLOTS];
    const xmlChar *core; // namespace of channel, feed or item: plain names are of it; NULL
    sr_str       base;
    bool         atom;
    sr_str       lat;
} place;

typedef struct reading {
    sr_feed_job *job;
    SR_LIST(sr_feed_item) entries;
    uint8_t ranks[SLOTS]; // of the feed
    bool    atom, cut;
    const char *format;
} reading;

/* -------------------------------------------------------------------- the tree */

static sr_str name_of(const xmlChar *name)
{
    return sr_str_c((const char *)name);
}

/* "dc:creator", lower case; "" for an element that can be none of the table. */
static void key_of(const xmlNode *node, const xmlChar *core, char out[KEY_BYTES])
{
    sr_str local = name_of(node->name), prefix = {NULL, 0};
    size_t colon = sr_str_find(local, ':', 0);
    if (colon < local.len) { // a prefix that was not declared
        prefix = sr_str_slice(local, 0, colon);
        local = sr_str_slice(local, colon + 1, local.len);
    } else if (node->ns && node->ns->href && !(core && xmlStrEqual(core, node->ns->href))) {
        sr_str href = name_of(node->ns->href);
        prefix = name_of(node->ns->prefix);
        for (size_t i = 0; i < SR_COUNT(namespaces); i++) {
            sr_str address = sr_str_c(namespaces[i].address);
            if (sr_str_eq_case(sr_str_slice(href, 0, address.len), address)) {
                prefix = sr_str_c(namespaces[i].prefix);
                break;
            }
        }
        if (prefix.len == 0 && href.len && prefix.ptr == NULL)
            prefix = SR_STR("unknown");
    }
    if (sr_str_eq_case(prefix, SR_STR("atom")) || sr_str_eq_case(prefix, SR_STR("rss")) || sr_str_eq_case(prefix, SR_STR("atom10")))
        prefix.len = 0;
    out[0] = 0;
    if (prefix.len + local.len + 2 > KEY_BYTES)
        return;
    size_t n = 0;
    for (size_t i = 0; i < prefix.len; i++)
        out[n++] = (char)sr_to_lower(prefix.ptr[i]);
    if (prefix.len)
        out[n++] = ':';
    for (size_t i = 0; i < local.len; i++)
        out[n++] = (char)sr_to_lower(local.ptr[i]);
    out[n] = 0;
}

static const row *find_row(const char *key, uint8_t where)
{
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        if ((rows[i].where & where) && strcmp(rows[i].key, key) == 0)
            return &rows[i];
    return NULL;
}

/* An attribute's value, whatever the case and prefix of its name; empty: none. */
static sr_str attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        sr_str local = name_of(a->name);
        size_t colon = sr_str_find(local, ':', 0);
        if (colon < local.len)
            local = sr_str_slice(local, colon + 1, local.len);
        if (sr_str_eq_case(local, sr_str_c(name)))
            return a->children && a->children->content ? name_of(a->children->content) : SR_STR("");
    }
    return (sr_str){NULL, 0};
}

/* xml:base and xml:lang; a plain "base" is something else. */
static sr_str xml_attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (a->ns && a->ns->prefix && xmlStrEqual(a->ns->prefix, (const xmlChar *)"xml") &&
            xmlStrEqual(a->name, (const xmlChar *)name))
            return a->children ? name_of(a->children->content) : (sr_str){NULL, 0};
    return (sr_str){NULL, 0};
}

static sr_str base_of(sr_feed_job *job, const xmlNode *node, sr_str outer)
{
    sr_str own = xml_attribute(node, "base");
    return own.len ? sr_url_resolve(job->arena, outer, sr_str_copy(job->arena, own)) : outer;
}

static bool has_elements(const xmlNode *node)
{
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            return true;
    return false;
}

/* The characters of a node and of all below it, as they are, into reader->text. */
static void put_raw(sr_buf *out, const xmlNode *node)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
            sr_buf_put(out, name_of(c->content));
        else if (c->type == XML_ELEMENT_NODE)
            put_raw(out, c);
    }
}

static void put_tree(sr_text_maker *maker, const xmlNode *node)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
            sr_text_maker_put(maker, name_of(c->content));
        } else if (c->type == XML_ELEMENT_NODE && !sr_markup_is_silent(name_of(c->name))) {
            sr_text_maker_tag(maker, name_of(c->name));
            put_tree(maker, c);
            sr_text_maker_tag(maker, name_of(c->name));
        }
    }
}

/* The characters of a node, trimmed, in the arena. */
static sr_str raw_text(sr_feed_job *job, const xmlNode *node)
{
    sr_buf_clear(&job->reader->text);
    put_raw(&job->reader->text, node);
    return sr_feed__taken(job, false);
}

/* ---------------------------------------------------------------- text constructs */

static sr_str decode_base64(sr_arena *arena, sr_str in)
{
    uint8_t *out = sr_arena_alloc(arena, in.len + 1, 1);
    size_t   n = 0;
    uint32_t bits = 0;
    int      have = 0;
    for (size_t i = 0; i < in.len; i++) {
        uint8_t c = in.ptr[i];
        int v = sr_is_upper(c) ? c - 'A' : sr_is_lower(c) ? c - 'a' + 26 : sr_is_digit(c) ? c - '0' + 52
                : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
        if (v < 0)
            continue;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (uint8_t)(bits >> have);
        }
    }
    return sr_str_from(out, n);
}

static bool ends_with(sr_str s, const char *end)
{
    sr_str e = sr_str_c(end);
    return s.len >= e.len && sr_str_eq_case(sr_str_slice(s, s.len - e.len, s.len), e);
}

static bool starts_with(sr_str s, const char *begin)
{
    sr_str b = sr_str_c(begin);
    return sr_str_eq_case(sr_str_slice(s, 0, b.len), b);
}

static bool fits_base64(sr_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];
        if (!sr_is_alpha(c) && !sr_is_digit(c) && c != '+' && c != '/' && c != '=' && !sr_is_space(c))
            return false;
        n += !sr_is_space(c);
    }
    return n % 4 == 0;
}

/* Atom: bytes in base64, said so by mode (0.3) or meant by a type that is no text (1.0). */
static bool is_base64(const place *p, const xmlNode *node, sr_str type, sr_str raw)
{
    sr_str mode = attribute(node, "mode");
    if (mode.len)
        return sr_str_eq_case(mode, SR_STR("base64"));
    return p->atom && fits_base64(raw) && sr_str_find(type, '/', 0) < type.len && !starts_with(type, "text/") && !ends_with(type, "xml") &&
           !starts_with(type, "message/");
}

/* Plain text of a title, summary or content. */
static sr_str text_of(const place *p, const xmlNode *node, slot what)
{
    sr_feed_job *job = p->job;
    sr_str type = attribute(node, "type");
    bool line = what == TITLE;
    if (has_elements(node)) {
        sr_text_maker maker = {.out = &job->reader->text};
        sr_buf_clear(maker.out);
        put_tree(&maker, node);
        return sr_feed__taken(job, line);
    }
    sr_str raw = raw_text(job, node);
    bool html = starts_with(type, "html") || starts_with(type, "text/html") || ends_with(type, "xhtml") ||
                starts_with(type, "application/xhtml");
    if (is_base64(p, node, type, raw)) {
        raw = decode_base64(job->arena, raw);
        if (sr_str_find(raw, 0, 0) < raw.len || sr_str_eq_case(sr_str_slice(type, 0, 6), SR_STR("image/")))
            return (sr_str){NULL, 0};
        sr_bytes_faults faults;
        raw = sr_bytes_repair(raw, job->arena, &faults);
        html = html || sr_markup_looks(raw);
    } else if (!html && (!p->atom || sr_str_eq_case(attribute(node, "mode"), SR_STR("escaped")))) {
        html = sr_markup_looks(raw); // RSS does not say which it is
    }
    return sr_feed__text(job, raw, html, line);
}

/* --------------------------------------------------------------------- one element */

/* May a value of this rank be set? Remembers that it was. */
static bool outranks(place *p, const row *r)
{
    if (r->rank < p->ranks[r->slot])
        return false;
    p->ranks[r->slot] = r->rank;
    return true;
}

static bool has_markup(const xmlNode *node)
{
    return has_elements(node) || (node->children && node->children->content &&
                                  sr_str_trim(name_of(node->children->content)).len);
}

static void set_text(place *p, const row *r, const xmlNode *node)
{
    sr_str *to = r->slot == TITLE ? &p->item->title : r->slot == SUMMARY ? &p->item->summary : &p->item->content;
    sr_str text = text_of(p, node, (slot)r->slot);
    if (text.len == 0) {
        if (!to->ptr && has_markup(node)) // markup without words: said, and empty
            *to = SR_STR("");
        return;
    }
    bool same = r->rank == p->ranks[r->slot] && to->len;
    if (r->slot == SUMMARY && same && p->where == IN_ENTRY) { // description and summary: the second is the text
        if (p->item->content.len == 0)
            p->item->content = text;
        return;
    }
    if (r->slot == CONTENT && same && text.len <= to->len)
        return;
    if ((r->slot != CONTENT && same) || !outranks(p, r))
        return;
    *to = text;
}

static sr_str address(const place *p, sr_str reference)
{
    return sr_str_copy(p->job->arena, sr_url_resolve(p->job->arena, p->base, reference));
}

static void set_link(place *p, const row *r, const xmlNode *node)
{
    sr_str href = attribute(node, "href"), rel = attribute(node, "rel"), type = attribute(node, "type");
    sr_str to = href.len ? href : raw_text(p->job, node);
    if (to.len == 0)
        return;
    if (rel.len == 0 || sr_str_eq_case(rel, SR_STR("alternate"))) {
        uint8_t rank = (uint8_t)(type.len && !starts_with(type, "text/html") && !ends_with(type, "xhtml+xml") ? 2 : r->rank);
        if (rank > p->ranks[LINK] || p->item->link.len == 0) {
            p->item->link = address(p, to);
            p->ranks[LINK] = rank;
        }
    } else if (sr_str_eq_case(rel, SR_STR("self"))) {
        p->item->self = address(p, to);
    } else if (sr_str_eq_case(rel, SR_STR("enclosure"))) {
        sr_feed__add(p->job, &p->item->media, address(p, to));
    } else if (sr_str_eq_case(rel, SR_STR("in-reply-to"))) {
        p->item->in_reply_to = address(p, to);
    }
}

static void set_id(place *p, const row *r, const xmlNode *node)
{
    sr_str id = raw_text(p->job, node), permalink = attribute(node, "ispermalink");
    bool guid = sr_str_eq_case(name_of(node->name), SR_STR("guid"));
    bool links = guid && !sr_str_eq_case(sr_str_trim(permalink), SR_STR("false"));
    if (id.len == 0 || !outranks(p, r))
        return;
    p->item->id = links || (p->atom && !guid) ? address(p, id) : id;
    sr_str scheme = sr_url_scheme(id);
    bool web = sr_str_eq_case(scheme, SR_STR("http")) || sr_str_eq_case(scheme, SR_STR("https"));
    if (links && (web || permalink.len) && p->item->link.len == 0) {
        p->item->link = address(p, id);
        p->ranks[LINK] = 1;
    }
}

/* A child element's text by its local name; empty: none. */
static sr_str child_text(sr_feed_job *job, const xmlNode *node, const char *name)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        sr_str local = name_of(c->name);
        size_t colon = sr_str_find(local, ':', 0);
        local = colon < local.len ? sr_str_slice(local, colon + 1, local.len) : local;
        if (sr_str_eq_case(local, sr_str_c(name))) {
            sr_str text = raw_text(job, c);
            if (text.len)
                return text;
        }
    }
    return (sr_str){NULL, 0};
}

static void set_author(place *p, const row *r, const xmlNode *node)
{
    sr_feed_job *job = p->job;
    sr_str name = {NULL, 0}, email = {NULL, 0};
    if (has_elements(node)) {
        name = child_text(job, node, "name");
        email = child_text(job, node, "email");
    }
    sr_str who = name.len && email.len ? sr_str_format(job->arena, "%.*s (%.*s)", SR_ARG(name), SR_ARG(email))
                 : name.len ? name : email;
    if (who.len == 0 && !has_elements(node)) {
        sr_str raw = raw_text(job, node);
        who = sr_feed__text(job, raw, sr_markup_looks(raw), true);
    }
    if (who.len == 0)
        return;
    bool another = r->rank == p->ranks[AUTHOR] && p->item->author.len;
    if (!outranks(p, r))
        return;
    if (!another)
        p->item->author = who;
    else if (sr_str_search(p->item->author, who, 0) == p->item->author.len && p->item->author.len < 1024)
        p->item->author = sr_str_format(job->arena, "%.*s, %.*s", SR_ARG(p->item->author), SR_ARG(who));
}

static void set_date(place *p, const row *r, const xmlNode *node)
{
    sr_feed_date *to = r->slot == PUBLISHED ? &p->item->published : &p->item->updated;
    uint8_t *rank = &p->ranks[r->slot == PUBLISHED ? PUBLISHED : UPDATED];
    sr_str text = raw_text(p->job, node);
    if (text.len == 0 || (r->rank < *rank && to->at.day != SR_DAY_NONE))
        return;
    sr_feed__set_date(to, text);
    if (to->at.day == SR_DAY_NONE)
        return;
    *rank = r->rank;
    if (r->slot != PUBLISHED)
        p->item->dated_by_dc = r->slot == DC_DATE;
}

static void add_tag(place *p, const xmlNode *node)
{
    sr_str term = attribute(node, "term"), label = attribute(node, "label"), text = attribute(node, "text");
    sr_str value = term.len ? term : label.len && p->atom ? label : raw_text(p->job, node);
    if (value.len == 0)
        value = text;
    sr_feed__add(p->job, &p->item->tags, sr_feed__text(p->job, value, sr_markup_looks(value), true));
}

static void add_keywords(place *p, const xmlNode *node)
{
    for (sr_str rest = raw_text(p->job, node); rest.len;)
        sr_feed__add(p->job, &p->item->tags, sr_str_squeeze(p->job->arena, sr_str_cut(&rest, ',')));
}

static void set_point(place *p, sr_str lat, sr_str lon)
{
    double y, x;
    if (!sr_str_decimal(sr_str_trim(lat), &y) || !sr_str_decimal(sr_str_trim(lon), &x) || !(y >= -90 && y <= 90) ||
        !(x >= -180 && x <= 180))
        return;
    p->item->lat = y;
    p->item->lon = x;
    p->item->has_point = true;
}

static void read_children(place *p, const xmlNode *node);

static void set_place(place *p, slot what, const xmlNode *node)
{
    sr_str text = raw_text(p->job, node);
    if (what == LAT) {
        p->lat = text;
    } else if (what == LON) {
        set_point(p, p->lat, text);
    } else {
        size_t i = 0;
        while (i < text.len && !sr_is_space(text.ptr[i]) && text.ptr[i] != ',')
            i++;
        set_point(p, sr_str_slice(text, 0, i), sr_str_slice(text, i + 1, text.len));
    }
}

static void read_element(place *p, const row *r, const xmlNode *node)
{
    sr_feed_job *job = p->job;
    switch ((slot)r->slot) {
    case TITLE: case SUMMARY: case CONTENT:
        set_text(p, r, node);
        break;
    case LINK:
        set_link(p, r, node);
        break;
    case ID:
        set_id(p, r, node);
        break;
    case AUTHOR:
        set_author(p, r, node);
        break;
    case PUBLISHER: case LANGUAGE: {
        sr_str value = raw_text(job, node);
        if (value.len && outranks(p, r))
            *(r->slot == LANGUAGE ? &p->item->language : &p->item->publisher) = value;
        break;
    }
    case PUBLISHED: case UPDATED: case DC_DATE:
        set_date(p, r, node);
        break;
    case TAG:
        add_tag(p, node);
        break;
    case KEYWORDS:
        add_keywords(p, node);
        break;
    case MEDIA: {
        sr_str to = attribute(node, "url");
        if (to.len)
            sr_feed__add(job, &p->item->media, address(p, to));
        read_children(p, node);
        break;
    }
    case POINT: case LAT: case LON:
        set_place(p, (slot)r->slot, node);
        break;
    case REPLY: {
        sr_str ref = attribute(node, "ref"), href = attribute(node, "href");
        p->item->in_reply_to = sr_str_copy(job->arena, ref.len ? ref : href);
        break;
    }
    case INSIDE:
        read_children(p, node);
        break;
    case SLOTS:
        break;
    }
}

static void read_children(place *p, const xmlNode *node)
{
    char key[KEY_BYTES];
    sr_str base = p->base;
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        key_of(c, p->core, key);
        const row *r = find_row(key, p->where);
        if (!r)
            continue;
        p->base = base_of(p->job, c, base);
        read_element(p, r, c);
        p->base = base;
    }
}

/* ------------------------------------------------------------------- the whole feed */

/* Attributes of the element itself: rdf:about, xml:lang, CDF's HREF and LASTMOD. */
static void read_own_attributes(place *p, const xmlNode *node)
{
    sr_feed_item *item = p->item;
    sr_str about = attribute(node, "about"), href = attribute(node, "href"), changed = attribute(node, "lastmod");
    sr_str language = xml_attribute(node, "lang");
    if (about.len && !item->id.len)
        item->id = sr_str_copy(p->job->arena, about);
    if (href.len && !item->link.len)
        item->link = address(p, href);
    if (changed.len)
        sr_feed__set_date(&item->updated, sr_str_copy(p->job->arena, changed));
    if (language.len && !item->language.len)
        item->language = sr_str_copy(p->job->arena, language);
}

static void read_entry(reading *r, const xmlNode *node, sr_str base)
{
    sr_feed_job *job = r->job;
    if (r->entries.n >= SR_LIMIT_FEED_ENTRIES) {
        r->cut = true;
        return;
    }
    sr_feed_item item = {.published.at.day = SR_DAY_NONE, .updated.at.day = SR_DAY_NONE};
    place p = {.job = job, .item = &item, .where = IN_ENTRY, .base = base, .atom = r->atom};
    p.core = node->ns ? node->ns->href : NULL;
    read_children(&p, node);
    read_own_attributes(&p, node);
    *SR_PUSH(job->arena, &r->entries) = item;
}

static bool is_other(const char *key)
{
    for (size_t i = 0; i < SR_COUNT(others); i++)
        if (strcmp(others[i], key) == 0)
            return true;
    return false;
}

/* Channels and entries, wherever they stand. */
static void walk(reading *r, const xmlNode *node, sr_str base)
{
    char key[KEY_BYTES];
    for (const xmlNode *c = node; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        key_of(c, c->ns ? c->ns->href : NULL, key);
        sr_str here = base_of(r->job, c, base);
        if (strcmp(key, "item") == 0 || strcmp(key, "entry") == 0) {
            read_entry(r, c, here);
            walk(r, c->children, here); // an entry inside an entry is one of its own
            continue;
        }
        if (strcmp(key, "channel") == 0 || strcmp(key, "feed") == 0) {
            r->format = strcmp(key, "feed") == 0 ? "atom" : r->format[0] ? r->format : "cdf";
            r->atom = r->atom || strcmp(key, "feed") == 0;
            place p = {.job = r->job, .item = &r->job->out->feed, .where = IN_FEED, .base = here, .atom = r->atom};
            p.core = c->ns ? c->ns->href : NULL;
            memcpy(p.ranks, r->ranks, sizeof p.ranks);
            read_children(&p, c);
            read_own_attributes(&p, c);
            memcpy(r->ranks, p.ranks, sizeof p.ranks);
        } else if (strcmp(key, "rss") == 0 || strcmp(key, "rdf") == 0 || strcmp(key, "rdf:rdf") == 0) {
            r->format = strcmp(key, "rss") == 0 ? "rss" : "rdf";
            sr_str language = xml_attribute(c, "lang");
            if (language.len)
                r->job->out->feed.language = sr_str_copy(r->job->arena, language);
        } else if (is_other(key) || find_row(key, ANYWHERE)) {
            continue;
        }
        walk(r, c->children, here);
    }
}

/* Links that nothing but the feed's own link can make absolute. */
static void resolve_by_feed(sr_feed_job *job, sr_str link)
{
    for (size_t i = 0; i < job->out->n_entries; i++) {
        sr_feed_item *item = &job->out->entries[i];
        if (item->link.len && sr_url_scheme(item->link).ptr == NULL)
            item->link = sr_str_copy(job->arena, sr_url_resolve(job->arena, link, item->link));
    }
}

sr_status sr_feed__read_xml(sr_feed_job *job)
{
    sr_str xml = sr_buf_view(&job->reader->repaired);
    int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
                  XML_PARSE_COMPACT | XML_PARSE_HUGE; // no DTD, depth bounded by the repair: nothing huge can come
    if (xml.len)
        job->reader->tree = xmlReadMemory((const char *)xml.ptr, (int)xml.len, NULL, "UTF-8", options);
    xmlDoc *tree = job->reader->tree;
    if (!tree || !tree->children) {
        job->out->fault = SR_STR("no XML in it; skipped");
        return SR_E_INPUT;
    }
    reading r = {.job = job, .format = ""};
    walk(&r, tree->children, job->url);
    job->out->format = r.format;
    job->out->entries = r.entries.at;
    job->out->n_entries = r.entries.n;
    if (!r.format[0] && r.entries.n == 0) {
        job->out->fault = SR_STR("no feed; skipped");
        return SR_E_INPUT;
    }
    if (r.cut)
        job->out->fault = sr_str_format(job->arena, "more than %u entries; the rest was not read", SR_LIMIT_FEED_ENTRIES);
    resolve_by_feed(job, job->out->feed.link);
    return SR_OK;
}
