/* The fold over many reports: from the claims of a block to incidents.
 *
 * A pure function of the set that it is given: reports in any order, a report twice, threads and
 * time of day change nothing.  How a store uses it:
 *
 *   new report r    digest(r) and keys(digest) are kept beside it
 *                   candidates: the reports that share a key with r
 *                   links: those candidates c for which sr_fold_probe_linked(digest r, digest c)
 *   block of r      all reports that links reach from r, over any number of steps; reports that a
 *                   human decision names are linked, too
 *   refold          sr_fold(block): the same incidents as sr_fold(everything) gives for it
 *
 * Digests, keys and links depend on nothing but their arguments and the model, so they can be
 * stored; sr_fold_digest_current tells whether a stored digest is of this program's form.
 * docs/decisions/040-*.md says why it is made so.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_FUSE_FOLD_H
#define SR_FUSE_FOLD_H

#include "base/error.h"
#include "know/know.h"
#include "record/fold.h"

/** Weights of the same-incident decision and the weights of words; views into the model file. */
typedef struct sr_fold_model sr_fold_model;

/** The model that `know` has under "fold"; rules alone when there is none or it is of another
 *  version.  @return never NULL; lives in the arena */
const sr_fold_model *sr_fold_model_open(const sr_know *know, sr_arena *arena);

#define SR_FOLD_SIGNATURE_SIZE 64
/** Near-copy signature of a text: the smallest hashes of its runs of five words, rising. */
typedef struct sr_fold_signature {
    uint32_t n;    // as many as there are, at most SR_FOLD_SIGNATURE_SIZE
    uint32_t total; // distinct runs of the text, cut at UINT32_MAX
    uint32_t at[SR_FOLD_SIGNATURE_SIZE];
} sr_fold_signature;

/** Cost: O(bytes). Case, punctuation and white space do not matter. */
void  sr_fold_sign(sr_str text, sr_fold_signature *out, sr_arena *arena);
/** Share of runs that both texts have, estimated from the signatures; [0, 1]. */
float sr_fold_resemblance(const sr_fold_signature *a, const sr_fold_signature *b);
/** The exact check: share of runs that both texts have.  Cost: O(bytes log bytes). */
float sr_fold_resemblance_exact(sr_str a, sr_str b, sr_arena *arena);
/** Texts that resemble one another at least so much are copies of one text. */
#define SR_FOLD_COPY 0.6f

/** All that pairs of reports are compared by, in some 1 to 2 kB: signature, weighted words, and of
 *  each mention day, place, type, names, ages and figures.  Bytes without meaning elsewhere.
 *  @param report  its `digest` is not looked at; text and claims must be there */
sr_str sr_fold_digest(const sr_fold_model *model, const sr_fold_report *report, sr_arena *arena);
/** Is a stored digest whole and of this program's form and model? Else compute it anew. */
bool   sr_fold_digest_current(const sr_fold_model *model, sr_str digest);

typedef struct sr_fold_keys {
    uint64_t *at; // rising, each once
    uint32_t  n;  // at most SR_FOLD_KEYS_MAX
} sr_fold_keys;
#define SR_FOLD_KEYS_MAX 128
/** Keys under which a report is to be found: place cell × date window of its mentions with
 *  spill-over to the neighbours, names of victims and suspects, its rarest words × window of
 *  publication.  Two reports that share none are never linked. */
void sr_fold_block_keys(const sr_fold_model *model, sr_str digest, sr_fold_keys *out, sr_arena *arena);

/** One report's digest, made ready to be compared with many others. */
typedef struct sr_fold_probe sr_fold_probe;
/** @return never NULL; lives in the arena, as long as `model` */
sr_fold_probe *sr_fold_probe_open(const sr_fold_model *model, sr_str digest, sr_arena *arena);
/** Might the two reports tell of one happening? Symmetric. Cost: a microsecond, some if words are alike.
 *  @return false also for a digest that is not of this form */
bool sr_fold_probe_linked(sr_fold_probe *probe, sr_str digest);

/** Fold a block, or everything.
 *  @param reports    [n], any order; a report id given twice is taken once
 *  @param decisions  [n_decisions], any order
 *  @param threshold  claims less probable than this are left out; [0, 1]
 *  @param out        lives in the arena
 *  Cost: O(n · (claims + links)) and O(n log n); see docs/decisions/040 for limits. Calls the
 *  arena's handler when out of memory. */
void sr_fold(const sr_fold_model *model, const sr_fold_report *reports, uint32_t n,
             const sr_fold_decision *decisions, uint32_t n_decisions, float threshold,
             sr_folded *out, sr_arena *arena);

/** Was it published by then?  A day without a time of day counts as its last second, in UTC where
 *  no offset is told; an unknown day is never known.  As-of is the fold of what was. */
bool sr_fold_known_by(sr_instant published, sr_instant then);
/** Canonical order of instants: <0, 0, >0; unknown last. */
int  sr_instant_cmp(sr_instant a, sr_instant b);

#endif
