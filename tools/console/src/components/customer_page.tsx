// One customer: what it is entitled to and which of its contacts may use that, which can be changed
// here, by the customer's own token as well; what it has bought.

import { useState } from "preact/hooks";

import { command_key } from "../api";
import { useStore } from "../context";
import { subject_of } from "../describe";
import { words } from "../format";
import { useLook } from "../look";
import { href_of } from "../route";
import type {
  customer_answer,
  customer_asset,
  customer_entitlement,
  customer_order,
  customer_state,
  service_contract,
} from "../wire_customers";
import { Refused, use_command } from "./command";
import { Icon } from "./icons";
import { Card, Fact, PageOf } from "./page";
import { Empty } from "./states";

export function CustomerPage({ id }: { id: string }) {
  const { api } = useStore();
  const look = useLook<customer_answer>(
    {
      ask: (after) => api.customer(id, after),
      depends_on: ({ stream }) => {
        const subject = subject_of(stream);
        return subject.kind === "customer" && subject.id === id;
      },
    },
    [id],
  );
  const tools = <a href={href_of("customers")}>All customers</a>;
  return (
    <PageOf title={`Customer ${id}`} what="the customer" look={look} tools={tools}>
      {({ account, state }) => (
        <>
          <dl class="facts is-wide card">
            <Fact name="Name">{state.name}</Fact>
            <Fact name="Contacts">{state.contacts.join(", ")}</Fact>
            <Fact name="Renewals that wait">
              {state.renewals.map((one) => one.contract).join(", ")}
            </Fact>
          </dl>
          <div class="page-columns">
            <Entitlements account={account} state={state} on_changed={() => look.request()} />
            <Contracts contracts={state.contracts} />
            <Assets assets={state.assets} />
            <Orders orders={state.orders} />
          </div>
        </>
      )}
    </PageOf>
  );
}

interface EntitlementsProps {
  account: string;
  state: customer_state;
  /** A customer's own token sees no events: the page asks again by itself. */
  on_changed: () => void;
}

function Entitlements({ account, state, on_changed }: EntitlementsProps) {
  if (state.entitlements.length === 0) {
    return (
      <Card title="Entitlements">
        <Empty title="It is entitled to nothing" />
      </Card>
    );
  }
  return (
    <>
      {state.entitlements.map((one) => (
        <Entitlement
          key={one.entitlement}
          account={account}
          contacts={state.contacts}
          value={one}
          on_changed={on_changed}
        />
      ))}
    </>
  );
}

interface EntitlementProps {
  account: string;
  contacts: readonly string[];
  value: customer_entitlement;
  on_changed: () => void;
}

function Entitlement({ account, contacts, value, on_changed }: EntitlementProps) {
  const { terms } = value;
  return (
    <Card title={terms.name || value.entitlement}>
      <dl class="facts is-wide">
        <Fact name="Id">
          <span class="is-id">{value.entitlement}</span>
        </Fact>
        <Fact name="Level">{terms.level}</Fact>
        <Fact name="Process">{terms.process}</Fact>
        <Fact name="Hours">{terms.hours}</Fact>
        <Fact name="Support">{terms.support.map(words).join(", ") || "every kind"}</Fact>
        <Fact name="Term">{term_of(value)}</Fact>
        <Fact name="For assets">{value.assets.join(", ")}</Fact>
        <Fact name="From">{words(value.source)}</Fact>
      </dl>
      <Contacts account={account} contacts={contacts} value={value} on_changed={on_changed} />
    </Card>
  );
}

function term_of({ starts_on, ends_on, cancelled_on }: customer_entitlement): string {
  const term = `${starts_on || "always"} to ${ends_on || "open end"}`;
  return cancelled_on === "" ? term : `${term}, cancelled on ${cancelled_on}`;
}

