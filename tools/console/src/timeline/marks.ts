// Milestones as marks on a timeline: what each tells, where it stands, and which stand so close that
// they are drawn as one. Pure.

import type { milestone_phase } from "../wire_promises";
import { reading_of_minutes, spoken_left } from "./reading";
import { place_of, type Window } from "./axis";

/** What a mark tells. Each has its own shape as well as its own colour. */
export type MarkStatus =
  | "planned"
  | "waiting"
  | "open"
  | "warned"
  | "held"
  | "violated"
  | "met"
  | "met_late"
  | "cancelled";

/** A milestone as the control draws it, of a case or of a process. */
export interface Mark {
  /** Unique on its line. */
  id: string;
  name: string;
  /** Minutes of business time from 0:00. */
  at: number;
  status: MarkStatus;
  /** Undefined: nothing is left to count, or it is not known. */
  left_ms?: number;
}

const statuses: Record<milestone_phase, MarkStatus> = {
  pending: "waiting",
  running: "open",
  paused: "held",
  warned: "warned",
  violated: "violated",
  met: "met",
  met_late: "met_late",
  cancelled: "cancelled",
};

/** `violated` also of one on hold: it was missed before it was held. */
export function status_of(phase: milestone_phase, violated: boolean): MarkStatus {
  return phase === "paused" && violated ? "violated" : statuses[phase];
}

const said: Record<MarkStatus, string> = {
  planned: "planned",
  waiting: "not started",
  open: "not yet done",
  warned: "not yet done, warned",
  held: "on hold",
  violated: "violated",
  met: "done",
  met_late: "done late",
  cancelled: "cancelled",
};

export function status_text(status: MarkStatus): string {
  return said[status];
}

export function is_undone(status: MarkStatus): boolean {
  return ["planned", "waiting", "open", "warned", "held", "violated"].includes(status);
}

/** "first_response" → "First response". */
export function title_of(id: string): string {
  const text = id.replaceAll(/[_-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a mark tells beside its name and reading, for a reader that speaks. */
export function spoken_state({ status, left_ms }: Mark): string {
  const counts = left_ms !== undefined && is_undone(status);
  return counts ? `${status_text(status)}, ${spoken_left(left_ms)}` : status_text(status);
}

/** By place on the line, then by id: the order in which arrows visit. */
export function in_order<T extends Pick<Mark, "id" | "at">>(marks: readonly T[]): T[] {
  return [...marks].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** The mark `step` places on from `selected`; from nothing, the first or the last. */
export function neighbour(
  marks: readonly Mark[],
  selected: string,
  step: number,
): Mark | undefined {
  const ordered = in_order(marks);
  const at = ordered.findIndex((mark) => mark.id === selected);
  if (at < 0) return step >= 0 ? ordered[0] : ordered[ordered.length - 1];
  return ordered[Math.min(ordered.length - 1, Math.max(0, at + step))];
}

/** Marks drawn at one place: a single one, or a crowd. */
export interface Placed {
  /** 0 to 1 in the window. */
  place: number;
  marks: Mark[];
  /** A crowd that is opened, because one of it is selected: each at a height of its own. */
  open: boolean;
}

/** Marks in the window; those nearer than `room` (a share of the window) become one crowd. */
export function place_marks(
  marks: readonly Mark[],
  window: Window,
  room: number,
  selected: string,
): Placed[] {
  const seen = in_order(marks).filter((mark) => {
    const place = place_of(mark.at, window);
    return place >= 0 && place <= 1;
  });
  const placed: Placed[] = [];
  for (const mark of seen) {
    const place = place_of(mark.at, window);
    const last = placed[placed.length - 1];
    if (last !== undefined && place - last.place < room) last.marks.push(mark);
    else placed.push({ place, marks: [mark], open: false });
  }
  for (const crowd of placed) {
    crowd.open = crowd.marks.length > 1 && crowd.marks.some((mark) => mark.id === selected);
  }
  return placed;
}

/** The status a closed crowd shows: the one that most needs to be seen. */
export function worst_status(marks: readonly Mark[]): MarkStatus {
  const order: MarkStatus[] = [
    "violated",
    "warned",
    "open",
    "held",
    "met_late",
    "waiting",
    "planned",
    "met",
  ];
  return order.find((status) => marks.some((mark) => mark.status === status)) ?? "cancelled";
}

/** What a closed crowd tells beside its count and first reading. */
export function spoken_crowd(marks: readonly Mark[]): string {
  const last = marks[marks.length - 1]?.at ?? 0;
  return `to ${reading_of_minutes(last)}, ${status_text(worst_status(marks))} among them`;
}
