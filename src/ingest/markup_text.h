/* Fragments of HTML, as feeds and mails carry them, made plain text.
 *
 * Block elements begin a paragraph or a line, white space is squeezed, scripts and styles are left
 * out, entities become characters.  Not for pages: what is an article on a page is told by page.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_MARKUP_TEXT_H
#define SR_INGEST_MARKUP_TEXT_H

#include "base/buf.h"

/** Text being put together: words with single spaces, lines, paragraphs. */
typedef struct sr_text_maker {
    sr_buf *out;
    int     breaks; // line ends due before the next word
    bool    space;  // a space is due
} sr_text_maker;

/** Characters, their white space squeezed. */
void sr_text_maker_put(sr_text_maker *maker, sr_str text);
/** An element begins or ends: its name tells whether that breaks the line. */
void sr_text_maker_tag(sr_text_maker *maker, sr_str name);
/** Elements whose content is no text: script, style. */
bool sr_markup_is_silent(sr_str name);

/** Plain text of HTML, appended.  Cost: linear. */
void sr_markup_to_text(sr_str html, sr_text_maker *maker);

/** Does text that may be either hold tags or entities of HTML? */
bool sr_markup_looks(sr_str text);

#endif
