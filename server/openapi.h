/* The description of the API, server/openapi.json, inside the program.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_OPENAPI_H
#define SR_SERVER_OPENAPI_H

#include "base/str.h"

sr_str openapi_text(void);

#endif
