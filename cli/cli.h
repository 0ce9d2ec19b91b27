/* What the commands share: exit codes, output that notices failure.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_CLI_H
#define SR_CLI_CLI_H

#include <sitrep/sitrep.h>

#include "opt.h"

enum {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, // nothing came out
    EXIT_USAGE = 2,
    EXIT_INPUT = 3, // some input was bad; the rest was done
    EXIT_FAILED = 4,
};

extern const command cmd_actor, cmd_actors, cmd_db, cmd_diff, cmd_export, cmd_import, cmd_feeds, cmd_fetch, cmd_follow, cmd_ingest, cmd_inspect, cmd_list, cmd_merge,
    cmd_read, cmd_rebuild, cmd_same, cmd_search, cmd_serve, cmd_show, cmd_split, cmd_timeline, cmd_verify, cmd_watch;

/** Write to standard output. @return false when it cannot be written; cli_finish tells why */
bool cli_write(const char *bytes, size_t len);
/** Flush standard output. @return `code`; EXIT_FAILED after a message when something was not
 *  written; a reader that went away is no failure */
int  cli_finish(int code);
/** Text of an article or a file name on a terminal: control characters become '?'. */
void cli_put_plain(const char *text, FILE *to);

#endif
