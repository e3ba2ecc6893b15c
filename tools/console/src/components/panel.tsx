// A titled part of the floor.

import type { ComponentChildren } from "preact";

import { useStore } from "../context";

interface PanelProps {
  id: string;
  title: string;
  count?: string | undefined;
  tools?: ComponentChildren;
  stale?: boolean;
  position?: string | undefined;
  children: ComponentChildren;
}

export function Panel({ id, title, count, tools, stale, position, children }: PanelProps) {
  const cut_off = useStore().feed.connection.value.kind === "stale";
  return (
    <section
      id={id}
      class={`panel ${stale === true || cut_off ? "is-stale" : ""}`}
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
      data-position={position}
    >
      <header class="panel-header">
        <h2 id={`${id}-title`}>{title}</h2>
        {count !== undefined && <span class="panel-count">{count}</span>}
        <span class="spacer" />
        {tools}
      </header>
      {children}
    </section>
  );
}
