/* Runs a harness over its corpus with any compiler, as an ordinary test.
 *
 *   replay FOLDER|FILE…
 *
 * Each file is fed as it is, cut short at up to 200 places, and with bytes changed in 200 ways
 * that are the same on every run.  The bytes end at a page that must not be read, so that reading
 * too far ends the test even without a sanitizer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { INPUT_BYTES = 1 << 20, VARIANTS = 200 };

static uint8_t *arena_end; // first byte of the page that must not be read

static int make_arena(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *p = mmap(NULL, INPUT_BYTES + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED || mprotect(p + INPUT_BYTES, page, PROT_NONE) != 0)
        return -1;
    arena_end = p + INPUT_BYTES;
    return 0;
}

static void feed(const uint8_t *bytes, size_t n)
{
    if (n)
        memcpy(arena_end - n, bytes, n);
    (void)LLVMFuzzerTestOneInput(arena_end - n, n);
}

static void feed_variants(uint8_t *bytes, size_t n)
{
    uint64_t seed = n + 1;
    feed(bytes, n);
    for (size_t i = 0; i < VARIANTS && i < n; i++)
        feed(bytes, n <= VARIANTS ? i : n / VARIANTS * i);
    for (size_t i = 0; i < VARIANTS && n; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t  at = (size_t)(seed >> 33) % n;
        uint8_t was = bytes[at];
        bytes[at] = i % 2 ? (uint8_t)(was ^ 1u << (seed >> 29 & 7)) : (uint8_t)(seed >> 24);
        feed(bytes, n);
        if (i % 3) // every third change stays, so that they add up
            bytes[at] = was;
    }
}

static int replay_file(const char *path)
{
    static uint8_t bytes[INPUT_BYTES];
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return -1;
    }
    size_t n = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    feed_variants(bytes, n);
    return 1;
}

/* Number of files replayed, or -1. */
static int replay(const char *path)
{
    DIR *dir = opendir(path);
    int  total = 0;
    if (!dir)
        return replay_file(path);
    for (struct dirent *entry; total >= 0 && (entry = readdir(dir));) {
        char file[4096];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        int n = replay_file(file);
        total = n < 0 ? n : total + n;
    }
    (void)closedir(dir);
    return total;
}

int main(int argc, char **argv)
{
    int total = make_arena();
    for (int i = 1; i < argc && total >= 0; i++) {
        int n = replay(argv[i]);
        total = n < 0 ? n : total + n;
    }
    (void)printf("%d files\n", total);
    return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
