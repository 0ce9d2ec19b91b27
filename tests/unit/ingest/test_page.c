/* HTML pages: what is the article, what is told of it, encodings, broken and hostile markup. */
#include "support/test.h"

#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "ingest/charset.h"
#include "ingest/language.h"
#include "ingest/page.h"
#include "ingest/page_dates.h"

static sr_page_reader *reader;
static sr_arena        arena;

static int open_reader(void **state)
{
    (void)state;
    reader = sr_page_reader_open();
    sr_arena_init(&arena, 0, NULL, NULL);
    return reader ? 0 : -1;
}

static int close_reader(void **state)
{
    (void)state;
    sr_page_reader_close(reader);
    sr_arena_free(&arena);
    return 0;
}

static sr_page read_bytes(sr_str bytes, const char *type)
{
    sr_page       page;
    sr_page_input in = {.bytes = bytes, .content_type = sr_str_c(type)};
    sr_arena_reset(&arena);
    assert_int_equal(SR_OK, sr_page_read(reader, &in, &arena, &page));
    return page;
}

static sr_page read(const char *html)
{
    return read_bytes(sr_str_c(html), "");
}

static bool has(sr_str s, const char *part)
{
    return sr_str_search(s, sr_str_c(part), 0) < s.len;
}

#define P1 "<p>Police in the old town said on Monday that two men were held after a fire at the market, which burned for six hours.</p>"
#define P2 "<p>Nobody was hurt, a spokesman for the fire service said, but eleven stalls and a bakery were destroyed in the night.</p>"
#define P3 "<p>The two are to appear before a court on Wednesday; their lawyer, Jane Example, said that they deny the charge.</p>"

static const char whole_page[] =
    "<!DOCTYPE html><html lang=en-GB><head><meta charset=utf-8><title>Two held after market fire - Example News</title>"
    "<meta property='og:site_name' content='Example News'><link rel=canonical href='https://example.org/news/fire'>"
    "<meta property='article:modified_time' content='2020-03-04T12:00:00Z'>"
    "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"x\"},"
    "{\"@type\":[\"NewsArticle\"],\"headline\":\"Two held after market fire\",\"datePublished\":\"2020-03-04T10:30:00+01:00\","
    "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Writer\"},{\"name\":\"Bob Author\"}]}]}</script></head><body>"
    "<div id='cookie-banner' class='cookie-consent'><p>We use cookies to give you the best experience on our site. <a href=#>Accept all</a></p></div>"
    "<nav class=menu><ul><li><a href=/>Home</a></li><li><a href=/world>World</a></li><li><a href=/sport>Sport</a></li></ul></nav>"
    "<article class=article-body><h1>Two held after market fire</h1><p class=byline>By Ann Writer</p>" P1 P2
    "<table><tr><td><table><tr><td>Stalls lost</td><td>11</td></tr></table></td></tr></table>" P3 "</article>"
    "<aside class='related-links'><h3>More on this story</h3><ul><li><a href=/a>Bridge closed after storm in the north</a></li>"
    "<li><a href=/b>Minister resigns over harbour contract</a></li></ul></aside>"
    "<div id=comments class=comments-area><h3>2 Comments</h3><ol class=comment-list><li class=comment><p>I saw the smoke from my window and called them "
    "at once, it was a terrible sight for all of us here.</p></li></ol></div>"
    "<footer class=footer><p>&copy; 2020 Example News. All rights reserved.</p></footer></body></html>";

static void test_page_article__whole(void **state)
{
    (void)state;
    sr_page p = read(whole_page);
    assert_true(has(p.text, "two men were held"));
    assert_true(has(p.text, "eleven stalls"));
    assert_true(has(p.text, "deny the charge."));
    assert_false(has(p.text, "cookies"));
    assert_false(has(p.text, "Minister resigns"));
    assert_false(has(p.text, "I saw the smoke"));
    assert_false(has(p.text, "All rights reserved"));
    assert_true(has(p.text, "hours.\n\nNobody"));
    assert_str(p.title, "Two held after market fire");
    assert_str(p.author, "Ann Writer; Bob Author");
    assert_str(p.publisher, "Example News");
    assert_str(p.url, "https://example.org/news/fire");
    assert_str(p.language, "en-GB");
    assert_int_equal(sr_day_from(2020, 3, 4), p.published.instant.day);
    assert_int_equal(10 * 3600 + 30 * 60, p.published.instant.second);
    assert_true(p.published.instant.has_offset);
    assert_int_equal(60, p.published.instant.offset_minutes);
    assert_int_equal(SR_PAGE_FROM_JSON_LD, p.published.from);
    assert_int_equal(SR_PAGE_FROM_META, p.modified.from);
    assert_int_equal(SR_PAGE_ARTICLE, p.kind);
}

