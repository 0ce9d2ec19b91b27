/* A streaming JSON writer: what is put is written at once, commas are kept by the writer.
 *
 * The output is one line: no white space, control characters escaped, U+2028 and U+2029 escaped
 * (they end a line in some readers), bytes that are not UTF-8 replaced by U+FFFD.  Numbers never
 * ask the locale.  Members come out in the order they are put, so the same calls give the same
 * bytes.
 *
 * The caller owns the buffer; a full or failed buffer is remembered there (base/buf.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_JSON_H
#define SR_PUBLISH_JSON_H

#include "base/buf.h"

#define SR_JSON_DEPTH 16

typedef struct sr_json {
    sr_buf *out;
    int     depth;               // open objects and arrays
    bool    some[SR_JSON_DEPTH]; // [depth] one member was written at this level
    bool    after_key;           // the next value belongs to a key
} sr_json;

static inline sr_json sr_json_to(sr_buf *out) { return (sr_json){.out = out}; }

void sr_json_object(sr_json *json);
void sr_json_end_object(sr_json *json);
void sr_json_array(sr_json *json);
void sr_json_end_array(sr_json *json);

/** The key of the next value. @param key  a literal that needs no escape */
void sr_json_key(sr_json *json, const char *key);

void sr_json_null(sr_json *json);
void sr_json_bool(sr_json *json, bool value);
void sr_json_int(sr_json *json, int64_t value);
/** A number rounded half away from zero to `decimals` (0 to 9) places, trailing zeros left out;
 *  null when it is not finite or above 1e9. */
void sr_json_real(sr_json *json, double value, int decimals);
void sr_json_str(sr_json *json, sr_str value);
/** JSON text as it is, line ends made spaces; the caller knows that it is valid. */
void sr_json_raw(sr_json *json, sr_str text);

/** key and string; null for an empty view. */
void sr_json_put_str(sr_json *json, const char *key, sr_str value);
/** key and string; nothing at all for an empty view. */
void sr_json_put_some(sr_json *json, const char *key, sr_str value);

#endif
