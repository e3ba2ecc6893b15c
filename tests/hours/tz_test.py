#!/usr/bin/python3
"""Goal: `parley tz` tells what a release moves, and the zone files of different makers that name
the same release agree. Method: releases 2025b and 2026f as PyPI's tzdata has them (tests/data/tz),
and the machine's own files, which are Debian's.
"""
import pathlib
import subprocess
import sys

DATA = pathlib.Path("tests/data/tz")
ZONES = ["America/Vancouver", "America/Edmonton", "America/Inuvik", "America/Winnipeg",
         "Africa/Casablanca", "America/Havana"]


def run(parley, *arguments):
    done = subprocess.run([parley, "tz", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"parley tz {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def expect(text, part):
    if part not in text:
        sys.exit(f"missing: {part!r} in\n{text}")


def moved_promises(parley):
    options = [f"--zone={zone}" for zone in ZONES]
    text = run(parley, "promises", "--from", str(DATA / "2025b"), "--to", str(DATA / "2026f"),
               "--hours", "Mon-Fri 09:00-17:00", "--week", "2026-11-16", *options)
    for zone in ZONES:
        expect(text, f"{zone}: 8275 of 10080 move, by up to 3840 min\n")


def agreement(parley):
    system = pathlib.Path("/usr/share/zoneinfo")
    release = (system / "tzdata.zi").read_text(encoding="utf-8").split()[2]
    if not (DATA / release).exists():
        print(f"the machine has release {release}, which tests/data/tz does not: not compared")
        return
    text = run(parley, "diff", "--from", str(DATA / release), "--to", str(system),
               "--since", "1970-01-01T00:00:00Z", "--until", "2200-01-01T00:00:00Z")
    if not text.startswith("0 of "):
        sys.exit(text)


def main():
    parley = sys.argv[1]
    moved_promises(parley)
    agreement(parley)
    expect(run(parley, "diff", "--from", str(DATA / "2025b"), "--to", str(DATA / "2026f")),
           "6 of 8 zones differ between 2025b and 2026f\n")


if __name__ == "__main__":
    main()
