/* Whole runs in a small world of files in memory, whose calls can be made to fail.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "ingest/bytes.h"
#include "ingest/ingest.h"

/* ---------------------------------------------------------------- small world */

typedef struct file {
    const char *path;
    const char *bytes;
    size_t      len;
    sr_os_kind  kind;
} file;

#define FILE_OF(path, text) {path, text, sizeof(text) - 1, SR_OS_FILE}
#define FOLDER(path) {path, "", 0, SR_OS_FOLDER}

typedef struct world {
    const file *files;
    size_t      n;
    size_t      piece;   // bytes a read gives at most
    int         fail_at; // the n-th call fails; 0: none
    size_t      at;      // of the open file
    int         open;    // files open
} world;

static bool fails(world *w)
{
    return w->fail_at && --w->fail_at == 0;
}

static const file *find(const world *w, const char *path)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->files[i].path, path) == 0)
            return &w->files[i];
    return NULL;
}

static sr_status look(void *p, const char *path, sr_os_entry *entry, sr_error *err)
{
    const file *f = find(p, path);
    if (!f || fails(p))
        return sr_error_set(err, f ? SR_E_IO : SR_E_NOT_FOUND, path, 0, "cannot look at it: gone");
    *entry = (sr_os_entry){.kind = f->kind, .size = f->kind == SR_OS_FILE ? f->len : 0};
    return SR_OK;
}

static sr_status list(void *p, const char *path, sr_os_each *each, void *payload, sr_error *err)
{
    const world *w = p;
    size_t len = strlen(path);
    for (size_t i = 0; i < w->n; i++) {
        const file *f = &w->files[i];
        if (strncmp(f->path, path, len) != 0 || f->path[len] != '/' || strchr(f->path + len + 1, '/'))
            continue;
        sr_os_entry entry = {sr_str_c(f->path + len + 1), f->kind, f->len};
        if (!each(payload, &entry))
            break;
    }
    return fails(p) ? sr_error_set(err, SR_E_IO, path, 0, "cannot list it: broken") : SR_OK;
}

static sr_status open_file(void *p, const char *path, int *handle, sr_error *err)
{
    world *w = p;
    const file *f = find(w, path);
    if (!f || fails(w))
        return sr_error_set(err, SR_E_IO, path, 0, "cannot open it: broken");
    *handle = (int)(f - w->files);
    w->at = 0;
    w->open++;
    return SR_OK;
}

static sr_status read_file(void *p, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err)
{
    world *w = p;
    const file *f = &w->files[handle];
    *got = 0;
    if (fails(w))
        return sr_error_set(err, SR_E_IO, f->path, w->at, "cannot read on: broken");
    *got = SR_MIN(SR_MIN(room, w->piece ? w->piece : room), f->len - w->at);
    memcpy(out, f->bytes + w->at, *got);
    w->at += *got;
    return SR_OK;
}

static void close_file(void *p, int handle)
{
    (void)handle;
    ((world *)p)->open--;
}

static sr_arena arena;

/* Run over `paths` and tell what came: "id=text;" a report, "[file:offset note]" a note. */
static sr_str run(world *w, const char *const *paths, size_t n)
{
    sr_os os = {look, list, open_file, read_file, close_file, w};
    sr_ingest *ingest;
    sr_buf out = SR_BUF_INIT;
    sr_arena step;
    sr_arena_init(&step, 0, NULL, NULL);
    assert_int_equal(sr_ingest_open(&ingest, paths, n, &os, NULL), SR_OK);
    sr_ingest_step what;
    do {
        sr_report report;
        sr_ingest_notes notes;
        sr_arena_reset(&step);
        what = sr_ingest_next(ingest, &step, &report, &notes);
        for (size_t i = 0; i < notes.n; i++)
            sr_buf_printf(&out, "[%.*s:%llu %.*s]", SR_ARG(notes.at[i].file),
                          (unsigned long long)notes.at[i].offset, SR_ARG(notes.at[i].text));
        if (what == SR_INGEST_REPORT)
            sr_buf_printf(&out, "%.*s=%.*s;", SR_ARG(report.id), SR_ARG(report.text));
    } while (what != SR_INGEST_END);
    uint64_t total;
    uint64_t done = sr_ingest_bytes(ingest, &total);
    assert_true(total == 0 || w->fail_at || done <= total);
    sr_ingest_close(ingest);
    assert_int_equal(w->open, 0);
    sr_arena_free(&step);
    sr_str copy = sr_str_copy(&arena, sr_buf_view(&out));
    sr_buf_free(&out);
    return copy;
}

