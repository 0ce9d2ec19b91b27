/* Identity of a claim: a hash of all its members in canonical form.
 *
 * Canonical form: every member in the order of the struct, text as 8 bytes of length and its
 * bytes, numbers as 8 bytes little endian, degrees as millionths, kilometres as metres, the
 * probability rounded to 1/1000, then the extractor's version.  So a claim keeps its id across
 * machines, runs and memory layouts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record/claim.h"

#include <math.h>
#include <stdio.h>
#define XXH_STATIC_LINKING_ONLY // the state on the stack
#include <xxhash.h>

static void add_int(XXH3_state_t *state, int64_t value)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
    (void)XXH3_128bits_update(state, bytes, sizeof bytes);
}

static void add_str(XXH3_state_t *state, sr_str text)
{
    add_int(state, (int64_t)text.len);
    if (text.len)
        (void)XXH3_128bits_update(state, text.ptr, text.len);
}

static void add_place(XXH3_state_t *state, const sr_place_value *place)
{
    add_str(state, place->name);
    add_str(state, place->admin1);
    add_str(state, place->admin2);
    add_str(state, sr_str_c(place->country));
    add_int(state, place->geonameid);
    add_int(state, place->located ? llround(place->lat * 1e6) : INT64_MIN);
    add_int(state, place->located ? llround(place->lon * 1e6) : INT64_MIN);
    add_int(state, llround(place->radius_km * 1e3));
    add_int(state, place->precision);
}

static void add_value(XXH3_state_t *state, const sr_value *value)
{
    const sr_str texts[] = {value->code,   value->name,        value->actor, value->kind,
                            value->description, value->effect, value->nationality,
                            value->other,  value->age,         value->gender, value->was};
    for (size_t i = 0; i < SR_COUNT(texts); i++)
        add_str(state, texts[i]);
    add_int(state, value->count.low);
    add_int(state, value->count.best);
    add_int(state, value->count.high);
    add_int(state, value->period.first);
    add_int(state, value->period.last);
    add_int(state, value->period.precision);
    add_place(state, &value->place);
}

void sr_claim_id(const sr_claim *claim, sr_str extractor, char out[SR_CLAIM_ID_TEXT])
{
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    (void)XXH3_128bits_reset(&state);
    add_str(&state, claim->report);
    add_int(&state, claim->mention);
    add_str(&state, sr_field_name(claim->field));
    add_value(&state, &claim->value);
    add_str(&state, sr_stance_name(claim->stance));
    add_str(&state, claim->source.name);
    add_str(&state, claim->source.actor);
    add_str(&state, sr_speaker_class_name(claim->source.class));
    add_str(&state, sr_actuality_name(claim->actuality));
    add_int(&state, claim->span.begin);
    add_int(&state, claim->span.end);
    add_int(&state, claim->span.in_title);
    add_int(&state, claim->stated);
    add_int(&state, lround((double)claim->probability * 1000));
    add_str(&state, extractor);
    XXH128_hash_t hash = XXH3_128bits_digest(&state);
    (void)snprintf(out, SR_CLAIM_ID_TEXT, "%016llx%016llx", (unsigned long long)hash.high64,
                   (unsigned long long)hash.low64);
}