static void test_page_dates__found_where(void **state)
{
    (void)state;
    static const struct {
        const char  *html, *day; // "" unknown
        sr_page_from from;
    } rows[] = {
        {"<h1>Fire</h1><time datetime='2021-05-06T07:08:09Z'>yesterday</time>" P1 P2, "2021-05-06", SR_PAGE_FROM_ELEMENT},
        {"<h1>Fire</h1><abbr class=published title='2021-05-06'>x</abbr>" P1 P2, "2021-05-06", SR_PAGE_FROM_ELEMENT},
        {"<h1>Fire</h1><span class=date>6. Mai 2021</span>" P1 P2, "2021-05-06", SR_PAGE_FROM_ELEMENT},
        {"<h1>Fire</h1><p>Published on 6 May 2021</p>" P1 P2, "2021-05-06", SR_PAGE_FROM_TEXT},
        {"<link rel=canonical href='https://example.org/2021/05/06/fire'><h1>Fire</h1>" P1 P2, "2021-05-06", SR_PAGE_FROM_URL},
        {"<meta name='article:published_time' content='2021-05-06'><h1>Fire</h1>" P1 P2, "2021-05-06", SR_PAGE_FROM_META},
        {"<meta property='article:modified_time' content='2021-05-06'><h1>Fire</h1>" P1 P2, "2021-05-06", SR_PAGE_FROM_MODIFIED},
        {"<h1>Fire</h1>" P1 P2, "", SR_PAGE_FROM_NOWHERE},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_page p = read(rows[i].html);
        char    day[SR_DAY_TEXT];
        sr_day_format(p.published.instant.day, day);
        assert_row(strcmp(day, rows[i].day) == 0, rows[i].html);
        assert_row(p.published.from == rows[i].from, rows[i].html);
    }
}

#define UPDATE "{\"headline\":\"Fire\",\"articleBody\":\"The fire burns on, the mayor said.\",\"datePublished\":\"3/5/2019 14:05\"}"

/* Days of JSON-LD are read as the page's language writes them. */
static void test_page_live__month_first(void **state)
{
    static const char *const languages[] = {"en-US", "en-GB"};
    (void)state;
    for (size_t i = 0; i < SR_COUNT(languages); i++) {
        char html[4000];
        (void)snprintf(html, sizeof html, "<html lang=%s><head><script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\","
                       "\"headline\":\"Fire\",\"liveBlogUpdate\":[" UPDATE "," UPDATE "," UPDATE "]}</script></head><body><h1>Fire</h1>" P1 P2 P3
                       "</body></html>", languages[i]);
        sr_page p = read(html);
        assert_int_equal(3, p.n_entries);
        assert_int_equal(i ? sr_day_from(2019, 5, 3) : sr_day_from(2019, 3, 5), p.entries[0].published.day);
    }
}

