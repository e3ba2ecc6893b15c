#!/usr/bin/python3
"""Goal: `parley hours` computes what the definition says. Method: random sets of hours, holidays
and questions, most of them near clock changes, answered by reference.py and written as vectors for
`parley hours check`. The same seed gives the same file; --keep FILE leaves it for a look.
"""
import argparse
import csv
import datetime as dt
import io
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

import reference as ref

COLUMNS = "case,tz,weekly_hours,holidays,function,from,amount_minutes_or_to,expected".split(",")


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


def random_part(rng):
    shape = rng.random()
    if shape < 0.15:
        return 0, 1440
    if shape < 0.4:  # about the hours when clocks change
        begin = rng.randrange(0, 240, 15)
        return begin, begin + rng.choice([15, 30, 45, 60, 90, 180])
    begin = rng.randrange(0, 1425, 15)
    return begin, min(1440, begin + rng.randrange(15, 720, 15))


def random_weekly(rng):
    if rng.random() < 0.2:
        return {d: [(540, 1020)] for d in range(5)}
    weekly = {}
    for day in range(7):
        if rng.random() < 0.75:
            weekly[day] = [random_part(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    return weekly


def random_rule(rng, start):
    day = rng.choice("MO TU WE TH FR SA SU".split())
    interval = rng.choice(["", "", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=5"])
    nth = rng.choice([1, 2, 3, 4, 5, -1, -2])
    month = rng.randrange(1, 13)
    two = ",".join(rng.sample("MO TU WE TH FR SA SU".split(), 2))
    rule = rng.choice([
        f"FREQ=YEARLY{interval};BYMONTH={month};BYMONTHDAY={rng.randrange(1, 29)}",
        f"FREQ=YEARLY{interval};BYMONTH={month};BYDAY={nth}{day}",
        f"FREQ=YEARLY{interval}",
        f"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        f"FREQ=YEARLY;BYMONTHDAY={rng.randrange(1, 29)};BYMONTH={month},{month % 12 + 1}",
        f"FREQ=MONTHLY{interval};BYMONTHDAY={rng.choice([1, 15, 29, 30, 31, -1, -3])}",
        f"FREQ=MONTHLY{interval};BYDAY={nth}{day}",
        f"FREQ=MONTHLY{interval}",
        f"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        f"FREQ=WEEKLY{interval};BYDAY={two}",
        f"FREQ=WEEKLY{interval}",
        f"FREQ=WEEKLY{interval};BYDAY={two};WKST=SU",
        f"FREQ=DAILY{interval or ';INTERVAL=7'}",
        # Those have no closed form and go through libical.
        f"FREQ=MONTHLY{interval};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={rng.choice([1, -1])}",
        f"FREQ=YEARLY;BYWEEKNO={rng.randrange(1, 53)};BYDAY={day}",
        f"FREQ=YEARLY;BYYEARDAY={rng.choice([1, 100, 200, 365, -1])}",
        f"FREQ=YEARLY;BYDAY={rng.choice([1, 20, -1])}{day}",
        f"FREQ=WEEKLY{interval};BYDAY={two};COUNT={rng.randrange(1, 60)}",
        f"FREQ=DAILY;BYMONTH={month};BYDAY={two}",
    ])
    if "COUNT" not in rule and rng.random() < 0.15:
        until = start + dt.timedelta(days=rng.randrange(800, 4000))
        rule += f";UNTIL={until:%Y%m%d}"
    return rule


def random_holidays(rng, middle):
    holidays = []
    for _ in range(rng.choice([0, 0, 1, 1, 2, 4])):
        part = rng.choice([(0, 1440), random_part(rng)])
        if rng.random() < 0.4:
            holidays.append((middle + dt.timedelta(days=rng.randrange(-20, 20)), "", *part))
        else:
            start = middle - dt.timedelta(days=rng.randrange(0, 1500))
            holidays.append((start, random_rule(rng, start), *part))
    return holidays


def weekly_text(weekly):
    clauses = [f"{ref.NAMES[day]} " + ",".join(f"{clock(b)}-{clock(e)}" for b, e in parts)
               for day, parts in sorted(weekly.items())]
    return "; ".join(clauses) or "none"


def holidays_text(holidays):
    def one(start, rule, begin, end):
        part = "all" if (begin, end) == (0, 1440) else f"{clock(begin)}-{clock(end)}"
        return " ".join(x for x in (start.isoformat(), rule, part) if x)
    return " | ".join(one(*h) for h in holidays)


def changes(zone):
    """Instants at which the zone's clock changes, of some years."""
    found = []
    for year in (1987, 1999, 2011, 2018, 2025, 2026, 2027, 2039, 2101):
        at = dt.datetime(year, 1, 1, tzinfo=ref.UTC)
        before = at.astimezone(zone).utcoffset()
        for _ in range(366):
            at += ref.DAY
            after = at.astimezone(zone).utcoffset()
            if after != before:
                found.append(at)
            before = after
    return found


def text(at, zone):
    local = at.astimezone(zone)
    seconds = int(local.utcoffset().total_seconds())
    sign = "-" if seconds < 0 else "+"
    stamp = local.strftime("%Y-%m-%dT%H:%M:%S")
    if local.microsecond:
        stamp += f".{local.microsecond // 1000:03d}"
    offset = f"{abs(seconds) // 3600:02d}:{abs(seconds) // 60 % 60:02d}"
    return stamp + sign + offset + (f":{abs(seconds) % 60:02d}" if seconds % 60 else "")


def minutes(delta):
    ms = round(delta.total_seconds() * 1000)
    return f"{ms / 60000:.6f}".rstrip("0").rstrip(".")


def questions(rng, calendar, middle, zone):
    """Rows of (function, from, argument, expected)."""
    def moment():
        spread = rng.choice([3600 * 6, 86400 * 3, 86400 * 30])
        at = middle + dt.timedelta(seconds=rng.randrange(-spread, spread))
        at = at.replace(second=0) if rng.random() < 0.7 else at
        if calendar.spans and rng.random() < 0.25:  # exactly at an edge
            edge = rng.choice(calendar.spans)[rng.randrange(2)]
            if abs(edge - middle) < dt.timedelta(days=30):
                at = edge
        return at.replace(microsecond=rng.choice([0, 0, 0, 1000, 250000]))
    for _ in range(10):
        a, b = moment(), moment()
        minute = rng.choice([0, 1, 15, 59, 60, 61, 480, 1440, rng.randrange(6000), 0.5, -30])
        amount = dt.timedelta(minutes=minute)
        for name in ("add", "subtract"):
            found = getattr(calendar, name)(a, amount)
            if found:
                yield name, a, f"{minute:g}", text(found, zone)
        yield "difference", a, text(b, ref.UTC), minutes(calendar.difference(a, b))
        yield "working_days", a, text(b, ref.UTC), str(calendar.working_days(a, b))
        yield "is_open", a, "", "true" if calendar.is_open(a) else "false"
        if calendar.next_open(a):
            yield "next_open", a, "", text(calendar.next_open(a), zone)
        if calendar.next_close(a) < calendar.spans_end - dt.timedelta(days=4):
            yield "next_close", a, "", text(calendar.next_close(a), zone)


def cases(count, seed, zones):
    rng = random.Random(seed)
    near = {}
    made = 0
    while made < count:
        name = rng.choice(zones)
        zone = zoneinfo.ZoneInfo(name)
        if name not in near:
            near[name] = changes(zone)
        if near[name] and rng.random() < 0.7:
            middle = rng.choice(near[name])
        else:
            middle = dt.datetime(rng.randrange(1975, 2110), rng.randrange(1, 13), 15,
                                 tzinfo=ref.UTC)
        day = middle.date()
        weekly, holidays = random_weekly(rng), random_holidays(rng, day)
        if any(ref.anchored_dates(s, r, day) is None for s, r, _, _ in holidays):
            continue
        calendar = ref.Calendar(name, weekly, holidays, day - dt.timedelta(days=45),
                                day + dt.timedelta(days=75))
        calendar.spans_end = dt.datetime.combine(calendar.last, dt.time(), ref.UTC)
        for function, at, argument, expected in questions(rng, calendar, middle, zone):
            made += 1
            yield [f"r{seed}-{made}", name, weekly_text(weekly), holidays_text(holidays), function,
                   text(at, ref.UTC), argument, expected]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parley", required=True)
    options.add_argument("--zones", default="tests/data/tz/2026f")
    options.add_argument("--cases", type=int, default=1500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep")
    given = options.parse_args()

    zoneinfo.reset_tzpath(to=[str(pathlib.Path(given.zones).resolve())])
    root = pathlib.Path(given.zones)
    zones = sorted(str(p.relative_to(root)) for p in root.rglob("*")
                   if p.is_file() and p.read_bytes()[:4] == b"TZif"
                   and not str(p.relative_to(root)).startswith(("posix/", "right/")))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in cases(given.cases, given.seed, zones):
        writer.writerow(row)
        count += 1
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(given.keep or folder + "/vectors.csv")
        path.write_text(file.getvalue(), encoding="utf-8")
        run = subprocess.run([given.parley, "hours", "check", str(path), "--zones", given.zones],
                             capture_output=True, text=True, check=False)
    sys.stdout.write(run.stdout[-4000:] + run.stderr)
    if run.returncode != 0 or not run.stdout.endswith(f"{count} passed, 0 failed\n"):
        sys.exit(1)


if __name__ == "__main__":
    main()
