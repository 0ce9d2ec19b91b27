/* The table of exports and a run of one; see export.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/export.h"

#include <assert.h>

#include "publish/export_int.h"
#include "publish/table.h"
#include "publish/xml.h"

#define X(NAME, writer, name, version, media, what) extern const sr_export_writer sr_export_##writer;
#include "publish/export_list.h"
#undef X

static const struct {
    const char *name, *version, *media, *what;
    const sr_export_writer *writer;
} formats[] = {
#define X(NAME, writer, name, version, media, what) {name, version, media, what, &sr_export_##writer},
#include "publish/export_list.h"
#undef X
};

static const sr_export_options no_options;

const char *sr_export_name(sr_export_kind format)
{
    return formats[format].name;
}
const char *sr_export_version(sr_export_kind format)
{
    return formats[format].version;
}
const char *sr_export_media(sr_export_kind format) { return formats[format].media; }
const char *sr_export_summary(sr_export_kind format)
{
    return formats[format].what;
}

int sr_export_from(sr_str name)
{
    for (size_t i = 0; i < SR_COUNT(formats); i++)
        if (sr_str_eq(name, sr_str_c(formats[i].name)))
            return (int)i;
    return -1;
}

void sr_export_start(sr_exporter *exporter, sr_export_kind format,
                     const sr_export_options *options, sr_buf *out)
{
    assert((size_t)format < SR_COUNT(formats));
    *exporter = (sr_exporter){.format = format,
                              .options = options ? options : &no_options,
                              .out = out,
                              .latest = {.day = SR_DAY_NONE}};
    sr_arena_init(&exporter->kept, 0, NULL, NULL);
    if (formats[format].writer->start)
        formats[format].writer->start(exporter);
}

void sr_export_put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    size_t before = exporter->out->len;
    exporter->kept.on_oom = arena->on_oom;
    exporter->kept.payload = arena->payload;
    formats[exporter->format].writer->put(exporter, incident, arena);
    if (exporter->out->len == before)
        exporter->left_out++;
    else
        exporter->n++;
    if (sr_cell_seconds(incident->last_seen) > sr_cell_seconds(exporter->latest))
        exporter->latest = incident->last_seen;
}

void sr_export_end(sr_exporter *exporter)
{
    if (formats[exporter->format].writer->end)
        formats[exporter->format].writer->end(exporter);
}

void sr_export_free(sr_exporter *exporter)
{
    sr_xml_close(exporter->xml); // of a run that was left
    exporter->xml = NULL;
    sr_arena_free(&exporter->kept);
}
