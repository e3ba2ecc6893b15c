// The customers, by id; a text finds those from it on.

import { signal } from "@preact/signals";

import { customers_most } from "../api";
import { useStore } from "../context";
import { subject_of } from "../describe";
import { count } from "../format";
import { useLook } from "../look";
import { go_to } from "../route";
import type { customers_answer } from "../wire_customers";
import { PageOf } from "./page";
import { Empty } from "./states";
import { type Column, VirtualGrid } from "./virtual_grid";

const from = signal("");

const columns: Column<string>[] = [
  { id: "customer", title: "Customer", cell: (id) => <span class="name is-id">{id}</span> },
];

export function CustomersPage() {
  const { api } = useStore();
  const look = useLook<customers_answer>(
    {
      ask: (after) => api.customers(after, from.value),
      depends_on: ({ stream, type }) =>
        subject_of(stream).kind === "customer" && type === "customer_defined",
      spacing_ms: 1000,
    },
    [from.value],
  );
  const tools = (
    <input
      type="search"
      class="search"
      aria-label="From this id on"
      placeholder="From id …"
      value={from.value}
      onInput={(event) => (from.value = event.currentTarget.value.trim())}
    />
  );
  return (
    <PageOf title="Customers" what="customers" look={look} tools={tools}>
      {({ customers, count: all }) => (
        <>
          <p class="page-note">
            {count(all)} in all
            {customers.length >= customers_most && `, ${customers_most} are listed`}
          </p>
          <div class="page-grid">
            <VirtualGrid
              label="Customers"
              class_name="customer-grid"
              items={customers}
              key_of={(id) => id}
              columns={columns}
              row_height={32}
              on_open={(id) => go_to("customers", id)}
            >
              <Empty title="No customer here">They come by the API and by `parley load`.</Empty>
            </VirtualGrid>
          </div>
        </>
      )}
    </PageOf>
  );
}
