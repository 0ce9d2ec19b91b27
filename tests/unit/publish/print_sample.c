/* Prints the literal reading of sample.h, for the tests that hold schemas against it.
 *
 *   print_sample FORMAT [hostile]      json, claims or an export; hostile: text that wants to do harm
 * SPDX-License-Identifier: Apache-2.0 */
#include "export_sample.h"

static sr_buf print_export(sample *s, int kind)
{
    sr_know *know;
    sr_error err = {0};
    sr_buf   none = SR_BUF_INIT;
    if (sr_know_open(&know, NULL, &err) != SR_OK)
        return none;
    sr_buf out = sample_export(s, (sr_export_kind)kind, sr_know_lexicon(know));
    sr_know_close(know);
    return out;
}

int main(int argc, char **argv)
{
    sample      s;
    const char *format = argc > 1 ? argv[1] : "json";
    int         kind = sr_export_from(sr_str_c(format));
    bool        claims = strcmp(format, "claims") == 0;
    if (argc > 2)
        sample_make_hostile(&s);
    else
        sample_make(&s);
    sr_buf out = kind >= 0 ? print_export(&s, kind)
                           : sample_write(&s, claims ? SR_PUBLISH_CLAIMS : SR_PUBLISH_JSON, false);
    bool written = fwrite(out.ptr, 1, out.len, stdout) == out.len;
    sr_buf_free(&out);
    return written ? 0 : 1;
}
