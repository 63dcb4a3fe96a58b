"""Checks a calendar that `mou export` wrote, with other programs.

    calendar.py icalendar FILE       it has the dates of mous.list.json
    calendar.py vobject FILE         it is valid
    calendar.py days FILE LISTED     LISTED has `YYYY-MM-DD summary` for each event
    calendar.py blocks FILE LISTED   LISTED has the summaries of the events below each day
    calendar.py revised OLD NEW ID   only the event with this id was revised
"""

import datetime
import json
import sys

ONE_DAY = datetime.timedelta(days=1)


def events(path):
    import icalendar

    data = open(path, "rb").read()
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line, line
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(data)
    assert not list(calendar.errors), calendar.errors
    found = list(calendar.walk("VEVENT"))
    for event in found:
        assert not event.errors, event.errors
        assert type(event["DTSTART"].dt) is datetime.date
        assert event["TRANSP"] == "TRANSPARENT"
    return found


def summaries(path):
    """Returns the first day, last day and summary of each event."""
    return [
        (event["DTSTART"].dt, event["DTEND"].dt - ONE_DAY, str(event["SUMMARY"]))
        for event in events(path)
    ]


def first_day(date):
    """Returns the first day that a date of the registry may mean."""
    parts = date.rstrip("?~").split("-") + ["01", "01"]
    return datetime.date(*map(int, parts[:3]))


def check_icalendar(path):
    expected = {}
    for record in json.load(open("mous.list.json", encoding="utf-8")):
        if record["status"] not in ("active", "suspended", "upcoming"):
            continue
        ends, act_by = record.get("ends"), record.get("act_by")
        if ends and ends != "indefinite":
            expected[record["id"] + ".end"] = first_day(ends)
        if act_by and act_by != ends:
            kind = "review" if ends in (None, "indefinite") else "notice"
            expected[f"{record['id']}.{kind}"] = first_day(act_by)
        if record["status"] == "upcoming":
            expected[record["id"] + ".start"] = first_day(record["effective"])
        for activity in record.get("activities", []):
            day = activity.get("due") or activity.get("from") or activity.get("on")
            if activity.get("status") == "planned" and day:
                expected[f"{record['id']}.activity-{activity['n']}"] = first_day(day)
    found = {str(event["UID"]).split("@")[0]: event["DTSTART"].dt for event in events(path)}
    assert found == expected, (found, expected)
    assert len(found) >= 8, found
    alarms = [alarm for event in events(path) for alarm in event.walk("VALARM")]
    assert alarms
    for alarm in alarms:
        # Relative to midnight of a day, so that the alarm rings at 9 in the morning.
        trigger = alarm["TRIGGER"].dt
        assert trigger < ONE_DAY and trigger % ONE_DAY == datetime.timedelta(hours=9), trigger
    print(f"{len(found)} events, {len(alarms)} alarms")


def check_vobject(path):
    import vobject

    calendar = vobject.readOne(open(path, encoding="utf-8", newline="").read())
    assert calendar.validate(raiseException=True)
    found = {
        (event.dtstart.value, event.dtend.value - ONE_DAY, event.summary.value)
        for event in calendar.vevent_list
    }
    assert found == set(summaries(path))


def check_days(path, listed):
    lines = {line.rstrip() for line in open(listed, encoding="utf-8") if line.strip()}
    expected = {f"{first} {summary}".rstrip() for first, _, summary in summaries(path)}
    starts = {line for line in lines if line in expected}
    assert starts == expected, expected - starts
    assert lines == expected, lines - expected


def check_blocks(path, listed):
    expected = {}
    for first, last, summary in summaries(path):
        day = first
        while day <= last:
            expected.setdefault(str(day), set()).add(summary)
            day += ONE_DAY
    found, day = {}, None
    for line in open(listed, encoding="utf-8"):
        line = line.strip()
        if line[:4].isdigit() and line.endswith(":"):
            day = line.rstrip(":")
        elif line:
            # An event of several days is marked with `*`.
            found.setdefault(day, set()).add(line.removeprefix("* "))
    assert found == expected, (found, expected)


def check_revised(old, new, revised):
    old, new = ({str(event["UID"]): event for event in events(path)} for path in (old, new))
    for uid, event in new.items():
        before = old[uid]
        if uid.startswith(revised):
            assert event["SEQUENCE"] == before["SEQUENCE"] + 1
            assert event["DTSTART"].dt > before["DTSTART"].dt
        else:
            assert event.to_ical() == before.to_ical(), uid


CHECKS = {
    "icalendar": check_icalendar,
    "vobject": check_vobject,
    "days": check_days,
    "blocks": check_blocks,
    "revised": check_revised,
}

if __name__ == "__main__":
    CHECKS[sys.argv[1]](*sys.argv[2:])
