/* XML through libxml2; see xml.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/xml.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/utf8.h"

#define PIECE 256 // bytes of text given to the library at once

struct sr_xml {
    xmlTextWriterPtr writer;
    sr_buf *out;
};

static int on_bytes(void *context, const char *bytes, int len)
{
    sr_buf_put(context, sr_str_from(bytes, (size_t)len));
    return len;
}

/* The library's characters are unsigned. */
static const xmlChar *name_of(const char *name)
{
    return (const xmlChar *)name;
}

static void fail(sr_buf *out)
{
    out->failed = true;
}

static void check(sr_xml *xml, int result)
{
    if (result < 0)
        fail(xml->out);
}

sr_xml *sr_xml_open(sr_buf *out)
{
    if (!sr_library_load(SR_LIBRARY_XML)) {
        fail(out);
        return NULL;
    }
    sr_xml *xml = malloc(sizeof *xml);
    xmlOutputBufferPtr buffer = xml ? xmlOutputBufferCreateIO(on_bytes, NULL, out, NULL) : NULL;
    if (!buffer) {
        free(xml);
        fail(out);
        return NULL;
    }
    *xml = (sr_xml){xmlNewTextWriter(buffer), out};
    if (!xml->writer) {
        (void)xmlOutputBufferClose(buffer);
        free(xml);
        fail(out);
        return NULL;
    }
    check(xml, xmlTextWriterStartDocument(xml->writer, "1.0", "UTF-8", NULL));
    return xml;
}

void sr_xml_begin(sr_xml *xml, const char *element)
{
    if (xml)
        check(xml, xmlTextWriterStartElement(xml->writer, name_of(element)));
}

void sr_xml_end(sr_xml *xml)
{
    if (xml)
        check(xml, xmlTextWriterEndElement(xml->writer));
}

static bool is_character(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || (cp >= 0x20 && cp < 0x7F) || (cp >= 0xA0 && cp < 0xFFFE) ||
           (cp >= 0x10000 && cp <= 0x10FFFF);
}

void sr_xml_text(sr_xml *xml, sr_str text)
{
    uint8_t piece[PIECE + 8];
    size_t n = 0;
    if (!xml)
        return;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t cp = sr_utf8_read(text, at, &len);
        if (cp == SR_UTF8_INVALID)
            cp = 0xFFFD;
        else if (!is_character(cp))
            cp = ' ';
        n += sr_utf8_write(cp, piece + n);
        if (n < PIECE && at + len < text.len)
            continue;
        piece[n] = 0;
        check(xml, xmlTextWriterWriteString(xml->writer, piece));
        n = 0;
    }
}

void sr_xml_attribute(sr_xml *xml, const char *name, sr_str value)
{
    if (!xml)
        return;
    check(xml, xmlTextWriterStartAttribute(xml->writer, name_of(name)));
    sr_xml_text(xml, value);
    check(xml, xmlTextWriterEndAttribute(xml->writer));
}

void sr_xml_put(sr_xml *xml, const char *element, sr_str text)
{
    if (!text.len)
        return;
    sr_xml_begin(xml, element);
    sr_xml_text(xml, text);
    sr_xml_end(xml);
}

void sr_xml_line(sr_xml *xml)
{
    if (xml)
        check(xml, xmlTextWriterWriteRaw(xml->writer, name_of("\n")));
}

void sr_xml_flush(sr_xml *xml)
{
    if (xml)
        check(xml, xmlTextWriterFlush(xml->writer));
}

void sr_xml_close(sr_xml *xml)
{
    if (!xml)
        return;
    check(xml, xmlTextWriterEndDocument(xml->writer));
    xmlFreeTextWriter(xml->writer); // flushes
    free(xml);
}
