/* Feeds of every kind, sound and broken, and the worst of them in bounded time.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "ingest/feed.h"
#include "ingest/feed_date.h"
#include "ingest/url.h"

typedef struct world {
    sr_arena         arena;
    sr_feed_reader  *reader;
    sr_feed_document feed;
} world;

static int setup(void **state)
{
    static world w;
    sr_arena_init(&w.arena, 0, NULL, NULL);
    w.reader = sr_feed_reader_open();
    *state = &w;
    return w.reader ? 0 : -1;
}

static int teardown(void **state)
{
    world *w = *state;
    sr_feed_reader_close(w->reader);
    sr_arena_free(&w->arena);
    return 0;
}

static sr_status read_bytes(world *w, sr_str bytes, const char *url)
{
    sr_feed_input in = {.bytes = bytes, .url = sr_str_c(url)};
    sr_arena_reset(&w->arena);
    return sr_feed_read(w->reader, &in, &w->arena, &w->feed);
}

static void read_feed(world *w, const char *text)
{
    assert_int_equal(read_bytes(w, sr_str_c(text), NULL), SR_OK);
}

static const sr_feed_item *entry(world *w, size_t i)
{
    assert_true(i < w->feed.n_entries);
    return &w->feed.entries[i];
}

static void assert_utc(const sr_feed_date *date, const char *expected)
{
    char utc[SR_UTC_TEXT];
    sr_instant_format_utc(&date->at, utc);
    assert_string_equal(utc, expected);
}

static void test_rss(void **state)
{
    world *w = *state;
    read_feed(w, "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
                 " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'"
                 " xmlns:georss='http://www.georss.org/georss' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
                 "<channel><title>River News</title><link>https://river.example/</link><language>en-gb</language>"
                 "<image><title>logo</title><link>https://elsewhere.example/</link></image>"
                 "<item><title>Two &lt;b&gt;hurt&lt;/b&gt; in Aba &amp;amp; Umuahia</title><description>Short.</description>"
                 "<content:encoded><![CDATA[<p>First &eacute;.</p><script>evil()</script><p>Second.</p>]]></content:encoded>"
                 "<guid>https://river.example/1</guid><dc:creator>Ada Obi</dc:creator><dc:creator>Ben Eze</dc:creator>"
                 "<pubDate>Tue, 05 Mar 2019 07:08:09 GMT</pubDate><category>crime</category><dc:subject>Abia</dc:subject>"
                 "<media:content url='/clip.mp4'/><georss:point>5.1 7.36</georss:point>"
                 "<thr:in-reply-to ref='tag:river.example,2019:0'/></item>"
                 "<item><title>no date</title><pubDate>soon</pubDate><guid isPermaLink='false'>x-2</guid></item>"
                 "</channel></rss>");
    assert_string_equal(w->feed.format, "rss");
    assert_str(w->feed.feed.title, "River News");
    assert_str(w->feed.feed.link, "https://river.example/");
    assert_str(w->feed.feed.language, "en-gb");
    assert_int_equal(w->feed.n_entries, 2);
    const sr_feed_item *e = entry(w, 0);
    assert_str(e->title, "Two hurt in Aba & Umuahia");
    assert_str(e->summary, "Short.");
    assert_str(e->content, "First é.\n\nSecond.");
    assert_str(e->link, "https://river.example/1");
    assert_str(e->author, "Ada Obi, Ben Eze");
    assert_utc(&e->published, "2019-03-05T07:08:09Z");
    assert_int_equal(e->tags.n, 2);
    assert_str(e->tags.at[1], "Abia");
    assert_true(e->has_point && e->lat > 5.09 && e->lat < 5.11 && e->lon > 7.35 && e->lon < 7.37);
    assert_str(e->in_reply_to, "tag:river.example,2019:0");
    assert_int_equal(entry(w, 1)->published.at.day, SR_DAY_NONE);
    assert_str(entry(w, 1)->id, "x-2");
    assert_int_equal(entry(w, 1)->link.len, 0);
}

static void test_atom(void **state)
{
    world *w = *state;
    read_feed(w, "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/news/' xml:lang='en'>"
                 "<title type='text'>1 &lt; 2</title><link rel='self' href='feed.xml'/><link href='.'/>"
                 "<entry><title type='html'>A &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title><id>tag:a.example,2019:1</id>"
                 "<link rel='alternate' type='application/json' href='1.json'/><link href='../1?a=1&amp;b=2'/>"
                 "<author><name>Ada Obi</name><email>ada@a.example</email></author>"
                 "<published>2019-03-05T07:08:09+01:00</published><updated>2019-03-06T00:00:00Z</updated>"
                 "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>T<b>w</b>o</p></div></content>"
                 "<source><title>not ours</title><updated>2000-01-01T00:00:00Z</updated></source>"
                 "<category term='crime' label='Crime'/></entry></feed>");
    assert_string_equal(w->feed.format, "atom");
    assert_str(w->feed.feed.title, "1 < 2");
    assert_str(w->feed.feed.link, "https://a.example/news/");
    assert_str(w->feed.feed.self, "https://a.example/news/feed.xml");
    const sr_feed_item *e = entry(w, 0);
    assert_str(e->title, "A <b> c");
    assert_str(e->link, "https://a.example/1?a=1&b=2");
    assert_str(e->content, "One\n\nTwo");
    assert_str(e->author, "Ada Obi (ada@a.example)");
    assert_utc(&e->published, "2019-03-05T06:08:09Z");
    assert_utc(&e->updated, "2019-03-06T00:00:00Z");
    assert_str(e->tags.at[0], "crime");
}

static void test_rdf_cdf_json(void **state)
{
    world *w = *state;
    read_feed(w, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
                 " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://r.example/'><title>R</title>"
                 "</channel><image><title>logo</title></image><item rdf:about='https://r.example/1'><title>One</title>"
                 "<link>https://r.example/1</link><dc:date>2019-03-05</dc:date></item></rdf:RDF>");
    assert_string_equal(w->feed.format, "rdf");
    assert_str(w->feed.feed.title, "R");
    assert_str(entry(w, 0)->id, "https://r.example/1");
    assert_true(entry(w, 0)->dated_by_dc);
    read_feed(w, "<CHANNEL HREF='https://c.example/'><TITLE>C</TITLE><ITEM HREF='https://c.example/1'"
                 " LASTMOD='2019-03-05T07:08:09Z'><ABSTRACT>Text.</ABSTRACT></ITEM></CHANNEL>");
    assert_string_equal(w->feed.format, "cdf");
    assert_str(entry(w, 0)->link, "https://c.example/1");
    assert_utc(&entry(w, 0)->updated, "2019-03-05T07:08:09Z");
    read_feed(w, "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"items\":[7,{\"id\":3,\"url\":"
                 "\"https://j.example/3\",\"content_html\":\"<p>A</p><p>B</p>\",\"date_published\":\"2019-03-05T07:08:09Z\","
                 "\"authors\":[{\"name\":\"Ada\"},{\"name\":\"Ben\"}],\"tags\":[\"x\"]}]}");
    assert_string_equal(w->feed.format, "json");
    assert_int_equal(w->feed.n_entries, 1);
    assert_str(entry(w, 0)->id, "3");
    assert_str(entry(w, 0)->content, "A\n\nB");
    assert_str(entry(w, 0)->author, "Ada, Ben");
}

static void test_broken(void **state)
{
    world *w = *state;
    read_feed(w, "junk <rss><channel><title>A & B &nbsp;&unknown; 1 < 2</title><item><title>first</title>"
                 "<description>one<br>two<p>three</description>"
                 "<item><link>https://x.example/?a=1&b=2</link><title>second</title></wrong></item>"
                 "<item attr=unquoted other><title>third</title>");
    assert_str(w->feed.feed.title, "A & B \xC2\xA0&unknown; 1 < 2");
    assert_int_equal(w->feed.n_entries, 3);
    assert_str(entry(w, 0)->summary, "one\ntwo\n\nthree");
    assert_str(entry(w, 1)->link, "https://x.example/?a=1&b=2");
    assert_str(entry(w, 2)->title, "third");
    assert_true(w->feed.fault.len > 0 && w->feed.fault_loses_nothing);
    read_feed(w, "<rss xmlns:x='http://nowhere.example/'><channel><item><title><![CDATA[cut off");
    assert_str(entry(w, 0)->title, "cut off");
    read_feed(w, "<rss><channel><dc:title>undeclared</dc:title></channel></rss>");
    assert_str(w->feed.feed.title, "undeclared");
    assert_int_equal(read_bytes(w, SR_STR("no feed at all"), NULL), SR_E_INPUT);
    assert_int_equal(read_bytes(w, SR_STR("<html><body>a page</body></html>"), NULL), SR_E_INPUT);
    assert_int_equal(read_bytes(w, SR_STR(""), NULL), SR_E_INPUT);
    assert_int_equal(read_bytes(w, SR_STR("{\"items\":"), NULL), SR_E_INPUT);
}

static void test_doctype(void **state)
{
    world *w = *state;
    read_feed(w, "<!DOCTYPE rss [<!ENTITY who \"Ada's\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
                 "<rss><channel><title>&who; &b; &f;</title></channel></rss>");
    assert_str(w->feed.feed.title, "Ada's &b; &f;");
}

static void test_encodings(void **state)
{
    world *w = *state;
    const struct {
        const char *what;
        sr_str      bytes;
        const char *title;
    } rows[] = {
        {"utf-8", SR_STR("<rss><channel><title>\xC3\xA9\xE2\x82\xAC</title></channel></rss>"), "é€"},
        {"mark", SR_STR("\xEF\xBB\xBF<rss><channel><title>\xC3\xA9</title></channel></rss>"), "é"},
        {"lies", SR_STR("<?xml version='1.0' encoding='utf-8'?><rss><channel><title>caf\xE9 \x93x\x94</title></channel></rss>"),
         "café “x”"},
        {"declared", SR_STR("<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>\xCC\xE8\xF0</title></channel></rss>"),
         "Мир"},
        {"japanese", SR_STR("<?xml version='1.0' encoding='Shift_JIS'?><rss><channel><title>\x93\xFA\x96\x7B</title></channel></rss>"),
         "日本"},
        {"utf-16", SR_STR("<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>\0<\0t\0i\0t\0l\0e\0>\0\xE9\0<\0/\0t\0i\0t\0l\0e\0>\0"
                          "<\0/\0c\0h\0a\0n\0n\0e\0l\0>\0<\0/\0r\0s\0s\0>\0"), "é"},
        {"c1", SR_STR("<rss><channel><title>don\xC2\x92t &#147;x&#148;</title></channel></rss>"), "don’t “x”"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        assert_row(read_bytes(w, rows[i].bytes, NULL) == SR_OK, rows[i].what);
        if (!sr_str_eq(w->feed.feed.title, sr_str_c(rows[i].title)))
            fail_msg("%s: got \"%.*s\"", rows[i].what, SR_ARG(w->feed.feed.title));
    }
}

static void test_urls(void **state)
{
    world *w = *state;
    static const char *const rows[][3] = { // RFC 3986, 5.4, in part
        {"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},        {"http://a/b/c/d;p?q", "./g/", "http://a/b/c/g/"},
        {"http://a/b/c/d;p?q", "/g", "http://a/g"},           {"http://a/b/c/d;p?q", "//g", "http://g"},
        {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},   {"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s"},
        {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},     {"http://a/b/c/d;p?q", "../..", "http://a/"},
        {"http://a/b/c/d;p?q", "../../../g", "http://a/g"},   {"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
        {"http://a", "b", "http://a/b"},                      {"", " b ", "b"},
        {"http://a/", "tag:x,2019:1", "tag:x,2019:1"},        {"urn:x:y", "b", "b"}};
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_str(sr_url_resolve(&w->arena, sr_str_c(rows[i][0]), sr_str_c(rows[i][1])), rows[i][2]);
    assert_str(sr_url_host(SR_STR("https://me:pw@Example.org:8080/x")), "Example.org");
    assert_str(sr_url_host(SR_STR("http://[::1]:80/")), "[::1]");
}

static void test_reports(void **state)
{
    world *w = *state;
    sr_report report = {.published = {.day = SR_DAY_NONE}};
    read_feed(w, "<rss><channel><title>P</title><language>en</language><item><title>T</title><link>https://p.example/1</link>"
                 "<pubDate>2019-03</pubDate><description>teaser</description></item></channel></rss>");
    assert_false(sr_feed_item_is_report(entry(w, 0)));
    sr_feed_to_report(&w->feed, entry(w, 0), &report);
    assert_str(report.publisher, "P");
    assert_str(report.text, "teaser");
    assert_int_equal(report.published.day, SR_DAY_NONE); // a month is no day
}

/* The same bytes over and over, up to `size`. */
static sr_str repeated(sr_arena *arena, const char *head, const char *piece, size_t size)
{
    size_t   h = strlen(head), n = strlen(piece);
    uint8_t *out = sr_arena_alloc(arena, h + size + n, 1);
    memcpy(out, head, h);
    for (size_t at = 0; at < size; at += n)
        memcpy(out + h + at, piece, n);
    return sr_str_from(out, h + size / n * n);
}

