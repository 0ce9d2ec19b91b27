"""The scorers of tools/ on hand-written reports: a right answer counts, each planted error costs just its measure.

SPDX-License-Identifier: Apache-2.0
"""
import copy
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
import prepare_incidents as prepare
import score_gva_articles as gva
import score_isaf as isaf
import score_wiki_incidents as wiki

CODES = {"ruritania": "RR", "elbonia": "EB"}


def figures(result):
    return {k: v["percent"] for k, v in result.items() if isinstance(v, dict)}


class Wiki(unittest.TestCase):
    GOLD = {"id": "w1", "types": ["car bombings", "shooting"], "location": "Strelsau District, Ruritania",
            "dead": {"raw": "5 (+2)", "lo": 5, "hi": 5, "attackers": 2},
            "injured": {"raw": "10+", "lo": 10, "hi": None, "attackers": None},
            "perpetrator": "Islamic State", "perpetrator_in_text": True, "suspected": True,
            "location_in_text": True}
    RIGHT = {"type": "BOMBING", "killed": {"low": 7, "best": 7, "high": 7},
             "killed_attackers": {"low": 2, "best": 2, "high": 2},
             "wounded": {"low": 12, "best": 12, "high": None},
             "place": {"name": "Strelsau", "country": "RR"},
             "perpetrators": [{"name": "ISIL", "actor": "islamic-state", "kind": "group",
                               "certainty": "suspected"}]}

    def score(self, *incidents, gold=None):
        return wiki.score([gold or self.GOLD], [{"id": "w1", "incidents": list(incidents)}], CODES)

    def test_right(self):
        result = self.score(self.RIGHT)
        self.assertEqual({100.0}, set(figures(result).values()), result)
        self.assertEqual(0, result["extra_per_100"])

    def test_planted_errors(self):
        rows = [
            # name, changed members, measures that must be wrong
            ("victims only, attackers not told", {"killed": {"best": 5}, "killed_attackers": None}, {"dead_total"}),
            ("attackers not apart", {"killed_attackers": None}, {"dead_without_attackers"}),
            ("one too many", {"killed": {"best": 8}}, {"dead", "dead_total", "dead_without_attackers"}),
            ("dead not told", {"killed": None}, {"dead", "dead_total", "dead_without_attackers"}),
            ("below an open number", {"wounded": {"best": 9}},
             {"injured", "injured_total", "injured_without_attackers"}),
            ("other type", {"type": "ARSON"}, {"type", "type_plain"}),
            ("fair but not plain type", {"type": "ARMED_CLASH"}, {"type_plain"}),
            ("fact instead of suspicion", {"perpetrators": [
                {"name": "ISIL", "kind": "group", "certainty": "reported_as_fact"}]}, {"suspected"}),
            ("other body", {"perpetrators": [{"name": "Red Front", "kind": "group", "certainty": "accused"}]},
             {"perpetrator", "perpetrator_precision"}),
            ("cleared body", {"perpetrators": [
                {"name": "ISIL", "kind": "group", "certainty": "denied_by_actor"}]}, {"perpetrator"}),
            ("other country", {"place": {"name": "Strelsau", "country": "EB"}}, {"country"}),
            ("other place", {"place": {"name": "Zenda", "country": "RR"}}, {"place"}),
        ]
        for name, change, wrong in rows:
            with self.subTest(name):
                got = figures(self.score({**copy.deepcopy(self.RIGHT), **change}))
                self.assertEqual(wrong, {k for k, v in got.items() if v != 100.0})

    def test_nothing_printed(self):
        result = wiki.score([self.GOLD], [], CODES)
        self.assertEqual({0.0}, set(figures(result).values()))
        self.assertEqual(1, result["not_printed"])

    def test_extra_incidents(self):
        result = self.score(self.RIGHT, {"type": "ATTACK"}, {"type": "ATTACK", "role": "background"})
        self.assertEqual((100.0, 100.0), (result["extra_per_100"], result["background_per_100"]))

    def test_unknown_number_is_not_scored(self):
        gold = {**self.GOLD, "dead": {"raw": "Unknown", "lo": None, "hi": None}}
        self.assertNotIn("dead", self.score(self.RIGHT, gold=gold))

    def test_group_invented(self):
        gold = {**self.GOLD, "perpetrator_in_text": False}
        self.assertEqual(0.0, figures(self.score(self.RIGHT, gold=gold))["no_group_invented"])

    def test_bodies(self):
        rows = [  # source's name, printed name, actor, match
            ("Al-Qaeda in the Islamic Maghreb", "AQIM", None, True),
            ("Al-Qaeda in the Islamic Maghreb", "Islamic State", None, False),
            ("Al-Qaeda in the Arabian Peninsula", "al-Qaida", "al-qaeda", True),
            ("Al-Shabaab and Islamic State", "IS", None, True),
            ("ELN", "the army", None, False),
            ("ELN", "National Liberation Army", None, True),
            ("Taliban", "suspected Taliban militants", None, True),
            ("New People’s Army", "NPA", None, True),
            ("Boko Haram", "gunmen", "boko-haram", True),
        ]
        for gold, name, actor, match in rows:
            with self.subTest(name=name, gold=gold):
                self.assertEqual(match, wiki.names_body(gold, {"name": name, "actor": actor, "kind": "group"}))

    def test_state_is_not_part_of_a_name(self):
        self.assertFalse(wiki.names_body("Tehrik-i-Taliban Pakistan", {"name": "Pakistan", "kind": "state"}))

    def test_types_of_table_exist(self):
        ours = set("""ATTACK BOMBING ARSON KIDNAPPING HOSTAGE_TAKING HIJACKING ROBBERY ASSASSINATION
            UNARMED_ASSAULT FACILITY_ATTACK AIRSTRIKE SHELLING ARMED_CLASH MOB_VIOLENCE RIOT PROTEST
            SEXUAL_VIOLENCE ARREST OTHER""".split())
        for table in (*(v.split() for v in wiki.TYPES.values()), *isaf.TYPES.values()):
            self.assertLessEqual(set(table), ours)


