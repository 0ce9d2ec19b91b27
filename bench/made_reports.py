#!/usr/bin/env python3
"""Reports of invented incidents, JSON lines, as many as asked: what tests and load tests of the page and the server read.

  made_reports.py COUNT [--seed N] [--from N]

Each report tells of an incident of its own, in words of its own; nothing in them happened.  The same arguments give the same bytes.
"""
import argparse
import datetime
import json
import random

TOWNS = """Kaduna, Nigeria|Herat, Afghanistan|Cali, Colombia|Mosul, Iraq|Karachi, Pakistan|Manila, Philippines|Goma, Congo|Gao, Mali
Mombasa, Kenya|Aden, Yemen|Idlib, Syria|Maiduguri, Nigeria|Quetta, Pakistan|Kandahar, Afghanistan|Basra, Iraq|Mogadishu, Somalia|Garissa, Kenya
Davao, Philippines|Medellin, Colombia|Tripoli, Libya|Benghazi, Libya|Khartoum, Sudan|Juba, South Sudan|Bangui, Central African Republic|Lahore, Pakistan
Peshawar, Pakistan|Kirkuk, Iraq|Homs, Syria|Sanaa, Yemen|Maputo, Mozambique|Culiacan, Mexico|Acapulco, Mexico|Lagos, Nigeria|Jos, Nigeria|Kunduz, Afghanistan
Kabul, Afghanistan|Baghdad, Iraq|Damascus, Syria|Aleppo, Syria|Kismayo, Somalia|Zamboanga, Philippines|Cebu, Philippines|Bogota, Colombia|Lima, Peru""".replace("\n", "|").split("|")
DEEDS = ["Gunmen opened fire on a {place} in {town} on {day}, killing {k} people and wounding {w}.",
         "A car bomb exploded outside a {place} in {town} on {day}, killing {k} {who} and wounding {w} others.",
         "At least {k} {who} were shot dead when attackers stormed a {place} in {town} on {day}.",
         "Armed men kidnapped {k} {who} from a {place} in {town} on {day}.",
         "A suicide bomber killed {k} people at a {place} in {town} on {day}; {w} were injured.",
         "Attackers set fire to a {place} in {town} on {day}, and {k} {who} died.",
         "Shelling hit a {place} in {town} on {day}, killing {k} {who}.",
         "{K} {who} were killed and {w} wounded on {day} in a clash near a {place} in {town}."]
PLACES = "market|school|mosque|church|police station|bus station|checkpoint|hospital|hotel|courthouse|university|farm|bridge|bank|prison|stadium|restaurant|airport".split("|")
WHO = "civilians|soldiers|farmers|police officers|students|traders|worshippers|teachers|drivers|passengers|fishermen|miners".split("|")
BLAME = ["Police said {group} was responsible.", "{Group} claimed responsibility.", "Officials blamed {group}, which denied it.",
         "No group claimed the attack.", "The army suspects {group}.", "Witnesses accused {group}.", "The motive is not known.", ""]
GROUPS = "al-Shabaab|Boko Haram|the Taliban|the Islamic State|al-Qaeda|the ELN|Abu Sayyaf|the Lord's Resistance Army".split("|")
TAILS = ["The governor condemned the attack.", "A curfew was imposed until Monday.", "Hospitals asked for blood.", "Shops stayed shut.",
         "The road north was blocked for hours.", "Schools will open again next week.", "An inquiry was promised by the ministry.",
         "Relatives waited at the gate.", "The mayor called for calm.", "Two suspects were held for questioning.", "Power failed in half of the town."]
PUBLISHERS = ["Harbour News", "Plains Wire", "Delta Post", "Hill Courier", "Lake Tribune", "Coast Radio", "Valley Times"]
NUMBERS = "Two Three Four Five Six Seven Eight Nine".split()
EPOCH = datetime.date(2015, 1, 1)


def report(i, rng):
    date = EPOCH + datetime.timedelta(days=rng.randrange(4000))
    town, group, k = rng.choice(TOWNS), rng.choice(GROUPS), 2 + rng.randrange(8) + (rng.randrange(60) if rng.random() < .1 else 0)
    deed = rng.choice(DEEDS).format(place=rng.choice(PLACES), town=town, day="%d %s" % (date.day, date.strftime("%B %Y")), k=k,
                                    K=NUMBERS[min(k, 9) - 2], w=2 + rng.randrange(40), who=rng.choice(WHO))
    blame = rng.choice(BLAME).format(group=group, Group=group[0].upper() + group[1:])
    tails = " ".join(rng.sample(TAILS, rng.randrange(1, 4)))
    return {"id": "made-%d" % i, "publisher": rng.choice(PUBLISHERS), "published": (date + datetime.timedelta(days=1)).isoformat(),
            "title": deed.split(",")[0].split(" on ")[0], "text": " ".join(t for t in (deed, blame, tails) if t)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("count", type=int)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--from", dest="first", type=int, default=0)
    a = p.parse_args()
    for i in range(a.first, a.first + a.count):
        print(json.dumps(report(i, random.Random(a.seed * 1000003 + i))))


if __name__ == "__main__":
    main()
