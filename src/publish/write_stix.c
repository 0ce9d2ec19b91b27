/* `stix`: one STIX 2.1 bundle, one object a line.
 *
 *   publisher, speaker   identity          perpetrator    threat-actor, or identity of a person
 *   report               report            place          location
 *   incident             incident, with our extension for harm to people
 *   who blames whom      relationship attributed-to, one a claim, made by the speaker
 *   denied, cleared      relationship denied-by or cleared-by, which STIX allows beside its own
 *
 * Ids are UUIDs of names, so that exporting again gives the same objects; each is written once a
 * bundle.  `created` and `modified` of an incident are the publication of its first and last
 * report; an incident whose reports have no date is left out.  The draft incident-core extension is
 * not used: its obligatory members (determination, investigation_status) are not in reports.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/codes.h"
#include "publish/export_int.h"
#include "publish/json_record.h"
#include "publish/table.h"
#include "publish/uuid.h"

#include <stdio.h>

#define ID_TEXT        80
#define EXTENSION_DATE "2026-11-25T00:00:00.000Z"

/* Ids written so far: an open table, a power of two of slots. */
struct sr_export_seen {
    uint64_t *slots; // hashes; 0: free
    size_t n, room;
};

typedef struct stix {
    sr_exporter *exporter;
    const sr_row *row;
    sr_str created, modified; // of the incident
    sr_str incident;          // its id
    SR_LIST(sr_str) refs;     // objects of this incident
} stix;

static bool place_in(struct sr_export_seen *seen, uint64_t hash)
{
    size_t at = hash & (seen->room - 1);
    while (seen->slots[at] && seen->slots[at] != hash)
        at = (at + 1) & (seen->room - 1);
    bool fresh = !seen->slots[at];
    seen->slots[at] = hash;
    return fresh;
}

static bool is_new(sr_exporter *exporter, sr_str id)
{
    struct sr_export_seen *seen = exporter->seen;
    uint64_t hash = sr_hash(id) | 1;
    if (seen->n * 2 >= seen->room) {
        struct sr_export_seen more = {SR_NEW(&exporter->kept, uint64_t, seen->room * 2), seen->n,
                                      seen->room * 2};
        for (size_t i = 0; i < seen->room; i++)
            if (seen->slots[i])
                (void)place_in(&more, seen->slots[i]);
        *seen = more;
    }
    bool fresh = place_in(seen, hash);
    seen->n += fresh;
    return fresh;
}

static sr_str stix_id(sr_arena *arena, const char *type, sr_str key)
{
    char uuid[SR_UUID_TEXT];
    sr_uuid5(sr_str_format(arena, "stix/%s/%.*s", type, SR_ARG(key)), uuid);
    return sr_str_format(arena, "%s--%s", type, uuid);
}

/* UTC with milliseconds, as STIX wants it. */
static sr_str stamp(sr_arena *arena, sr_instant at)
{
    int64_t seconds = sr_cell_seconds(at);
    if (seconds == INT64_MIN)
        return (sr_str){NULL, 0};
    int64_t day = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
    sr_instant utc = {.day = (sr_day)day, .second = (int32_t)(seconds - day * 86400)};
    return sr_str_format(arena, "%.*s.000Z",
                         SR_ARG(sr_str_slice(sr_cell_instant(arena, utc), 0, 19)));
}

/* --- the frame of an object --- */

static void separate(sr_exporter *exporter)
{
    sr_buf_put(exporter->out, exporter->seen->n > 1 ? SR_STR(",\n") : SR_STR("\n"));
}

/* Opens an object with what all have. */
static sr_json open_object(stix *s, const char *type, sr_str id, sr_str created, sr_str modified)
{
    sr_json json = sr_json_to(s->exporter->out);
    separate(s->exporter);
    sr_json_object(&json);
    sr_json_put_str(&json, "type", sr_str_c(type));
    sr_json_put_str(&json, "spec_version", SR_STR("2.1"));
    sr_json_put_str(&json, "id", id);
    sr_json_put_str(&json, "created", created);
    sr_json_put_str(&json, "modified", modified);
    return json;
}

static void refer(stix *s, sr_str id)
{
    for (size_t i = 0; i < s->refs.n; i++)
        if (sr_str_eq(s->refs.at[i], id))
            return;
    *SR_PUSH(s->row->arena, &s->refs) = id;
}

/* --- identities and actors --- */

static sr_str identity_class(sr_str kind)
{
    if (sr_str_eq(kind, SR_STR("person")))
        return SR_STR("individual");
    if (sr_str_eq(kind, SR_STR("group")))
        return SR_STR("group");
    return sr_str_eq(kind, SR_STR("unknown")) ? SR_STR("unknown") : SR_STR("organization");
}

/* Who is in the actor table is the same everywhere; who is only called something ("gunmen",
 * "police", "M23 rebels") is the same within an incident: a shared id would say that two are one.
 */