static void test_page_author__rows(void **state)
{
    (void)state;
    static const struct {
        const char *html, *author;
    } rows[] = {
        {"<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#p\"}},{\"@type\":\"Person\",\"@id\":\"#p\","
         "\"name\":\"Ann Writer\"}]}</script><h1>Fire</h1>" P1 P2, "Ann Writer"},
        {"<meta name=author content='Ann Writer and Bob Author'><h1>Fire</h1>" P1 P2, "Ann Writer; Bob Author"},
        {"<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Writer'><h1>Fire</h1>" P1 P2, "Ann Writer"},
        {"<meta name='twitter:label1' content='Est. reading time'><meta name='twitter:data1' content='Five Minutes'><h1>Fire</h1>" P1 P2, ""},
        {"<h1>Fire</h1><a href='/autoren/ann-writer/'>Ann Writer</a>" P1 P2, "Ann Writer"},
        {"<meta name=author content=annwriter><h1>Fire</h1><a href='/author/a/'>Ann Writer</a>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><a href='writers/ann/'>Ann Writer</a>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><a href='https://a.example/underwriters/ann/'>Ann Writer</a>" P1 P2, ""},
        {"<h1>Fire</h1><p>By Ann Writer</p>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><p>Analysis by Ann Writer</p>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><p>Ein Kommentar von Ann Writer</p>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><p>Foto von Ann Writer</p>" P1 P2, ""},
        {"<h1>Fire</h1><p>The third such story by Ann Writer</p>" P1 P2, ""},
        {"<h1>Fire</h1><p><i>---- von Ann Writer</i></p>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><span class=byline>By Ann Writer | Fr, 6.5.2021</span>" P1 P2, "Ann Writer"},
        {"<h1>Fire</h1><a class=author-follow href=/x>Follow</a>" P1 P2, ""},
        {"<h1>Fire</h1>" P1 P2 "<p>By the river it was quiet.</p>" P3, ""},
        {"<h1>Fire</h1>" P1 P2 P3 "<div class=comments><span class=author>Some Reader</span></div>", ""},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_page p = read(rows[i].html);
        if (!sr_str_eq(p.author, sr_str_c(rows[i].author)))
            fail_msg("%s: \"%.*s\"", rows[i].html, SR_ARG(p.author));
    }
}

static void test_page_next__rows(void **state)
{
    (void)state;
    static const struct {
        const char *url, *next;
        bool        told, is_next;
    } rows[] = {
        {"https://example.org/story", "https://example.org/story?page=2", false, true},
        {"https://example.org/story", "https://example.org/story/2", false, true},
        {"https://example.org/story/", "https://example.org/story/2/", false, true},
        {"https://example.org/story/", "https://example.org/story/page/2", false, true},
        {"https://example.org/story?page=2", "https://example.org/story?page=3", false, true},
        {"https://example.org/story?page=9", "https://example.org/story?page=10", false, true},
        {"https://example.org/story/2", "https://example.org/story/3", false, true},
        {"https://example.org/a.html?p=1", "https://example.org/a.html?p=2", false, true},
        {"https://example.org/gallery-1.html", "https://example.org/gallery-2.html", true, true},
        {"https://example.org/gallery.html", "https://example.org/gallery,seite-2.html", false, true},
        {"https://example.org/storm", "https://example.org/storm-2", false, false}, // another article of that name
        {"https://example.org/storm", "https://example.org/storm-2", true, true},
        {"https://example.org/story", "https://example.org/story?page=3", true, false},
        {"https://example.org/story", "https://example.org/story/comment-page-2", true, false},
        {"https://example.org/story?page=2", "https://example.org/story?page=1", true, false},
        {"https://example.org/news/101", "https://example.org/news/102", false, false},
        {"https://example.org/news/1001", "https://example.org/news/1002", false, false}, // numbers of articles
        {"https://example.org/2020/03/04/fire", "https://example.org/2020/03/05/flood", true, false},
        {"https://example.org/story", "https://example.org/story", true, false},
        {"https://example.org/story", "https://other.org/story?page=2", true, false},
        {"", "", true, false},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_row(sr_page_is_next(sr_str_c(rows[i].url), sr_str_c(rows[i].next), rows[i].told) == rows[i].is_next, rows[i].next);
}

static void test_page_days__forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        month_first;
        const char *day; // "" none
    } rows[] = {
        {"2020-03-04", false, "2020-03-04"},          {"4 March 2020", false, "2020-03-04"},
        {"March 4th, 2020", false, "2020-03-04"},     {"4. März 2020", false, "2020-03-04"},
        {"4 de marzo de 2020", false, "2020-03-04"},  {"1er mars 2020", false, "2020-03-01"},
        {"04.03.2020", true, "2020-03-04"},           {"3/4/2020", true, "2020-03-04"},
        {"3/4/2020", false, "2020-04-03"},            {"13/4/2020", true, "2020-04-13"},
        {"2020年3月4日", false, "2020-03-04"},        {"4 марта 2020", false, "2020-03-04"},
        {"20200304", false, "2020-03-04"},            {"2020. március 4.", false, "2020-03-04"},
        {"4-Mar-20", false, "2020-03-04"},            {"31 February 2020", false, ""},
        {"call 0800 123 456", false, ""},             {"12.03 2.4 5", false, ""},
        {"in 1066", false, ""},                       {"version 10.2.3", false, ""},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_page_day d = {.instant = {.day = SR_DAY_NONE}};
        char        day[SR_DAY_TEXT];
        bool        found = sr_page_day_find(sr_str_c(rows[i].text), 0, rows[i].month_first, &d);
        sr_day_format(found ? d.instant.day : SR_DAY_NONE, day);
        assert_row(strcmp(day, rows[i].day) == 0, rows[i].text);
    }
    sr_page_day d;
    assert_true(sr_page_day_find(SR_STR("on 4 March 2020 at 2:05 pm GMT"), 0, false, &d));
    assert_int_equal(14 * 3600 + 5 * 60, d.instant.second);
    assert_true(d.instant.has_offset);
}