static int setup(void **state)
{
    (void)state;
    sr_arena_init(&arena, 0, NULL, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sr_arena_free(&arena);
    return 0;
}

/* ---------------------------------------------------------------------- tests */

/* One file each: name, bytes, what comes. */
static void test_ingest_forms__rows(void **state)
{
    (void)state;
    static const struct {
        file        in;
        const char *out;
    } rows[] = {
        {FILE_OF("d/a.txt", "Men left."), "a=Men left.;"},
        {FILE_OF("v1.2.txt", "Men left."), "v1.2=Men left.;"},
        {FILE_OF("notes", "Men left."), "notes=Men left.;"},
        {FILE_OF("a.txt", ""), "[a.txt:0 nothing in it; skipped]"},
        {FILE_OF("a.txt", " \n"), "[a.txt:0 nothing in it; skipped]"},
        {FILE_OF("a.txt", "\xEF\xBB\xBFMen"), "a=Men;"},
        {FILE_OF("a.txt", "M\xFF\xFEn"), "[a.txt:1 2 bytes that are not UTF-8; replaced by U+FFFD]a=M\xEF\xBF\xBD\xEF\xBF\xBDn;"},
        {FILE_OF("a.txt", "Men\0left"), "[a.txt:3 1 NUL byte; replaced by spaces]a=Men left;"},
        {FILE_OF("a.txt", "\xFF\xFEM\0e\0n\0\x3D\xD8\x00\xDE"), "[a.txt:0 UTF-16; converted to UTF-8]a=Men\xF0\x9F\x98\x80;"},
        {FILE_OF("a.txt", "\xFE\xFF\0M\0e\0n\xD8\x3D"), "[a.txt:0 UTF-16; converted to UTF-8]a=Men\xEF\xBF\xBD;"},
        {FILE_OF("a.txt", "M\0e\0n\0 \0l\0e\0f\0t\0 \0h\0e\0r\0e\0"), "[a.txt:0 UTF-16; converted to UTF-8]a=Men left here;"},
        {FILE_OF("a.txt", "\x89PNG\r\n\x1A\n\0\0"), "[a.txt:0 does not look like text; skipped]"},
        {FILE_OF("a", "\1\2\3\4\5\6\7\10abc"), "[a:0 does not look like text; skipped]"},
        {FILE_OF("a", "<rss><channel></channel></rss>"), "[a:0 the feed has no entries]"},
        {FILE_OF("a", "<!DOCTYPE html><p>Ten armed men have left the old town by car at noon.</p>"),
         "a=Ten armed men have left the old town by car at noon.;"},
        {FILE_OF("a.txt", "{\"text\":1}"), "a={\"text\":1};"},
        {FILE_OF("a", "{\"text\":\"x\"}\n"), "a=x;"},
        {FILE_OF("a.jsonl", "\n{\"text\":\"x\"}\r\n\n{\"text\":\"y\",\"id\":\"q\"}"), "a#1=x;q=y;"},
        {FILE_OF("a.jsonl", "{\"doc\":\"d\",\"text\":\"x\"}\n{\"text\":\"y\"}\n{\"id\":7,\"text\":\"z\"}"), "d=x;a#2=y;7=z;"},
        {FILE_OF("a.jsonl", "{\"id\":\"1\",\"text\":\"x\"\n{\"id\":\"2\",\"text\":\"y\"}"),
         "[a.jsonl:20 not JSON: the object is not closed in its line; the line was skipped]2=y;"},
        {FILE_OF("a.jsonl", "[1]\n{\"id\":\"2\"}\n{\"text\":\"y\"}x"),
         "[a.jsonl:0 not a JSON object; the line was skipped]"
         "[a.jsonl:4 no member \"text\" with a string; the line was skipped]"
         "[a.jsonl:27 not JSON: something follows the object; the line was skipped]"},
        {FILE_OF("a.jsonl", "{\"id\":\"1\",\"text\":\"x\\u0000y\\ud800\"}"),
         "[a.jsonl:0 1 NUL byte; replaced by spaces]1=x y\xEF\xBF\xBD;"},
        {FILE_OF("a.jsonl", "{\"id\":\"1\",\"text\":\"x\xFF\"}"),
         "[a.jsonl:19 1 byte that is not UTF-8; replaced by U+FFFD]1=x\xEF\xBF\xBD;"},
        {FILE_OF("a.jsonl", ""), "[a.jsonl:0 no reports in it; skipped]"},
        {FILE_OF("a.jsonl", "{\"id\":\"1\",\"text\":\"\"}"), "1=;"},
        {FILE_OF("a.jsonl", "{\"id\":\"1\",\"text\":\"x\",\"published\":\"soon\"}"),
         "[a.jsonl:0 \"published\" is no ISO 8601 date; left unknown]1=x;"},
        {FILE_OF("a.txt", "date 2024-02-30 Men"),
         "[a.txt:0 the date of the report is no day of the calendar; left unknown]a=date 2024-02-30 Men;"},
    };
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        for (size_t piece = 0; piece < 4; piece++) { // 0: all at once
            world w = {.files = &rows[i].in, .n = 1, .piece = piece};
            sr_str got = run(&w, &rows[i].in.path, 1);
            if (!sr_str_eq(got, sr_str_c(rows[i].out)))
                fail_msg("%s: got %.*s, expected %s", rows[i].in.path, SR_ARG(got), rows[i].out);
        }
    }
}

