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

uint32_t sr_document_entity(const sr_document *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->n_entities, best = SR_NONE;
    assert(token < doc->n_tokens);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->entities[middle].range.first <= token)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t first = doc->sentences ? doc->sentences[doc->tokens[token].sentence].first : 0;
    for (uint32_t i = low; i-- > 0 && doc->entities[i].range.first >= first;) {
        if (doc->entities[i].head == token)
            return i;
        if (token < doc->entities[i].range.end)
            best = i;
    }
    return best;
}

sr_span sr_document_span(const sr_document *doc, uint32_t begin, uint32_t end)
{
    if (begin < doc->body_offset) {
        uint32_t title = (uint32_t)doc->report->title.len;
        uint32_t from = sr_nfc_back(&doc->title_map, begin, false), to = sr_nfc_back(&doc->title_map, end, true);
        return (sr_span){SR_MIN(from, title), SR_MIN(to, title), true};
    }
    return (sr_span){sr_nfc_back(&doc->body_map, begin - doc->body_offset, false),
                     sr_nfc_back(&doc->body_map, end - doc->body_offset, true), false};
}

uint32_t sr_document_at(const sr_document *doc, uint32_t byte)
{
    return doc->body_offset + sr_nfc_forth(&doc->body_map, byte);
}

sr_span sr_document_range_span(const sr_document *doc, sr_range range)
{
    if (range.first >= range.end)
        return (sr_span){0, 0, false};
    return sr_document_span(doc, doc->tokens[range.first].begin, doc->tokens[range.end - 1].end);
}