static void test_worst_cases(void **state)
{
    static const char *const pieces[] = {"<a>", "<a b='", "<!--", "<![CDATA[", "&", "&a", "</a>", "<item>", "<x a=1 ", "<?",
                                         "<a b=\"'\" c='\"'", "&#", "<title>", "&lt;", "]]>", "<!", "'", "<category>x"};
    world *w = *state;
    const char *slower = getenv("SITREP_TEST_SLOWER");
    double limit = 3.0 * (slower ? strtod(slower, NULL) : 1);
    for (size_t i = 0; i < SR_COUNT(pieces); i++) {
        sr_arena arena;
        sr_arena_init(&arena, 0, NULL, NULL);
        sr_str bytes = repeated(&arena, "<rss><channel><item><description>", pieces[i], 1u << 20);
        clock_t begun = clock();
        (void)read_bytes(w, bytes, "http://a.example/");
        double took = (double)(clock() - begun) / CLOCKS_PER_SEC;
        sr_arena_free(&arena);
        assert_row(took < limit, pieces[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rss),      cmocka_unit_test(test_atom),    cmocka_unit_test(test_rdf_cdf_json),
        cmocka_unit_test(test_broken),   cmocka_unit_test(test_doctype), cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_urls),     cmocka_unit_test(test_reports), cmocka_unit_test(test_worst_cases),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
