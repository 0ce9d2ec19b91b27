/* Lines of a ledger's dump, as they are and with ids that fit what they hold: a forger can compute them, too.  Loading
 * ends without harm, and a ledger verifies whatever was loaded into it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <json-c/json.h>
#include <sitrep/sitrep.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/store.h"

#define TOGETHER 50 // inputs that go into one ledger

/* ---- ids ---- */

static sr_str str_of(json_object *object, const char *key)
{
    json_object *v = json_object_object_get(object, key);
    if (!json_object_is_type(v, json_type_string))
        return (sr_str){NULL, 0};
    return sr_str_from(json_object_get_string(v), (size_t)json_object_get_string_len(v));
}

static json_object *item(json_object *object, const char *key, size_t i)
{
    json_object *list = json_object_object_get(object, key);
    return json_object_is_type(list, json_type_array) ? json_object_array_get_idx(list, i) : NULL;
}

static int32_t number_of(json_object *object, const char *key, int32_t none)
{
    json_object *v = json_object_object_get(object, key);
    return json_object_is_type(v, json_type_int) ? (int32_t)json_object_get_int64(v) : none;
}

/* @return false: no claim has such a value; refusing it is not what is searched for */
static bool seal_claim(json_object *row, sr_str report, sr_str extractor)
{
    sr_cell  cells[SR_CLAIM_CELLS] = {{0}};
    sr_claim claim;
    char     id[SR_CLAIM_ID_TEXT];
    if (!json_object_is_type(row, json_type_array) || json_object_array_length(row) != SR_CLAIM_CELLS - 1)
        return false;
    for (size_t i = 1; i < SR_CLAIM_CELLS; i++) {
        json_object *v = json_object_array_get_idx(row, i - 1);
        if (json_object_is_type(v, json_type_int))
            cells[i] = SR_INT(json_object_get_int64(v));
        else if (json_object_is_type(v, json_type_string))
            cells[i] = SR_TEXT(sr_str_from(json_object_get_string(v), (size_t)json_object_get_string_len(v)));
        else
            cells[i] = SR_NULL();
    }
    if (!sr_store_claim_from(cells, &claim))
        return false;
    claim.report = report;
    sr_claim_id(&claim, extractor, id);
    json_object_array_put_idx(row, 0, json_object_new_string(id));
    return true;
}

static void seal_edition(json_object *edition, sr_str report)
{
    char      id[32];
    int32_t   offset = number_of(edition, "offset", INT32_MIN);
    sr_report r = {.title = str_of(edition, "title"), .language = str_of(edition, "language"), .members = str_of(edition, "members")};
    r.published = (sr_instant){.day = number_of(edition, "day", SR_DAY_NONE), .second = number_of(edition, "second", -1),
                               .has_offset = offset != INT32_MIN, .offset_minutes = offset == INT32_MIN ? 0 : offset};
    (void)snprintf(id, sizeof id, "%016llx", (unsigned long long)sr_edition_id(&r));
    json_object_object_add(edition, "id", json_object_new_string(id));
    json_object *reading;
    for (size_t i = 0; (reading = item(edition, "readings", i)) != NULL; i++)
        if (json_object_is_type(reading, json_type_object)) {
            json_object *row;
            for (size_t k = 0; (row = item(reading, "claims", k)) != NULL;)
                if (seal_claim(row, report, str_of(reading, "extractor")))
                    k++;
                else
                    json_object_array_del_idx(json_object_object_get(reading, "claims"), k, 1);
        }
}

static void seal_report(json_object *report)
{
    sr_arena arena;
    uint8_t  id[SR_ID_BYTES];
    char     text[SR_REPORT_ID_TEXT];
    sr_arena_init(&arena, 0, NULL, NULL);
    sr_report_id(str_of(report, "publisher"), sr_url_canonical(str_of(report, "url"), &arena), str_of(report, "text"), id);
    sr_arena_free(&arena);
    sr_id_text(id, text);
    json_object_object_add(report, "id", json_object_new_string(text));
    json_object *edition;
    for (size_t i = 0; (edition = item(report, "editions", i)) != NULL; i++)
        if (json_object_is_type(edition, json_type_object))
            seal_edition(edition, sr_str_c(text));
}