static sr_str own_key(const stix *s, sr_str name, sr_str actor)
{
    return actor.len ? actor : sr_cell_join(s->row->arena, s->incident, " ", name);
}

static sr_str put_identity(stix *s, sr_str name, sr_str key, sr_str kind)
{
    sr_str id = stix_id(s->row->arena, "identity", key);
    refer(s, id);
    if (!is_new(s->exporter, id))
        return id;
    sr_json json = open_object(s, "identity", id, s->created, s->created);
    sr_json_put_str(&json, "name", name);
    sr_json_put_str(&json, "identity_class", identity_class(kind));
    sr_json_end_object(&json);
    return id;
}

static sr_str put_threat_actor(stix *s, const sr_export_party *p)
{
    sr_str name = sr_party_name(p);
    sr_str id = stix_id(s->row->arena, "threat-actor", own_key(s, name, p->value.actor));
    if (sr_str_eq(p->value.kind, SR_STR("person")))
        return put_identity(s, name, own_key(s, name, p->value.actor), p->value.kind);
    refer(s, id);
    if (!is_new(s->exporter, id))
        return id;
    sr_json json = open_object(s, "threat-actor", id, s->created, s->created);
    sr_json_put_str(&json, "name", name);
    if (sr_str_eq(p->value.kind, SR_STR("state")) || sr_str_eq(p->value.kind, SR_STR("agency"))) {
        sr_json_key(&json, "threat_actor_types");
        sr_json_array(&json);
        sr_json_str(&json, SR_STR("nation-state"));
        sr_json_end_array(&json);
    }
    sr_json_end_object(&json);
    return id;
}

/* The speaker; without one the publisher of the report that has the words; empty: neither is known.
 */
static sr_str put_source(stix *s, const sr_export_party *p)
{
    static const char *const kinds[] = {
        [SR_SPEAKER_WITNESS] = "unknown", [SR_SPEAKER_EXPERT] = "person"};
    const sr_export_incident *in = s->row->in;
    uint8_t class = p->source.class;
    if (p->source.name.len) {
        const char *kind = class < SR_COUNT(kinds) && kinds[class] ? kinds[class] : "organization";
        return put_identity(s, p->source.name, own_key(s, p->source.name, p->source.actor),
                            sr_str_c(kind));
    }
    uint32_t report = p->evidence.n ? p->evidence.at[0].report : 0;
    sr_str publisher =
        report < in->n_reports ? sr_export_publisher(&in->reports[report]) : (sr_str){NULL, 0};
    return publisher.len ? put_identity(s, publisher, publisher, SR_STR("organization"))
                         : publisher;
}

/* --- relationships --- */

static sr_str relation_type(const sr_export_party *p)
{
    if (p->stance == SR_STANCE_DENIED_BY_ACTOR)
        return SR_STR("denied-by");
    return p->stance == SR_STANCE_CLEARED_BY_AUTHORITIES ? SR_STR("cleared-by")
                                                         : SR_STR("attributed-to");
}

/* Publication of the report with the words, else of the first. */
static sr_str said(const stix *s, const sr_export_party *p)
{
    const sr_export_incident *in = s->row->in;
    uint32_t report = p->evidence.n ? p->evidence.at[0].report : 0;
    sr_str at = report < in->n_reports ? stamp(s->row->arena, in->reports[report].published)
                                       : (sr_str){NULL, 0};
    return at.len ? at : s->created;
}

static void put_attribution(stix *s, const sr_export_party *p)
{
    sr_arena *arena = s->row->arena;
    if (!sr_party_name(p).len)
        return;
    sr_str actor = put_threat_actor(s, p), by = put_source(s, p), type = relation_type(p);
    sr_str stance = sr_stance_name(p->stance);
    sr_str key = sr_str_format(arena, "%.*s %.*s %.*s %.*s", SR_ARG(s->incident), SR_ARG(stance),
                               SR_ARG(actor), SR_ARG(by));
    sr_str id = stix_id(arena, "relationship", key);
    if (!is_new(s->exporter, id))
        return;
    refer(s, id);
    sr_str at = said(s, p), quote = p->evidence.n
                                        ? sr_export_quote(s->row->in, p->evidence.at[0], arena)
                                        : (sr_str){NULL, 0};
    sr_json json = open_object(s, "relationship", id, at, at);
    sr_json_put_some(&json, "created_by_ref", by);
    sr_json_put_str(&json, "relationship_type", type);
    sr_json_put_some(&json, "description", quote);
    sr_json_put_str(&json, "source_ref", s->incident);
    sr_json_put_str(&json, "target_ref", actor);
    sr_json_key(&json, "confidence");
    sr_json_int(&json, (int64_t)((double)p->probability * 100 + 0.5));
    sr_json_key(&json, "labels");
    sr_json_array(&json);
    sr_json_str(&json, stance);
    sr_json_end_array(&json);
    sr_json_end_object(&json);
}

