// Who, how fresh, and the page's own switches.

import type { Connection } from "../feed";
import { useStore } from "../context";
import { clock_time } from "../format";
import { is_before } from "../position";
import { now } from "../clock";
import { set_theme, theme, token, type Theme } from "../settings";
import { route } from "../route";
import { dialog } from "../ui";
import { Icon } from "./icons";
import { Nav } from "./nav";

export function Header({ tenant }: { tenant: string }) {
  return (
    <header class="header">
      <h1 class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" class="brand-ground" />
          <path d="M9 9h11a4 4 0 0 1 4 4v1a4 4 0 0 1-4 4h-6l-5 5z" class="brand-mark" />
        </svg>
        Parley <span class="visually-hidden">console</span>
      </h1>
      <button
        type="button"
        class="tenant-button"
        aria-haspopup="dialog"
        onClick={() => (dialog.value = "tenant")}
      >
        <span class="muted">Tenant</span> <strong>{tenant}</strong> <Icon name="down" />
      </button>
      <Nav />
      <span class="spacer" />
      {route.value.page === "floor" && <AsOf />}
      <ConnectionPill />
      <ThemeSwitch />
      <button
        type="button"
        class={`icon-button ${token.value === "" ? "" : "is-on"}`}
        aria-label={token.value === "" ? "Access token: none" : "Access token: set"}
        title="Access token"
        onClick={() => (dialog.value = "token")}
      >
        <Icon name="key" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={() => (dialog.value = "shortcuts")}
      >
        <Icon name="help" />
      </button>
    </header>
  );
}

/** The log position that all figures hold for: the earlier of the two answers they come from. */
function AsOf() {
  const store = useStore();
  const overview = store.overview.value.answer?.position ?? "";
  const capacity = store.capacity.value.answer?.position ?? overview;
  const both = is_before(capacity, overview) ? capacity : overview;
  return (
    <span class="as-of" title="The log position (partition:offset) the figures hold for">
      <span class="muted">as of</span> <code data-testid="position">{both || "–"}</code>
    </span>
  );
}

function connection_text(connection: Connection): string {
  switch (connection.kind) {
    case "connecting":
      return "Connecting";
    case "live":
      return "Live";
    case "reconnecting":
      return "Reconnecting";
    case "stale":
      return `Stale since ${clock_time(connection.since, now.peek())}`;
    case "refused":
      return connection.status === 401 ? "Token needed" : "Not permitted";
  }
}

function ConnectionPill() {
  const store = useStore();
  const connection = store.feed.connection.value;
  const lost = connection.kind === "reconnecting" || connection.kind === "stale";
  return (
    <span class="connection-box">
      <span
        class={`connection is-${connection.kind}`}
        role="status"
        title={lost ? `${connection.reason}, attempt ${connection.attempt}` : undefined}
      >
        <span class="connection-dot" aria-hidden="true" />
        {connection_text(connection)}
      </span>
      {lost && (
        <button type="button" class="button is-small" onClick={() => store.feed.retry_now()}>
          Retry now
        </button>
      )}
    </span>
  );
}

const themes: readonly [Theme, string, "sun" | "moon" | "system"][] = [
  ["light", "Light theme", "sun"],
  ["system", "Theme of the system", "system"],
  ["dark", "Dark theme", "moon"],
];

function ThemeSwitch() {
  return (
    <div class="segmented" role="group" aria-label="Theme">
      {themes.map(([value, label, icon]) => (
        <button
          key={value}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={theme.value === value}
          onClick={() => set_theme(value)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
