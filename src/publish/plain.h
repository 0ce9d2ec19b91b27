/* Text of reports on a terminal: what could steer the terminal or hide words never gets through.
 *
 * White space and line ends become one space; control characters (C0, C1, DEL), bidirectional
 * controls, zero-width signs and bytes that are not UTF-8 become U+FFFD.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_PLAIN_H
#define SR_PUBLISH_PLAIN_H

#include "base/buf.h"

/** Append at most `columns` columns of `text`, the last one "…" when it was cut.
 *  @param columns  0: no limit
 *  @return columns written (one a code point, none for combining marks, two for wide ones) */
size_t sr_plain_put(sr_buf *out, sr_str text, size_t columns);
/** Columns that sr_plain_put would write. */
size_t sr_plain_width(sr_str text);
/** Append spaces. */
void   sr_plain_pad(sr_buf *out, size_t columns);

#endif
