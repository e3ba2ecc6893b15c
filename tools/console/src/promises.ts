// Lists of promises and of what was kept, as the pages show them. Pure.

import type {
  case_answer,
  case_state,
  compliance_line,
  milestone_action,
  promise_summary,
  promises_answer,
  timeline_answer,
  timeline_entry,
} from "./wire_promises";
import { reading_of_minutes } from "./timeline/reading";
import { words } from "./format";

/** One list: what is overdue and undone, longest first, then what is next to be violated. */
export function at_risk({ violated, next }: promises_answer): promise_summary[] {
  const seen = new Set(violated.map((one) => one.run));
  const rest = next.filter((one) => !seen.has(one.run));
  const by_due = (a: promise_summary, b: promise_summary) =>
    a.due - b.due || (a.run < b.run ? -1 : 1);
  return [...violated].sort(by_due).concat(rest.sort(by_due));
}

/** "urgent" under ten minutes: a mark in the list, besides the time itself. */
export function urgency(due: number, now_ms: number): "overdue" | "urgent" | "soon" | "later" {
  const left = due - now_ms;
  if (left < 0) return "overdue";
  if (left < 10 * 60_000) return "urgent";
  return left < 60 * 60_000 ? "soon" : "later";
}

export interface Kept {
  met: number;
  met_late: number;
  missed: number;
  cancelled: number;
}

/** Met in time of all that had to be; undefined if nothing had to. */
export function permille_of({ met, met_late, missed }: Kept): number | undefined {
  const all = met + met_late + missed;
  return all === 0 ? undefined : Math.floor((1000 * met) / all);
}

export function sum_of(lines: readonly Kept[]): Kept {
  const total = { met: 0, met_late: 0, missed: 0, cancelled: 0 };
  for (const line of lines) {
    total.met += line.met;
    total.met_late += line.met_late;
    total.missed += line.missed;
    total.cancelled += line.cancelled;
  }
  return total;
}

export interface LevelPeriod {
  level: string;
  period: string;
  kept: Kept;
  lines: compliance_line[];
}

/** A row for each level and period, the latest period first; milestones by name within. */
export function by_level_and_period(lines: readonly compliance_line[]): LevelPeriod[] {
  const groups = new Map<string, compliance_line[]>();
  for (const line of lines) {
    const key = `${line.period}\u001f${line.level}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...groups.values()]
    .map((group) => ({
      level: group[0]?.level ?? "",
      period: group[0]?.period ?? "",
      kept: sum_of(group),
      lines: [...group].sort((a, b) => compare(a.milestone, b.milestone)),
    }))
    .sort((a, b) => compare(b.period, a.period) || compare(a.level, b.level));
}

const deeds: Record<milestone_action["kind"], (action: milestone_action) => string> = {
  notify: ({ target }) => `notify ${target}`,
  set_field: ({ target, value }) => `set ${target} to ${value || "nothing"}`,
  outbound_event: ({ target }) => `send ${target}`,
  restore_service: ({ target }) => `ask to restore ${target}`,
  create_task: ({ target, value }) => `task${target && ` for ${target}`}: ${value || "no subject"}`,
};

export function deed_of(action: milestone_action): string {
  return deeds[action.kind](action);
}

export function when_of({ trigger, offset_minutes }: milestone_action): string {
  const offset = reading_of_minutes(Math.abs(offset_minutes));
  if (trigger === "warning") {
    if (offset_minutes === 0) return "at the target";
    return offset_minutes > 0 ? `${offset} before the target` : `${offset} after the target`;
  }
  return offset_minutes === 0 ? `on ${trigger}` : `${offset} after the ${trigger}`;
}

/** A command for a case, as a button. */
export interface CaseDeed {
  kind: "status" | "close" | "reopen" | "migrate";
  status: string;
  text: string;
}

/** What can be done with a case as it is. A hold is a status in which its process rests. */
export function deeds_of(state: case_state): CaseDeed[] {
  if (state.phase === "none") return [];
  if (state.phase === "closed") return [{ kind: "reopen", status: "", text: "Open again" }];
  const holds = state.pause_statuses
    .filter((status) => status !== state.status)
    .map((status): CaseDeed => ({ kind: "status", status, text: `Hold: ${words(status)}` }));
  const on_hold = state.phase === "on_hold";
  const deeds: CaseDeed[] = on_hold
    ? [{ kind: "status", status: "open", text: "Take off hold" }]
    : holds;
  if (state.process !== "") {
    deeds.push({ kind: "migrate", status: "", text: "Use the latest process" });
  }
  return [...deeds, { kind: "close", status: "", text: "Close" }];
}

export interface Step {
  at: number;
  milestone: string;
  text: string;
}

/** What is still to come in a case, soonest first: targets, and what is done around them. */
export function steps_of(timeline: timeline_answer, about: case_answer | undefined): Step[] {
  const steps = timeline.milestones.flatMap((entry) => {
    const planned = actions_of(entry, about);
    const open = entry.phase === "running" || entry.phase === "warned";
    const target = { at: entry.due, milestone: entry.milestone, text: "target" };
    return open && entry.due > 0 ? [...planned, target] : planned;
  });
  return steps.sort((a, b) => a.at - b.at || (a.milestone < b.milestone ? -1 : 1));
}

function actions_of(entry: timeline_entry, about: case_answer | undefined): Step[] {
  const known = about?.state.milestones.find((one) => one.definition.milestone === entry.milestone);
  return entry.plan.map(({ action, at }) => {
    const made = known?.definition.actions[action];
    const text =
      made === undefined ? `action ${action + 1}` : `${words(made.trigger)}: ${deed_of(made)}`;
    return { at, milestone: entry.milestone, text };
  });
}
