/* JSON in, one member at a time; see members.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "members.h"

json_object *json_get(json_object *o, const char *name)
{
    return json_object_is_type(o, json_type_object) ? json_object_object_get(o, name) : NULL;
}

const char *json_get_text(json_object *o, const char *name)
{
    json_object *value = json_get(o, name);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

size_t json_length(json_object *list)
{
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

void json_value(sr_buf *out, json_object *o)
{
    size_t n = 0;
    const char *text = json_object_to_json_string_length(
        o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
    sr_buf_put(out, sr_str_from(text ? text : "null", text ? n : 4));
}
