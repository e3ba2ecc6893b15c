// A step line of the last slots, newest at the right edge, over two minutes at first and ten in the
// end. Its height is its own maximum, named in the label, with at least four so that a single
// waiting item does not look like a wall.

import { slot_count, slot_ms } from "../history";

const height = 20;
const least_slots = 24;

export function sparkline_path(values: readonly number[], top: number, width: number): string {
  const points = values.map((value, index) => {
    const x = width - values.length + index;
    return [x, height - 1 - (value / top) * (height - 2)] as const;
  });
  const [first] = points;
  if (first === undefined) return "";
  let path = `M${first[0]} ${first[1].toFixed(2)}`;
  for (const [x, y] of points) path += `H${x}V${y.toFixed(2)}`;
  return `${path}H${width}`;
}

export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(0, ...values);
  const width = Math.min(slot_count, Math.max(least_slots, values.length));
  const line = sparkline_path(values, Math.max(4, 1.15 * most), width);
  const start = width - values.length;
  const minutes = Math.max(1, Math.round((values.length * slot_ms) / 60_000));
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: at most ${most} in the last ${minutes} min`}
    >
      <path class="base" d={`M0 ${height - 1}H${width}`} />
      {line !== "" && <path class="area" d={`${line}V${height}H${start}Z`} />}
      {line !== "" && <path class="line" d={line} />}
    </svg>
  );
}
