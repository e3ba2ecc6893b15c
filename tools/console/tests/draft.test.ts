import { describe, expect, it } from "vitest";

import {
  add_milestone,
  change_milestone,
  draft_of,
  faults_of,
  is_changed,
  marks_of_draft,
  milestone_of,
  move_milestone,
  new_draft,
  remove_milestone,
  saved,
  type Draft,
} from "../src/timeline/draft";
import type { milestone_action, milestone_definition } from "../src/wire_promises";

/** A process with the worked example's milestones. */
function worked_example(): Draft {
  let draft: Draft = { ...new_draft(), process: "gold" };
  for (const target of [30, 70, 130, 190]) draft = add_milestone(draft, target);
  return draft;
}

const texts = (draft: Draft, kind: string) =>
  faults_of(draft)
    .filter((fault) => fault.kind === kind)
    .map((fault) => fault.text);

const with_first = (part: Partial<milestone_definition>) =>
  change_milestone(worked_example(), 1, part);

const action = (part: Partial<milestone_action>): milestone_action => ({
  trigger: "warning",
  kind: "notify",
  offset_minutes: 15,
  target: "lead",
  value: "",
  ...part,
});

describe("a draft", () => {
  it("has the worked example's milestones after adding them, and nothing wrong", () => {
    const draft = worked_example();
    expect(marks_of_draft(draft).map((one) => one.at)).toEqual([30, 70, 130, 190]);
    expect(new Set(draft.definition.milestones.map((one) => one.milestone)).size).toBe(4);
    expect(faults_of(draft)).toEqual([]);
  });

  it("snaps a moved milestone to whole minutes on the line", () => {
    const draft = worked_example();
    const at = (minutes: number) =>
      milestone_of(move_milestone(draft, 2, minutes), 2)?.target_minutes;
    expect([70.4, 70.6, -20, 1e9].map(at)).toEqual([70, 71, 0, 5_270_400]);
    expect(milestone_of(draft, 2)?.target_minutes).toBe(70);
  });

  it("keeps the other milestones' keys when one is removed", () => {
    const draft = remove_milestone(worked_example(), 2);
    expect(marks_of_draft(draft).map((one) => [one.id, one.at])).toEqual([
      ["1", 30],
      ["3", 130],
      ["4", 190],
    ]);
    const more = add_milestone(draft, 60);
    expect(marks_of_draft(more).map((one) => one.id)).toEqual(["1", "3", "4", "5"]);
  });

  it("knows whether it was changed, and is not after it was saved", () => {
    const loaded = {
      process: "gold",
      process_version: 3,
      definition: worked_example().definition,
    };
    const draft = draft_of(loaded);
    expect(is_changed(draft)).toBe(false);
    const moved = move_milestone(draft, 1, 20);
    expect(is_changed(moved)).toBe(true);
    expect(is_changed(saved(moved))).toBe(false);
    expect(saved(moved).base_version).toBe(4);
    expect(loaded.definition.milestones[0]?.target_minutes).toBe(30);
  });
});

describe("what is wrong with a draft", () => {
  it("is its id, or that it promises nothing", () => {
    expect(texts(new_draft(), "error").length).toBe(2);
    expect(texts({ ...worked_example(), process: "a/b" }, "error").length).toBe(1);
    expect(faults_of(worked_example(), ["gold"]).length).toBe(1);
    expect(faults_of({ ...worked_example(), base_version: 1 }, ["gold"])).toEqual([]);
  });

  it("is a milestone's id that is not plain, or taken", () => {
    expect(texts(with_first({ milestone: "" }), "error").length).toBe(1);
    expect(texts(with_first({ milestone: "first response" }), "error").length).toBe(1);
    expect(texts(with_first({ milestone: "milestone_2" }), "error").length).toBe(1);
  });

  it("is a target that cannot be kept", () => {
    expect(texts(with_first({ target_minutes: 1.5 }), "error").length).toBe(1);
    expect(texts(with_first({ target_minutes: 0 }), "advice").length).toBe(1);
    expect(texts(with_first({ target_minutes: 0, recurrence: "chained" }), "error").length).toBe(1);
    expect(texts(with_first({ kind: "resolution", recurrence: "chained" }), "error").length).toBe(
      1,
    );
  });

  it("is a criterion without field or value, or an order of words", () => {
    const of = (field: string, test: "equals" | "at_least", values: string[]) =>
      texts(with_first({ criteria: [{ field, test, values }] }), "error").length;
    expect(of("origin", "equals", ["web"])).toBe(0);
    expect(of("", "equals", ["web"])).toBe(1);
    expect(of("origin", "equals", [])).toBe(1);
    expect(of("severity", "at_least", ["high"])).toBe(1);
    expect(of("severity", "at_least", ["2"])).toBe(0);
  });

  it("is an action without a target, or one before a violation", () => {
    const errors = (part: Partial<milestone_action>) =>
      texts(with_first({ actions: [action(part)] }), "error").length;
    expect(errors({})).toBe(0);
    expect(errors({ target: "" })).toBe(1);
    expect(errors({ target: "", kind: "create_task" })).toBe(0);
    expect(errors({ trigger: "violation", offset_minutes: -1 })).toBe(1);
    expect(errors({ offset_minutes: 0.5 })).toBe(1);
    const early = with_first({ actions: [action({ offset_minutes: 45 })] });
    expect(texts(early, "advice")).toEqual([
      "A warning 0:45 before the target comes at the start.",
    ]);
  });

  it("is, as advice, a higher priority that may take longer", () => {
    const of = (value: string) => [{ field: "priority", test: "equals" as const, values: [value] }];
    const low = with_first({ criteria: of("low") });
    const inverted = change_milestone(low, 2, { criteria: of("high") });
    expect(faults_of(inverted).map(({ kind, key }) => [kind, key])).toEqual([["advice", 2]]);
    const right = change_milestone(inverted, 1, { criteria: of("urgent") });
    expect(faults_of(right)).toEqual([]);
  });
});