static void put_location(stix *s)
{
    const sr_row *row = s->row;
    const sr_place_value *place = &row->in->place;
    sr_str iso2 = sr_str_c(place->country);
    if (!iso2.len && !place->located)
        return;
    sr_str key = sr_str_format(row->arena, "%.*s/%.*s/%.*s/%u", SR_ARG(iso2), SR_ARG(place->admin1),
                               SR_ARG(place->name), (unsigned)place->precision);
    sr_str id = stix_id(row->arena, "location", key);
    refer(s, id);
    if (is_new(s->exporter, id)) {
        sr_json json = open_object(s, "location", id, s->created, s->created);
        sr_json_put_some(&json, "name", sr_cell_place(row));
        sr_json_put_some(&json, "country", iso2);
        sr_json_put_some(&json, "administrative_area", sr_cell_admin1(row));
        if (place->precision == SR_PLACE_PRECISION_CITY)
            sr_json_put_some(&json, "city", place->name);
        if (place->located && place->precision != SR_PLACE_PRECISION_COUNTRY) {
            sr_json_key(&json, "latitude");
            sr_json_real(&json, place->lat, 6);
            sr_json_key(&json, "longitude");
            sr_json_real(&json, place->lon, 6);
        }
        sr_json_end_object(&json);
    }
    sr_str link =
        stix_id(row->arena, "relationship",
                sr_str_format(row->arena, "%.*s at %.*s", SR_ARG(s->incident), SR_ARG(id)));
    if (!is_new(s->exporter, link))
        return;
    refer(s, link);
    sr_json json = open_object(s, "relationship", link, s->created, s->created);
    sr_json_put_str(&json, "relationship_type", SR_STR("located-at"));
    sr_json_put_str(&json, "source_ref", s->incident);
    sr_json_put_str(&json, "target_ref", id);
    sr_json_end_object(&json);
}

/* --- incident and reports --- */

static void put_bounds(sr_json *json, const char *key, sr_count count)
{
    if (!sr_count_known(count))
        return;
    sr_json_key(json, key);
    sr_json_count(json, count);
}

static sr_str extension_id(sr_arena *arena)
{
    return stix_id(arena, "extension-definition", SR_STR("human-casualties/1"));
}

static void put_harm(stix *s, sr_json *json)
{
    const sr_count *counts = s->row->in->counts;
    sr_str id = extension_id(s->row->arena);
    sr_json_key(json, "extensions");
    sr_json_object(json);
    sr_json_key(json, (const char *)sr_str_copy(s->row->arena, id).ptr);
    sr_json_object(json);
    sr_json_put_str(json, "extension_type", SR_STR("property-extension"));
    put_bounds(json, "killed", counts[SR_HARM_KILLED]);
    put_bounds(json, "wounded", counts[SR_HARM_WOUNDED]);
    put_bounds(json, "missing", counts[SR_HARM_MISSING]);
    put_bounds(json, "abducted", counts[SR_HARM_ABDUCTED]);
    put_bounds(json, "killed_attackers", counts[SR_HARM_KILLED_ATTACKERS]);
    put_bounds(json, "wounded_attackers", counts[SR_HARM_WOUNDED_ATTACKERS]);
    sr_json_key(json, "date");
    sr_json_period(json, s->row->in->date);
    sr_json_put_str(json, "stage", sr_actuality_name(s->row->in->stage));
    sr_json_put_str(json, "type", sr_incident_type_name(s->row->in->type));
    sr_json_put_some(json, "subtype", s->row->in->subtype);
    sr_json_end_object(json);
    sr_json_end_object(json);
}

/* Where the reports are; a reference needs more than its source's name. */
static void put_references(stix *s, sr_json *json)
{
    const sr_export_incident *in = s->row->in;
    bool some = false;
    for (uint32_t i = 0; i < in->n_reports; i++) {
        const sr_export_report *r = &in->reports[i];
        if (!r->url.len && !r->id.len)
            continue;
        if (!some) {
            sr_json_key(json, "external_references");
            sr_json_array(json);
        }
        some = true;
        sr_str name = sr_export_publisher(r);
        sr_json_object(json);
        sr_json_put_str(json, "source_name", name.len ? name : SR_STR("report"));
        sr_json_put_some(json, "url", r->url);
        sr_json_put_some(json, "external_id", r->url.len ? (sr_str){NULL, 0} : r->id);
        sr_json_put_some(json, "description", r->title);
        sr_json_end_object(json);
    }
    if (some)
        sr_json_end_array(json);
}