static const file tree[] = {
    FOLDER("t"), FILE_OF("t/b.txt", "B"), FOLDER("t/a"), FILE_OF("t/a/x.jsonl", "{\"text\":\"X\"}\n{\"text\":\"Y\"}\n"),
    FILE_OF("t/.hidden", "no"), FILE_OF("t/B.txt", "C"), {"t/fifo", "", 0, SR_OS_PIPE}, FILE_OF("-", "stdin text"),
    FOLDER("empty"),
};

static void test_ingest_walk__order(void **state)
{
    (void)state;
    world w = {.files = tree, .n = SR_COUNT(tree)};
    const char *paths[] = {"t", "-", "gone", "t/b.txt", "empty"};
    assert_str(run(&w, paths, SR_COUNT(paths)),
               "B=C;x#1=X;x#2=Y;b=B;[t/fifo:0 not a file; skipped]stdin=stdin text;"
               "[gone:0 cannot look at it: gone; skipped]b=B;"
                              "[summary:0 read: texts 4, JSON lines 2; passed over: files that could not be read 2]");
    assert_str(run(&w, NULL, 0), "stdin=stdin text;");
}

/* Each call fails once: nothing is leaked, nothing crashes, and reports that come are whole. */
static void test_ingest_faults__every_call(void **state)
{
    (void)state;
    const char *paths[] = {"t", "t/a/x.jsonl"};
    for (int n = 1; n < 40; n++) {
        world w = {.files = tree, .n = SR_COUNT(tree), .piece = 9, .fail_at = n};
        sr_str got = run(&w, paths, 2);
        assert_true(got.len > 0);
        if (w.fail_at == 0) // it did fail: somebody says so
            assert_true(sr_str_search(got, SR_STR("; "), 0) < got.len);
    }
}

static void test_ingest_members__all(void **state)
{
    (void)state;
    static const file in = FILE_OF("a.jsonl",
        "{\"id\":\"r1\",\"doc\":\"d1\",\"url\":\"http://x.org/1\",\"publisher\":\"X\",\"title\":\"T\",\"language\":\"en\","
        "\"published\":\"2024-03-24T10:00:00+02:00\",\"date_iso\":\"2001-01-01\",\"n\":1.50,\"deep\":{\"a\":[null]},"
        "\"text\":\"PUERTO AZUL, Chile (Jan. 3, 2010) -- A man left.\"}");
    world w = {.files = &in, .n = 1};
    sr_os os = {look, list, open_file, read_file, close_file, &w};
    sr_ingest *ingest;
    sr_report r;
    sr_ingest_notes notes;
    assert_int_equal(sr_ingest_open(&ingest, &in.path, 1, &os, NULL), SR_OK);
    assert_int_equal(sr_ingest_next(ingest, &arena, &r, &notes), SR_INGEST_REPORT);
    assert_int_equal(notes.n, 0);
    assert_str(r.id, "r1");
    assert_str(r.url, "http://x.org/1");
    assert_str(r.publisher, "X");
    assert_str(r.title, "T");
    assert_str(r.language, "en");
    assert_str(r.members, "{\"doc\":\"d1\",\"date_iso\":\"2001-01-01\",\"n\":1.50,\"deep\":{\"a\":[null]}}");
    assert_int_equal(r.published.day, sr_day_from(2024, 3, 24));
    assert_int_equal(r.published.second, 36000);
    assert_int_equal(r.published.offset_minutes, 120);
    assert_str(r.dateline_place, "PUERTO AZUL");
    assert_str(r.dateline_region, "Chile");
    assert_true(r.dateline_place.ptr == r.text.ptr);
    assert_str(sr_str_slice(r.text, r.body_begin, r.text.len), "A man left.");
    assert_int_equal(sr_ingest_next(ingest, &arena, &r, &notes), SR_INGEST_SKIPPED);
    assert_int_equal(sr_ingest_next(ingest, &arena, &r, &notes), SR_INGEST_END);
    sr_ingest_close(ingest);
}

