/* JSON written piece by piece, and words of an address read back.
 *
 * Text of articles and of strangers is escaped here and nowhere else; whatever comes out is valid
 * JSON with U+2028 and U+2029 escaped, too.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_TEXT_H
#define SR_SERVER_TEXT_H

#include <sitrep/sitrep.h>

#include "base/buf.h"

/** Append a JSON string; bytes that are no UTF-8 become U+FFFD. */
void json_string(sr_buf *out, const char *text);
/** `"name":` with a comma before it unless it is the first member of its object. */
void json_name(sr_buf *out, const char *name);
/** A member with a string; null when it is empty. */
void json_text(sr_buf *out, const char *name, const char *text);
/** A member with a count: {"low","best","high"}; null when nothing of it is known. */
void json_count(sr_buf *out, const char *name, const sr_view_count *count);
void json_number(sr_buf *out, const char *name, int64_t number);
/** A member with degrees or a share, five or three decimals. */
void json_real(sr_buf *out, const char *name, double value, int decimals);
/** A comma unless the buffer ends in '[' or '{'. */
void json_comma(sr_buf *out);

/** {"NAME":[…]} around what is put between the two. */
void json_list(sr_buf *out, const char *name);
void json_list_end(sr_buf *out);

#define INSTANT_TEXT 21
/** The time so many days ago, "2024-03-22T14:05:07Z". */
void text_instant(unsigned days_ago, char out[INSTANT_TEXT]);

/** Is the text well-formed UTF-8 without control characters? */
bool text_is_plain(const char *text);
/** Read a number in [low, high]; false when the text is none or out of range. */
bool text_double(const char *text, double low, double high, double *out);

#endif
