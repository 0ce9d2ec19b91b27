/* English names of countries by ISO 3166-1 alpha-2 code.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_PUBLISH_COUNTRY_H
#define SR_PUBLISH_COUNTRY_H

#include "base/str.h"

/** English name; empty for an unknown code. Static. */
sr_str sr_country_name(sr_str iso2);

#endif
