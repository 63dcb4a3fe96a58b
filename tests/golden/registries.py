"""The three registries that the commands run on.

real:       the ten agreements in `examples/registry.json`
generated:  1,000 made-up agreements in the canonical layout, with links, events, activities and
            unknown keys; the same on every machine
edited:     `hand-edited.json` in this folder: not canonical, with odd spacing, unsorted ids, escapes,
            control characters, wide characters and unknown keys at every level

`ROLES` names the agreements that the commands use, for each registry.
"""

import json
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDS = 1000

# fixed: in force, with a last day.   linked: in a lineage.   other: in force.
# second: any other agreement.        activity: an id/number. free: no other agreement links to it.
# target: another agreement links to it, so that it cannot be removed.
# prefix: several ids begin with it.  word: found in the text of some agreements.
# party, country: of a party of `fixed`.
ROLES = {
    "real": {
        "fixed": "gds-govtech-2022",
        "linked": "gds-govtech-2019",
        "other": "esa-nasa-2024",
        "second": "minlaw-shanghai",
        "activity": "gds-govtech-2019/2",
        "free": "new-jersey-new-york-pennsylvania",
        "target": "gds-govtech-2019",
        "prefix": "gds",
        "word": "legal",
        "party": "GDS",
        "country": "GB",
    },
    "generated": {
        "fixed": "m00007",
        "linked": "m00015",
        "other": "m00010",
        "second": "m00994",
        "activity": "m00003/1",
        "free": "m00999",
        "target": "m00014",
        "prefix": "m000",
        "word": "photonics",
        "party": "MON6",
        "country": "CA",
    },
    "edited": {
        "fixed": "kyoto-tartu-2023",
        "linked": "kyoto-tartu-2020",
        "other": "kyoto-accra-2021",
        "second": "bergen",
        "activity": "kyoto-tartu-2023/1",
        "free": "zanzibar-2024",
        "target": "kyoto-tartu-2020",
        "prefix": "kyoto",
        "word": "kyoto",
        "party": "Tartu",
        "country": "EE",
    },
}

PLACES = (
    ("Kyoto", "JP"), ("Tartu", "EE"), ("Porto", "PT"), ("Nairobi", "KE"), ("Montréal", "CA"),
    ("Kraków", "PL"), ("Hanoi", "VN"), ("Zürich", "CH"), ("São Paulo", "BR"), ("北京", "CN"),
)  # fmt: skip
NAMES = ("University of {}", "{} Institute of Technology", "City of {}", "{} Research Council")
AREAS = ("photonics", "public health", "comparative law", "robotics", "plant genetics", "nursing")
PEOPLE = ("Aiko Tanaka", "Maarja Põld", "João Ferreira", "Wanjiru Mwangi", "Linh Trần")
NOTES = (
    "Each party bears its own costs.",
    'The annex "Intellectual property" applies.\nIt has two pages.',
    "Renewal needs a joint report; see https://example.org/report.",
)
TERMS = ("P3Y", "P5Y", "P1Y", "P18M", "P2Y", "P1Y6M", "P10Y", "P90D")


