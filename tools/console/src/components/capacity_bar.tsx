// An agent's units: reserved (hatched), committed (solid), after-work (outlined), free (empty).

import type { agent_summary, slot_state } from "../wire";

const order: Record<slot_state, number> = { committed: 0, reserved: 1, after_work: 2 };
const most_dividers = 24;

export function units_by_state(agent: agent_summary): Record<slot_state, number> {
  const units = { reserved: 0, committed: 0, after_work: 0 };
  for (const slot of agent.work) units[slot.state] += slot.weight;
  return units;
}

export function capacity_label(agent: agent_summary): string {
  const units = units_by_state(agent);
  return (
    `${units.committed} committed, ${units.reserved} reserved, ${units.after_work} after-work, ` +
    `${agent.free_units} free of ${agent.capacity_units} units`
  );
}

export function CapacityBar({ agent }: { agent: agent_summary }) {
  const slots = [...agent.work].sort((a, b) => order[a.state] - order[b.state]);
  const used = slots.reduce((sum, slot) => sum + slot.weight, 0);
  // Capacity may be lowered under live work: then the bar is as long as the work.
  const whole = Math.max(agent.capacity_units, used, 1);
  const percent = (units: number) => `${((100 * units) / whole).toFixed(2)}%`;
  let from = 0;
  return (
    <svg class="capacity-bar" role="img" aria-label={capacity_label(agent)}>
      <rect class="track" width="100%" height="100%" />
      {slots.map((slot) => {
        const x = from;
        from += slot.weight;
        return (
          <rect
            key={slot.work}
            class={`slot is-${slot.state}${slot.interruptible ? " is-interruptible" : ""}`}
            x={percent(x)}
            width={percent(slot.weight)}
            height="100%"
          />
        );
      })}
      {whole <= most_dividers &&
        Array.from({ length: whole - 1 }, (_, i) => (
          <line key={i} class="divider" x1={percent(i + 1)} x2={percent(i + 1)} y1="0" y2="100%" />
        ))}
    </svg>
  );
}
