// A set of business hours while it is edited. The page knows minutes, the server milliseconds: what is
// not touched keeps what it has. Pure.

import type { hours_definition, weekday, weekly_interval } from "./wire_hours";

export const weekdays: readonly weekday[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

const minute_ms = 60_000;
export const day_end_ms = 24 * 60 * minute_ms;
const pad = (value: number) => String(value).padStart(2, "0");

/** "09:00", to the minute that has begun; "24:00" is the day's end. */
export function text_of_time(ms: number): string {
  const minutes = Math.floor(ms / minute_ms);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Of "9:00", "09:00" or "24:00"; nothing if it is none. */
export function parse_time(text: string): number | undefined {
  const [, hours, minutes] = /^\s*(\d{1,2}):(\d{2})\s*$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return undefined;
  const ms = (Number(hours) * 60 + Number(minutes)) * minute_ms;
  return ms > day_end_ms ? undefined : ms;
}

/** The time that `text` means, where `before` stood: the same text means the same millisecond. */
export function edited_time(before: number, text: string): number | undefined {
  return text.trim() === text_of_time(before) ? before : parse_time(text);
}

export function intervals_of(weekly: readonly weekly_interval[], day: weekday) {
  return weekly.filter((one) => one.day === day);
}

/** What keeps a definition from being saved, in words; the server has the last one. */
export function faults_of(definition: hours_definition): string[] {
  const faults: string[] = [];
  if (definition.name.trim() === "") faults.push("The set has no name.");
  for (const { day, from_ms, to_ms } of definition.weekly) {
    if (from_ms >= to_ms) {
      faults.push(`${title_of_day(day)}: ${text_of_time(from_ms)} is not before its end.`);
    }
  }
  return faults;
}

export function title_of_day(day: weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

export const new_set: hours_definition = {
  name: "",
  zone: "UTC",
  weekly: weekdays
    .slice(0, 5)
    .map((day) => ({ day, from_ms: 9 * 60 * minute_ms, to_ms: 17 * 60 * minute_ms })),
  holidays: [],
  exceptions: [],
  region: "",
  unlinked: [],
};
