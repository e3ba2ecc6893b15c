// Customers of the fake server, with what they bought and who of them may use it.

const term = { starts_on: "2026-01-01", ends_on: "2026-12-31" };

function entitlement(id, level, contacts) {
  return {
    entitlement: id,
    terms: { name: `${level} support`, level, process: level, hours: "office", support: ["web"] },
    contacts,
    assets: [],
    products: [],
    contract: "k1",
    line: "",
    ...term,
    source: "by_hand",
    made_from: "",
    predecessor: "",
    successor: "",
    cancelled_on: "",
  };
}

function globex() {
  const line = {
    line: "k1.1",
    product: "care",
    asset: "a1",
    quantity: 2,
    ...term,
    removed_on: "",
    price_entry: "c1",
    price: 900,
    currency: "EUR",
  };
  const contract = {
    contract: "k1",
    kind: "maintenance",
    name: "Care for two years",
    ...term,
    lines: [line],
    predecessor: "",
    successor: "",
    price_book: "retail",
    external_system: "erp",
    external_id: "4",
    external_revision: 7,
  };
  return {
    defined: true,
    name: "Globex",
    contacts: ["bob", "eve", "ida"],
    assets: [{ asset: "a1", product: "pump", name: "Pump 7", bought_on: "2025-03-01" }],
    contracts: [contract],
    entitlements: [entitlement("e1", "gold", ["bob"]), entitlement("e2", "silver", [])],
    renewals: [
      {
        contract: "k1",
        opened_on: "2026-11-01",
        ends_on: "2026-12-31",
        lines: [line],
        successor: "",
        value: 1800,
        currency: "EUR",
      },
    ],
    orders: [
      {
        system: "shop",
        order: "77",
        contract: "",
        kind: "maintenance",
        name: "",
        starts_on: "",
        ends_on: "",
        price_book: "",
        lines: [line],
        received: false,
        cancelled_on: "",
      },
    ],
  };
}

export class FakeSales {
  customers = new Map([
    ["globex", globex()],
    ["initech", { ...globex(), name: "Initech", entitlements: [], contracts: [], orders: [] }],
  ]);

  list(position, empty, from) {
    const all = empty ? [] : [...this.customers.keys()].sort();
    const customers = all.filter((id) => id >= (from ?? ""));
    return { position, count: all.length, customers };
  }

  customer(account, position) {
    const state = this.customers.get(account);
    return state && { position, account, version: 9, state };
  }

  command(method, path, { add = [], remove = [] }) {
    const [, account, id] =
      /^\/customers\/([^/]+)\/entitlements\/([^/]+)\/contacts$/.exec(path) ?? [];
    const of = this.customers.get(account)?.entitlements.find((one) => one.entitlement === id);
    if (method !== "POST" || of === undefined) return undefined;
    const before = of.contacts.length;
    of.contacts = [...of.contacts, ...add].filter((one) => !remove.includes(one));
    const last = before > 0 && of.contacts.length === 0;
    const more = last ? { warnings: ["LAST_CONTACT"] } : {};
    return { event: ["entitled_contacts_changed", "customer", account], more };
  }
}
