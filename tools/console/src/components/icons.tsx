// Small drawings. Presence differs by shape as well as by colour.

import type { presence_state } from "../wire";

const shapes: Record<presence_state, preact.JSX.Element> = {
  available: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  busy: <rect x="2" y="2" width="8" height="8" rx="1.5" fill="currentColor" />,
  away: <path d="M6 1.5a4.5 4.5 0 1 0 0 9z M6 1.5a4.5 4.5 0 0 1 0 9" class="half" />,
  lost: <path d="M6 1 11.2 10.4H.8z" fill="currentColor" />,
  logged_out: <circle cx="6" cy="6" r="3.8" class="hollow" />,
};

export function PresenceIcon({ state }: { state: presence_state }) {
  return (
    <svg class={`presence-icon is-${state}`} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

const paths = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.2v9.6l8-4.8z",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M6 6h7v7H6zM10 6V3H3v7h3",
  sun:
    "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1" +
    "M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1",
  moon: "M13.2 9.8A5.8 5.8 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7Z",
  system: "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
  key:
    "M10.5 9a3.5 3.5 0 1 0-3.3-2.3L2.5 11.4v2.1h2.6v-1.8h1.8V9.9l1.3-1.3c.7.3 1.5.4 2.3.4Z" +
    "M11.4 4.6v0",
  help: "M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12v.1",
  down: "M4.5 6.5 8 10l3.5-3.5",
  right: "M6.5 4.5 10 8l-3.5 3.5",
  alert: "M8 2.2 14.4 13.4H1.6zM8 6.5v3.2M8 11.5v.1",
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** Fill patterns that other drawings refer to by id. */
export function SharedPatterns() {
  return (
    <svg class="patterns" aria-hidden="true">
      <defs>
        <pattern
          id="hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" class="hatch-ground" />
          <rect width="2.5" height="5" class="hatch-line" />
        </pattern>
      </defs>
    </svg>
  );
}
