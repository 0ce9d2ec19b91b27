/* sitrep: the program.  Finds the command and runs it; `sitrep help` lists them.
 *
 * Exit codes: 0 done, 1 nothing found, 2 usage, 3 some input was bad, 4 failed.  Data go to
 * standard output, messages to standard error.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"

static const command *const commands[] = {
    &cmd_read, &cmd_ingest, &cmd_list,  &cmd_show,   &cmd_timeline, &cmd_search,  &cmd_actors, &cmd_actor, &cmd_diff,
    &cmd_export, &cmd_import, &cmd_merge, &cmd_same, &cmd_split,  &cmd_rebuild,  &cmd_verify,  &cmd_db,     &cmd_inspect,
    &cmd_fetch, &cmd_follow, &cmd_feeds,  &cmd_serve,  &cmd_watch, NULL};

static const char *command_name(const void *list, size_t i)
{
    const command *const *at = list;
    return at[i] ? at[i]->name : NULL;
}

static const command *find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int print_help(FILE *to)
{
    fputs("sitrep reads news reports and tells who did what, when, where, how surely.\n\n"
          "usage: sitrep COMMAND [OPTION…] [ARGUMENT…]\n\ncommands\n",
          to);
    for (size_t i = 0; commands[i]; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("  help       print this, or the help of a command: sitrep help read\n"
          "  as-of T    a command that reads, as it was known at T: sitrep as-of 2024-03-22 list\n\n"
          "options\n"
          "  --help     print this\n"
          "  --version  print the version\n\n"
          "examples\n"
          "  sitrep read report.txt            incidents, for people\n"
          "  sitrep read --json news.jsonl     one JSON object a report\n"
          "  sitrep ingest news.jsonl          what they say goes into the ledger\n"
          "  sitrep list --killed 5            incidents of the ledger\n\n"
          "exit codes: 0 done, 1 nothing found, 2 usage, 3 some input was bad, 4 failed\n",
          to);
    return EXIT_DONE;
}

static int unknown(const char *name)
{
    const char *near = opt_nearest(name, command_name, commands);
    fputs("sitrep: ", stderr);
    cli_put_plain(name, stderr);
    if (near)
        fprintf(stderr, ": no such command; did you mean %s?\n", near);
    else
        fputs(": no such command; see `sitrep help`\n", stderr);
    return EXIT_USAGE;
}

static int help(const char *topic)
{
    if (!topic)
        return print_help(stdout);
    if (strcmp(topic, "--json") == 0) { // for the makers of manual pages and completions
        describe_commands(commands, stdout);
        return EXIT_DONE;
    }
    const command *cmd = find(topic);
    if (!cmd)
        return unknown(topic);
    opt_help(cmd, stdout);
    return EXIT_DONE;
}

/* `sitrep as-of T COMMAND …` and `sitrep --as-of T COMMAND …`: a command that reads, at an instant. */
static int run_as_of(int argc, char **argv)
{
    char          option[] = "--as-of";
    const command *cmd = argc > 1 ? find(argv[1]) : &cmd_list;
    if (argc < 1) {
        fputs("sitrep as-of: wants an instant and a command: sitrep as-of 2024-03-22 list\n", stderr);
        return EXIT_USAGE;
    }
    if (!cmd)
        return unknown(argv[1]);
    char **words = calloc((size_t)argc + 3, sizeof *words);
    if (!words)
        return EXIT_FAILED;
    words[0] = argc > 1 ? argv[1] : argv[0];
    words[1] = option;
    words[2] = argv[0];
    for (int i = 2; i < argc; i++)
        words[i + 1] = argv[i];
    int code = cmd->run(argc > 1 ? argc + 1 : 3, words, cmd);
    free(words);
    return code;
}

static int run(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        (void)print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("sitrep %s\n", sr_version());
        return EXIT_DONE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return help(argc > 2 ? argv[2] : NULL);
    if (strcmp(name, "as-of") == 0 || strcmp(name, "--as-of") == 0)
        return run_as_of(argc - 2, argv + 2);
    const command *cmd = find(name);
    if (!cmd)
        return unknown(name);
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return help(name);
    return cmd->run(argc - 1, argv + 1, cmd);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); // a reader that goes away ends the run, quietly
    return cli_finish(run(argc, argv));
}
