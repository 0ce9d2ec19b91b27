/* Parts of speech: a greedy tagger over words, ends, clusters and usual tags.
 *
 * One label is a pair of UPOS and PTB tag; words that the treebanks tag in one
 * way only get it without scoring.  Model file: models/tagger.bin, sections
 *
 *   0 labels    n * {upos, xpos}, one byte each
 *   1 words     word table (annotate/feature.h)
 *   2 classes   for each class of usual tags the label that is sure, or 255
 *   3 weights   table of weights for sentences whose capitals tell something
 *   4 masked    the same for upper-case text
 *   5 scripts   of lemmas, 6 their words, 7 their suffixes (annotate/lemma.h)
 *
 * Method: averaged perceptron, Collins 2002; clusters, Koo et al. 2008.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_ANNOTATE_TAG_H
#define SR_ANNOTATE_TAG_H

#include "annotate/feature.h"
#include "annotate/lemma.h"

/* Tags of the Penn Treebank as the UD treebanks of English use them. */
#define SR_XPOS_LIST(X)                                                                            \
    X(NONE, "_") X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(IN, "IN")           \
    X(JJ, "JJ") X(JJR, "JJR") X(JJS, "JJS") X(LS, "LS") X(MD, "MD") X(NN, "NN") X(NNS, "NNS")      \
    X(NNP, "NNP") X(NNPS, "NNPS") X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRPS, "PRP$")        \
    X(RB, "RB") X(RBR, "RBR") X(RBS, "RBS") X(RP, "RP") X(SYM, "SYM") X(TO, "TO") X(UH, "UH")      \
    X(VB, "VB") X(VBD, "VBD") X(VBG, "VBG") X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ")              \
    X(WDT, "WDT") X(WP, "WP") X(WPS, "WP$") X(WRB, "WRB") X(STOP, ".") X(COMMA, ",")               \
    X(COLON, ":") X(OPEN, "``") X(CLOSE, "''") X(LRB, "-LRB-") X(RRB, "-RRB-") X(HYPH, "HYPH")     \
    X(DOLLAR, "$") X(HASH, "#") X(NFP, "NFP") X(ADD, "ADD") X(AFX, "AFX") X(GW, "GW") X(XX, "XX")

#define X(NAME, text) SR_XPOS_##NAME,
typedef enum sr_xpos { SR_XPOS_LIST(X) SR_XPOS_COUNT } sr_xpos;
#undef X

/** Printed form of a tag; static text. */
sr_str sr_xpos_name(int xpos);
/** Tag of a printed form; -1: none. */
int    sr_xpos_from(sr_str text);

#define SR_TAG_VERSION 1u // of the model's layout
#define SR_TAG_SURE_NONE 255u

enum { // sections of the model
    SR_TAG_LABELS,
    SR_TAG_WORDS,
    SR_TAG_CLASSES,
    SR_TAG_WEIGHTS,
    SR_TAG_MASKED,
    SR_TAG_SCRIPTS,
    SR_TAG_LEMMAS,
    SR_TAG_SUFFIXES,
    SR_TAG_SECTIONS
};

typedef struct sr_tagger {
    uint32_t       n_labels; //  L
    const uint8_t *labels;   // [L][2] upos, xpos
    const uint8_t *sure;     // [C] label of a class, or SR_TAG_SURE_NONE
    uint32_t       n_classes; // C
    sr_words       words;
    sr_weights     weights[2]; // capitals seen, capitals hidden
    sr_lemmas      lemmas;
} sr_tagger;

/** Open a tagger in place.  @param bytes  the model file; outlives the tagger
 *  @return SR_E_VERSION for a file of another kind or with other features; SR_E_CORRUPT
 *  Cost: a few comparisons. */
SR_NODISCARD sr_status sr_tagger_open(sr_tagger *out, sr_str bytes, sr_error *err);
/** Hash of the definition of the features: a model made with others is refused. */
uint64_t sr_tagger_features(void);

/** Label one sentence from left to right.
 *  @param memo    that of this tagger's sr_know, or NULL
 *  @param views   [n]
 *  @param masked  the views were made with capitals hidden
 *  @param labels  [n] out */
void sr_tagger_run(const sr_tagger *tagger, sr_memo *memo, const sr_view *views, uint32_t n, bool masked,
                   uint8_t *labels);

/** The class's only label; SR_TAG_SURE_NONE when it must be scored. */
static inline uint8_t sr_tagger_sure(const sr_tagger *tagger, const sr_view *v)
{
    return v->tags < tagger->n_classes ? tagger->sure[v->tags] : (uint8_t)SR_TAG_SURE_NONE;
}

#define SR_TAG_KEYS_MAX 48u
#define SR_TAG_BEGIN 254u // label before the first word

/** Keys of the features of token i.
 *  @param t1,t2  labels of the tokens before it (SR_TAG_BEGIN outside)
 *  @param keys   out: [SR_TAG_KEYS_MAX]
 *  @return how many */
unsigned sr_tagger_keys(const sr_view *views, uint32_t n, uint32_t i, uint8_t t1, uint8_t t2,
                        uint64_t *keys);

#endif