class Dice:
    """A random number generator that does not depend on the version of Python."""

    def __init__(self, seed):
        self.state = seed * 2654435761 + 12345

    def below(self, limit):
        """Returns a number from 0 to `limit` - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def chance(self, percent):
        """Returns true with this probability."""
        return self.below(100) < percent

    def pick(self, choices):
        """Returns one of the choices."""
        return choices[self.below(len(choices))]


def record_id(number):
    """Returns the id of a generated agreement."""
    return f"m{number:05}"


def party(dice):
    """Returns a party."""
    place, country = dice.pick(PLACES)
    made = {"name": dice.pick(NAMES).format(place)}
    if dice.chance(60):
        made["short"] = f"{place[:3].upper()}{dice.below(9)}"
    if dice.chance(90):
        made["country"] = country
    return made


def dates(dice, signed):
    """Returns the fields that decide how long an agreement lasts."""
    kind = dice.below(10)
    if kind < 5:
        made = {"term": dice.pick(TERMS)}
    elif kind < 6:
        made = {"end": (signed + timedelta(days=200 + dice.below(3000))).isoformat()}
    elif kind < 8:
        made = {"term": "P3Y", "renewal": {"every": dice.pick(("P1Y", "P3Y"))}, "notice": "P3M"}
        if dice.chance(30):
            made["renewal"]["max"] = 2
    elif kind < 9:
        made = {"term": "indefinite", "notice": "P6M", "review": "P2Y"}
    else:
        made = {}
    if "term" in made and dice.chance(10):
        made["basis"] = "including"
    return made


def events(dice, signed, made):
    """Returns the events of an agreement, oldest first."""
    day = (signed + timedelta(days=300 + dice.below(400))).isoformat()
    later = (signed + timedelta(days=800 + dice.below(900))).isoformat()
    kind = dice.below(12)
    if kind == 0 and "end" not in made and made.get("term", "i")[0] == "P":
        return [{"kind": "renewed", "on": day, "term": "P2Y"}]
    if kind == 1:
        fields = {"notice": {"old": "P1M", "new": made.get("notice", "P2M")}}
        made.setdefault("notice", "P2M")
        return [{"kind": "amended", "on": day, "fields": fields, "note": "Exchange of letters"}]
    if kind == 2:
        return [{"kind": "notice", "on": later, "by": made["parties"][0]["name"]}]
    if kind == 3:
        return [{"kind": "suspended", "on": day}, {"kind": "resumed", "on": later}]
    if kind == 4:
        return [{"kind": "terminated", "on": later, "note": "by mutual consent"}]
    if kind == 5:
        return [{"kind": "decided", "on": day, "by": "Rector", "decision": "lapse"}]
    if kind == 6:
        return [{"kind": "audited", "on": day[:7], "x-report": [1, {"deep": None}]}]
    return []


def activities(dice, signed):
    """Returns up to three activities."""
    made = []
    for number in range(1, dice.below(4) + 1):
        activity = {"n": number, "title": f"Workshop on {dice.pick(AREAS)}", "kind": "workshop"}
        day = (signed + timedelta(days=dice.below(2200))).isoformat()
        shape = dice.below(5)
        if shape < 3:
            activity["on"] = day[: dice.pick((10, 10, 7, 4))]
        elif shape < 4:
            activity["due"] = day
        if dice.chance(60):
            activity["status"] = dice.pick(("planned", "ongoing", "done", "cancelled"))
        if dice.chance(5):
            activity["x-room"] = "B 12"
        made.append(activity)
    return made


def agreement(number):
    """Returns one generated agreement, its keys in the order of the file."""
    dice = Dice(number)
    has_role = record_id(number) in ROLES["generated"].values()
    signed = date(2010, 1, 1) + timedelta(days=dice.below(5700))
    if has_role:
        signed = date(2023, 5, 1) + timedelta(days=number % 100)
    made = {"id": record_id(number), "title": f"Cooperation {number} in {dice.pick(AREAS)}"}
    made["kind"] = dice.pick(("MoU", "MoU", "MoU", "LoI", "agreement"))
    made["parties"] = [party(dice) for _ in range(2 + (dice.below(4) == 0))]
    shape = dice.below(20)
    if shape < 17:
        made["signed"] = signed.isoformat()
    elif shape < 19:
        month, year = signed.isoformat()[:7], signed.isoformat()[:4]
        made["signed"] = dice.pick((month, f"{year}~", "unknown"))
    if dice.chance(50):
        made["signatories"] = [{"name": dice.pick(PEOPLE), "title": "Rector"}]
    if dice.chance(20):
        made["effective"] = (signed + timedelta(days=dice.below(120))).isoformat()
    made.update({"term": "P5Y"} if has_role else dates(dice, signed))
    made["areas"] = [dice.pick(AREAS)]
    if dice.chance(40):
        made["tags"] = [dice.pick(("eu", "asia", "priority"))]
    if dice.chance(70):
        made["contact"] = dice.pick(PEOPLE)
    if number % 10 == 5:
        made["succeeds"] = [record_id(number - 1)]
    if dice.chance(4):
        made["under"] = record_id(1 + dice.below(RECORDS))
    if dice.chance(30):
        made["references"] = [{"title": f"Copy {number}", "url": f"https://example.org/{number}"}]
    happened = [] if has_role else events(dice, signed, made)
    if happened:
        made["events"] = happened
    if dice.chance(60):
        made["notes"] = dice.pick(NOTES)
    if dice.chance(10):
        made["fields"] = {"budget": str(dice.below(90000)), "rating": dice.pick(("A", "B"))}
    if dice.chance(3):
        made["x-archive"] = {"box": 18446744073709551617, "shelf": 1.5, "none": []}
    done = activities(dice, signed)
    if done or number == 3:
        made["activities"] = done or [{"n": 1, "title": "Visit", "on": "2024-05-06"}]
    return {key: made[key] for key in sorted(made, key=KEYS.index)}


KEYS = (
    "id title kind parties signed place signatories witnesses effective term end basis renewal "
    "notice review lead areas tags contact succeeds under related references documents events "
    "notes fields accepted conflicts x-archive activities"
).split()


def generated():
    """Returns the text of the generated registry."""
    registry = {"format": "mou-registry", "version": 1}
    registry["uid"] = "00000000-0000-4000-8000-000000001000"
    registry["agreements"] = [agreement(number) for number in range(1, RECORDS + 1)]
    return json.dumps(registry, ensure_ascii=False, indent=2) + "\n"


def texts():
    """Returns the bytes of each registry by name."""
    example = HERE.parent.parent / "examples" / "registry.json"
    return {
        "real": example.read_bytes(),
        "generated": generated().encode(),
        "edited": (HERE / "hand-edited.json").read_bytes(),
    }
