// Numbers and times as people read them. Pure.

import type { wait_histogram } from "./wire";

const grouped = new Intl.NumberFormat("en", { useGrouping: true });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function count(value: number): string {
  return value < 100_000 ? grouped.format(value) : compact.format(value);
}

const pad = (value: number) => String(value).padStart(2, "0");

/** "8s", "1:24", "1h 04m", "2d 3h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${pad(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** The same for a reader that speaks: "1 minute 24 seconds". */
export function spoken_duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor((seconds % 3600) / 60), "minute"],
    [seconds % 60, "second"],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return said.length > 0 ? said.slice(0, 2).join(" ") : "0 seconds";
}

/** A short length with a digit after the point where it matters: "200ms", "1.6s", "51s", "3:24". */
export function short_duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`;
  return duration(ms);
}

export function clock_time(ms: number, now_ms: number): string {
  const at = new Date(ms);
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  if (new Date(now_ms).toDateString() === at.toDateString()) return time;
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${time}`;
}

export function permille_as_percent(permille: number): string {
  return `${(permille / 10).toFixed(permille % 10 === 0 || permille >= 1000 ? 0 : 1)}%`;
}

export function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)}%`;
}

/** Upper bound of bucket `index`; the last bucket has none. */
export function bucket_bound_ms(index: number, bucket_count: number): number {
  return index >= bucket_count - 1 ? Number.POSITIVE_INFINITY : 2 ** index * 100;
}

/** The bucket bound that at least `quantile` of the waits are under, or undefined without waits. */
export function quantile_bound_ms(waits: wait_histogram, quantile: number): number | undefined {
  const total = waits.buckets.reduce((sum, value) => sum + value, 0);
  if (total === 0) return undefined;
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const [index, value] of waits.buckets.entries()) {
    seen += value;
    if (seen >= rank) return bucket_bound_ms(index, waits.buckets.length);
  }
  return Number.POSITIVE_INFINITY;
}

/** "≤ 1.6s": a histogram knows bounds, not values, and the page says so. */
export function quantile_text(waits: wait_histogram, quantile: number): string {
  const bound = quantile_bound_ms(waits, quantile);
  if (bound === undefined) return "–";
  if (Number.isFinite(bound)) return `≤ ${short_duration(bound)}`;
  return `> ${short_duration(bucket_bound_ms(waits.buckets.length - 2, waits.buckets.length))}`;
}

/** "lease_expired" → "lease expired". */
export function words(name: string): string {
  return name.replaceAll("_", " ");
}
