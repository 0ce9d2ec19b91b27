/* Web archives: records of all kinds, HTTP bodies undone, damage passed over, worst cases bounded.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>
#include <zstd.h>

#include "ingest/warc.h"

typedef struct world {
    sr_buf file;
    size_t at;
} world;

static sr_status open_it(void *p, const char *path, int *handle, sr_error *err)
{
    (void)path, (void)err;
    *handle = 0;
    ((world *)p)->at = 0;
    return SR_OK;
}

static sr_status read_it(void *p, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    (void)handle, (void)err;
    world *w = p;
    *got = SR_MIN(SR_MIN(room, (size_t)777), w->file.len - w->at);
    if (*got)
        memcpy(out, w->file.ptr + w->at, *got);
    w->at += *got;
    return SR_OK;
}

static void close_it(void *p, int handle) { (void)p, (void)handle; }

/* What a file gives, as one line: "type uri status entity | !damage | …". */
static void assert_gives(world *w, const char *expected)
{
    sr_os os = {NULL, NULL, open_it, read_it, close_it, w};
    sr_warc *warc;
    sr_buf   out = SR_BUF_INIT;
    assert_int_equal(sr_warc_open(&warc, &os, "x", NULL), SR_OK);
    for (;;) {
        sr_warc_record  r;
        sr_http_message m;
        uint64_t        at;
        sr_warc_step    step = sr_warc_next(warc, &r);
        if (step == SR_WARC_END)
            break;
        if (step == SR_WARC_DAMAGE)
            sr_buf_printf(&out, "!%.*s|", SR_ARG(sr_warc_note(warc, &at)));
        else if (sr_warc_http(warc, &r, &m))
            sr_buf_printf(&out, "%.*s %.*s %d %.*s %.*s|", SR_ARG(r.type), SR_ARG(r.uri), m.status, SR_ARG(m.mime), SR_ARG(m.entity));
        else
            sr_buf_printf(&out, "%.*s %.*s %.*s|", SR_ARG(r.type), SR_ARG(r.uri), SR_ARG(r.block));
    }
    sr_warc_close(warc);
    if (!sr_str_eq(sr_buf_view(&out), sr_str_c(expected)))
        fail_msg("got      %.*s\nexpected %s", SR_ARG(sr_buf_view(&out)), expected);
    sr_buf_free(&out);
    sr_buf_free(&w->file);
    *w = (world){.file = SR_BUF_INIT};
}

static void put_record_of(sr_buf *to, const char *type, const char *uri, sr_str block, int lie)
{
    sr_buf_printf(to, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n", type, uri, (int)block.len + lie);
    sr_buf_put(to, block);
    sr_buf_put(to, SR_STR("\r\n\r\n"));
}

static void put_record(sr_buf *to, const char *type, const char *uri, const char *block)
{
    put_record_of(to, type, uri, sr_str_c(block), 0);
}

/* The bytes as one gzip member. */
static void put_gzip(sr_buf *to, sr_str bytes)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(sr_buf_reserve(to, bytes.len + 1000));
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    z.next_out = to->ptr + to->len;
    z.avail_out = (uInt)(bytes.len + 1000);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    to->len += z.total_out;
    (void)deflateEnd(&z);
}

static void put_packed(sr_buf *to, const char *uri)
{
    sr_buf record = SR_BUF_INIT;
    put_record(&record, "resource", uri, "text");
    put_gzip(to, sr_buf_view(&record));
    sr_buf_free(&record);
}

static void test_records(void **state)
{
    world w = {.file = SR_BUF_INIT};
    (void)state;
    put_record(&w.file, "warcinfo", "", "a: b\r\n");
    put_record(&w.file, "resource", "<http://a.example/x y>", "text");
    put_record(&w.file, "conversion", "urn:x", "");
    sr_buf_put(&w.file, SR_STR("WARC/0.18\nwarc-type:\n metadata\ncontent-length: 2\n\nok\n\n"));
    assert_gives(&w, "warcinfo  a: b\r\n|resource http://a.example/x y text|conversion urn:x | metadata  ok|");
    assert_gives(&w, "");
}

static void test_http(void **state)
{
    world  w = {.file = SR_BUF_INIT};
    sr_buf body = SR_BUF_INIT;
    (void)state;
    put_record(&w.file, "response", "u1", "HTTP/1.1 200 OK\r\nContent-Type: TEXT/Html; charset=x\r\n\r\nplain");
    put_record(&w.file, "response", "u2", "HTTP/1.0 404 No\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n");
    put_record(&w.file, "response", "u3", "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\nnot chunked");
    put_record(&w.file, "response", "u4", "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nff\r\nshort");
    put_record(&w.file, "response", "u5", "HTTP/1.1 200\r\nContent-Encoding: gzip\r\n\r\nnot packed");
    put_record(&w.file, "revisit", "u6", "HTTP/1.1 304 Not Modified\r\n\r\n");
    sr_buf_put(&body, SR_STR("HTTP/1.1 200 OK\r\nContent-Encoding: x-gzip\r\n\r\n"));
    put_gzip(&body, SR_STR("packed"));
    put_record_of(&w.file, "response", "u7", sr_buf_view(&body), 0);
    sr_buf_free(&body);
    assert_gives(&w, "response u1 200 text/html plain|response u2 404  abcde|response u3 200  not chunked|"
                     "response u4 200  abcshort|response u5 200  not packed|revisit u6 304  |response u7 200  packed|");
}

