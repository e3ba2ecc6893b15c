// A set of hours while it is edited: minutes on the page, milliseconds beneath.

import { describe, expect, it } from "vitest";

import { edited_time, faults_of, new_set, parse_time, text_of_time } from "../src/week";

describe("times of day", () => {
  it("are written to the minute, and 24:00 is the day's end", () => {
    expect(text_of_time(32_400_001)).toBe("09:00");
    expect(text_of_time(86_400_000)).toBe("24:00");
  });
  it("are read from hours and minutes, and from nothing else", () => {
    expect(parse_time("9:05")).toBe(32_700_000);
    expect(parse_time("24:00")).toBe(86_400_000);
    for (const text of ["24:01", "9", "9:60", "9:5", "-1:00", ""]) {
      expect(parse_time(text)).toBeUndefined();
    }
  });
  it("keep their millisecond while their text stays the same", () => {
    expect(edited_time(32_400_001, "09:00")).toBe(32_400_001);
    expect(edited_time(32_400_001, "09:01")).toBe(32_460_000);
  });
});

describe("a set", () => {
  it("is not saved without a name, nor with hours that end before they begin", () => {
    expect(faults_of(new_set)).toEqual(["The set has no name."]);
    const weekly = [{ day: "monday" as const, from_ms: 60_000, to_ms: 0 }];
    expect(faults_of({ ...new_set, name: "Office", weekly })).toHaveLength(1);
  });
});
