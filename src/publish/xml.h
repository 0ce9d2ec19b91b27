/* A streaming XML writer: libxml2's text writer with our buffer behind it.
 *
 * Characters that XML 1.0 does not know (most controls) become spaces, bytes that are not UTF-8
 * become U+FFFD; markup in text is escaped by the library.  All functions do nothing with a NULL
 * writer, so that a failed open is found once, at the end, in the buffer's `failed`.
 *
 * The library's memory is not the arena's: nothing that may leave by the arena's handler is to be
 * called while one document is open for one incident only.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_XML_H
#define SR_PUBLISH_XML_H

#include "base/buf.h"

typedef struct sr_xml sr_xml;

/** Starts a document. @param out  outlives it; gets the bytes at sr_xml_flush and sr_xml_close
 *  @return NULL when there is no memory; then out->failed */
sr_xml *sr_xml_open(sr_buf *out);
void sr_xml_begin(sr_xml *xml, const char *element);
void sr_xml_attribute(sr_xml *xml, const char *name, sr_str value);
void sr_xml_text(sr_xml *xml, sr_str text);
void sr_xml_end(sr_xml *xml);
/** An element with text; nothing at all for an empty text. */
void sr_xml_put(sr_xml *xml, const char *element, sr_str text);
/** A line end between elements, where white space does not matter. */
void sr_xml_line(sr_xml *xml);
void sr_xml_flush(sr_xml *xml);
/** Ends open elements and gives the writer's memory back. */
void sr_xml_close(sr_xml *xml);

#endif