static void seal_decision(json_object *o)
{
    uint8_t           id[SR_ID_BYTES];
    char              text[SR_REPORT_ID_TEXT];
    int32_t           a = number_of(o, "mention_a", -1), b = number_of(o, "mention_b", -1);
    json_object      *at = json_object_object_get(o, "at");
    sr_store_decision d = {.same = sr_str_eq(str_of(o, "kind"), SR_STR("same")), .mention_a = a < 0 ? SR_NONE : (uint32_t)a,
                           .mention_b = b < 0 ? SR_NONE : (uint32_t)b, .author = str_of(o, "author"), .note = str_of(o, "note"),
                           .at = at ? json_object_get_int64(at) : 0};
    (void)sr_id_parse(str_of(o, "report_a"), d.report_a);
    (void)sr_id_parse(str_of(o, "report_b"), d.report_b);
    sr_store_decision_id(&d, id);
    sr_id_text(id, text);
    json_object_object_add(o, "id", json_object_new_string(text));
}

/* A line with ids made anew, or as it is where it is no JSON. */
static void put_sealed(FILE *out, sr_str line)
{
    json_tokener *tokener = json_tokener_new_ex(SR_LIMIT_JSON_DEPTH);
    json_object  *object = tokener ? json_tokener_parse_ex(tokener, (const char *)line.ptr, (int)line.len) : NULL;
    if (json_object_is_type(object, json_type_object)) {
        json_object *part;
        if (json_object_object_get_ex(object, "report", &part) && json_object_is_type(part, json_type_object))
            seal_report(part);
        else if (json_object_object_get_ex(object, "decision", &part) && json_object_is_type(part, json_type_object))
            seal_decision(part);
        (void)fputs(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), out);
    } else {
        (void)fwrite(line.ptr, 1, line.len, out);
    }
    (void)fputc('\n', out);
    json_object_put(object);
    json_tokener_free(tokener);
}

/* ---- the ledger ---- */

static sr_ledger *ledger;
static unsigned   loaded;

static void on_fault(const char *text, void *payload)
{
    (void)payload;
    (void)fprintf(stderr, "%s\n", text);
}

static void verify_and_close(void)
{
    uint64_t faults = 1;
    sr_error err = {0};
    FUZZ_HOLDS(sr_ledger_verify(ledger, on_fault, NULL, NULL, &faults, &err) == SR_OK);
    FUZZ_HOLDS(faults == 0);
    sr_ledger_close(ledger);
    ledger = NULL;
}

static void load(int file)
{
    char             path[64];
    sr_error         err = {0};
    sr_ingest_totals totals;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (!ledger)
        FUZZ_HOLDS(sr_ledger_open(&ledger, ":memory:", NULL, &err) == SR_OK);
    sr_status status = sr_ledger_load(ledger, path, NULL, &totals, &err);
    if (status != SR_OK)
        (void)fprintf(stderr, "%s\n", err.text);
    FUZZ_HOLDS(status == SR_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int   plain = memfd_create("plain", 0), sealed = memfd_create("sealed", 0);
    FILE *out = sealed >= 0 ? fdopen(dup(sealed), "wb") : NULL;
    if (plain < 0 || !out || write(plain, data, size) != (ssize_t)size)
        abort();
    for (sr_str rest = sr_str_from(data, size); rest.len;)
        put_sealed(out, sr_str_cut(&rest, '\n'));
    (void)fclose(out);
    load(plain);
    load(sealed);
    (void)close(plain);
    (void)close(sealed);
    if (++loaded % TOGETHER == 0)
        verify_and_close();
    return 0;
}
