// A process while it is edited: milestones added, moved, removed, changed; and what is wrong with it
// before it is sent. The server's rules are in events/milestone/validate; the ones a person can break
// here are told here. Pure: every change makes a new draft.

import type {
  milestone_action,
  milestone_definition,
  process_definition,
  tenant_process,
} from "../wire_promises";
import { title_of, type Mark } from "./marks";
import { reading_of_minutes } from "./reading";

export const most_milestones = 64;
export const most_minutes = 10 * 366 * 24 * 60;

export interface Draft {
  process: string;
  /** The version that was loaded; 0: there was none. */
  base_version: number;
  base: process_definition;
  definition: process_definition;
  /** A name for each milestone that stays while its id is typed; by place. */
  keys: number[];
  next_key: number;
}

export function draft_of(loaded: tenant_process): Draft {
  const definition = structuredClone(loaded.definition);
  const keys = definition.milestones.map((_, n) => n + 1);
  const { process, process_version: base_version } = loaded;
  const base = structuredClone(definition);
  return { process, base_version, base, definition, keys, next_key: keys.length + 1 };
}

export function new_draft(): Draft {
  const definition = { name: "", hours: "", pause_statuses: [], milestones: [] };
  return draft_of({ process: "", process_version: 0, definition });
}

/** A free id: the wanted one, or with a number behind it. */
function free_id({ definition }: Draft, wanted: string): string {
  const taken = new Set(definition.milestones.map((one) => one.milestone));
  if (!taken.has(wanted)) return wanted;
  let n = 2;
  while (taken.has(`${wanted}_${n}`)) n += 1;
  return `${wanted}_${n}`;
}

/** On the line, at a whole minute. */
export function snap(minutes: number): number {
  return Math.min(most_minutes, Math.max(0, Math.round(minutes)));
}

/** With one more milestone; its key is `draft.next_key`. */
export function add_milestone(draft: Draft, minutes: number): Draft {
  const one: milestone_definition = {
    milestone: free_id(draft, "milestone"),
    kind: "other",
    side: "internal",
    target_minutes: snap(minutes),
    criteria: [],
    hours: "",
    recurrence: "none",
    actions: [],
  };
  return {
    ...draft,
    definition: { ...draft.definition, milestones: [...draft.definition.milestones, one] },
    keys: [...draft.keys, draft.next_key],
    next_key: draft.next_key + 1,
  };
}

export function milestone_of(draft: Draft, key: number): milestone_definition | undefined {
  return draft.definition.milestones[draft.keys.indexOf(key)];
}

export function change_milestone(
  draft: Draft,
  key: number,
  change: Partial<milestone_definition>,
): Draft {
  const at = draft.keys.indexOf(key);
  const milestones = draft.definition.milestones.map((one, n) =>
    n === at ? { ...one, ...change } : one,
  );
  return { ...draft, definition: { ...draft.definition, milestones } };
}

export function move_milestone(draft: Draft, key: number, minutes: number): Draft {
  return change_milestone(draft, key, { target_minutes: snap(minutes) });
}

export function remove_milestone(draft: Draft, key: number): Draft {
  const at = draft.keys.indexOf(key);
  const without = <T>(list: T[]) => list.filter((_, n) => n !== at);
  const milestones = without(draft.definition.milestones);
  return { ...draft, definition: { ...draft.definition, milestones }, keys: without(draft.keys) };
}

export function is_changed({ definition, base }: Draft): boolean {
  return JSON.stringify(definition) !== JSON.stringify(base);
}

/** As it is once the server has stored it. */
export function saved(draft: Draft): Draft {
  const base = structuredClone(draft.definition);
  return { ...draft, base, base_version: draft.base_version + 1 };
}

export function marks_of_draft(draft: Draft): Mark[] {
  return draft.definition.milestones.map((one, n) => ({
    id: String(draft.keys[n]),
    name: title_of(one.milestone) || "Unnamed",
    at: one.target_minutes,
    status: "planned",
  }));
}

/** What is wrong. An error keeps the draft from being sent; advice does not. */
export interface Fault {
  kind: "error" | "advice";
  /** The milestone, or 0: of the process. */
  key: number;
  text: string;
}

const plain_id = /^[A-Za-z0-9_-]{1,64}$/;
const path_id = /^[A-Za-z0-9._~:@!$*+,;=-]{1,128}$/;

