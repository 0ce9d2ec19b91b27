/* Prints the literal reading of sample.h, for the test that holds schemas against it.
 *
 *   print_sample FORMAT      json or claims
 * SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

int main(int argc, char **argv)
{
    sample s;
    bool   claims = argc > 1 && strcmp(argv[1], "claims") == 0;
    sample_make(&s);
    sr_buf out = sample_write(&s, claims ? SR_PUBLISH_CLAIMS : SR_PUBLISH_JSON, false);
    bool written = fwrite(out.ptr, 1, out.len, stdout) == out.len;
    sr_buf_free(&out);
    return written ? 0 : 1;
}
