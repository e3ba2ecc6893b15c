"""Business time by the book: slow, and as near to the definition as Python can say it.

`is_open(t)`: what the zone's clock shows at t lies in a weekly interval and in no holiday. All
answers come from that test alone: between two instants where anything can change it is asked once.
Zones are zoneinfo's, recurrences python-dateutil's. Shares nothing with the C++ code.
"""
import bisect
import datetime as dt
import zoneinfo

from dateutil import rrule as rr

UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def anchored_dates(start, rule, until):
    """Dates of a rule that counts INTERVAL (and COUNT) from the first date that fits at all."""
    if not rule:
        return [start]
    parts = dict(part.split("=") for part in rule.split(";"))
    any_period = ";".join(f"{k}={v}" for k, v in parts.items() if k not in ("INTERVAL", "COUNT"))
    midnight = dt.datetime.combine(start, dt.time())
    first = next(iter(rr.rrulestr(any_period, dtstart=midnight)), None)
    if first is None:
        return None
    dates = []
    # What a rule leaves to its start is the start entered, and the first date agrees with it.
    for at in rr.rrulestr(rule, dtstart=first):
        if at.date() > until:
            break
        dates.append(at.date())
    return dates


class Calendar:
    """weekly: {weekday: [(minute, minute)]}; holidays: [(date, rule, minute, minute)]"""

    def __init__(self, zone, weekly, holidays, first, last):
        self.zone = zoneinfo.ZoneInfo(zone)
        self.weekly = weekly
        self.first = first - 3 * DAY
        self.last = last + 3 * DAY
        self.closed = {}
        for start, rule, begin, end in holidays:
            for date in anchored_dates(start, rule, self.last):
                self.closed.setdefault(date, []).append((begin, end))
        self._build()

    def is_open(self, at):
        local = at.astimezone(self.zone)
        minute = local.hour * 60 + local.minute + (local.second + local.microsecond / 1e6) / 60
        if any(b <= minute < e for b, e in self.closed.get(local.date(), ())):
            return False
        return any(b <= minute < e for b, e in self.weekly.get(local.weekday(), ()))

    def _changes_of_offset(self, begin, end):
        step = dt.timedelta(hours=3)
        at, before = begin, begin.astimezone(self.zone).utcoffset()
        while at < end:
            following = at + step
            after = following.astimezone(self.zone).utcoffset()
            if after != before:
                low, high = at, following
                while high - low > dt.timedelta(seconds=1):
                    middle = (low + (high - low) / 2).replace(microsecond=0)
                    if middle.astimezone(self.zone).utcoffset() == before:
                        low = middle
                    else:
                        high = middle
                yield high
            at, before = following, after

    def _build(self):
        begin = dt.datetime.combine(self.first, dt.time(), UTC)
        end = dt.datetime.combine(self.last, dt.time(), UTC)
        edges = {begin, end, *self._changes_of_offset(begin, end)}
        date = self.first
        while date <= self.last:
            parts = self.weekly.get(date.weekday(), []) + self.closed.get(date, [])
            for minute in {0, *(m for part in parts for m in part)}:
                wall = dt.datetime.combine(date, dt.time()) + minute * MINUTE
                for fold in (0, 1):
                    edges.add(wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC))
            date += DAY
        ordered = sorted(e for e in edges if begin <= e <= end)
        self.spans = [(a, b) for a, b in zip(ordered, ordered[1:]) if self.is_open(a)]
        self.starts = [a for a, _ in self.spans]

    def _from(self, at):
        index = max(0, bisect.bisect_right(self.starts, at) - 1)
        return index

    def add(self, at, amount):
        if amount < dt.timedelta(0):
            return self.subtract(at, -amount)
        if not amount:
            return at
        for a, b in self.spans[self._from(at):]:
            a = max(a, at)
            if a < b:
                if amount <= b - a:
                    return a + amount
                amount -= b - a
        return None

    def subtract(self, at, amount):
        if amount < dt.timedelta(0):
            return self.add(at, -amount)
        if not amount:
            return at
        for a, b in reversed(self.spans[:self._from(at) + 1]):
            b = min(b, at)
            if a < b:
                if amount <= b - a:
                    return b - amount
                amount -= b - a
        return None

    def difference(self, a, b):
        if a > b:
            return -self.difference(b, a)
        total = dt.timedelta(0)
        for x, y in self.spans[self._from(a):]:
            if x >= b:
                break
            total += max(dt.timedelta(0), min(y, b) - max(x, a))
        return total

    def working_days(self, a, b):
        if a > b:
            return -self.working_days(b, a)
        dates = set()
        for x, y in self.spans[self._from(a):]:
            if x >= b:
                break
            if max(x, a) < min(y, b):
                dates.add(x.astimezone(self.zone).date())
        return len(dates)

    def next_open(self, at):
        for a, b in self.spans[self._from(at):]:
            if b > at:
                return max(a, at)
        return None

    def next_close(self, at):
        for a, b in self.spans[self._from(at):]:
            if a > at:
                break
            if b > at:
                at = b
        return at
