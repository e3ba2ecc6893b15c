// The pure parts of the timeline, with the worked example: milestones at 0:30, 1:10, 2:10 and 3:10,
// and a case at 0:42.

import { describe, expect, it } from "vitest";

import {
  clamp_window,
  line_end,
  minute_at,
  move_window,
  place_of,
  reveal,
  side_of,
  step_for,
  ticks,
  zoom_window,
} from "../src/timeline/axis";
import {
  in_order,
  neighbour,
  place_marks,
  spoken_crowd,
  spoken_state,
  status_of,
  worst_status,
  type Mark,
} from "../src/timeline/marks";
import {
  elapsed_reading,
  left_reading,
  minute_ms,
  parse_reading,
  reading_of_minutes,
  spoken_left,
  spoken_minutes,
} from "../src/timeline/reading";
import { asks_again_at, elapsed_at, is_moving, left_at, marks_of } from "../src/timeline/run";
import type { milestone_phase, timeline_answer, timeline_entry } from "../src/wire_promises";

const targets = [30, 70, 130, 190];
const opened = 1_766_415_600_000;

function entry(target: number, phase: milestone_phase, now: number): timeline_entry {
  return {
    run: `c1.at_${target}`,
    milestone: `at_${target}`,
    kind: "other",
    side: "internal",
    phase,
    occurrence: 1,
    violated: phase === "violated",
    added: false,
    start: opened,
    due: opened + target * minute_ms,
    completed_at: 0,
    target_ms: target * minute_ms,
    elapsed_ms: now - opened,
    left_ms: opened + target * minute_ms - now,
    hours: { hours: "office", version: 1, tz_release: "2025b" },
    plan: [],
    place_ms: target * minute_ms,
    ticks: true,
    until: opened + 7 * 60 * minute_ms,
  };
}

/** The worked example, answered at 0:42. */
function worked_example(): timeline_answer {
  const now = opened + 42 * minute_ms;
  return {
    position: "0:9",
    of_case: "c1",
    phase: "open",
    status: "new",
    process: "gold",
    process_version: 1,
    level: "gold",
    now,
    start: opened,
    elapsed_ms: 42 * minute_ms,
    reason: "",
    milestones: targets.map((at) => entry(at, at === 30 ? "violated" : "running", now)),
    ticks: true,
    until: opened + 7 * 60 * minute_ms,
  };
}

