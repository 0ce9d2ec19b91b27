/* Formats of `read`: X(NAME, writer, shows annotations rather than incidents).
 * The order is that of sr_format in <sitrep/pipeline.h>.
 * SPDX-License-Identifier: Apache-2.0 */
X(TEXT, text, false)
X(JSON, json, false)
X(CLAIMS, claims, false)
X(ANNOTATIONS, annotations, true)
X(MUC4, muc4, false)
X(GVDB, gvdb, false)
X(NONE, none, false)
