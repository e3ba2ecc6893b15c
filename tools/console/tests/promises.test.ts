import { describe, expect, it } from "vitest";

import {
  at_risk,
  by_level_and_period,
  permille_of,
  sum_of,
  urgency,
  when_of,
  deed_of,
  deeds_of,
} from "../src/promises";
import { hash_of, parse_route } from "../src/route";
import type { compliance_line, promise_summary, case_state } from "../src/wire_promises";

const promise = (run: string, due: number): promise_summary => ({
  run,
  of_case: "c1",
  milestone: run,
  phase: "running",
  process: "gold",
  process_version: 1,
  level: "gold",
  queue: "",
  priority: "",
  due,
});

const line = (level: string, milestone: string, period: string, met: number, missed = 0) =>
  ({
    level,
    milestone,
    period,
    met,
    met_late: 0,
    missed,
    cancelled: 1,
    met_permille: 0,
    account: "",
    office: "",
  }) satisfies compliance_line;

describe("promises at risk", () => {
  it("are the overdue ones, longest first, then the next, each once", () => {
    const answer = {
      position: "0:1",
      running: 4,
      overdue: 2,
      violated: [promise("b", 20), promise("a", 10)],
      next: [promise("d", 40), promise("b", 20), promise("c", 30)],
      queues: [],
    };
    expect(at_risk(answer).map((one) => one.run)).toEqual(["a", "b", "c", "d"]);
  });

  it("become urgent ten minutes before", () => {
    const at = (minutes: number) => urgency(minutes * 60_000, 0);
    expect([-1, 0, 9, 10, 59, 60].map(at)).toEqual([
      "overdue",
      "urgent",
      "urgent",
      "soon",
      "soon",
      "later",
    ]);
  });
});

describe("compliance", () => {
  it("is the share met in time of what had to be, cancelled ones aside", () => {
    expect(permille_of({ met: 2, met_late: 1, missed: 0, cancelled: 9 })).toBe(666);
    expect(permille_of({ met: 0, met_late: 0, missed: 0, cancelled: 9 })).toBeUndefined();
  });

  it("is told by period, latest first, and level, and adds up", () => {
    const lines = [
      line("gold", "resolution", "2026-10", 1, 1),
      line("gold", "first_response", "2026-11", 3),
      line("silver", "first_response", "2026-11", 5),
      line("gold", "b", "2026-11", 2, 4),
    ];
    const rows = by_level_and_period(lines);
    expect(rows.map(({ period, level }) => `${period} ${level}`)).toEqual([
      "2026-11 gold",
      "2026-11 silver",
      "2026-10 gold",
    ]);
    expect(rows[0]?.kept).toEqual({ met: 5, met_late: 0, missed: 4, cancelled: 2 });
    expect(rows[0]?.lines.map((one) => one.milestone)).toEqual(["b", "first_response"]);
    expect(sum_of(rows.map((row) => row.kept))).toEqual(sum_of(lines));
  });
});

describe("actions", () => {
  const action = { trigger: "warning", kind: "notify", target: "lead", value: "" } as const;
  it("say what they do and when", () => {
    expect(when_of({ ...action, offset_minutes: 15 })).toBe("0:15 before the target");
    expect(when_of({ ...action, offset_minutes: -15 })).toBe("0:15 after the target");
    expect(when_of({ ...action, trigger: "violation", offset_minutes: 0 })).toBe("on violation");
    expect(deed_of({ ...action, offset_minutes: 0 })).toBe("notify lead");
    expect(deed_of({ ...action, kind: "set_field", offset_minutes: 0 })).toBe(
      "set lead to nothing",
    );
  });
});

describe("the address", () => {
  it("names every page, and reads back what it writes", () => {
    for (const hash of ["", "#promises", "#cases", "#compliance", "#processes", "#case=a%2Fb"]) {
      expect(hash_of(parse_route(hash))).toBe(hash);
    }
    expect(parse_route("#conversation=c%201")).toEqual({ page: "floor", id: "c 1" });
    expect(parse_route("#process=%")).toEqual({ page: "processes", id: "%" });
    expect(parse_route("#queues")).toEqual({ page: "floor", id: "" });
  });
});

describe("what can be done with a case", () => {
  const state = (part: Partial<case_state>) =>
    ({
      phase: "open",
      status: "new",
      process: "gold",
      pause_statuses: ["waiting"],
      ...part,
    }) as case_state;
  const texts = (part: Partial<case_state>) => deeds_of(state(part)).map((deed) => deed.text);

  it("depends on its phase and process", () => {
    expect(texts({})).toEqual(["Hold: waiting", "Use the latest process", "Close"]);
    expect(texts({ phase: "on_hold", status: "waiting" })).toEqual([
      "Take off hold",
      "Use the latest process",
      "Close",
    ]);
    expect(texts({ process: "", pause_statuses: [] })).toEqual(["Close"]);
    expect(texts({ phase: "closed" })).toEqual(["Open again"]);
    expect(texts({ phase: "none" })).toEqual([]);
  });
});
