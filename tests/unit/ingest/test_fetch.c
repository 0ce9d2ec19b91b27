/* Fetching: addresses of the own network are refused wherever they come from, behind names and behind
 * every redirect; robots.txt as RFC 9309 has it.  The server is on loopback, so here 127.0.0.1
 * stands for the internet and 127.0.0.2 for an address inside.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ingest/fetch.h"

typedef struct server {
    int        fd;
    unsigned   port;
    pthread_t  thread;
    atomic_int hits;
    unsigned   inside; // port of the server inside
    int        robots; // status of its robots.txt; 0: 200
} server;

static void answer(server *s, int fd)
{
    char    request[2000], out[600];
    ssize_t n = read(fd, request, sizeof request - 1);
    request[n > 0 ? n : 0] = 0;
    s->hits++;
    struct {
        const char *path;
        char        to[80];
    } rows[] = {{"GET /hop ", "/inside"}, {"GET /inside ", ""}, {"GET /name ", ""}, {"GET /six ", ""}, {"GET /mapped ", ""}};
    (void)snprintf(rows[1].to, sizeof rows[1].to, "http://127.0.0.2:%u/ok", s->inside);
    (void)snprintf(rows[2].to, sizeof rows[2].to, "http://localhost:%u/ok", s->port);
    (void)snprintf(rows[3].to, sizeof rows[3].to, "http://[::1]:%u/ok", s->inside);
    (void)snprintf(rows[4].to, sizeof rows[4].to, "http://[::ffff:127.0.0.2]:%u/ok", s->inside);
    int len = snprintf(out, sizeof out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(request, rows[i].path, strlen(rows[i].path)) == 0)
            len = snprintf(out, sizeof out, "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", rows[i].to);
    if (s->robots && strncmp(request, "GET /robots.txt ", 16) == 0)
        len = snprintf(out, sizeof out, "HTTP/1.1 %d No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", s->robots);
    assert_int_equal(len, write(fd, out, (size_t)len));
}

static void *serve(void *payload)
{
    server *s = payload;
    for (int fd; (fd = accept(s->fd, NULL, NULL)) >= 0; close(fd))
        answer(s, fd);
    return NULL;
}

static void start(server *s, const char *address)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t          size = sizeof at;
    assert_int_equal(1, inet_pton(AF_INET, address, &at.sin_addr));
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(0, bind(s->fd, (struct sockaddr *)(void *)&at, sizeof at));
    assert_int_equal(0, listen(s->fd, 8));
    assert_int_equal(0, getsockname(s->fd, (struct sockaddr *)(void *)&at, &size));
    s->port = ntohs(at.sin_port);
    assert_int_equal(0, pthread_create(&s->thread, NULL, serve, s));
}

static void stop(server *s)
{
    (void)shutdown(s->fd, SHUT_RDWR);
    (void)pthread_join(s->thread, NULL);
    (void)close(s->fd);
}

static bool is_outside(const uint8_t *bytes, size_t n)
{
    static const uint8_t one[4] = {127, 0, 0, 1};
    return n == 4 && memcmp(bytes, one, 4) == 0;
}

static bool nowhere(const uint8_t *bytes, size_t n)
{
    (void)bytes, (void)n;
    return false;
}

static sr_fetch_outcome fetch_as(bool ignore_robots, const char *host, unsigned port, const char *path,
                                 bool (*is_public)(const uint8_t *, size_t), char why[160])
{
    char             url[200];
    sr_fetch         f = {.url = url};
    sr_fetch_options o = SR_FETCH_OPTIONS_INIT;
    o.ignore_robots = ignore_robots;
    o.retries = 0;
    o.pause_ms = 1;
    o.is_public = is_public;
    (void)snprintf(url, sizeof url, "http://%s:%u%s", host, port, path);
    assert_int_equal(SR_OK, sr_fetch_all(&f, 1, &o, NULL, NULL, NULL));
    sr_fetch_outcome outcome = f.outcome;
    memcpy(why, f.why, sizeof f.why);
    sr_fetch_free(&f);
    return outcome;
}

static sr_fetch_outcome fetch(const char *host, unsigned port, const char *path, bool (*is_public)(const uint8_t *, size_t), char why[160])
{
    return fetch_as(true, host, port, path, is_public, why);
}

static void without_proxies(void)
{
    for (const char *const *name = (const char *const[]){"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", NULL}; *name; name++)
        (void)unsetenv(*name);
}

/* RFC 9309, 2.3.1.3 and 2.3.1.4: without such a file everything is allowed; where it cannot be had, nothing. */
static void test_no_robots(void **state)
{
    static const struct {
        int              robots, hits;
        sr_fetch_outcome outcome;
        const char      *why;
    } rows[] = {{0, 2, SR_FETCH_OK, ""},
                {404, 2, SR_FETCH_OK, ""},
                {503, 1, SR_FETCH_FAILED, "robots.txt cannot be had: HTTP status 503"},
                {500, 1, SR_FETCH_FAILED, "robots.txt cannot be had: HTTP status 500"}};
    server out = {.fd = -1};
    char   why[160];
    (void)state;
    without_proxies();
    start(&out, "127.0.0.1");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        out.robots = rows[i].robots;
        out.hits = 0;
        assert_row(fetch_as(false, "127.0.0.1", out.port, "/ok", is_outside, why) == rows[i].outcome, rows[i].why);
        assert_string_equal(rows[i].why, why);
        assert_int_equal(rows[i].hits, out.hits); // where it is forbidden the page was not asked for
    }
    assert_int_equal(SR_FETCH_OK, fetch_as(true, "127.0.0.1", out.port, "/ok", is_outside, why)); // not asked for
    assert_int_equal(SR_FETCH_REFUSED, fetch_as(false, "127.0.0.1", out.port, "/ok", nowhere, why)); // it is inside itself
    assert_non_null(strstr(why, "an address of this machine or network"));
    stop(&out);
    assert_int_equal(SR_FETCH_FAILED, fetch_as(false, "127.0.0.1", out.port, "/ok", is_outside, why)); // nobody there
    assert_non_null(strstr(why, "robots.txt cannot be had: "));
}

