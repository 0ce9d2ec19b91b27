/* Training reports with what their keys say of them: MUC-4 dev (wire text of 1989, incident
 * templates), wiki-incidents-2018 train and gva-incidents (modern text, one incident each).
 *
 * A case is a report read by the program's own code up to its drafts, beside the templates of its
 * key.  Each draft is aligned with at most one template and each template with at most one draft.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_TRAIN_CASES_H
#define SR_TRAIN_CASES_H

#include <json-c/json.h>

#include "extract/mention.h"
#include "train/logistic.h"
#include "train/train.h"

#define SR_CASE_FOLDS 5
#define SR_CASE_TEMPLATES 24

typedef enum sr_case_kind { SR_CASE_WIRE, SR_CASE_WIKI, SR_CASE_GVA } sr_case_kind;

/** Slots that hold words of the text. */
typedef enum sr_case_slot {
    SR_SLOT_PERSON, // perp_individual_id; suspects
    SR_SLOT_BODY,   // perp_organization_id
    SR_SLOT_THING,  // phys_tgt_id
    SR_SLOT_NAME,   // hum_tgt_name; victims
    SR_SLOT_DESCRIPTION,
    SR_SLOT_WEAPON,
    SR_SLOT_COUNT
} sr_case_slot;

typedef struct sr_case_fill {
    sr_str *values;   // [n] alternatives, lower case
    uint32_t n;
    bool    optional;
} sr_case_fill;

typedef struct sr_case_template {
    sr_case_fill *fills[SR_SLOT_COUNT];
    uint32_t      n[SR_SLOT_COUNT];
    sr_str        type;     // as in the key
    bool          optional;
    sr_str       *places;   // [n_places] where it happened, the most precise first, the country last; lower case
    uint32_t      n_places;
} sr_case_template;

typedef struct sr_case {
    sr_case_kind     kind;
    uint32_t         number;    // of its document in the set
    uint8_t          fold;      // < SR_CASE_FOLDS
    sr_report        report;
    sr_document      doc;
    sr_reader        reader;
    sr_mentions      mentions;
    sr_drafts        drafts;
    sr_case_template templates[SR_CASE_TEMPLATES];
    uint32_t         n_templates;
    uint32_t        *aligned;   // [drafts] its template; SR_NONE
    sr_arena        *arena;     // reset between cases
} sr_case;

typedef void sr_case_each(const sr_case *c, void *payload);

/** Read all cases of the wanted kinds (bits 1 << kind), in file order. */
void sr_cases(const sr_train_options *options, const sr_know *know, unsigned kinds, sr_case_each *each,
              void *payload);

/** Does a noun group say the same as a fill? By heads and words, as the MUC-4 scorer would. */
bool sr_case_says(const sr_case *c, const sr_noun *noun, const sr_case_fill *fill);
/** Does the type of a draft fit that of a template? */
bool sr_case_type_fits(const sr_case_template *template, uint8_t type);

/** Train a two-class model on cases: reads them, reports by cross-validation (or trains without each fold
 *  in turn), trains on all and writes.  @param epochs  0 keeps the learner's own */
void sr_train_on_cases(const sr_train_options *options, const char *name, unsigned kinds, sr_case_each *each,
                       void (*write)(const char *folder, const sr_logistic *l), unsigned epochs);
/** Train without each fold of the cases in turn; the models go to <options->models>/fold<k>. */
void sr_train_folds(const sr_train_options *options, sr_logistic *l,
                    void (*write)(const char *folder, const sr_logistic *l));

#endif
