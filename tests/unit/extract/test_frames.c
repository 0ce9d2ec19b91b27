/* What is no incident – films, drills, illnesses, statistics, rumours, figures of speech –, headlines that are,
 * the kinds of reports, and how bodies stand to each other.  All sentences are written for these tests, after what users complained about.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/reading.h"

static const char *const none[] = {
    "Arsenal shot down Chelsea with two late goals at the stadium on Sunday.",
    "Investors fled as shares exploded on the market.",
    "OpenAI strikes a deal with a news publisher over its archives.",
    "The senator attacked the bill in a speech on Tuesday.",
    "An attack on the policy by opposition leaders failed to sway voters.",
    "The film tells the story of a sniper who killed dozens of people in the war.",
    "The company dropped a price bomb on its rivals.",
    "Police took part in a drill in which gunmen stormed a mock embassy.",
    "If the rebels attack the convoy, the army will respond.",
    "The minister denied that any soldiers had been killed.",
    "There was no attack on the village, the army said.",
    "Attacks on pipelines have increased in recent years, according to a study.",
    "A strike by rail workers halted trains across the country on Monday.",
    "The heat wave killed 40 people, officials said.",
    "The striker was a constant threat and fired twice at goal.",
    "The battle for the championship heated up on Saturday.",
    "The new law would kill the programme, critics said.",
    "The novel opens with the murder of a banker in Vienna.",
    "Troops will storm the beach in an exercise next week.",
    "Rumours that a bomb had exploded in the station proved false.",
    "The singer said she was bombarded with messages.",
    "The army warned that militants could attack the dam.",
    "The museum shows weapons used in the 1944 uprising.",
    "Homicides fell by 12 per cent last year, figures show.",
    "The virus has killed more than 2,000 people since March.",
    "Heart attack deaths are rising among young men.",
    "A cyber attack crippled the hospital's computers on Monday.",
    "The comedian bombed on his opening night.",
    "He was shooting a documentary in Kabul when the rains came.",
    "A photo shoot in the desert drew protests.",
    "The kidnapping plot of the film is thin.",
    "The ambassador's remarks on rights drew fire from the opposition.",
    "The team's defence was under siege for most of the second half.",
    "The talks were torpedoed by a dispute over fish quotas.",
    "The price war between airlines claimed its first victim on Monday.",
    "Firefighters rehearsed the response to a bomb attack at the airport.",
    "What would happen if terrorists attacked the stadium?",
    "The report urges states to prevent the kidnapping of aid workers.",
    "A shark attacked a surfer off the coast on Sunday.",
    "The government says it will destroy 500 illegal weapons.",
    "The hunter shot two deer in the forest on Saturday.",
    "The court struck down the ban on Monday.",
    "The virus attacked his lungs and he died in hospital.",
};

static const char *const headlines[] = {
    "Drone attacks on Ukrainian port kill three",
    "Israel strikes Beirut suburb, 12 killed",
    "Car bomb blast rocks Mogadishu hotel",
    "Gunmen attack village in northern Nigeria, kill 30",
    "Missile hits apartment block in Kharkiv, killing five",
    "Russian shelling kills two in Kherson",
    "Explosion at Istanbul airport leaves dozens wounded",
    "At least nine dead in shooting at Texas mall",
    "Militants behead two hostages in Mozambique",
    "Airstrike on hospital in Khartoum kills doctors",
    "Journalist shot dead outside home in Mexico",
    "Aid workers abducted in eastern Congo",
    "Stabbing at Sydney church injures bishop",
    "Attacks on Kenyan police posts leave six officers dead",
};

static const struct {
    const char *kind, *text;
} kinds[] = {
    {"court",
     "A man who killed three people at a shopping centre in 2019 was sentenced to life in "
     "prison on Monday. The judge said the attack was planned."},
    {"court",
     "The trial of two men accused of bombing a mosque in 2017 opened in the capital on "
     "Tuesday. Prosecutors say the pair planted the device, which killed six worshippers."},
    {"anniversary",
     "Residents marked the tenth anniversary of the market bombing that killed 40 people with a "
     "minute of silence on Wednesday."},
    {"opinion",
     "I believe we must rethink our response to terrorism. The attacks of the past decade "
     "taught our leaders little, and in my view we should talk to the rebels."},
    {"forecast",
     "The embassy warned of possible attacks on hotels in the capital next week and raised the "
     "threat level."},
    {"exercise",
     "Gunmen stormed a ferry in a drill on Tuesday as police and the coast guard tested their "
     "response. The simulated attack involved 200 officers."},
    {"round_up",
     "Weekly report: Gunmen killed two farmers in Kano on Monday. In a separate incident, a "
     "bomb wounded three soldiers near Maiduguri on Tuesday. In other incidents, rebels burned "
     "a school in Jos and kidnapped a priest in Kaduna on Friday."},
    {"follow_up",
     "The death toll from last week's bombing of a bus in the north rose to 14 on Wednesday "
     "after two of the wounded died of their injuries, a hospital said."},
    {"fresh_incident",
     "Gunmen killed at least 12 villagers near the town of Jos on Tuesday, police said."},
    {"other",
     "The central bank left interest rates unchanged on Wednesday."},
    {"court",
     "BOGOTA, 15 JUN 89 (EFE) -- [TEXT] A JUDGE TODAY SENTENCED TWO MEN TO 24 YEARS WHO WERE FOUND "
     "GUILTY OF THE MURDER OF A SENATOR IN 1987."},
};

static void test_frames__no_incident(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(none); i++) {
        reading r;
        reading_fuse(&r, none[i], 0.3f);
        for (uint32_t k = 0; k < r.incidents.n; k++)
            if (r.incidents.at[k].probability >= 0.5f)
                fail_msg("%s: taken for an incident (%.2f)", none[i], (double)r.incidents.at[k].probability);
        sr_arena_free(&r.arena);
    }
}

static void test_frames__headlines(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(headlines); i++) {
        reading r;
        reading_fuse(&r, headlines[i], 0.3f);
        if (r.incidents.n == 0 || r.incidents.at[0].probability < 0.5f)
            fail_msg("%s: not seen", headlines[i]);
        sr_arena_free(&r.arena);
    }
}

static void test_frames__kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(kinds); i++) {
        reading r;
        reading_fuse(&r, kinds[i].text, 0.3f);
        if (!sr_str_eq(sr_report_kind_name(r.claims.kind), sr_str_c(kinds[i].kind)))
            fail_msg("%s: %.*s, not %s", kinds[i].text, SR_ARG(sr_report_kind_name(r.claims.kind)), kinds[i].kind);
        sr_arena_free(&r.arena);
    }
}

static const struct {
    const char *text, *from, *type, *to; // type NULL: no relation is told
} relations[] = {
    {"Gunmen of the Haqqani network, a faction of the Taliban, killed four officers in Kabul on Monday.", "Haqqani network",
     "part_of", "Taliban"},
    {"Iran-backed Houthis fired missiles at a ship in the Red Sea on Friday, killing two sailors.", "Houthis", "backed_by",
     "Iran"},
    {"Boko Haram, which pledged allegiance to Islamic State, attacked a village on Friday and killed ten people.",
     "Boko Haram", "sworn_to", "Islamic State"},
    {"Hezbollah, an ally of Syria, fired rockets at Israel on Monday, wounding three soldiers.", "Hezbollah", "allied_with",
     "Syria"},
    {"Taliban fighters killed two members of the Haqqani network on Monday.", NULL, NULL, NULL},
};

static void test_frames__relations(void **state)
{
    (void)state;
    for (size_t i = 0; i < SR_COUNT(relations); i++) {
        reading r;
        reading_fuse(&r, relations[i].text, 0.3f);
        assert_true(r.incidents.n > 0);
        const sr_parties *p = &r.incidents.at[0].relations;
        if (p->n != (relations[i].type ? 1u : 0u) ||
            (p->n && (!sr_str_eq(p->at[0].value.name, sr_str_c(relations[i].from)) ||
                      !sr_str_eq(p->at[0].value.code, sr_str_c(relations[i].type)) ||
                      !sr_str_eq(p->at[0].value.other, sr_str_c(relations[i].to)))))
            fail_msg("%s: %u relations", relations[i].text, (unsigned)p->n);
        sr_arena_free(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames__no_incident),
        cmocka_unit_test(test_frames__headlines),
        cmocka_unit_test(test_frames__kinds),
        cmocka_unit_test(test_frames__relations),
    };
    return cmocka_run_group_tests(tests, reading_open, reading_close);
}
