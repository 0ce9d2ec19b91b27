/* The table of writers; see publish.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/publish.h"

#include <assert.h>

void sr_write_none(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    (void)reading, (void)options, (void)out;
}

static const struct {
    sr_writer *write;
    bool       annotations;
} formats[] = {
#define X(NAME, name, annotations) {sr_write_##name, annotations},
#include "publish/format_list.h"
#undef X
};

void sr_publish(sr_publish_format format, const sr_reading *reading,
                const sr_publish_options *options, sr_buf *out)
{
    assert((size_t)format < SR_COUNT(formats));
    formats[format].write(reading, options, out);
}

bool sr_publish_wants_annotations(sr_publish_format format)
{
    assert((size_t)format < SR_COUNT(formats));
    return formats[format].annotations;
}
