/* The lexicon compiler: all tables of a folder into one block.
 *
 *   compile_tables OUT.bin OUT.d FOLDER
 *
 * Run by the build (src/know/embedded); the block goes into the program.  A line that is not as it
 * should be stops the build.  OUT.d lists the files read, and the folder itself, so that a new
 * table is noticed.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "know/lexicon_build.h"
#include "text/text.h"

static void complain(void *payload, const char *where, uint32_t line, const char *text)
{
    *(int *)payload += 1;
    (void)fprintf(stderr, "%s:%u: %s\n", where, line, text);
}

static int fail(const sr_error *err)
{
    (void)fprintf(stderr, "%s: %s\n", err->where, err->text);
    return EXIT_FAILURE;
}

static int write_file(const char *path, sr_str bytes)
{
    FILE *f = fopen(path, "wb");
    bool  ok = f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
    ok = f && fclose(f) == 0 && ok;
    if (!ok)
        (void)fprintf(stderr, "%s: cannot be written\n", path);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "usage: compile_tables OUT.bin OUT.d FOLDER\n");
        return 2;
    }
    const char *folder = argv[3];
    sr_error    err = {0};
    sr_arena    arena;
    sr_buf      out = SR_BUF_INIT, deps = SR_BUF_INIT;
    int         faults = 0;
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_lexicon_builder *builder = sr_lexicon_build_start(&arena, sr_text_phrase, complain, &faults);
    const char *const  *names;
    size_t              n;
    if (sr_file_list(folder, ".tsv", &arena, &names, &n, &err) != SR_OK)
        return fail(&err);
    sr_buf_printf(&deps, "%s: %s", argv[1], folder);
    for (size_t i = 0; i < n; i++) {
        const char *path = (const char *)sr_str_format(&arena, "%s/%s", folder, names[i]).ptr;
        sr_str      bytes, name = sr_str_from(names[i], strlen(names[i]) - strlen(".tsv"));
        if (sr_file_map(path, &bytes, &err) != SR_OK)
            return fail(&err);
        (void)sr_lexicon_build_tsv(builder, name, bytes, path);
        sr_buf_printf(&deps, " %s", path);
    }
    sr_buf_byte(&deps, '\n');
    if (faults)
        return EXIT_FAILURE;
    if (sr_lexicon_build_finish(builder, &out, &err) != SR_OK)
        return fail(&err);
    int bad = write_file(argv[1], sr_buf_view(&out)) | write_file(argv[2], sr_buf_view(&deps));
    sr_arena_free(&arena);
    sr_buf_free(&out);
    sr_buf_free(&deps);
    return bad;
}
