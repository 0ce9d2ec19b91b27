/* Options of the command line; see opt.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "opt.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

#define WORD_MAX 32 // longer words are not compared for a suggestion

static size_t least(size_t a, size_t b, size_t c) { return SR_MIN(a, SR_MIN(b, c)); }

/* Edits (insert, delete, replace, swap neighbours) between two short words; optimal string
 * alignment, Damerau 1964. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), d[WORD_MAX + 1][WORD_MAX + 1];
    if (n > WORD_MAX || m > WORD_MAX)
        return WORD_MAX;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1,
                            d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = SR_MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

const char *opt_nearest(const char *word, const char *(*name_of)(const void *list, size_t i),
                        const void *list)
{
    const char *best = NULL;
    size_t      fewest = SR_MAX((size_t)1, strlen(word) / 3) + 1;
    for (size_t i = 0; name_of(list, i); i++) {
        const char *name = name_of(list, i);
        size_t      d = distance(word, name);
        bool        starts = strlen(word) >= 2 && strncmp(word, name, strlen(word)) == 0;
        if (starts)
            d = 1;
        if (d < fewest) {
            fewest = d;
            best = name;
        }
    }
    return best;
}

static const char *opt_name(const void *list, size_t i) { return ((const opt *)list)[i].name; }

static const opt *find_long(const opt *opts, sr_str name)
{
    for (; opts->name; opts++)
        if (sr_str_eq(name, sr_str_c(opts->name)))
            return opts;
    return NULL;
}

static const opt *find_short(const opt *opts, char letter)
{
    for (; opts->name; opts++)
        if (opts->letter && opts->letter == letter)
            return opts;
    return NULL;
}

static bool complain(const command *cmd, const char *what, const char *word)
{
    fprintf(stderr, "sitrep %s: %s: %s; see `sitrep help %s`\n", cmd->name, word, what, cmd->name);
    return false;
}

static bool unknown(const command *cmd, const char *given)
{
    char   word[WORD_MAX + 1];
    size_t n = strcspn(given + 2, "=");
    if (given[1] != '-' || n > WORD_MAX)
        return complain(cmd, "no such option", given);
    memcpy(word, given + 2, n);
    word[n] = 0;
    const char *near = opt_nearest(word, opt_name, cmd->opts);
    if (!near)
        return complain(cmd, "no such option", given);
    fprintf(stderr, "sitrep %s: --%s: no such option; did you mean --%s?\n", cmd->name, word, near);
    return false;
}

static const char *value_name(const void *list, size_t i)
{
    const command *cmd = list;
    return cmd->name_of((int)i);
}

static bool set_name(const command *cmd, const opt *o, const char *text, int *at)
{
    for (int i = 0; cmd->name_of(i); i++)
        if (strcmp(text, cmd->name_of(i)) == 0) {
            *at = i;
            return true;
        }
    const char *near = opt_nearest(text, value_name, cmd);
    fprintf(stderr, "sitrep %s: --%s %s: no such name; ", cmd->name, o->name, text);
    if (near)
        fprintf(stderr, "did you mean %s?\n", near);
    else
        fprintf(stderr, "see `sitrep help %s`\n", cmd->name);
    return false;
}

/* Set the variable of an option; false after a message. */
static bool set(const command *cmd, const opt *o, const char *text, void *values)
{
    static const char *const whens[] = {"auto", "always", "never"};
    char    *at = (char *)values + o->offset;
    uint64_t number;
    double   share;
    assert(text || !o->argument);
    if (!text)
        text = "";
    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)(void *)at = true;
        return true;
    case OPT_CHOICE:
        *(int *)(void *)at = o->value;
        return true;
    case OPT_TEXT:
        *(const char **)(void *)at = text;
        return true;
    case OPT_NUMBER:
        if (!sr_str_uint(sr_str_c(text), (uint64_t)o->value, &number) || number == 0) {
            fprintf(stderr, "sitrep %s: --%s %s: wants a number from 1 to %d\n", cmd->name, o->name,
                    text, o->value);
            return false;
        }
        *(unsigned *)(void *)at = (unsigned)number;
        return true;
    case OPT_SHARE:
        if (!sr_str_decimal(sr_str_c(text), &share) || !(share >= 0 && share <= 1)) {
            fprintf(stderr, "sitrep %s: --%s %s: wants a number from 0 to 1\n", cmd->name, o->name,
                    text);
            return false;
        }
        *(double *)(void *)at = share;
        return true;
    case OPT_NAME: return set_name(cmd, o, text, (int *)(void *)at);
    case OPT_WHEN:
        for (int i = 0; i < (int)SR_COUNT(whens); i++)
            if (strcmp(text, whens[i]) == 0) {
                *(int *)(void *)at = i;
                return true;
            }
        fprintf(stderr, "sitrep %s: --%s %s: wants auto, always or never\n", cmd->name, o->name,
                text);
        return false;
    }
    return false;
}

/* One option at argv[*i]; moves *i past its value. */
static bool take(int argc, char **argv, int *i, const command *cmd, void *values)
{
    char       *word = argv[*i];
    const char *value = NULL;
    const opt  *o;
    if (word[1] == '-') {
        sr_str rest = sr_str_c(word + 2), name = sr_str_cut(&rest, '=');
        o = find_long(cmd->opts, name);
        value = rest.ptr ? (const char *)rest.ptr : NULL;
        if (o && !o->argument && value)
            return complain(cmd, "takes no value", word);
    } else {
        o = find_short(cmd->opts, word[1]);
        if (o && word[2] && !o->argument)
            return complain(cmd, "takes no value", word);
        value = word[2] ? word + 2 : NULL;
    }
    if (!o)
        return unknown(cmd, word);
    if (o->argument && !value) {
        if (*i + 1 >= argc)
            return complain(cmd, "wants a value", word);
        value = argv[++*i];
    }
    return set(cmd, o, value, values);
}

int opt_parse(int argc, char **argv, const command *cmd, void *values)
{
    int  n = 0;
    bool options = true;
    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (!options || argv[i][0] != '-' || !argv[i][1])
            argv[n++] = argv[i];
        else if (!take(argc, argv, &i, cmd, values))
            return -1;
    }
    return n;
}

/* The names that a value may be, folded. */
static void put_names(const command *cmd, FILE *to)
{
    size_t width = 0;
    for (int i = 0; cmd->name_of(i); i++) {
        size_t n = strlen(cmd->name_of(i)) + 1;
        bool   fold = width == 0 || width + n > 70;
        width = fold ? n : width + n;
        fprintf(to, "%s%s", fold ? (i ? "\n                           " : "                           ") : " ",
                cmd->name_of(i));
    }
    fputc('\n', to);
}

void opt_help(const command *cmd, FILE *to)
{
    fprintf(to, "usage: sitrep %s %s\n\n%s\n", cmd->name, cmd->usage, cmd->summary);
    if (cmd->opts->name)
        fputs("\noptions\n", to);
    for (const opt *o = cmd->opts; o->name; o++) {
        char left[64];
        (void)snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ',
                       o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
                       o->argument ? " " : "", o->argument ? o->argument : "");
        fprintf(to, "  %-24s %s\n", left, o->help);
        if (o->kind == OPT_NAME)
            put_names(cmd, to);
    }
    if (cmd->help)
        fprintf(to, "\n%s", cmd->help);
}
