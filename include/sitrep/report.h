/* What goes in: reports given in memory, and what is told about bad input.
 *
 * All text is UTF-8.  Views and strings belong to the caller and are only read during the call.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SITREP_REPORT_H
#define SITREP_REPORT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A report in memory. Strings are terminated; NULL: unknown. Zero it first. */
typedef struct sr_report_input {
    const char *id;
    const char *url;
    const char *publisher;
    const char *published; /* ISO 8601 date or date and time */
    const char *title;
    const char *language;  /* BCP 47 */
    const char *text;      /* [text_len] bytes, not terminated; spans count its bytes */
    size_t      text_len;
} sr_report_input;

/** Something in the input that was wrong, and what was done about it.
 *  Strings live as long as the callback runs. */
typedef struct sr_message {
    const char *file;   /* as given; "" for a report in memory without an id */
    uint64_t    offset; /* bytes into the file */
    const char *text;   /* "what is wrong; what was done about it" */
    int         remark; /* worth telling, but nothing of the input is lost: not counted as bad */
} sr_message;

#ifdef __cplusplus
}
#endif

#endif
