// What the server answers about customers, field for field as in schemas (tests/wire.test.ts holds the
// two together). Dates are "2026-03-31"; prices are in the currency's smallest unit.

import type { entitlement_terms } from "./wire_promises";

export interface customer_asset {
  asset: string;
  product: string;
  name: string;
  bought_on: string;
}

export interface contract_line {
  line: string;
  product: string;
  asset: string;
  quantity: number;
  starts_on: string;
  ends_on: string;
  removed_on: string;
  price_entry: string;
  price: number;
  currency: string;
}

export type contract_kind = "subscription" | "maintenance" | "warranty" | "other";

export interface service_contract {
  contract: string;
  kind: contract_kind;
  name: string;
  starts_on: string;
  ends_on: string;
  lines: contract_line[];
  predecessor: string;
  successor: string;
  price_book: string;
  external_system: string;
  external_id: string;
  external_revision: number;
}

export interface renewal_opportunity {
  contract: string;
  opened_on: string;
  ends_on: string;
  lines: contract_line[];
  successor: string;
  value: number;
  currency: string;
}

export type entitlement_source =
  "by_hand" | "from_template" | "from_asset" | "from_line" | "renewal" | "from_order" | "imported";

/** Without contacts, everybody of the customer may use it. */
export interface customer_entitlement {
  entitlement: string;
  terms: entitlement_terms;
  contacts: string[];
  assets: string[];
  products: string[];
  contract: string;
  line: string;
  starts_on: string;
  ends_on: string;
  source: entitlement_source;
  made_from: string;
  predecessor: string;
  successor: string;
  cancelled_on: string;
}

export interface customer_order {
  system: string;
  order: string;
  contract: string;
  kind: contract_kind;
  name: string;
  starts_on: string;
  ends_on: string;
  price_book: string;
  lines: contract_line[];
  received: boolean;
  cancelled_on: string;
}

export interface customer_state {
  defined: boolean;
  name: string;
  contacts: string[];
  assets: customer_asset[];
  contracts: service_contract[];
  entitlements: customer_entitlement[];
  renewals: renewal_opportunity[];
  orders: customer_order[];
}

export interface customer_answer {
  position: string;
  account: string;
  version: number;
  state: customer_state;
}

export interface customers_answer {
  position: string;
  count: number;
  customers: string[];
}