/* ----------------------------------------------------------------- packed files */

typedef size_t pack(sr_str in, uint8_t *out, size_t room);

static size_t pack_gzip(sr_str in, uint8_t *out, size_t room)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.ptr, .avail_in = (uInt)in.len, .next_out = out,
                  .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = z.total_out;
    (void)deflateEnd(&z);
    return n;
}

static size_t pack_xz(sr_str in, uint8_t *out, size_t room)
{
    size_t n = 0;
    assert_int_equal(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, NULL, in.ptr, in.len, out, &n, room), LZMA_OK);
    return n;
}

static size_t pack_zstd(sr_str in, uint8_t *out, size_t room)
{
    size_t n = ZSTD_compress(out, room, in.ptr, in.len, 1);
    assert_false(ZSTD_isError(n));
    return n;
}

static void test_ingest_packed__whole_twice_and_cut(void **state)
{
    (void)state;
    static pack *const packs[] = {pack_gzip, pack_xz, pack_zstd};
    sr_str text = SR_STR("{\"id\":\"1\",\"text\":\"x\"}\n");
    for (size_t i = 0; i < SR_COUNT(packs); i++) {
        uint8_t bytes[1024];
        size_t n = packs[i](text, bytes, 512);
        memcpy(bytes + n, bytes, n);
        file in = {"a.jsonl.gz", (char *)bytes, n, SR_OS_FILE};
        for (size_t piece = 0; piece < 3; piece++) {
            world w = {.files = &in, .n = 1, .piece = piece};
            in.len = n;
            assert_str(run(&w, &in.path, 1), "1=x;");
            in.len = 2 * n; // two streams one after the other
            assert_str(run(&w, &in.path, 1), "1=x;1=x;");
        }
        for (in.len = 8; in.len < n; in.len++) {
            world w = {.files = &in, .n = 1};
            sr_str got = run(&w, &in.path, 1);
            assert_true(sr_str_search(got, SR_STR("packed data is cut off; "), 0) < got.len);
        }
        for (size_t at = 8; at < n; at++) { // no flipped byte does harm
            world w = {.files = &in, .n = 1};
            in.len = n;
            bytes[at] ^= 0x5A;
            (void)run(&w, &in.path, 1);
            bytes[at] ^= 0x5A;
        }
    }
}

static void test_ingest_packed__bomb(void **state)
{
    (void)state;
    size_t n = (size_t)100 << 20;
    char *lines = malloc(n);
    uint8_t *bytes = malloc(1 << 20);
    memset(lines, '\n', n);
    memcpy(lines, "{\"text\":\"x\"}", 12);
    file in = {"a.jsonl.zst", (char *)bytes, pack_zstd(sr_str_from(lines, n), bytes, 1 << 20), SR_OS_FILE};
    world w = {.files = &in, .n = 1};
    sr_str got = run(&w, &in.path, 1);
    assert_true(sr_str_search(got, SR_STR("unpacks to more than 250 times its size; the rest was not read"), 0) < got.len);
    free(lines);
    free(bytes);
}

/* ----------------------------------------------------------------------- limits */

