"""Causes of lost and spurious fills, told from hand-written details of the scorer.

SPDX-License-Identifier: Apache-2.0
"""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
import error_report as er

ROW = "  %-7s %-28s %s\n"


def pair(doc, key, response, *rows):
    text = "%s  key %s  response %s  recall 1.0 precision *\n" % (doc, key, response)
    for tag, slot, shown in rows:
        text += ROW % (tag, slot, shown)
    return text + "\n"


def found(text, which):
    return [(slot, cause) for slot, cause, _, _ in er.causes(er.parse(text), {"D": "a mayor was shot"})[which]]


class Causes(unittest.TestCase):
    def test_lost_in_a_matched_template(self):
        rows = [
            ("nothing", [("MISSED", "hum_tgt_name", '"MAYOR"')], "nothing given"),
            ("not in text", [("MISSED", "hum_tgt_name", '"PEDRO"')], "not in the text as such"),
            ("boundary", [("MISSED", "hum_tgt_description", '"TOWN MAYOR"'),
                          ("WRONG", "hum_tgt_description", '         <=  "MAYOR"')],
             "boundary or head of the string"),
            ("role", [("MISSED", "hum_tgt_description", '"TOWN MAYOR"'),
                      ("WRONG", "perp_individual_id", '         <=  "MAYOR"')], "in another slot (role)"),
            ("set value", [("MISSED", "phys_tgt_type", 'OTHER: "HUT"'),
                           ("WRONG", "phys_tgt_type", '         <=  WATER: "HUT"')], "other value"),
        ]
        for name, fills, cause in rows:
            with self.subTest(name):
                self.assertEqual((fills[0][1], cause), found(pair("D", "1", "1", *fills), 0)[0])

    def test_set_fill_follows_its_string(self):
        text = pair("D", "1", "1", ("MISSED", "hum_tgt_name", '"A MAYOR"'),
                    ("MISSED", "hum_tgt_type", 'CIVILIAN: "A MAYOR"'))
        self.assertEqual(("hum_tgt_type", "follows from a lost string"), found(text, 0)[1])

    def test_templates(self):
        kind = ("MISSED", "incident_type", "BOMBING")
        given = ("WRONG", "incident_type", "         <=  BOMBING")
        arson = ("WRONG", "incident_type", "         <=  ARSON")
        rows = [
            ("passed over", pair("D", "1", "none", kind), 0, "document passed over"),
            ("merged", pair("D", "1", "1") + pair("D", "2", "none", kind), 0,
             "fewer incidents than told (merged or not seen)"),
            ("type", pair("D", "1", "none", kind) + pair("D", "none", "1", arson), 0,
             "incident there with another type"),
            ("no participant", pair("D", "1", "none", kind) + pair("D", "none", "1", given), 0,
             "incident there, no participant agrees"),
            ("irrelevant", pair("D", "none", "1", given), 1, "document without incident"),
            ("split", pair("D", "1", "1", ("ok", "incident_type", "BOMBING  <=  BOMBING")) +
             pair("D", "none", "2", given), 1, "same type as a found incident (split)"),
        ]
        for name, text, which, cause in rows:
            with self.subTest(name):
                self.assertEqual([("incident_type", "template: " + cause)], found(text, which))


if __name__ == "__main__":
    unittest.main()
