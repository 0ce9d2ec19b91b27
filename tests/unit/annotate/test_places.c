/* Places: what is found, which place is meant.  Each row prints all places of its text as
 * "words name/admin1/country precision", "@lat,lon~radius" for relative ones, "?" when not located,
 * joined by "; ".
 * SPDX-License-Identifier: Apache-2.0 */
#include "read.h"

#include "annotate/places.h"
#include "base/buf.h"

typedef struct row {
    const char *text, *expected;
} row;

static void put_all(const sr_document *doc, sr_buf *out)
{
    for (uint32_t i = 0; i < doc->n_places; i++) {
        const sr_place       *p = &doc->places[i];
        const sr_place_value *v = &p->value;
        sr_str                words = sr_document_words(doc, p->range);
        sr_buf_printf(out, "%s%.*s = %.*s/%.*s/%s %.*s", i ? "; " : "", SR_ARG(words), SR_ARG(v->name),
                      SR_ARG(v->admin1), v->country, SR_ARG(sr_place_precision_name(v->precision)));
        if (v->radius_km > 0)
            sr_buf_printf(out, " @%.1f,%.1f~%.0f", v->lat, v->lon, v->radius_km);
        if (!v->located)
            sr_buf_printf(out, " ?");
    }
    sr_buf_byte(out, 0);
}

static void annotate(read_state *s, sr_document *doc)
{
    sr_annotate_tags(doc, s->know, &s->arena);
    sr_annotate_numbers(doc, s->know, &s->arena);
    sr_annotate_times(doc, s->know, &s->arena);
    sr_annotate_entities(doc, s->know, &s->arena);
    sr_annotate_places(doc, s->know, &s->arena);
}

static void check(read_state *s, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sr_report   report;
        sr_document doc;
        sr_buf      out = SR_BUF_INIT;
        read_text(s, rows[i].text, "2024-03-22", &report, &doc);
        annotate(s, &doc);
        put_all(&doc, &out);
        if (strcmp((const char *)out.ptr, rows[i].expected) != 0)
            fail_msg("\"%s\":\n  got      %s\n  expected %s", rows[i].text, out.ptr, rows[i].expected);
        sr_buf_free(&out);
    }
}

static void test_annotate_places__found(void **state)
{
    static const row rows[] = {
        {"A bomb exploded in Mosul on Friday.", "Mosul = Mosul/Nineveh/IQ city"},
        {"Nobody was hurt.", ""},
        {"Iraqi troops left.", ""},
        {"He works for the New York Times.", ""},
        {"The UN condemned the attack.", ""},
        {"He told us that the man was reading in a bar.", ""},
        {"Reading is a nice hobby.", ""},
        {"Police in the U.S. and the U.K. are alarmed.", "U.S. = United States//US country; U.K. = United Kingdom//GB country"},
        {"The attack in Côte d'Ivoire shocked many.", "Côte d'Ivoire = Ivory Coast//CI country"},
        {"Fighting went on in the Middle East and the Sahel.", "Middle East = Middle East// country; Sahel = Sahel// country"},
        {"Refugees from the Soviet Union came to Bombay.",
         "Soviet Union = Soviet Union//SU country; Bombay = Mumbai/Maharashtra/IN city"},
        {"Clashes broke out in northern Mali.", "Mali = Mali//ML country"},
        {"Shelling hit Helmand province.", "Helmand = Helmand/Helmand/AF admin1"},
        {"Shelling hit Helmand Province.", "Helmand Province = Helmand/Helmand/AF admin1"},
    };
    check(*state, rows, SR_COUNT(rows));
}

