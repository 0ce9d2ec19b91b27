/* The files inside the program: defined in a source file that tools/embed.py writes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_KNOW_EMBEDDED_EMBEDDED_H
#define SR_KNOW_EMBEDDED_EMBEDDED_H

#include "know/know_int.h"

extern const sr_know__blob sr_know__blobs[];
extern const size_t        sr_know__n_blobs;

#endif
