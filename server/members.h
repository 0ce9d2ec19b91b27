/* Members of JSON objects, read without asking first whether they are there.
 *
 * Settings are of any age and may be anybody's: what is missing or of another type is NULL, "" or
 * an empty list.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_MEMBERS_H
#define SR_SERVER_MEMBERS_H

#include <json-c/json.h>

#include "base/buf.h"

/** A member, which the object keeps; NULL: not there, null, or `o` is no object. */
json_object *json_get(json_object *o, const char *name);
/** A member that is a string, which the object keeps; else "". */
const char *json_get_text(json_object *o, const char *name);
/** Elements of a list; of anything else 0. */
size_t json_length(json_object *list);

/** Append a value as JSON; NULL is null. */
void json_value(sr_buf *out, json_object *o);

#endif