function Contacts({ account, contacts, value, on_changed }: EntitlementProps) {
  const { api } = useStore();
  const { busy, error, run } = use_command();
  const [chosen, set_chosen] = useState("");
  const [warned, set_warned] = useState(false);
  const others = contacts.filter((one) => !value.contacts.includes(one));
  const add = others.includes(chosen) ? chosen : (others[0] ?? "");
  const change = async (what: { add?: string[]; remove?: string[] }, done: string) => {
    const key = command_key();
    const answer = await run(
      () => api.change_contacts(account, value.entitlement, what, key),
      done,
    );
    set_warned(answer?.warnings?.includes("LAST_CONTACT") ?? false);
    on_changed();
  };
  const remove = (contact: string) => change({ remove: [contact] }, `${contact} was taken off`);
  return (
    <fieldset class="rows">
      <legend>Contacts who may use it</legend>
      {value.contacts.length === 0 ? (
        <p class="sub">Everybody of the customer.</p>
      ) : (
        <ul class="chips">
          {value.contacts.map((contact) => (
            <li key={contact} class="chip">
              <span>{contact}</span>
              <button
                type="button"
                class="icon-button"
                aria-label={`Take off ${contact}`}
                disabled={busy}
                onClick={() => void remove(contact)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <div class="form is-row">
          <label>
            Contact
            <select value={add} onChange={(event) => set_chosen(event.currentTarget.value)}>
              {others.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => void change({ add: [add] }, `${add} may use it`)}
          >
            Add
          </button>
        </div>
      )}
      {warned && (
        <p role="alert">
          That was the last one on the list: now everybody of the customer may use it.
        </p>
      )}
      <Refused error={error} />
    </fieldset>
  );
}

function Contracts({ contracts }: { contracts: readonly service_contract[] }) {
  if (contracts.length === 0) return null;
  return (
    <Card title="Contracts">
      <div class="table-scroll" role="region" aria-label="Contracts, line by line" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              {["Contract", "Kind", "Term", "Line", "Product", "Quantity"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {contracts.map((one) => (
            <tbody key={one.contract}>
              <tr class="is-sum">
                <th scope="row">{one.name || one.contract}</th>
                <td>{words(one.kind)}</td>
                <td>
                  {one.starts_on} to {one.ends_on || "open end"}
                </td>
                <td colSpan={3}>{mirrored(one)}</td>
              </tr>
              {one.lines.map((line) => (
                <tr key={line.line}>
                  <td colSpan={2} />
                  <td>
                    {line.removed_on !== ""
                      ? `removed on ${line.removed_on}`
                      : `${line.starts_on} to ${line.ends_on || "open end"}`}
                  </td>
                  <td>{line.line}</td>
                  <td>{line.product}</td>
                  <td class="is-numeric">{line.quantity}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Card>
  );
}

function mirrored({ external_system, external_id }: service_contract): string {
  return external_system === "" ? "" : `kept in ${external_system} as ${external_id || "–"}`;
}

function Assets({ assets }: { assets: readonly customer_asset[] }) {
  if (assets.length === 0) return null;
  return (
    <Card title="Assets">
      <ul class="steps">
        {assets.map((one) => (
          <li key={one.asset}>
            <span class="is-id">{one.asset}</span>
            <span>{one.product}</span>
            <span>
              {one.name} {one.bought_on && `bought on ${one.bought_on}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Orders({ orders }: { orders: readonly customer_order[] }) {
  if (orders.length === 0) return null;
  return (
    <Card title="Orders">
      <ul class="steps">
        {orders.map((one) => (
          <li key={`${one.system} ${one.order}`}>
            <span class="is-id">{one.order}</span>
            <span>{one.system}</span>
            <span>{fate_of(one)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function fate_of({ received, cancelled_on, contract, lines }: customer_order): string {
  if (cancelled_on !== "") return `cancelled on ${cancelled_on}`;
  if (!received)
    return `${lines.length} line${lines.length === 1 ? " waits" : "s wait"} for the order`;
  return contract === "" ? "received" : `contract ${contract}`;
}
