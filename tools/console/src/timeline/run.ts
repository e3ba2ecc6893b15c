// A case's timeline as it is at a moment after the server answered. The server counts business time;
// between two answers the page moves on only what the answer says is moving, and no further than the
// answer says it will. Pure.

import type { timeline_answer, timeline_entry } from "../wire_promises";
import { status_of, title_of, type Mark } from "./marks";
import { minute_ms } from "./reading";

/** Something that counts business time: moving or at rest, until a moment (0: an event). */
interface Counting {
  ticks: boolean;
  until: number;
}

/** How far business time went since the answer. */
function gone({ ticks, until }: Counting, answered_at: number, now_ms: number): number {
  if (!ticks) return 0;
  return Math.max(0, (until === 0 ? now_ms : Math.min(now_ms, until)) - answered_at);
}

export function elapsed_at(answer: timeline_answer, now_ms: number): number {
  return answer.elapsed_ms + gone(answer, answer.now, now_ms);
}

export function left_at(entry: timeline_entry, answer: timeline_answer, now_ms: number): number {
  return entry.left_ms - gone(entry, answer.now, now_ms);
}

export function is_moving({ ticks, until }: Counting, now_ms: number): boolean {
  return ticks && (until === 0 || now_ms < until);
}

/**
 * When the answer stops telling how time goes on: hours open or close, or a target is reached, of
 * which the server tells what it led to. 0: not before something happens.
 */
export function asks_again_at(answer: timeline_answer): number {
  const moments = [answer.until];
  for (const entry of answer.milestones) {
    moments.push(entry.until);
    const watched = entry.phase === "running" || entry.phase === "warned";
    if (watched && entry.due > 0) moments.push(entry.due);
    for (const { at } of entry.plan) moments.push(at);
  }
  const ahead = moments.filter((moment) => moment > answer.now);
  return ahead.length === 0 ? 0 : Math.min(...ahead);
}

/** A milestone that is scheduled: it has time to count. */
function counts(entry: timeline_entry): boolean {
  return entry.phase !== "pending" && entry.phase !== "cancelled";
}

export function marks_of(answer: timeline_answer, now_ms: number): Mark[] {
  return answer.milestones.map((entry) => ({
    id: entry.milestone,
    name: title_of(entry.milestone),
    at: Math.round(entry.place_ms / minute_ms),
    status: status_of(entry.phase, entry.violated),
    ...(counts(entry) ? { left_ms: left_at(entry, answer, now_ms) } : {}),
  }));
}

/** Why a case has no milestones, as a person reads it. */
export function reason_text(reason: string): string {
  const texts: Record<string, string> = {
    "": "Its process has no milestones.",
    NOT_VERIFIED: "It is not verified yet whether it is covered.",
    NO_PROCESS: "It is covered, but the entitlement names no process.",
    NOT_FOUND: "What it names is not known.",
    NO_ENTITLEMENT: "No entitlement covers it.",
    NOT_LISTED: "Its contact is not on the entitlement's list.",
    NOTHING_TO_VERIFY: "It names no customer, asset or contract.",
    EXPIRED: "The entitlement has expired.",
    NOT_YET: "The entitlement has not begun.",
    CANCELLED: "The entitlement was cancelled.",
    MISMATCH: "What it names belongs to another customer.",
    NOT_INCLUDED: "This kind of support is not included.",
  };
  return texts[reason] ?? `It is not covered: ${reason.toLowerCase().replaceAll("_", " ")}.`;
}
