// The last minutes of a few counters, in slots of equal length, for sparklines. Memory only: a page
// that was just opened has no past.

export const slot_ms = 5_000;
export const slot_count = 120;

export class History {
  private slot_ = 0;
  private readonly series_ = new Map<string, number[]>();

  /** Notes the values at `now_ms`; a slot keeps its highest value. True if a new slot began. */
  note(now_ms: number, values: Iterable<[string, number]>): boolean {
    const slot = Math.floor(now_ms / slot_ms);
    const passed = this.slot_ === 0 ? 0 : Math.max(0, slot - this.slot_);
    if (passed > 0 || this.slot_ === 0) this.slot_ = slot;
    for (const series of this.series_.values()) extend(series, passed);
    for (const [key, value] of values) {
      const series = this.series_.get(key);
      if (series === undefined) this.series_.set(key, [value]);
      else if (passed > 0) series[series.length - 1] = value;
      else series[series.length - 1] = Math.max(series[series.length - 1] ?? 0, value);
    }
    return passed > 0;
  }

  /** Oldest first, at most `slot_count` values. */
  of(key: string): readonly number[] {
    return this.series_.get(key) ?? [];
  }
}

function extend(series: number[], slots: number): void {
  const last = series[series.length - 1] ?? 0;
  for (let i = 0; i < Math.min(slots, slot_count); i += 1) series.push(last);
  if (series.length > slot_count) series.splice(0, series.length - slot_count);
}
