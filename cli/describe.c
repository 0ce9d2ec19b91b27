/* Commands as JSON; see describe.h.  All texts are our own literals: UTF-8 without controls but line ends.
 * SPDX-License-Identifier: Apache-2.0 */
#include "describe.h"

static void put_text(const char *text, FILE *to)
{
    fputc('"', to);
    for (; text && *text; text++) {
        if (*text == '\n') {
            fputs("\\n", to);
            continue;
        }
        if (*text == '"' || *text == '\\')
            fputc('\\', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

static void put_member(const char *key, const char *text, FILE *to)
{
    fprintf(to, ",\"%s\":", key);
    put_text(text, to);
}

static void put_values(const command *cmd, const opt *o, FILE *to)
{
    static const char *const whens[] = {"auto", "always", "never", NULL};
    fputs(",\"values\":[", to);
    for (int i = 0; o->kind == OPT_NAME && cmd->name_of(i); i++) {
        fputs(i ? "," : "", to);
        put_text(cmd->name_of(i), to);
    }
    for (int i = 0; o->kind == OPT_WHEN && whens[i]; i++) {
        fputs(i ? "," : "", to);
        put_text(whens[i], to);
    }
    fputs("]}", to);
}

static void put_option(const command *cmd, const opt *o, FILE *to)
{
    const char letter[2] = {o->letter, 0};
    fputs("{\"name\":", to);
    put_text(o->name, to);
    put_member("letter", letter, to);
    put_member("argument", o->argument, to);
    put_member("help", o->help, to);
    put_values(cmd, o, to);
}

static void put_command(const command *cmd, FILE *to)
{
    fputs("{\"name\":", to);
    put_text(cmd->name, to);
    put_member("usage", cmd->usage, to);
    put_member("summary", cmd->summary, to);
    put_member("help", cmd->help, to);
    fputs(",\"options\":[", to);
    for (const opt *o = cmd->opts; o->name; o++) {
        fputs(o == cmd->opts ? "\n " : ",\n ", to);
        put_option(cmd, o, to);
    }
    fputs("]}", to);
}

void describe_commands(const command *const *commands, FILE *to)
{
    fputc('[', to);
    for (size_t i = 0; commands[i]; i++) {
        fputs(i ? ",\n" : "", to);
        put_command(commands[i], to);
    }
    fputs("]\n", to);
}
