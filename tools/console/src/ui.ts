// What a person is doing on the page: which dialog is open, what the lists are narrowed to.

import { signal } from "@preact/signals";

import type { conversation_place } from "./wire";

export type OpenDialog = "none" | "shortcuts" | "token" | "tenant";

export const dialog = signal<OpenDialog>("none");
export const search = signal("");
export const place = signal<conversation_place | "all">("all");
export const agent_search = signal("");
export const paused = signal(false);

/** Narrows the conversations to one queue or agent and says so to readers that speak. */
export function show_conversations_of(field: "queue" | "agent", id: string): void {
  search.value = `${field}:${id}`;
  place.value = "all";
  announce(`Conversations narrowed to ${field} ${id}`);
}

/** Polite news for screen readers. */
export const announcement = signal("");

export function announce(text: string): void {
  announcement.value = text;
}

export function focus_search(): void {
  const panel = document.activeElement?.closest(".panel");
  const field = panel?.querySelector<HTMLInputElement>("input[type='search']");
  (field ?? document.querySelector<HTMLInputElement>("#conversation-search"))?.focus();
}

/** One key, one deed, unless a person is typing or a dialog is open. */
export function on_page_key(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target as HTMLElement;
  if (target.closest("input, select, textarea, dialog") !== null) return;
  const deed = page_keys[event.key];
  if (deed === undefined) return;
  event.preventDefault();
  deed();
}

const focus_panel = (id: string) => () => {
  const panel = document.getElementById(id);
  const stop = panel?.querySelector<HTMLElement>(".grid-row[tabindex='0']");
  (stop ?? panel?.querySelector<HTMLElement>("input, button, select"))?.focus();
};

const page_keys: Record<string, () => void> = {
  "/": focus_search,
  "?": () => (dialog.value = "shortcuts"),
  p: () => (paused.value = !paused.value),
  "1": focus_panel("queues"),
  "2": focus_panel("agents"),
  "3": focus_panel("conversations"),
  "4": focus_panel("events"),
};