/** `taken`: the ids of the processes there are. */
export function faults_of(draft: Draft, taken: readonly string[] = []): Fault[] {
  const faults: Fault[] = [];
  const error = (key: number, text: string) => faults.push({ kind: "error", key, text });
  const { milestones, pause_statuses } = draft.definition;
  if (draft.process === "") error(0, "The process needs an id.");
  else if (!path_id.test(draft.process))
    error(0, "The id of the process has letters it may not have.");
  if (draft.base_version === 0 && taken.includes(draft.process)) {
    error(0, "Another process has this id.");
  }
  if (milestones.length === 0) error(0, "A process without milestones promises nothing.");
  if (milestones.length > most_milestones) error(0, `More than ${most_milestones} milestones.`);
  if (pause_statuses.some((status) => status === "")) error(0, "A status that pauses has no name.");
  const seen = new Set<string>();
  milestones.forEach((one, n) => {
    const key = draft.keys[n] ?? 0;
    if (!plain_id.test(one.milestone))
      error(key, "Its id is not 1 to 64 letters, digits, _ and -.");
    else if (seen.has(one.milestone))
      error(key, `Another milestone is called ${one.milestone}, too.`);
    seen.add(one.milestone);
    faults.push(...faults_of_milestone(one, key));
  });
  return [...faults, ...inverted_priorities(draft)];
}

function faults_of_milestone(one: milestone_definition, key: number): Fault[] {
  const faults: Fault[] = [];
  const error = (text: string) => faults.push({ kind: "error", key, text });
  const advice = (text: string) => faults.push({ kind: "advice", key, text });
  const once = one.kind === "first_response" || one.kind === "resolution";
  if (!Number.isInteger(one.target_minutes) || one.target_minutes > most_minutes) {
    error("Its target is not a whole number of minutes within ten years.");
  } else if (one.target_minutes === 0) {
    if (one.kind === "other" && one.recurrence === "chained") error("A chain of 0:00 has no end.");
    else advice("Its target is 0:00: it is violated as soon as it starts.");
  }
  if (once && one.recurrence !== "none") error("A first response and a resolution come once.");
  for (const { field, test, values } of one.criteria) {
    if (field === "") error("A criterion names no field.");
    if (values.length === 0 || values.some((value) => value === "")) {
      error(`The criterion on ${field || "no field"} has no value.`);
    } else if ((test === "at_least" || test === "at_most") && !is_one_number(values)) {
      error(`The criterion on ${field} takes one whole number.`);
    }
  }
  for (const action of one.actions) faults.push(...faults_of_action(action, one, key));
  return faults;
}

function is_one_number(values: readonly string[]): boolean {
  return values.length === 1 && /^-?\d{1,18}$/.test(values[0] ?? "");
}

function faults_of_action(
  { trigger, kind, offset_minutes, target }: milestone_action,
  { target_minutes }: milestone_definition,
  key: number,
): Fault[] {
  const name = `The ${trigger} action`;
  const fault = (kind: Fault["kind"], text: string): Fault => ({ kind, key, text });
  if (!Number.isInteger(offset_minutes) || Math.abs(offset_minutes) > most_minutes) {
    return [fault("error", `${name} has an offset that is not a number of minutes.`)];
  }
  const faults: Fault[] = [];
  if (target === "" && kind !== "create_task")
    faults.push(fault("error", `${name} has no target.`));
  if (trigger !== "warning" && offset_minutes < 0) {
    faults.push(fault("error", "Only a warning may come before."));
  }
  if (trigger === "warning" && offset_minutes > target_minutes) {
    const offset = reading_of_minutes(offset_minutes);
    faults.push(fault("advice", `A warning ${offset} before the target comes at the start.`));
  }
  return faults;
}

const ranks = ["low", "normal", "medium", "high", "urgent", "critical"];

function rank_of(one: milestone_definition): number {
  const on = one.criteria.filter(({ field, test }) => field === "priority" && test === "equals");
  const value = on.length === 1 && on[0]?.values.length === 1 ? (on[0].values[0] ?? "") : "";
  return ranks.indexOf(value.toLowerCase());
}

/** A higher priority with a longer target, among milestones of one kind. */
function inverted_priorities({ definition, keys }: Draft): Fault[] {
  const ranked = definition.milestones
    .map((one, n) => ({ one, key: keys[n] ?? 0, rank: rank_of(one) }))
    .filter(({ rank }) => rank >= 0);
  return ranked.flatMap(({ one, key, rank }) => {
    const lower = ranked.find(
      (other) =>
        other.one.kind === one.kind &&
        other.rank < rank &&
        other.one.target_minutes < one.target_minutes,
    );
    if (lower === undefined) return [];
    const text = `It may take longer than ${lower.one.milestone}, which has a lower priority.`;
    return [{ kind: "advice" as const, key, text }];
  });
}
