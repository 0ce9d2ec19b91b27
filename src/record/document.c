/* Spans and words of a document; see document.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/document.h"

#include <assert.h>

sr_str sr_document_words(const sr_document *doc, sr_range range)
{
    if (range.first >= range.end)
        return (sr_str){NULL, 0};
    assert(range.end <= doc->n_tokens);
    return sr_str_slice(doc->text, doc->tokens[range.first].begin,
                        doc->tokens[range.end - 1].end);
}

sr_span sr_document_span(const sr_document *doc, uint32_t begin, uint32_t end)
{
    if (begin < doc->body_offset) {
        uint32_t title = (uint32_t)doc->report->title.len;
        return (sr_span){SR_MIN(begin, title), SR_MIN(end, title), true};
    }
    return (sr_span){begin - doc->body_offset, end - doc->body_offset, false};
}

sr_span sr_document_range_span(const sr_document *doc, sr_range range)
{
    if (range.first >= range.end)
        return (sr_span){0, 0, false};
    return sr_document_span(doc, doc->tokens[range.first].begin, doc->tokens[range.end - 1].end);
}