static void put_incident(stix *s)
{
    const sr_row *row = s->row;
    if (!is_new(s->exporter, s->incident))
        return;
    sr_json json = open_object(s, "incident", s->incident, s->created, s->modified);
    sr_json_put_str(&json, "name", sr_cell_title(row));
    sr_json_put_some(&json, "description", sr_cell_notes(row));
    sr_json_key(&json, "labels");
    sr_json_array(&json);
    sr_json_str(&json, sr_incident_type_name(row->in->type));
    sr_json_str(&json, sr_actuality_name(row->in->stage));
    sr_json_end_array(&json);
    sr_json_key(&json, "confidence");
    sr_json_int(&json, (int64_t)((double)row->in->probability * 100 + 0.5));
    put_references(s, &json);
    put_harm(s, &json);
    sr_json_end_object(&json);
}

/* A report refers to all that it tells; one without a date or a title cannot be an object here. */
static void put_report(stix *s, const sr_export_report *r)
{
    sr_arena *arena = s->row->arena;
    sr_str at = stamp(arena, r->published);
    sr_str name = r->title.len ? r->title : r->url.len ? r->url : r->id;
    sr_str key =
        sr_str_format(arena, "%.*s %.*s %.*s", SR_ARG(r->url), SR_ARG(r->id), SR_ARG(s->incident));
    sr_str id = stix_id(arena, "report", key);
    if (!at.len || !name.len || !is_new(s->exporter, id))
        return;
    sr_json json = open_object(s, "report", id, at, at);
    sr_json_put_str(&json, "name", name);
    sr_json_put_str(&json, "published", at);
    sr_json_key(&json, "report_types");
    sr_json_array(&json);
    sr_json_str(&json, SR_STR("incident"));
    sr_json_end_array(&json);
    sr_json_key(&json, "object_refs");
    sr_json_array(&json);
    sr_json_str(&json, s->incident);
    for (size_t i = 0; i < s->refs.n; i++)
        sr_json_str(&json, s->refs.at[i]);
    sr_json_end_array(&json);
    sr_json_end_object(&json);
}

static void put(sr_exporter *exporter, const sr_export_incident *incident, sr_arena *arena)
{
    sr_row row = sr_row_of(exporter, incident, arena);
    stix s = {.exporter = exporter,
              .row = &row,
              .created = stamp(arena, incident->first_seen),
              .modified = stamp(arena, incident->last_seen),
              .incident = stix_id(arena, "incident", incident->id)};
    if (!s.created.len || !s.modified.len)
        return;
    put_incident(&s);
    put_location(&s);
    for (uint32_t i = 0; i < incident->perpetrators.n; i++)
        put_attribution(&s, &incident->perpetrators.at[i]);
    for (uint32_t i = 0; i < incident->n_reports; i++) {
        sr_str publisher = sr_export_publisher(&incident->reports[i]);
        if (publisher.len)
            (void)put_identity(&s, publisher, publisher, SR_STR("organization"));
    }
    for (uint32_t i = 0; i < incident->n_reports; i++)
        put_report(&s, &incident->reports[i]);
}

/* The extension's definition stands first; its identity is the program. */
static void start(sr_exporter *exporter)
{
    sr_arena *arena = &exporter->kept;
    sr_row row = {.arena = arena};
    stix s = {.exporter = exporter, .row = &row, .created = SR_STR(EXTENSION_DATE)};
    char uuid[SR_UUID_TEXT];
    exporter->seen = SR_NEW(arena, struct sr_export_seen, 1);
    *exporter->seen = (struct sr_export_seen){SR_NEW(arena, uint64_t, 256), 0, 256};
    sr_uuid5(SR_STR("stix/bundle"), uuid);
    sr_buf_printf(exporter->out, "{\"type\":\"bundle\",\"id\":\"bundle--%s\",\"objects\":[", uuid);
    sr_str self = put_identity(&s, SR_STR("sitrep"), SR_STR("sitrep"), SR_STR("organization"));
    sr_str id = extension_id(arena);
    (void)is_new(exporter, id);
    sr_json json = open_object(&s, "extension-definition", id, s.created, s.created);
    sr_json_put_str(&json, "created_by_ref", self);
    sr_json_put_str(&json, "name", SR_STR("human-casualties"));
    sr_json_put_str(
        &json, "description",
        SR_STR("Harm to people by an incident, with the bounds that reports give, and its day."));
    sr_json_put_str(&json, "schema", sr_str_c(sr_export_version(SR_EXPORT_STIX)));
    sr_json_put_str(&json, "version", SR_STR("1.0.0"));
    sr_json_key(&json, "extension_types");
    sr_json_array(&json);
    sr_json_str(&json, SR_STR("property-extension"));
    sr_json_end_array(&json);
    sr_json_end_object(&json);
}

static void end(sr_exporter *exporter)
{
    sr_buf_put(exporter->out, SR_STR("\n]}\n"));
}

const sr_export_writer sr_export_stix = {start, put, end};
