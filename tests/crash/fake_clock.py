"""A wall clock for one server that jumps, runs backwards or stands still, by libfaketime; and what
it can have shown so far."""

import glob
import os
import time

MINUTE = 60_000


def library():
    """libfaketime, or None where it is not installed."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    return found[0] if found else None


def real_ms():
    return time.time() * 1000


class FakeClock:
    """`high` is the latest time that the server can have seen: what it does may rest on no later
    one."""

    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.frozen_at = None
        self.high = 0
        self._write("+0")

    def environment(self):
        # The allocator of the server reads the clock while it starts, which libfaketime needs
        # memory for: for once it takes libc's. Time that only measures lengths stays real.
        return {
            **os.environ,
            "LD_PRELOAD": f"{library()} libstdc++.so.6 libc.so.6",
            "FAKETIME_TIMESTAMP_FILE": self.path,
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }

    def now(self):
        return self.frozen_at if self.frozen_at is not None else real_ms() + self.offset

    def latest(self):
        """The highest time so far, now included."""
        self.high = max(self.high, self.now())
        return self.high

    def run(self, offset_ms):
        """Runs on, that far from the real time: a jump, forwards or backwards."""
        self.latest()
        self.offset, self.frozen_at = int(offset_ms), None
        self._write(f"{self.offset / 1000:+.3f}")
        self.latest()

    def freeze(self, at_ms):
        self.latest()
        self.frozen_at = int(at_ms) // 1000 * 1000
        text = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(self.frozen_at / 1000))
        self._write(text)
        self.latest()

    def _write(self, text):
        with open(self.path + ".new", "w", encoding="ascii") as out:
            out.write(text + "\n")
        os.rename(self.path + ".new", self.path)
