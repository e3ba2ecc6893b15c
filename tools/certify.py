#!/usr/bin/env python3
"""Judges promises from an export of the log alone: `parley log export --out events.ndjson`.

Independent of Parley's code: from what each case asks, with hours, holidays and zone rules of the
log, it derives due times and verdicts, and compares. Exit code 1 if a recorded one differs.
"""
import argparse
import datetime as dt
import io
import json
import struct
import sys
from zoneinfo import ZoneInfo

DAY, MINUTE, MILLISECOND = 86_400_000, 60_000, dt.timedelta(milliseconds=1)
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EPOCH, FILES = dt.date(1970, 1, 1), {"at": "", "release": ""}  # --zoneinfo

def zone_of(rules):
    """A ZoneInfo made of the log's transitions, or of the file of the same zone and release."""
    if rules and rules["release"] and rules["release"] == FILES["release"]:
        return ZoneInfo.from_file(open(f"{FILES['at']}/{rules['zone']}", "rb"), key=rules["zone"])
    if not rules or not (rules["transitions"] or rules["footer"]):
        return dt.timezone(dt.timedelta(seconds=rules["first_offset_s"] if rules else 0))
    offsets = {rules["first_offset_s"]} | {t["offset_s"] for t in rules["transitions"]}
    offsets = sorted(offsets, key=lambda offset: offset != rules["first_offset_s"])
    times = [t["at_s"] for t in rules["transitions"]]
    kinds = bytes(offsets.index(t["offset_s"]) for t in rules["transitions"])
    head = b"TZif2" + bytes(15)
    data = head + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + bytes(6) + b"LMT\0"
    data += head + struct.pack(">6l", 0, 0, 0, len(times), len(offsets), 4)
    data += struct.pack(f">{len(times)}q", *times) + kinds
    data += b"".join(struct.pack(">lBB", offset, 0, 0) for offset in offsets) + b"LMT\0"
    data += b"\n" + rules["footer"].encode() + b"\n"
    return ZoneInfo.from_file(io.BytesIO(data), key=rules["zone"])

def fits(parts, first, day):
    """Whether a date belongs to a recurrence of dates (RFC 5545) whose first date is `first`."""
    within = first <= day and day.strftime("%Y%m%d") <= parts.get("UNTIL", "9")[:8]
    before = (first + dt.timedelta(i) for i in range((day - first).days if "COUNT" in parts else 0))
    done = sum(in_rule(parts, first, each) for each in before)
    return within and done < int(parts.get("COUNT", 1)) and in_rule(parts, first, day)

