// What a person chose on this machine: tenant (in the address), token (this tab only), theme.

import { signal } from "@preact/signals";

import { hash_of, route, type Route } from "./route";

export type Theme = "system" | "light" | "dark";

const token_key = "parley.token";
const theme_key = "parley.theme";
const tenants_key = "parley.tenants";

export const token = signal(sessionStorage.getItem(token_key) ?? "");
export const theme = signal<Theme>(read_theme());

export function set_token(value: string): void {
  token.value = value.trim();
  if (token.value === "") sessionStorage.removeItem(token_key);
  else sessionStorage.setItem(token_key, token.value);
}

function read_theme(): Theme {
  const stored = localStorage.getItem(theme_key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function set_theme(value: Theme): void {
  theme.value = value;
  localStorage.setItem(theme_key, value);
  show_theme();
}

export function show_theme(): void {
  document.documentElement.dataset["theme"] = theme.value;
}

export function tenant_of_address(): string {
  return new URLSearchParams(location.search).get("tenant") || "demo";
}

export function open_tenant(tenant: string): void {
  const address = new URL(location.href);
  address.searchParams.set("tenant", tenant);
  address.hash = "";
  location.assign(address);
}

/** Most recent first, the present one included. */
export function recent_tenants(present: string): string[] {
  let known: unknown = [];
  try {
    known = JSON.parse(localStorage.getItem(tenants_key) ?? "[]");
  } catch {
    localStorage.removeItem(tenants_key);
  }
  const names = Array.isArray(known) ? known.filter((n): n is string => typeof n === "string") : [];
  const list = [present, ...names.filter((name) => name !== present)].slice(0, 6);
  localStorage.setItem(tenants_key, JSON.stringify(list));
  return list;
}

/** Keeps what is open in the address, so that it can be reloaded and sent on. */
export function note_conversation_in_address(id: string): void {
  const opened: Route = { page: "floor", id };
  const { page, id: noted } = route.peek();
  // What is noted already is left alone: the address may be about to change to another page.
  if (page !== "floor" || noted === id) return;
  history.replaceState(null, "", location.pathname + location.search + hash_of(opened));
  route.value = opened;
}
