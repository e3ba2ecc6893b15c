// Which page is shown, as the address tells it: "#promises", "#case=4711". Without it, the floor;
// "#conversation=…" is the floor with that conversation open.

import { signal } from "@preact/signals";

export type Page =
  "floor" | "promises" | "cases" | "compliance" | "processes" | "customers" | "hours";

export interface Route {
  page: Page;
  /** The conversation, case, process, customer or set of hours that is open; "" none. */
  id: string;
}

const lists: Record<string, Page> = {
  promises: "promises",
  cases: "cases",
  compliance: "compliance",
  processes: "processes",
  customers: "customers",
  hours: "hours",
};
const single: Record<string, Page> = {
  conversation: "floor",
  case: "cases",
  process: "processes",
  customer: "customers",
  set: "hours",
};

export function parse_route(hash: string): Route {
  const [name = "", id = ""] = hash.replace(/^#/, "").split("=", 2);
  const page = single[name];
  if (page !== undefined && id !== "") return { page, id: decoded(id) };
  return { page: lists[name] ?? "floor", id: "" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function hash_of({ page, id }: Route): string {
  if (id === "") return page === "floor" ? "" : `#${page}`;
  const name = Object.keys(single).find((key) => single[key] === page) ?? page;
  return `#${name}=${encodeURIComponent(id)}`;
}

export const route = signal<Route>(parse_route(globalThis.location?.hash ?? ""));

/** Called once, before anything is drawn: an address that changes while the page starts counts. */
export function follow_address(): void {
  window.addEventListener("hashchange", () => (route.value = parse_route(location.hash)));
}

/** A link's address; the query names the tenant and stays. */
export function href_of(page: Page, id = ""): string {
  return hash_of({ page, id }) || "#";
}

/** To a page, as following a link to it. */
export function go_to(page: Page, id = ""): void {
  location.hash = hash_of({ page, id });
}
