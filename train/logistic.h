/* Multinomial logistic regression over sparse hashed features: Adam in small batches, few rounds, folds.
 *
 * Examples are kept in memory with their features as running numbers.  One thread and a fixed
 * order of steps: the same data give the same weights.
 * Few rounds at a falling rate are what keeps it from learning the examples by heart.
 * Sources: Kingma & Ba 2015 (Adam).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_LOGISTIC_H
#define SR_TRAIN_LOGISTIC_H

#include "base/arena.h"
#include "train/map.h"

#define SR_LOGISTIC_CLASSES 8
#define SR_LOGISTIC_FOLDS 5
#define SR_LOGISTIC_ALL UINT8_MAX // a fold that no example is in

typedef struct sr_logistic_example {
    uint32_t *features; // [n] numbers of the map
    uint32_t  n;
    float     weight;
    uint8_t   label;    // < n_classes
    uint8_t   fold;
} sr_logistic_example;

typedef struct sr_logistic {
    uint32_t n_classes;  // C; class 0 is the ground: trained like the others, taken off them at the end
    unsigned epochs, batch; // batch: examples a step
    double   rate;          // of the first round; falls to nothing
    uint32_t least;      // features of fewer examples are not used
    uint64_t seed;
    sr_arena arena;      // examples
    sr_map   map;
    SR_LIST(sr_logistic_example) examples;
    uint32_t *seen;      // [map.n] examples with a feature
    float    *w;         // [map.n][C]
} sr_logistic;

void sr_logistic_init(sr_logistic *l, uint32_t n_classes, uint64_t seed);
void sr_logistic_free(sr_logistic *l);
/** Keep an example. Keys told twice count once. */
void sr_logistic_add(sr_logistic *l, uint64_t *keys, size_t n, uint8_t label, float weight, uint8_t fold);
/** Train anew on all examples but those of one fold (SR_LOGISTIC_ALL: on all). */
void sr_logistic_train(sr_logistic *l, uint8_t without);
/** @param out  [C] probabilities */
void sr_logistic_score(const sr_logistic *l, const sr_logistic_example *e, double *out);

/** Print log loss and reliability of class 1 by cross-validation over folds 0 .. 4. */
void sr_logistic_report(sr_logistic *l, const char *name);
/** Write the weights of class 1 against class 0 as a model file of src/extract/linear.h. */
void sr_logistic_write(const sr_logistic *l, const char *folder, const char *kind, uint32_t version, uint64_t definition);

#endif
