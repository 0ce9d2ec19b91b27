/* Standard output, and text on a terminal; see cli.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <errno.h>
#include <string.h>

static int failure; // errno of the first write that failed

bool cli_write(const char *bytes, size_t len)
{
    if (!failure && len && fwrite(bytes, 1, len, stdout) != len)
        failure = errno ? errno : EIO;
    return !failure;
}

int cli_finish(int code)
{
    if (!failure && fflush(stdout) != 0)
        failure = errno ? errno : EIO;
    if (!failure || failure == EPIPE)
        return code;
    fprintf(stderr, "sitrep: standard output: %s; the output is not complete\n",
            strerror(failure));
    return EXIT_FAILED;
}

void cli_put_plain(const char *text, FILE *to)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        fputc(c < 0x20 || c == 0x7F ? '?' : c, to);
    }
}
