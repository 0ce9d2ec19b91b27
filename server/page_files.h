/* Files of the page inside the program; the list is written by tools/embed_page.py.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_PAGE_FILES_H
#define SR_SERVER_PAGE_FILES_H

#include <stddef.h>
#include <stdint.h>

typedef struct page_blob {
    const char *name; // "app.js"
    const uint8_t *bytes;
    size_t len;
} page_blob;

extern const page_blob page_blobs[]; // ends with a row without name

#endif
