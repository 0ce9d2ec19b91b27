/* Bytes of unknown encoding -> UTF-8.
 *
 * Who is believed, in this order: a byte order mark; the bytes themselves, where they are valid
 * UTF-8 with signs beyond ASCII (no other encoding looks so by chance); what was declared (HTTP
 * header, then <meta> or XML declaration); detection (uchardet, with ICU's detector as the second
 * opinion).  Labels mean what browsers take them for: "iso-8859-1" is windows-1252 (WHATWG
 * Encoding).  ICU converts.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_INGEST_CHARSET_H
#define SR_INGEST_CHARSET_H

#include "base/buf.h"
#include "base/error.h"

typedef struct sr_charset_result {
    const char *name;    // "utf-8", "windows-1252", …; static
    size_t      invalid; // byte sequences that it does not have, now U+FFFD
} sr_charset_result;

/** @param content_type  of an HTTP or MIME header, may be empty
 *  @param html          look for <meta charset> and an XML declaration
 *  @param room          holds the converted bytes when they had to be converted
 *  @param out           the text as valid UTF-8 without byte order mark and NUL bytes: a view into
 *                       `bytes` or `room`
 *  @return SR_OK, SR_E_NOMEM.  Cost: linear. */
SR_NODISCARD sr_status sr_charset_to_utf8(sr_str bytes, sr_str content_type, bool html, sr_buf *room,
                                          sr_str *out, sr_charset_result *result);

/** The encoding that a label means ("Latin1" is "windows-1252"); NULL: no such label. */
const char *sr_charset_name(sr_str label);

#endif
