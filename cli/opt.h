/* Options of the command line: one table a command gives the parser and its help.
 *
 * Long options take their value as --name=VALUE or --name VALUE, short ones as -xVALUE or -x VALUE;
 * "--" ends options; "-" is an argument (standard input).  Options and arguments may be mixed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLI_OPT_H
#define SR_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum opt_kind {
    OPT_FLAG,   // bool: true when given
    OPT_CHOICE, // int: set to the row's `value`; the last one given counts
    OPT_TEXT,   // const char *
    OPT_NUMBER, // unsigned: 1 to `value`
    OPT_SHARE,  // double in [0, 1]
    OPT_WHEN,   // int: index in "auto", "always", "never"
    OPT_NAME,   // int: number of the name, as the command's `name_of` counts them
} opt_kind;

typedef struct opt {
    const char *name;     // without dashes
    char        letter;   // 0: none
    opt_kind    kind;
    size_t      offset;   // of the variable in the command's struct
    int         value;    // see opt_kind
    const char *argument; // name of the value in help; NULL: takes none
    const char *help;
} opt;

typedef struct command {
    const char *name;
    const char *usage;     // arguments after the name
    const char *summary;   // one line
    const char *help;      // paragraphs after the options: examples and the like
    const opt  *opts;      // ends with a row without name
    const char *(*name_of)(int i); // of OPT_NAME: name i, NULL behind the last
    int (*run)(int argc, char **argv, const struct command *self);
} command;

/** Parse argv[1…]; arguments that are no options are moved to the front of argv[0…].
 *  @param values  the command's struct
 *  @return number of arguments; -1 after a message on standard error */
int opt_parse(int argc, char **argv, const command *cmd, void *values);

/** What --help prints. */
void opt_help(const command *cmd, FILE *to);

/** The name of a list that is nearest to `word`; NULL if none is near.
 *  @param name_of  name of row i, NULL behind the last */
const char *opt_nearest(const char *word, const char *(*name_of)(const void *list, size_t i),
                        const void *list);

#endif
