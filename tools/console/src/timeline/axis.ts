// The line of a timeline: from 0:00 to an end, of which a window is seen. All in minutes. Pure.

/** What of the line is seen. */
export interface Window {
  from: number;
  to: number;
}

/** The narrowest window, in minutes. */
export const least_window = 5;

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 7200, 14_400, 43_200];

/** The smallest round step that makes at most `most` parts of `length`. */
export function step_for(length: number, most: number): number {
  const found = steps.find((step) => length / step <= most);
  const last = steps[steps.length - 1] as number;
  return found ?? Math.ceil(length / most / last) * last;
}

/**
 * Where the line ends: a little after its last milestone, and after the indicator once that is
 * further, at a round reading.
 */
export function line_end(targets: readonly number[], elapsed: number): number {
  const last = Math.max(0, ...targets, elapsed);
  const step = step_for(Math.max(last, 30), 12);
  return Math.ceil((last * 1.04 + 1) / step) * step;
}

/** A window of the line: the right way round, on the line, and not too narrow. */
export function clamp_window(window: Window, end: number): Window {
  const whole = Math.max(end, least_window);
  const low = Math.min(window.from, window.to);
  const high = Math.max(window.from, window.to);
  const length = Math.min(whole, Math.max(least_window, high - low));
  const from = Math.min(Math.max(0, low), whole - length);
  return { from, to: from + length };
}

/** A window `factor` times as long; the minute `at` stays where it is seen. */
export function zoom_window(window: Window, factor: number, at: number, end: number): Window {
  const length = Math.max(least_window, (window.to - window.from) * factor);
  const place = place_of(at, window);
  const from = at - place * length;
  return clamp_window({ from, to: from + length }, end);
}

export function move_window(window: Window, by: number, end: number): Window {
  return clamp_window({ from: window.from + by, to: window.to + by }, end);
}

/** The nearest window of the same length in which `minute` is seen, with a little air. */
export function reveal(window: Window, minute: number, end: number): Window {
  const air = (window.to - window.from) * 0.06;
  if (minute < window.from) return move_window(window, minute - air - window.from, end);
  return minute > window.to ? move_window(window, minute + air - window.to, end) : window;
}

/** 0 at the window's start, 1 at its end; outside of these when not seen. */
export function place_of(minute: number, { from, to }: Window): number {
  return (minute - from) / (to - from);
}

export function minute_at(place: number, { from, to }: Window): number {
  return from + place * (to - from);
}

export type Side = "before" | "inside" | "after";

export function side_of(minute: number, { from, to }: Window): Side {
  if (minute < from) return "before";
  return minute > to ? "after" : "inside";
}

/** The minutes that are written under the line, at most `most` and one. */
export function ticks(window: Window, most: number): number[] {
  const step = step_for(window.to - window.from, Math.max(1, most));
  const first = Math.ceil(window.from / step) * step;
  const count = Math.floor((window.to - first) / step + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => first + n * step);
}
