/* The table of commands as JSON, from which manual pages and completions are made.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_DESCRIBE_H
#define SR_CLI_DESCRIBE_H

#include "opt.h"

/** [{"name","usage","summary","help","options":[{"name","letter","argument","help","values"}]}].
 *  @param commands  ends with NULL */
void describe_commands(const command *const *commands, FILE *to);

#endif