static void test_redirects_inside(void **state)
{
    server      out = {.fd = -1}, in = {.fd = -1};
    char        why[160];
    (void)state;
    without_proxies();
    start(&in, "127.0.0.2");
    out.inside = in.port;
    start(&out, "127.0.0.1");
    assert_int_equal(SR_FETCH_OK, fetch("127.0.0.1", out.port, "/ok", is_outside, why));
    assert_int_equal(SR_FETCH_OK, fetch("127.0.0.1", out.port, "/name", is_outside, why)); // a redirect to what is outside is followed
    static const char *const paths[] = {"/inside", "/hop", "/six", "/mapped"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int before = out.hits;
        assert_row(fetch("127.0.0.1", out.port, paths[i], is_outside, why) == SR_FETCH_REFUSED, paths[i]);
        assert_row(strstr(why, "refused"), paths[i]);
        assert_row(out.hits > before, paths[i]); // the first step was taken
    }
    assert_int_equal(SR_FETCH_REFUSED, fetch("localhost", out.port, "/ok", nowhere, why)); // behind DNS
    assert_int_equal(SR_FETCH_REFUSED, fetch("127.0.0.1", out.port, "/ok", NULL, why));    // the real rule
    assert_int_equal(0, in.hits); // nobody ever came
    stop(&out);
    stop(&in);
}

static void test_addresses(void **state)
{
    static const struct {
        const char *text;
        bool        is_public;
    } rows[] = {{"8.8.8.8", true}, {"10.1.2.3", false}, {"172.16.0.1", false}, {"172.32.0.1", true}, {"192.168.1.1", false},
                {"127.0.0.1", false}, {"169.254.169.254", false}, {"0.0.0.0", false}, {"100.64.0.1", false}, {"224.0.0.1", false},
                {"255.255.255.255", false}, {"2001:4860:4860::8888", true}, {"::1", false}, {"::", false}, {"fe80::1", false},
                {"fc00::1", false}, {"::ffff:10.0.0.1", false}, {"64:ff9b::7f00:1", false}, {"2002:7f00:1::", false}, {"ff02::1", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t bytes[16];
        bool    six = strchr(rows[i].text, ':') != NULL;
        assert_int_equal(1, inet_pton(six ? AF_INET6 : AF_INET, rows[i].text, bytes));
        assert_row(sr_address_is_public(bytes, six ? 16 : 4) == rows[i].is_public, rows[i].text);
    }
}

static void test_robots(void **state)
{
    static const struct {
        const char *robots, *path;
        bool        allowed;
    } rows[] = {{"", "/a", true},
                {"User-agent: *\nDisallow: /\n", "/a", false},
                {"User-agent: *\nDisallow:\n", "/a", true},
                {"User-agent: *\nDisallow: /\nAllow: /news/\n", "/news/1", true}, // the longest rule
                {"User-agent: *\nDisallow: /news\nAllow: /news\n", "/news", true}, // of two as long the kinder
                {"User-agent: sitrep\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n", "/a", true}, // its own group
                {"User-agent: Sitrep\nUser-agent: b\nDisallow: /x\n", "/x/1", false},
                {"User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf", false},
                {"User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?c", true},
                {"\xEF\xBB\xBFUser-agent: *\r\nDisallow: /a # why\r\n", "/a", false},
                {"User-agent: other\nDisallow: /\n", "/a", true},
                {"Disallow: /\n", "/a", true}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned delay;
        assert_row(sr_robots_allow(sr_str_c(rows[i].robots), SR_STR("sitrep"), sr_str_c(rows[i].path), &delay) == rows[i].allowed,
                   rows[i].robots);
    }
}

/* A rule of nothing but stars against a long path. */
static void test_robots_worst(void **state)
{
    sr_buf rules = SR_BUF_INIT, path = SR_BUF_INIT;
    (void)state;
    sr_buf_put(&rules, SR_STR("User-agent: *\n"));
    for (int k = 0; k < 490; k++) { // what of a robots.txt is read
        sr_buf_put(&rules, SR_STR("Disallow: /"));
        for (int i = 0; i < 500; i++)
            sr_buf_put(&rules, SR_STR("*a"));
        sr_buf_put(&rules, SR_STR("b$\n"));
    }
    sr_buf_byte(&path, '/');
    for (int i = 0; i < 8000; i++)
        sr_buf_byte(&path, 'a');
    unsigned delay;
    clock_t  begun = clock();
    assert_true(sr_robots_allow(sr_buf_view(&rules), SR_STR("sitrep"), sr_buf_view(&path), &delay));
    assert_true((double)(clock() - begun) / CLOCKS_PER_SEC < 20);
    sr_buf_free(&rules);
    sr_buf_free(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_redirects_inside), cmocka_unit_test(test_no_robots), cmocka_unit_test(test_addresses),
                                       cmocka_unit_test(test_robots), cmocka_unit_test(test_robots_worst)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