static void test_page_charset__rows(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *type, *text, *charset;
    } rows[] = {
        {"<p>caf\xC3\xA9 one two", "", "café one two", "utf-8"},
        {"<meta charset=iso-8859-1><p>caf\xE9 \x93one\x94", "", "café “one”", "windows-1252"},
        {"<meta charset=iso-8859-1><p>caf\xC3\xA9 lies", "", "café lies", "utf-8"},
        {"<p>\xCF\xF0\xE8\xE2\xE5\xF2 all", "text/html; charset=windows-1251", "Привет all", "windows-1251"},
        {"\xEF\xBB\xBF<p>caf\xC3\xA9", "text/html; charset=windows-1251", "café", "utf-8"},
        {"<meta http-equiv=content-type content='text/html; charset=gb2312'><p>\xC4\xE3\xBA\xC3", "", "你好", "gb18030"},
        {"<p>a&#150;b &eacute;&nbsp;c e\xCC\x81", "", "a–b é c é", "utf-8"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_page p = read_bytes(sr_str_c(rows[i].bytes), rows[i].type);
        assert_str(p.text, rows[i].text);
        assert_string_equal(p.charset, rows[i].charset);
    }
    assert_null(sr_charset_name(SR_STR("nonsense")));
    assert_string_equal("windows-1252", sr_charset_name(SR_STR(" ISO_8859-1 ")));
}

