/* `--claims`: the claims of a report themselves, one object a line, in canonical order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/json_party.h"
#include "publish/publish.h"

static void put_claim(sr_json *json, const sr_claim *claim, sr_str extractor)
{
    char id[SR_CLAIM_ID_TEXT];
    sr_claim_id(claim, extractor, id);
    sr_json_object(json);
    sr_json_put_str(json, "id", sr_str_c(id));
    sr_json_put_str(json, "report", claim->report);
    sr_json_key(json, "mention");
    if (claim->mention == SR_NONE)
        sr_json_null(json);
    else
        sr_json_int(json, claim->mention);
    sr_json_put_str(json, "field", sr_field_name(claim->field));
    sr_json_key(json, "value");
    sr_json_value(json, (sr_field)claim->field, &claim->value);
    sr_json_put_str(json, "stance", sr_stance_name(claim->stance));
    sr_json_key(json, "source");
    sr_json_object(json);
    sr_json_put_str(json, "name", claim->source.name);
    sr_json_put_str(json, "class", sr_speaker_class_name(claim->source.class));
    sr_json_put_str(json, "actor", claim->source.actor);
    sr_json_end_object(json);
    sr_json_put_str(json, "actuality", sr_actuality_name(claim->actuality));
    sr_json_key(json, "span");
    sr_json_span(json, claim->span);
    sr_json_key(json, "stated");
    sr_json_day(json, claim->stated);
    sr_json_key(json, "probability");
    sr_json_real(json, (double)claim->probability, 3);
    sr_json_put_str(json, "extractor", extractor);
    sr_json_end_object(json);
}

void sr_write_claims(const sr_reading *reading, const sr_publish_options *options, sr_buf *out)
{
    for (uint32_t i = 0; reading->claims && i < reading->claims->n; i++) {
        sr_json json = sr_json_to(out);
        put_claim(&json, &reading->claims->at[i], sr_str_c(options->extractor));
        sr_buf_byte(out, '\n');
    }
}