describe("readings", () => {
  it("are hours and minutes of business time", () => {
    expect([0, 30, 42, 70, 130, 190, 366].map(reading_of_minutes)).toEqual(
      ["0:00", "0:30", "0:42", "1:10", "2:10", "3:10", "6:06"], // prettier-ignore
    );
    expect(reading_of_minutes(-12)).toBe("−0:12");
  });

  it("of elapsed and left time add up to the target at any millisecond", () => {
    for (const ms of [0, 1, 59_999, 60_000, 42 * minute_ms + 30_000]) {
      const [hours = 0, minutes = 0] = left_reading(70 * minute_ms - ms)
        .split(":")
        .map(Number);
      const elapsed = parse_reading(elapsed_reading(ms)) ?? Number.NaN;
      expect(elapsed + hours * 60 + minutes).toBe(70);
    }
  });

  it("say how long a promise is overdue", () => {
    expect(left_reading(-12 * minute_ms)).toBe("−0:12");
    expect(left_reading(-30_000)).toBe("0:00");
    expect(spoken_left(-12 * minute_ms)).toBe("overdue by 12 minutes");
    expect(spoken_left(88 * minute_ms)).toBe("1 hour 28 minutes left");
    expect(spoken_minutes(61)).toBe("1 hour 1 minute");
  });

  it("are read back, and snap to the whole minute", () => {
    expect(["1:10", "1:10.4", "0:05", "70", "70m", " 2:9 "].map(parse_reading)).toEqual(
      [70, 70, 5, 70, 70, 129], // prettier-ignore
    );
    expect(["", "1:60", "-5", "x", "1:10:00", "1.5"].map(parse_reading)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});

describe("the axis", () => {
  it("starts at 0:00 and ends a little after the last milestone, or the indicator", () => {
    expect(line_end(targets, 42)).toBe(210);
    expect(line_end(targets, 366)).toBeGreaterThan(366);
    expect(line_end([], 0)).toBeGreaterThan(0);
  });

  it("has round ticks, no more than asked for", () => {
    expect(ticks({ from: 0, to: 210 }, 7)).toEqual([0, 30, 60, 90, 120, 150, 180, 210]);
    expect(ticks({ from: 61, to: 149 }, 4)).toEqual([90, 120]);
    expect(step_for(10_000_000, 5)).toBeGreaterThanOrEqual(2_000_000);
  });

  it("clamps a window: the right way round, on the line, not too narrow", () => {
    expect(clamp_window({ from: 150, to: 60 }, 210)).toEqual({ from: 60, to: 150 });
    expect(clamp_window({ from: -50, to: 500 }, 210)).toEqual({ from: 0, to: 210 });
    expect(clamp_window({ from: 209, to: 210 }, 210)).toEqual({ from: 205, to: 210 });
    expect(clamp_window({ from: 300, to: 360 }, 210)).toEqual({ from: 150, to: 210 });
  });

  it("in the window 1:00 to 2:30 has two milestones, and the indicator before it", () => {
    const window = clamp_window({ from: 60, to: 150 }, 210);
    expect(targets.filter((at) => side_of(at, window) === "inside")).toEqual([70, 130]);
    expect(side_of(42, window)).toBe("before");
    expect(side_of(190, window)).toBe("after");
  });

  it("zooms around a minute, which stays where it is", () => {
    const before = { from: 0, to: 210 };
    const after = zoom_window(before, 0.5, 70, 210);
    expect(place_of(70, after)).toBeCloseTo(place_of(70, before));
    expect(after.to - after.from).toBe(105);
    expect(zoom_window(after, 100, 70, 210)).toEqual(before);
    expect(minute_at(place_of(70, after), after)).toBeCloseTo(70);
  });

  it("moves no further than to show a minute", () => {
    const window = { from: 60, to: 150 };
    expect(reveal(window, 70, 210)).toEqual(window);
    expect(side_of(42, reveal(window, 42, 210))).toBe("inside");
    expect(side_of(190, reveal(window, 190, 210))).toBe("inside");
    expect(move_window(window, 1000, 210)).toEqual({ from: 120, to: 210 });
  });
});

const mark = (id: string, at: number, status: Mark["status"] = "open"): Mark => ({
  id,
  name: id,
  at,
  status,
});

describe("marks", () => {
  it("differ for open, done, done late and violated", () => {
    const phases: milestone_phase[] = ["running", "met", "met_late", "violated"];
    expect(new Set(phases.map((phase) => status_of(phase, false))).size).toBe(4);
    expect(status_of("paused", true)).toBe("violated");
    expect(status_of("paused", false)).toBe("held");
  });

  it("are visited in the order of the line", () => {
    const marks = [mark("c", 70), mark("b", 30), mark("a", 70)];
    expect(in_order(marks).map((one) => one.id)).toEqual(["b", "a", "c"]);
    expect(neighbour(marks, "b", 1)?.id).toBe("a");
    expect(neighbour(marks, "b", -1)?.id).toBe("b");
    expect(neighbour(marks, "", 1)?.id).toBe("b");
    expect(neighbour(marks, "", -1)?.id).toBe("c");
    expect(neighbour([], "", 1)).toBeUndefined();
  });

  it("that stand close become a crowd, which opens when one of it is selected", () => {
    const marks = [mark("a", 30), mark("b", 32, "violated"), mark("c", 33), mark("d", 130)];
    const window = { from: 0, to: 210 };
    const closed = place_marks(marks, window, 0.04, "");
    expect(closed.map((one) => one.marks.length)).toEqual([3, 1]);
    expect(closed[0]?.open).toBe(false);
    expect(worst_status(closed[0]?.marks ?? [])).toBe("violated");
    expect(spoken_crowd(closed[0]?.marks ?? [])).toBe("to 0:33, violated among them");
    expect(place_marks(marks, window, 0.04, "c")[0]?.open).toBe(true);
    expect(place_marks(marks, { from: 29, to: 34 }, 0.04, "").length).toBe(3);
  });

  it("out of the window are not placed", () => {
    const placed = place_marks(
      targets.map((at) => mark(String(at), at)),
      { from: 60, to: 150 },
      0.01,
      "",
    );
    expect(placed.flatMap((one) => one.marks.map((m) => m.at))).toEqual([70, 130]);
  });

  it("say everything in words", () => {
    const late = { ...mark("First response", 30, "violated"), left_ms: -12 * minute_ms };
    expect(spoken_state(late)).toBe("violated, overdue by 12 minutes");
    expect(spoken_state({ ...late, status: "met" })).toBe("done");
  });
});

describe("the worked example", () => {
  it("reads 0:42, with −0:12, 0:28, 1:28 and 2:28 left", () => {
    const answer = worked_example();
    expect(elapsed_reading(elapsed_at(answer, answer.now))).toBe("0:42");
    const marks = marks_of(answer, answer.now);
    expect(marks.map((one) => reading_of_minutes(one.at))).toEqual(
      ["0:30", "1:10", "2:10", "3:10"], // prettier-ignore
    );
    expect(marks.map((one) => left_reading(one.left_ms ?? 0))).toEqual(
      ["−0:12", "0:28", "1:28", "2:28"], // prettier-ignore
    );
    expect(marks.map((one) => one.status)).toEqual(["violated", "open", "open", "open"]);
  });

  it("moves by itself while hours are open, and rests when they close", () => {
    const answer = worked_example();
    expect(elapsed_reading(elapsed_at(answer, answer.now + 59_999))).toBe("0:42");
    expect(elapsed_reading(elapsed_at(answer, answer.now + 60_000))).toBe("0:43");
    const evening = opened + 12 * 60 * minute_ms;
    expect(elapsed_reading(elapsed_at(answer, evening))).toBe("7:00");
    expect(is_moving(answer, evening)).toBe(false);
    expect(left_at(entry(190, "running", answer.now), answer, evening)).toBe(-230 * minute_ms);
  });

  it("stands still on hold, and before its answer's own time", () => {
    const held = { ...worked_example(), ticks: false, until: 0 };
    expect(elapsed_at(held, held.now + 3_600_000)).toBe(42 * minute_ms);
    const answer = worked_example();
    expect(elapsed_at(answer, answer.now - 5_000)).toBe(42 * minute_ms);
  });

  it("is asked for again when the next target falls due", () => {
    const answer = worked_example();
    expect(asks_again_at(answer)).toBe(opened + 70 * minute_ms);
    const resting = { ...answer, milestones: [], until: 0 };
    expect(asks_again_at(resting)).toBe(0);
  });
});