class Isaf(unittest.TestCase):
    GOLD = {"id": "i1", "min_killed": 3, "min_captured": 2, "start_date": "2011-03-04",
            "province": ["paktya"], "event_type": ["captureandkill"]}
    RIGHT = {"type": "ARREST", "killed": {"low": 3, "best": None, "high": None},
             "date": {"start": "2011-03-04", "end": "2011-03-04"},
             "place": {"name": "Zurmat", "admin1": "Paktia", "country": "AF"},
             "targets": [{"name": "leader", "effect": "arrested", "count": 1},
                         {"name": "insurgent", "effect": "arrested", "count": {"low": 1, "best": 1, "high": 1}}]}

    def score(self, incident):
        return isaf.score([self.GOLD], [{"id": "i1", "incidents": [incident] if incident else []}])

    def test_right(self):
        self.assertEqual({100.0}, set(figures(self.score(self.RIGHT)).values()))

    def test_planted_errors(self):
        rows = [
            ("killed", {"killed": {"low": 4}}, {"min_killed", "min_killed_where_any"}),
            ("range of days", {"date": {"start": "2011-03-04", "end": "2011-03-05"}}, {"date"}),
            ("province", {"place": {"name": "Kabul", "admin1": "Kabul"}}, {"province"}),
            ("captured", {"targets": []}, {"min_captured"}),
            ("captured member first", {"captured": {"low": 9}}, {"min_captured"}),
            ("type", {"type": "BOMBING"}, {"type"}),
        ]
        for name, change, wrong in rows:
            with self.subTest(name):
                got = figures(self.score({**self.RIGHT, **change}))
                self.assertEqual(wrong, {k for k, v in got.items() if v != 100.0})

    def test_no_incident(self):
        self.assertEqual({0.0}, set(figures(self.score(None)).values()))


class Gva(unittest.TestCase):
    GOLD = {"docs": ["a", "b"], "date": "2014-01-12", "state": "Illinois", "city": "St. Mary",
            "killed": 0, "injured": 5}
    RIGHT = {"wounded": {"best": 5}, "date": {"start": "2014-01-12", "end": "2014-01-12"},
             "place": {"name": "Saint Mary", "admin1": "Illinois"}}

    def score(self, a, b=None):
        return gva.score([self.GOLD], [{"id": "a", "incidents": [a]},
                                       {"id": "b", "incidents": [b or self.RIGHT]}])

    def test_right(self):
        self.assertEqual({100.0}, set(figures(self.score(self.RIGHT)).values()))

    def test_planted_errors(self):
        rows = [
            ("killed", {"killed": {"best": 1}}, {"killed"}),
            ("no counts", {"wounded": None}, {"killed", "injured"}),
            ("day after", {"date": {"start": "2014-01-13", "end": "2014-01-13"}}, {"date"}),
            ("no date", {"date": None}, {"date", "date_within_1"}),
            ("city", {"place": {"name": "Chicago", "admin1": "Illinois"}}, {"city"}),
            ("state", {"place": {"name": "Saint Mary", "admin1": "Ohio"}}, {"state"}),
        ]
        for name, change, wrong in rows:
            with self.subTest(name):
                got = figures(self.score({**self.RIGHT, **change}))
                self.assertEqual(wrong, {k for k, v in got.items() if v != 100.0})
                self.assertLessEqual({got[k] for k in wrong}, {50.0})

    def test_article_not_printed(self):
        result = gva.score([self.GOLD], [{"id": "a", "incidents": [self.RIGHT]}])
        self.assertEqual((50.0, 1), (figures(result)["killed"], result["not_printed"]))


class Prepare(unittest.TestCase):
    def test_only_what_a_reader_knows(self):
        row = {"doc": "D1", "date_iso": "1990-01-03", "dateline": "X", "text": "SOME TEXT"}
        _, key, members = prepare.SETS["muc4-dev"]
        self.assertEqual({"id": "D1", "text": "SOME TEXT"}, prepare.report(row, key, members))

    def test_capitals_keep_offsets(self):
        text = "Bombe in der Straße, Kırşehir, Málaga"
        upper = prepare.capitals(text)
        self.assertEqual(len(text.encode()), len(upper.encode()))
        self.assertEqual(text.encode().index(b"laga"), upper.encode().index(b"LAGA"))
        self.assertIn("MÁLAGA", upper)


if __name__ == "__main__":
    unittest.main()
