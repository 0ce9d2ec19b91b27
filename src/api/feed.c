/* Reports of files and of memory; see feed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "api/feed.h"

#include <json-c/json.h>

#include "base/file.h"

sr_status sr_feed_files(sr_feed *source, const char *const *paths, size_t n, sr_error *err)
{
    (void)err;
    *source = (sr_feed){.paths = paths, .n_paths = n};
    return SR_OK;
}

void sr_feed_memory(sr_feed *source, const sr_report_input *report)
{
    *source = (sr_feed){.memory = report};
}

void sr_feed_close(sr_feed *source) { sr_file_unmap(source->bytes); }

static bool give_memory(sr_feed *source, sr_arena *arena, sr_report *report)
{
    const sr_report_input *in = source->memory;
    if (source->given)
        return false;
    source->given = true;
    *report = (sr_report){.id = sr_str_copy(arena, sr_str_c(in->id)),
                          .title = sr_str_copy(arena, sr_str_c(in->title)),
                          .text = sr_str_copy(arena, sr_str_from(in->text, in->text_len)),
                          .published = {sr_day_parse(sr_str_c(in->published)), -1, 0, false}};
    return true;
}

static sr_str member(json_object *o, const char *key, sr_arena *arena)
{
    json_object *v;
    if (!json_object_object_get_ex(o, key, &v))
        return (sr_str){NULL, 0};
    return sr_str_copy(arena, sr_str_from(json_object_get_string(v),
                                          (size_t)json_object_get_string_len(v)));
}

static void give_line(sr_str line, sr_arena *arena, sr_report *report)
{
    json_object *o = json_tokener_parse((const char *)sr_str_copy(arena, line).ptr);
    report->id = member(o, "id", arena);
    if (!report->id.len)
        report->id = member(o, "doc", arena);
    report->title = member(o, "title", arena);
    report->text = member(o, "text", arena);
    report->published = (sr_instant){sr_day_parse(member(o, "published", arena)), -1, 0, false};
    json_object_put(o);
}

bool sr_feed_next(void *payload, sr_arena *arena, sr_report *report, sr_diagnostics *notes)
{
    sr_feed *source = payload;
    if (source->memory)
        return give_memory(source, arena, report);
    while (!source->bytes.len || source->offset >= source->bytes.len) {
        sr_file_unmap(source->bytes);
        source->bytes = (sr_str){NULL, 0};
        source->offset = 0;
        if (source->at == source->n_paths)
            return false;
        const char *path = source->paths[source->at++];
        if (sr_file_map(path, &source->bytes, NULL) != SR_OK)
            *SR_PUSH(arena, notes) = (sr_diagnostic){
                sr_str_c(path), 0, SR_STR("cannot be opened; it was left out")};
    }
    report->file = sr_str_c(source->paths[source->at - 1]);
    report->file_offset = source->offset;
    if (source->bytes.ptr[0] == '{') {
        size_t end = sr_str_find(source->bytes, '\n', source->offset);
        give_line(sr_str_slice(source->bytes, source->offset, end), arena, report);
        source->offset = end + 1;
        return true;
    }
    report->id = report->file;
    report->text = sr_str_copy(arena, source->bytes);
    report->published = (sr_instant){SR_DAY_NONE, -1, 0, false};
    source->offset = source->bytes.len;
    return true;
}

void sr_feed_progress(const sr_feed *source, uint64_t *bytes, uint64_t *total)
{
    *bytes = source->offset;
    *total = 0;
}
