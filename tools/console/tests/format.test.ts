import { describe, expect, it } from "vitest";

import { is_before, later_of } from "../src/position";
import {
  clock_time,
  duration,
  permille_as_percent,
  quantile_bound_ms,
  quantile_text,
  share,
  short_duration,
  spoken_duration,
} from "../src/format";

function waits(counts: Record<number, number>) {
  const buckets = Array.from({ length: 20 }, (_, i) => counts[i] ?? 0);
  return { buckets, count: buckets.reduce((a, b) => a + b, 0), sum_ms: 0 };
}

describe("format", () => {
  it("writes lengths of time by their size and never below zero", () => {
    expect([-5, 999, 59_999, 60_000, 84_000, 3_600_000, 90_000_000].map(duration)).toEqual([
      "0s",
      "0s",
      "59s",
      "1:00",
      "1:24",
      "1h 00m",
      "1d 1h",
    ]);
    expect([200, 1600, 51_200, 204_800].map(short_duration)).toEqual([
      "200ms",
      "1.6s",
      "51s",
      "3:24",
    ]);
    expect(spoken_duration(3_661_000)).toBe("1 hour 1 minute");
    expect(spoken_duration(0)).toBe("0 seconds");
  });

  it("names the day of a time that is not of today", () => {
    const at = new Date(2026, 2, 4, 9, 5, 7).getTime();
    expect(clock_time(at, at)).toBe("09:05:07");
    expect(clock_time(at, at + 86_400_000)).toBe("2026-03-04 09:05:07");
  });

  it("tells a quantile as the bound of its bucket", () => {
    const histogram = waits({ 0: 5, 4: 4, 9: 1 });
    expect(quantile_bound_ms(histogram, 0.5)).toBe(100);
    expect(quantile_bound_ms(histogram, 0.51)).toBe(1600);
    expect(quantile_text(histogram, 0.9)).toBe("≤ 1.6s");
    expect(quantile_text(histogram, 0.91)).toBe("≤ 51s");
  });

  it("does not invent a bound for the last bucket, nor a quantile of nothing", () => {
    expect(quantile_text(waits({ 19: 1 }), 0.5)).toBe("> 7h 16m");
    expect(quantile_text(waits({}), 0.5)).toBe("–");
  });

  it("writes shares", () => {
    expect([0, 529, 530, 1000].map(permille_as_percent)).toEqual(["0%", "52.9%", "53%", "100%"]);
    expect([share(1, 3), share(0, 0)]).toEqual(["33%", "–"]);
  });
});

describe("positions", () => {
  it("are ordered by number within a partition only", () => {
    expect(is_before("0:9", "0:10")).toBe(true);
    expect(is_before("0:10", "0:10")).toBe(false);
    expect(is_before("0:9", "1:10")).toBe(false);
    expect(is_before("", "0:1")).toBe(false);
  });

  it("are taken forward only", () => {
    expect(later_of("0:10", "0:9")).toBe("0:10");
    expect(later_of("0:9", "0:10")).toBe("0:10");
    expect(later_of("", "0:1")).toBe("0:1");
  });
});
