/* sr_train: makes the models of models/ from the data sets.
 *
 *   sr_train tagger|parser|names|links|roles|scenes|incidents|fold [--shared DIR] [--models DIR] [--judges DIR] [--epochs N]
 *
 * `make models` runs it for all models in order (tools/make_models.sh).
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/train.h"

const char *sr_train_folder(const sr_train_options *options, const char *set, sr_arena *arena)
{
    return (const char *)sr_str_format(arena, "%s/data/%s", options->shared, set).ptr;
}

sr_str sr_train_model(const sr_train_options *options, const char *kind, sr_arena *arena)
{
    const char *name = (const char *)sr_str_format(arena, "%s.bin", kind).ptr;
    sr_str      file = sr_train_file(options->models, name, arena);
    /* Arena memory is aligned to 16 and the header is 64 bytes: the payload is aligned. */
    return file;
}

static const struct {
    const char *name;
    void (*run)(const sr_train_options *options);
} trainers[] = {
    {"tagger", sr_train_tagger},
    {"parser", sr_train_parser},
    {"names", sr_train_names},
    {"links", sr_train_links},
    {"roles", sr_train_roles},
    {"scenes", sr_train_scenes},
    {"incidents", sr_train_incidents},
    {"fold", sr_train_fold},
};

int main(int argc, char **argv)
{
    sr_train_options options = {.shared = "../shared", .models = "models", .seed = 1, .hold = -1};
    int what = -1;
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--shared") == 0)
            options.shared = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "--models") == 0)
            options.models = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "--judges") == 0)
            options.judges = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "--epochs") == 0)
            options.epochs = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (i + 1 < argc && strcmp(argv[i], "--hold") == 0)
            options.hold = atoi(argv[++i]);
        else if (strcmp(argv[i], "--folds") == 0)
            options.folds = true;
        else
            for (int t = 0; t < (int)SR_COUNT(trainers); t++)
                if (strcmp(argv[i], trainers[t].name) == 0)
                    what = t;
    }
    if (what < 0) {
        fputs("use: sr_train tagger|parser|names|links|roles|scenes|incidents|fold [--shared DIR] [--models DIR] [--judges DIR] [--epochs N]\n",
              stderr);
        return 2;
    }
    trainers[what].run(&options);
    return 0;
}