static void test_ingest_limits__long_line(void **state)
{
    (void)state;
    size_t n = SR_LIMIT_LINE_BYTES + 100;
    char *bytes = malloc(n + 32);
    memset(bytes, 'x', n);
    memcpy(bytes, "{\"text\":\"", 9);
    memcpy(bytes + n, "\n{\"id\":\"2\",\"text\":\"y\"}\n", 23);
    file in = {"a.jsonl", bytes, n + 23, SR_OS_FILE};
    world w = {.files = &in, .n = 1};
    assert_str(run(&w, &in.path, 1), "[a.jsonl:0 a line longer than 64 MB; skipped]2=y;");
    free(bytes);
}

static void test_ingest_limits__long_report(void **state)
{
    (void)state;
    size_t n = SR_LIMIT_REPORT_BYTES + 2;
    char *bytes = malloc(n);
    memset(bytes, 'x', n);
    memcpy(bytes + SR_LIMIT_REPORT_BYTES - 1, "\xC3\xA9", 2); // the cut falls into a letter
    file in = {"a.txt", bytes, n, SR_OS_FILE};
    world w = {.files = &in, .n = 1};
    sr_str got = run(&w, &in.path, 1);
    sr_str said = SR_STR("[a.txt:8388607 the report is longer than 8 MB; the rest was not read]a=");
    assert_true(sr_str_starts(got, said));
    assert_int_equal(got.len, said.len + SR_MIN(SR_LIMIT_REPORT_BYTES - 1u, 1u << 20) + 1); // SR_ARG cuts
    free(bytes);
}

static void test_ingest_limits__deep_json(void **state)
{
    (void)state;
    char bytes[400];
    memset(bytes, '[', sizeof bytes);
    memcpy(bytes, "{\"a\":", 5);
    bytes[sizeof bytes - 1] = '\n';
    file in = {"a.jsonl", bytes, sizeof bytes, SR_OS_FILE};
    world w = {.files = &in, .n = 1};
    sr_str got = run(&w, &in.path, 1);
    assert_true(sr_str_search(got, SR_STR("nesting too deep; the line was skipped"), 0) < got.len);
}

/* -------------------------------------------------------------- out of memory */

static jmp_buf out_of_memory;

static void leave(void *payload)
{
    (void)payload;
    longjmp(out_of_memory, 1);
}

/* The n-th allocation of a run fails: the run goes on behind the report and ends. */
static void test_ingest_faults__every_allocation(void **state)
{
    (void)state;
    const char *paths[] = {"t"};
    for (unsigned n = 1; n < 60; n++) {
        world w = {.files = tree, .n = SR_COUNT(tree)};
        sr_os os = {look, list, open_file, read_file, close_file, &w};
        static sr_ingest *ingest;
        static unsigned reports, failures;
        static sr_arena step;
        sr_arena_init(&step, 0, leave, NULL);
        step.fail_at = n;
        reports = failures = 0;
        assert_int_equal(sr_ingest_open(&ingest, paths, 1, &os, NULL), SR_OK);
        for (;;) {
            if (setjmp(out_of_memory)) {
                failures++;
                continue;
            }
            sr_report report;
            sr_ingest_notes notes;
            sr_arena_reset(&step);
            sr_ingest_step what = sr_ingest_next(ingest, &step, &report, &notes);
            if (what == SR_INGEST_END)
                break;
            reports += what == SR_INGEST_REPORT;
        }
        assert_true(reports >= 3 && reports + failures >= 4);
        sr_ingest_close(ingest);
        assert_int_equal(w.open, 0);
        sr_arena_free(&step);
    }
}

static void test_ingest_bytes__look(void **state)
{
    (void)state;
    assert_int_equal(sr_bytes_look(SR_STR("caf\xE9 au lait, d\xE9j\xE0 vu, na\xEFve")), SR_BYTES_TEXT); // Latin-1
    assert_int_equal(sr_bytes_look(SR_STR("  \n{")), SR_BYTES_JSON);
    assert_int_equal(sr_bytes_look(SR_STR("WARC/1.0\r\n")), SR_BYTES_MARKUP);
    assert_int_equal(sr_bytes_look(SR_STR("%PDF-1.7\n")), SR_BYTES_BINARY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ingest_forms__rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_walk__order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_faults__every_call, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_faults__every_allocation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_members__all, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_packed__whole_twice_and_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_packed__bomb, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_limits__long_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_limits__long_report, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_limits__deep_json, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ingest_bytes__look, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