static void test_page_broken__markup(void **state)
{
    (void)state;
    static const struct {
        const char *html, *text;
    } rows[] = {
        {"<p>one<p>two<br>three<br><br>four", "one\n\ntwo\nthree\n\nfour"},
        {"<p>one <b>two</i> three</p>", "one two three"},
        {"<p>a < b and c > d", "a < b and c > d"},
        {"<p>x<script>var s = '<p>no</p>';</script>y<!-- <p>no --><style>p{}</style>z", "xyz"},
        {"<p class=\"never closed>one<p>two", "one\n\ntwo"},
        {"<p hidden>no</p><p style='display: none'>no</p><p>yes", "yes"},
        {"<table><tr><td>a<td>b<tr><td>c</table>", "a\n\nb\n\nc"},
        {"<p>Werk\xC2\xADzeug\xE2\x80\x8B", "Werkzeug"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_str(read(rows[i].html).text, rows[i].text);
}

static void test_page_kind__rows(void **state)
{
    (void)state;
    assert_int_equal(SR_PAGE_NOT_ARTICLE, read("<h1>Before you continue</h1><p>We use cookies and data to deliver services.</p><button>Accept all</button>").kind);
    assert_int_equal(SR_PAGE_NOT_ARTICLE, read("<h1>Deal signed</h1><p>The two sides signed late on Friday.</p><div class=paywall><p>Subscribe to continue "
                                               "reading. Already a subscriber? Log in.</p></div>").kind);
    assert_int_equal(SR_PAGE_NOT_ARTICLE, read("<html><body></body></html>").kind);
    assert_int_equal(SR_PAGE_LIVE_BLOG, read("<script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Vote\"}</script>" P1 P2).kind);
    assert_int_equal(SR_PAGE_ARTICLE, read(whole_page).kind);
}

static void test_page_language__rows(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } rows[] = {
        {"The police said on Monday that two men were held after a fire which had burned for six hours.", "en"},
        {"THE POLICE SAID ON MONDAY THAT TWO MEN WERE HELD AFTER A FIRE WHICH HAD BURNED FOR SIX HOURS.", "en"},
        {"Die Polizei hat am Montag zwei Männer festgenommen, nachdem ein Feuer auf dem Markt ausgebrochen war.", "de"},
        {"La policía detuvo el lunes a dos hombres por el incendio que se produjo en el mercado de la ciudad.", "es"},
        {"Полиция задержала двух мужчин после пожара на рынке.", "ru"},
        {"Поліція затримала двох чоловіків після пожежі на ринку, її причини з'ясовують.", "uk"},
        {"اعتقلت الشرطة رجلين بعد حريق في السوق", "ar"},
        {"警方周一表示两名男子在市场火灾后被拘留", "zh"},
        {"", ""},
        {"12:30 4-4", ""},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++)
        assert_row(strcmp(sr_language_of(sr_str_c(rows[i].text)), rows[i].code) == 0, rows[i].text);
    assert_true(sr_language_is_english(SR_STR("en_US")));
    assert_false(sr_language_is_english(SR_STR("de-AT")));
    assert_str(sr_language_name(SR_STR("de-AT")), "German");
}

/* Pages made to take long: each must end within seconds and keep its last words. */
static void test_page_worst__time(void **state)
{
    (void)state;
    static const struct {
        const char *first, *piece;
        unsigned    times;
    } rows[] = {{"", "<div>", 400000}, {"", "<b><i>", 300000}, {"", "</p>", 500000}, {"", "<p a=1 ", 200000}, {"", "<a href=\"", 200000},
                {"", "<svg>", 300000}, {"", "<!--", 400000},  {"", "<table><tr><td>", 150000}, {"", "<p class=comment>x</p>", 100000}, {"", "&amp;&bogus;", 300000},
                {"<p class=author>", "by ", 1000000}};
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_buf bytes = SR_BUF_INIT;
        sr_buf_put(&bytes, sr_str_c(rows[i].first));
        for (unsigned k = 0; k < rows[i].times; k++)
            sr_buf_put(&bytes, sr_str_c(rows[i].piece));
        clock_t begin = clock();
        (void)read_bytes(sr_buf_view(&bytes), "");
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        assert_row(seconds < (getenv("SITREP_TEST_SLOWER") ? 60 : 10), rows[i].piece);
        sr_buf_free(&bytes);
    }
}

/* Out of memory of the caller's arena: the reader goes on with the next page. */
static jmp_buf out;
static void    leave(void *payload)
{
    (void)payload;
    longjmp(out, 1);
}

static void test_page_memory__every_allocation(void **state)
{
    (void)state;
    sr_page       page;
    sr_page_input in = {.bytes = sr_str_c(whole_page)};
    for (volatile uint64_t n = 1; n <= 8; n++) {
        sr_arena small;
        sr_arena_init(&small, 0, leave, NULL);
        small.fail_at = n;
        if (setjmp(out) == 0)
            assert_int_equal(SR_OK, sr_page_read(reader, &in, &small, &page));
        sr_arena_free(&small);
    }
    assert_str(read(whole_page).title, "Two held after market fire");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_article__whole),   cmocka_unit_test(test_page_dates__found_where),
        cmocka_unit_test(test_page_author__rows),     cmocka_unit_test(test_page_next__rows),      cmocka_unit_test(test_page_days__forms),
        cmocka_unit_test(test_page_charset__rows),    cmocka_unit_test(test_page_broken__markup),     cmocka_unit_test(test_page_kind__rows),
        cmocka_unit_test(test_page_language__rows),   cmocka_unit_test(test_page_worst__time),        cmocka_unit_test(test_page_memory__every_allocation),
        cmocka_unit_test(test_page_live__month_first),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
