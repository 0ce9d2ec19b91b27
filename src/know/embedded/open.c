/* Opening what is inside the program; see know/know.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "know/embedded/embedded.h"

sr_status sr_know_open(sr_know **out, const sr_know_options *options, sr_error *err)
{
    return sr_know__open(out, sr_know__blobs, sr_know__n_blobs, options, err);
}