def in_rule(parts, first, day):
    freq, week = parts["FREQ"], lambda d: (d.toordinal() - 1) // 7
    distance = {"DAILY": (day - first).days, "WEEKLY": week(day) - week(first),
                "MONTHLY": (day.year - first.year) * 12 + day.month - first.month,
                "YEARLY": day.year - first.year}[freq]
    numbers = lambda key: [int(n) for n in parts[key].split(",")]
    low = day.replace(day=1)
    high = (low + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    if distance % int(parts.get("INTERVAL", 1)) or (
            "BYMONTH" in parts and day.month not in numbers("BYMONTH")) or (
            "BYMONTHDAY" in parts
            and not {day.day, day.day - high.day - 1} & set(numbers("BYMONTHDAY"))):
        return False
    if "BYDAY" in parts:
        if freq == "YEARLY" and "BYMONTH" not in parts:
            low, high = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
        places = ("", str((day - low).days // 7 + 1), str(-((high - day).days // 7 + 1)))
        items = [item.replace("+", "") for item in parts["BYDAY"].split(",")]
        name = DAYS[day.weekday()][:2].upper()
        return any(item[-2:] == name and item[:-2] in places for item in items)
    if freq == "WEEKLY":
        return day.weekday() == first.weekday()
    if freq == "YEARLY" and "BYMONTH" not in parts and day.month != first.month:
        return False
    return freq == "DAILY" or "BYMONTHDAY" in parts or day.day == first.day

class Hours:
    """A set of hours: open stretches of instants, day by day. No set: every hour counts."""
    def __init__(self, definition=None, holidays=(), rules=None):
        self.zone, self.definition = zone_of(rules), definition
        self.holidays, self.days, self.firsts = holidays, {}, {}
    def covers(self, when, day):
        date, first = (EPOCH + dt.timedelta(day)), dt.date.fromisoformat(when["date"])
        if not when["rule"] or date.isoformat() in when["except"]:
            return date == first and date.isoformat() not in when["except"]
        text = when["rule"].upper().removeprefix("RRULE:")
        parts, key = dict(part.split("=") for part in text.split(";")), (text, first)
        if key not in self.firsts:  # INTERVAL counts from the first date that fits
            plain = {k: v for k, v in parts.items() if k not in ("INTERVAL", "COUNT", "UNTIL")}
            days = (first + dt.timedelta(i) for i in range(4000))
            self.firsts[key] = next((d for d in days if in_rule(plain, first, d)), first)
        return fits(parts, self.firsts[key], date)
    def open_on(self, day):
        """[from, to) in wall-clock milliseconds of that local date, in order."""
        if day not in self.days:
            name = DAYS[(EPOCH + dt.timedelta(day)).weekday()]
            part = lambda one: (one["from_ms"], one["to_ms"])
            weekly = [part(i) for i in self.definition["weekly"] if i["day"] == name]
            shut = [part(h["when"]) for h in self.holidays if self.covers(h["when"], day)]
            here = [e for e in self.definition["exceptions"] if self.covers(e["when"], day)]
            opens = [part(e["when"]) for e in here if e["effect"] == "opens"]
            shut += [part(e["when"]) for e in here if e["effect"] != "opens"]
            edges = sorted({0, DAY} | {edge for span in weekly + shut + opens for edge in span})
            inside = lambda spans, at: any(a <= at < b for a, b in spans)
            self.days[day] = [(a, b) for a, b in zip(edges, edges[1:])
                              if inside(opens, a) or (inside(weekly, a) and not inside(shut, a))]
        return self.days[day]
    def offset(self, at):
        return dt.datetime.fromtimestamp(at // 1000, self.zone).utcoffset() // MILLISECOND
    def spans(self, low, high):
        """Open stretches of [low, high), by pieces of one offset: no rules for clock changes."""
        at = low
        while at < high:
            offset, end = self.offset(at), min(high, at + DAY // 4)
            a, b = at, end - 1
            if self.offset(b) != offset:  # it changes in between: find where
                while b - a > 1:
                    a, b = (m, b) if self.offset(m := (a + b) // 2) == offset else (a, m)
                end = b
            for day in range((at + offset) // DAY, (end - 1 + offset) // DAY + 1):
                for a, b in self.open_on(day):
                    a, b = max(at, a + day * DAY - offset), min(end, b + day * DAY - offset)
                    if a < b:
                        yield a, b
            at = end
    def difference(self, a, b):
        if self.definition is None:
            return b - a
        return -self.difference(b, a) if b < a else sum(y - x for x, y in self.spans(a, b))
    def add(self, at, amount):
        if self.definition is None or amount == 0:
            return at + amount
        if amount < 0:  # overdue when it was placed
            for a, b in reversed(list(self.spans(at + 8 * amount - 8 * DAY, at))):
                if b - a >= -amount:
                    return b + amount
                amount += b - a
        for a, b in self.spans(at, at + 36_525 * DAY):
            if b - a >= amount:
                return a + amount
            amount -= b - a
        return None

class Tenant:
    """Business hours, as the tenant's events tell them."""
    def __init__(self):
        self.sets, self.holidays, self.zones, self.regions, self.made = {}, {}, {}, {}, {}
        self.default = ""
    def take(self, kind, p):
        self.made = {}
        if kind in ("hours_zone_recorded", "tz_release_loaded"):
            self.zones.update({zone["zone"]: zone for zone in p.get("zones", [p.get("rules")])})
        elif kind == "default_hours_changed":
            self.default = p["hours"]
        elif kind in ("hours_defined", "holiday_defined"):
            kept = self.sets if "hours" in p else self.holidays
            kept[p.get("hours") or p["holiday"]] = p["definition"]
        elif kind == "holiday_removed":
            del self.holidays[p["holiday"]]
        elif kind == "holiday_region_defined":
            self.regions[p["region"]["region"]] = p["region"]["holidays"]
    def hours(self, name):
        name = name or self.default or "default"
        if name in self.sets and name not in self.made:
            d = self.sets[name]
            local = set(self.regions.get(d.get("region"), ())) - set(d.get("unlinked", ()))
            linked = [v for h, v in self.holidays.items() if h in local.union(d["holidays"])]
            self.made[name] = Hours(d, linked, self.zones.get(d["zone"]))
        return self.made.get(name) or (Hours() if name == "default" else None)

class Run:
    """One milestone of one case, judged from what its case asked of it."""
    def __init__(self):
        self.phase, self.due, self.rest, self.stopped, self.setup = "pending", 0, 0, 0, None
        self.violated, self.paused, self.start, self.asked = False, False, 0, []
        self.before, self.anchor = [], 0  # earlier occurrences; where `rest` counts from
    def place(self, anchor, rest, hours):
        self.anchor, self.rest, self.due = anchor, rest, hours.add(anchor, rest) or 0
        self.phase = "running" if self.due else "pending"
    def look(self, at):
        if self.phase == "running" and self.due < at:
            self.phase, self.violated = "violated", True
    def begin(self, setup, holds, start, hours):
        self.setup, self.start, self.violated = setup, start, False
        self.place(start, setup["definition"]["target_minutes"] * MINUTE, hours)
        for each in holds if setup["definition"]["side"] == "internal" else []:
            if each["to"] and each["to"] <= start:
                continue
            if not self.due or self.due < max(each["from"], start):
                break
            rest = hours.difference(max(each["from"], start), self.due)
            if not each["to"]:
                self.phase, self.due, self.rest = "paused", 0, rest
                return
            self.place(each["to"], rest, hours)
    def want(self, w, hours, own):
        setup, done = w["setup"], self.phase in ("met", "met_late")
        again, held = setup["definition"]["recurrence"], any(not h["to"] for h in w["holds"][-1:])
        self.look(w["at"])
        if self.phase == "pending" or (done and again != "none" and not w["reopened"]):
            self.before += [(self.phase, self.due)] if done else []
            late = self.due if done and again == "chained" else 0
            self.begin(setup, w["holds"], max(w["start"], late), hours)
        elif self.phase in ("running", "paused") and self.setup != setup:
            left = self.rest if self.phase == "paused" else own.difference(w["at"], self.due)
            before, after = (s["definition"]["target_minutes"] for s in (self.setup, setup))
            self.rest, self.setup = left + (after - before) * MINUTE, setup
            if self.phase == "running":
                self.place(w["at"], self.rest, hours)
        elif self.phase == "cancelled" or (done and w["reopened"]):
            if self.violated or not (w["reopened"] or self.paused or held):
                self.phase = "violated" if self.violated else "running"
            elif not w["reopened"]:
                self.begin(self.setup, w["holds"], self.start, own)
            else:
                left = self.rest if self.paused else own.difference(self.stopped, self.due)
                self.place(w["at"], left, own)
        self.look(w["at"])
    def direct(self, what, at, hours):
        if what != "resume" and self.phase == "violated" and at <= self.due:
            self.phase, self.violated = "running", False
        if what == "pause" and self.phase == "running":
            self.phase, self.rest, self.due = "paused", hours.difference(at, self.due), 0
        elif what == "resume" and self.phase == "paused":
            self.place(at, self.rest, hours)
        elif what in ("complete", "cancel") and self.phase in ("running", "paused", "violated"):
            late = self.phase != "paused" and at > self.due
            self.paused, self.stopped = self.phase == "paused", at
            self.phase = "cancelled" if what == "cancel" else "met_late" if late else "met"
            chained = self.setup["definition"]["recurrence"] == "chained"
            if what == "complete" and chained and self.setup["definition"]["kind"] == "other":
                self.before.append((self.phase, self.due))
                self.begin(self.setup, [], max(at, self.due), hours)
    def move(self, tenant, at):
        """Newer zone rules: what runs is placed anew; imported pasts have no clock."""
        self.catch_up(tenant, at)
        self.look(at)
        if self.phase == "running" and not self.setup["imported"]:
            self.place(self.anchor, self.rest, tenant.hours(self.setup["hours"]))
    def catch_up(self, tenant, until):
        while self.asked and self.asked[0][1] <= until:
            what, at, wanted = self.asked.pop(0)
            setup = wanted["setup"] if wanted else self.setup
            hours, own = (tenant.hours(s["hours"]) for s in (setup, self.setup or setup))
            if hours is not None:
                self.look(at)
                self.want(wanted, hours, own) if wanted else self.direct(what, at, hours)

def phase_after(kind, p, before):
    if kind in ("milestone_started", "milestone_resumed"):
        return "violated" if p.get("violated") else "running" if p["due"] else "paused"
    if kind == "milestone_completed":
        return "met_late" if p["late"] else "met"
    return {"milestone_unscheduled": "pending", "violation_withdrawn": "running"}.get(
        kind, before if kind in ("milestone_acted", "milestone_retargeted") else kind[10:])

def judge(lines):
    tenants, runs, recorded, last = {}, {}, {}, {}
    for line in lines:
        e = json.loads(line)
        (name, kind, entity), p = e["stream"].split("/", 2), e["payload"]
        tenant, last[name] = tenants.setdefault(name, Tenant()), e["recorded_at"]
        if kind == "tenant":
            tenant.take(e["type"], p)
            if e["type"] == "tz_release_loaded" and p["policy"] == "accepted":
                for run in [run for (owner, _), run in runs.items() if owner == name]:
                    run.move(tenant, e["recorded_at"])
        elif e["type"] in ("case_milestone_wanted", "case_milestone_directed"):
            setup = p.get("setup")
            of = setup["definition"]["milestone"] if setup else p["milestone"]
            run = runs.setdefault((name, entity + "." + of), Run())
            run.asked.append((p.get("direction", "want"), p["at"], p if setup else None))
        elif kind == "milestone":
            run = runs.setdefault((name, entity), Run())
            run.catch_up(tenant, p.get("at", 0) or e["recorded_at"])
            phase, due = (told := recorded.setdefault((name, entity), [("pending", 0)]))[-1]
            if e["type"] != "milestone_started" or told[-1] == ("pending", 0):
                del told[-1]  # else another occurrence
            rests = e["type"] in ("milestone_paused", "milestone_unscheduled")
            due = p["due"] if "anchor" in p else due * (not rests)
            told.append((phase_after(e["type"], p, phase), due))
            run.look(e["recorded_at"] if e["type"] == "milestone_violated" else 0)
    for (name, entity), run in sorted(runs.items()):
        run.catch_up(tenants[name], last[name])
        told = recorded.get((name, entity), [("pending", 0)])
        yield name, entity, run.before + [(run.phase, run.due)], told

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("export", help="NDJSON of `parley log export`; - is standard input")
    parser.add_argument("--zoneinfo", help="zone files, for rules of their release")
    options = parser.parse_args()
    if options.zoneinfo:
        with open(options.zoneinfo + "/tzdata.zi", encoding="utf-8") as data:
            FILES.update(at=options.zoneinfo, release=data.readline().split()[2])
    lines = sys.stdin if options.export == "-" else open(options.export, encoding="utf-8")
    cases, promises, differences = set(), 0, 0
    for tenant, entity, judged, told in judge(lines):
        cases.add((tenant, entity.rpartition(".")[0]))
        promises, differences = promises + len(judged), differences + (judged != told)
        if judged != told:
            print(f"{tenant} {entity}: {judged}, recorded {told}")
    print(f"{len(cases)} cases, {promises} promises, {differences} differences")
    return 1 if differences else 0

if __name__ == "__main__":
    sys.exit(main())
