// Lengths of business time as a timeline writes them: hours and minutes, "0:42", "−0:12". Elapsed time
// is cut to the whole minute and time left rounded up, so that the two always add up to the target.
// Pure.

export const minute_ms = 60_000;

const minus = "−";

/** Whole minutes as "1:10"; below zero with a true minus sign. */
export function reading_of_minutes(minutes: number): string {
  const whole = Math.abs(Math.trunc(minutes));
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return minutes <= -1 ? minus + text : text;
}

export function elapsed_minutes(elapsed_ms: number): number {
  return Math.floor(elapsed_ms / minute_ms);
}

/** "0:42" from the first millisecond of that minute on. */
export function elapsed_reading(elapsed_ms: number): string {
  return reading_of_minutes(elapsed_minutes(elapsed_ms));
}

/** "0:28" while that and less is left; "−0:12" when overdue by that and more. */
export function left_reading(left_ms: number): string {
  return reading_of_minutes(Math.ceil(left_ms / minute_ms));
}

/** "1 hour 10 minutes", for a reader that speaks. */
export function spoken_minutes(minutes: number): string {
  const whole = Math.abs(Math.trunc(minutes));
  const parts: [number, string][] = [
    [Math.floor(whole / 60), "hour"],
    [whole % 60, "minute"],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return said.length > 0 ? said.join(" ") : "0 minutes";
}

/** What is left, in words. */
export function spoken_left(left_ms: number): string {
  const minutes = Math.ceil(left_ms / minute_ms);
  return minutes < 0 ? `overdue by ${spoken_minutes(minutes)}` : `${spoken_minutes(minutes)} left`;
}

/** Minutes of "1:10", "1:10.4" (snaps to the whole minute), "70" or "70m"; undefined if it is none. */
export function parse_reading(text: string): number | undefined {
  const trimmed = text.trim();
  const clock = /^(\d{1,5}):([0-5]?\d(?:\.\d+)?)$/.exec(trimmed);
  if (clock !== null) return Number(clock[1]) * 60 + Math.round(Number(clock[2]));
  const plain = /^(\d{1,7})\s*(?:m|min)?$/.exec(trimmed);
  return plain === null ? undefined : Number(plain[1]);
}