static void test_annotate_places__resolved(void **state)
{
    static const row rows[] = {
        {"A mine killed two in Peshawar, Pakistan.",
         "Peshawar = Peshawar/Khyber Pakhtunkhwa/PK city; Pakistan = Pakistan//PK country"},
        {"A shop in Paris, Texas, was robbed.", "Paris = Paris/Texas/US city; Texas = Texas/Texas/US admin1"},
        {"A shop in Paris was robbed.", "Paris = Paris/Île-de-France/FR city"},
        {"Police in Springfield, Ill., found him.", "Springfield = Springfield/Illinois/US city; Ill. = Illinois/Illinois/US admin1"},
        {"Guns came from Georgia, Alabama and Tennessee.",
         "Georgia = Georgia/Georgia/US admin1; Alabama = Alabama/Alabama/US admin1; Tennessee = Tennessee/Tennessee/US admin1"},
        {"Russian troops crossed into Georgia from Armenia.",
         "Georgia = Georgia//GE country; Armenia = Armenia//AM country"},
        {"It happened in Tlahuac, Mexico City, Mexico.",
         "Tlahuac = Tláhuac/Mexico City/MX city; Mexico City = Mexico City/Mexico City/MX city; Mexico = Mexico//MX country"},
        {"Syrian rebels shelled Tripoli. Lebanese soldiers answered. Lebanon closed its border.",
         "Tripoli = Tripoli/Liban-Nord/LB city; Lebanon = Lebanon//LB country"},
    };
    check(*state, rows, SR_COUNT(rows));
}

static void test_annotate_places__upper_case(void **state)
{
    static const row rows[] = {
        {"THREE PEASANTS WERE KILLED BY GUERRILLAS IN SAN MIGUEL, EL SALVADOR, ARMY SOURCES SAID TODAY.",
         "SAN MIGUEL = San Miguel/San Miguel Department/SV city; EL SALVADOR = El Salvador//SV country"},
        {"THE MAN WAS READING IN A MOBILE HOME, THE POLICE REPORTED.", ""},
        {"THEY TOLD US THAT A BOMB HAD GONE OFF NEAR BOGOTA.", "BOGOTA = Bogotá/Bogota D.C./CO city"},
    };
    check(*state, rows, SR_COUNT(rows));
}

static void test_annotate_places__relative(void **state)
{
    static const row rows[] = {
        {"A patrol was hit 30 km north of Mosul.",
         "30 km north of Mosul = Mosul/Nineveh/IQ city @36.6,43.1~8; Mosul = Mosul/Nineveh/IQ city"},
        {"It fell 10 miles southwest of Kabul.",
         "10 miles southwest of Kabul = Kabul/Kabul/AF city @34.4,69.0~4; Kabul = Kabul/Kabul/AF city"},
        {"He left Mosul for the north of Iraq.", "Mosul = Mosul/Nineveh/IQ city; Iraq = Iraq//IQ country"},
    };
    check(*state, rows, SR_COUNT(rows));
}

static void test_annotate_places__unknown_village(void **state)
{
    static const row rows[] = {
        {"Gunmen raided the village of Qorbulak in Helmand province.",
         "Qorbulak = Qorbulak/Helmand/AF admin1; Helmand = Helmand/Helmand/AF admin1"},
        {"Gunmen raided the village of Qorbulak in Afghanistan.",
         "Qorbulak = Qorbulak//AF country ?; Afghanistan = Afghanistan//AF country"},
        {"He joined the Department of Justice.", ""},
    };
    check(*state, rows, SR_COUNT(rows));
}

static void test_annotate_places__helpers(void **state)
{
    read_state *s = *state;
    sr_report   report;
    sr_document doc;
    read_text(s, "It happened 30 km north of Mosul in Iraq.", "2024-03-22", &report, &doc);
    annotate(s, &doc);
    assert_int_equal(doc.n_places, 3);
    assert_true(sr_place_contains(&doc.places[2].value, &doc.places[1].value));
    assert_false(sr_place_contains(&doc.places[1].value, &doc.places[2].value));
    assert_int_equal(sr_place_over(&doc, doc.places[1].range.first), 1);     // Mosul, not the stretch around it
    assert_int_equal(sr_place_over(&doc, doc.places[0].range.first), 0);     // "30"
    assert_int_equal(sr_place_over(&doc, doc.places[2].range.first), 2);
    assert_int_equal(sr_place_over(&doc, 0), SR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_annotate_places__found),           cmocka_unit_test(test_annotate_places__resolved),
        cmocka_unit_test(test_annotate_places__upper_case),      cmocka_unit_test(test_annotate_places__relative),
        cmocka_unit_test(test_annotate_places__unknown_village), cmocka_unit_test(test_annotate_places__helpers),
    };
    return cmocka_run_group_tests(tests, read_setup, read_teardown);
}