/* A response whose body is in a coding. */
static void put_coded(sr_buf *file, const char *uri, const char *coding, sr_str packed)
{
    sr_buf body = SR_BUF_INIT;
    sr_buf_printf(&body, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n", coding);
    sr_buf_put(&body, packed);
    put_record_of(file, "response", uri, sr_buf_view(&body), 0);
    sr_buf_free(&body);
}

static sr_str brotli(sr_str text, uint8_t *room, size_t size)
{
    assert_true(BrotliEncoderCompress(5, 18, BROTLI_MODE_TEXT, text.len, text.ptr, &size, room));
    return sr_str_from(room, size);
}

static void test_newer_codings(void **state)
{
    world   w = {.file = SR_BUF_INIT};
    uint8_t br[300], zs[300], both[400];
    sr_str  text = SR_STR("packed so that it is shorter, shorter, shorter, shorter, shorter than before");
    (void)state;
    sr_str in_br = brotli(text, br, sizeof br);
    sr_str in_zstd = sr_str_from(zs, ZSTD_compress(zs, sizeof zs, text.ptr, text.len, 3));
    sr_str in_both = sr_str_from(both, ZSTD_compress(both, sizeof both, in_br.ptr, in_br.len, 3));
    put_coded(&w.file, "u1", "br", in_br);
    put_coded(&w.file, "u2", "zstd", in_zstd);
    put_coded(&w.file, "u3", "br, zstd", in_both);
    put_coded(&w.file, "u4", "br", SR_STR("<html>not packed</html>"));
    put_coded(&w.file, "u5", "zstd", SR_STR("not packed"));
    put_coded(&w.file, "u6", "what", SR_STR("as it is"));
    put_coded(&w.file, "u7", "br", (sr_str){NULL, 0});
    assert_gives(&w, "response u1 200  packed so that it is shorter, shorter, shorter, shorter, shorter than before|"
                     "response u2 200  packed so that it is shorter, shorter, shorter, shorter, shorter than before|"
                     "response u3 200  packed so that it is shorter, shorter, shorter, shorter, shorter than before|"
                     "response u4 200  <html>not packed</html>|response u5 200  not packed|response u6 200  as it is|"
                     "response u7 200  |");
}

/* A few hundred bytes that unpack to 256 MB are cut, whatever the coding. */
static void test_coded_bombs(void **state)
{
    size_t   size = 256u << 20, room = 1u << 20;
    uint8_t *zeros = calloc(1, size), *packed = malloc(room);
    sr_os    os = {NULL, NULL, open_it, read_it, close_it, NULL};
    (void)state;
    for (int k = 0; k < 2; k++) {
        world           w = {.file = SR_BUF_INIT};
        sr_warc        *warc;
        sr_warc_record  record;
        sr_http_message m;
        sr_str s = k ? sr_str_from(packed, ZSTD_compress(packed, room, zeros, size, 1)) : brotli(sr_str_from(zeros, size), packed, room);
        put_coded(&w.file, "u", k ? "zstd" : "br", s);
        os.world = &w;
        assert_int_equal(SR_OK, sr_warc_open(&warc, &os, "x", NULL));
        assert_int_equal(SR_WARC_RECORD, sr_warc_next(warc, &record));
        assert_true(sr_warc_http(warc, &record, &m));
        assert_true(m.damaged && m.entity.len < 70u << 20);
        sr_warc_close(warc);
        sr_buf_free(&w.file);
    }
    free(zeros);
    free(packed);
}

static void test_damage(void **state)
{
    world w = {.file = SR_BUF_INIT};
    (void)state;
    put_record(&w.file, "resource", "one", "1");
    sr_buf_put(&w.file, SR_STR("garbage\r\n"));
    put_record(&w.file, "resource", "two", "2");
    put_record_of(&w.file, "resource", "lies", SR_STR("x"), 60);
    put_record(&w.file, "resource", "three", "3");
    sr_buf_put(&w.file, SR_STR("WARC/1.0\r\nWARC-Type: resource\r\n\r\n"));
    sr_buf_put(&w.file, SR_STR("WARC/1.0\r\nWARC-Type: cut off heWARC/1.0\r\nContent-Length: 1\r\n\r\n4\r\n\r\n"));
    put_record_of(&w.file, "resource", "too short", SR_STR("more than that"), -4);
    put_record_of(&w.file, "resource", "end", SR_STR("x"), 9);
    assert_gives(&w, "resource one 1|!9 bytes that are no record; skipped|resource two 2|!the record is shorter than it says; skipped|"
                     "resource three 3|!a record without a length; skipped|!a record's header is cut off by the next record; skipped|"
                     "  4|resource too short more than |!8 bytes that are no record; skipped|"
                     "!the file is cut off inside a record; the record was skipped|");
}

static void test_packed_damage(void **state)
{
    world w = {.file = SR_BUF_INIT};
    (void)state;
    put_packed(&w.file, "one");
    size_t second = w.file.len;
    put_packed(&w.file, "two");
    w.file.ptr[second + 30] ^= 0x55;
    put_packed(&w.file, "three");
    size_t fourth = w.file.len;
    put_packed(&w.file, "four");
    w.file.len = fourth + 25; // cut in its middle
    put_packed(&w.file, "five");
    sr_os os = {NULL, NULL, open_it, read_it, close_it, &w};
    sr_warc *warc;
    sr_warc_record r;
    size_t found = 0, damages = 0;
    static const char *const sound[] = {"one", "three", "five"};
    assert_int_equal(sr_warc_open(&warc, &os, "x", NULL), SR_OK);
    for (sr_warc_step step; (step = sr_warc_next(warc, &r)) != SR_WARC_END;) {
        damages += step == SR_WARC_DAMAGE;
        if (step == SR_WARC_RECORD && found < 3 && sr_str_eq(r.uri, sr_str_c(sound[found])))
            found++;
    }
    sr_warc_close(warc);
    sr_buf_free(&w.file);
    assert_int_equal(found, 3);
    assert_in_range(damages, 1, 4);
}

static void test_zstd(void **state)
{
    static const char dictionary[] = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/ Content-Length: text";
    world  w = {.file = SR_BUF_INIT};
    sr_buf record = SR_BUF_INIT;
    ZSTD_CCtx *packer = ZSTD_createCCtx();
    (void)state;
    sr_buf_put(&w.file, SR_STR("\x5D\x2A\x4D\x18"));
    uint32_t n = sizeof dictionary;
    for (int i = 0; i < 4; i++)
        sr_buf_byte(&w.file, (uint8_t)(n >> 8 * i));
    sr_buf_put(&w.file, sr_str_from(dictionary, sizeof dictionary));
    for (int i = 0; i < 2; i++) {
        sr_buf_clear(&record);
        put_record(&record, "resource", i ? "http://a.example/2" : "http://a.example/1", "text");
        assert_true(sr_buf_reserve(&w.file, 1000));
        size_t got = ZSTD_compress_usingDict(packer, w.file.ptr + w.file.len, 1000, record.ptr, record.len, dictionary,
                                             sizeof dictionary, 3);
        assert_false(ZSTD_isError(got));
        w.file.len += got;
    }
    (void)ZSTD_freeCCtx(packer);
    sr_buf_free(&record);
    assert_gives(&w, "resource http://a.example/1 text|resource http://a.example/2 text|");
}

static void test_worst_cases(void **state)
{
    static const char *const pieces[] = {"WARC/1.0\r\n", "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 999999\r\n\r\n", "\r\n", "x",
                                         "WARC/1.0\r\nContent-Length: 0\r\n\r\n", "\x1F\x8B\x08\0", "WARC/1.0\r\nContent-Length: \r\n\r\n",
                                         "WARC/1.0\r\nContent-Length: 99\r\n\r\n"};
    const char *slower = getenv("SITREP_TEST_SLOWER");
    double limit = 3.0 * (slower ? strtod(slower, NULL) : 1);
    (void)state;
    for (size_t i = 0; i < SR_COUNT(pieces); i++) {
        world w = {.file = SR_BUF_INIT};
        sr_os os = {NULL, NULL, open_it, read_it, close_it, &w};
        sr_warc *warc;
        sr_warc_record r;
        size_t n = i == 5 ? 4 : strlen(pieces[i]);
        while (w.file.len < (1u << 20))
            sr_buf_put(&w.file, sr_str_from(pieces[i], n));
        clock_t begun = clock();
        assert_int_equal(sr_warc_open(&warc, &os, "x", NULL), SR_OK);
        while (sr_warc_next(warc, &r) != SR_WARC_END)
            continue;
        sr_warc_close(warc);
        sr_buf_free(&w.file);
        assert_row((double)(clock() - begun) / CLOCKS_PER_SEC < limit, pieces[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),       cmocka_unit_test(test_http), cmocka_unit_test(test_newer_codings), cmocka_unit_test(test_coded_bombs), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_packed_damage), cmocka_unit_test(test_zstd), cmocka_unit_test(test_worst_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
