// The agents: presence and its cause, units taken and free, the work in hand.

import { useState } from "preact/hooks";

import { now } from "../clock";
import { useStore } from "../context";
import { clock_time, count, words } from "../format";
import { agent_matches } from "../filter";
import { agent_search, show_conversations_of } from "../ui";
import type { agent_summary, presence_state, work_slot } from "../wire";
import { Age } from "./age";
import { CapacityBar } from "./capacity_bar";
import { Icon, PresenceIcon } from "./icons";
import { Panel } from "./panel";
import { Empty, Failure, Loading } from "./states";
import { type Column, VirtualGrid } from "./virtual_grid";

const presence_order: Record<presence_state, number> = {
  lost: 0,
  available: 1,
  busy: 2,
  away: 3,
  logged_out: 4,
};

const shown_work = 2;

const columns: Column<agent_summary>[] = [
  {
    id: "agent",
    title: "Agent",
    cell: (agent) => (
      <span class="agent-name">
        <PresenceIcon state={agent.presence} />
        <span class="two-lines">
          <span class="name">{agent.name || agent.agent}</span>
          <span class="sub is-presence" title={presence_title(agent)}>
            {presence_text(agent)} · <Age since={agent.since} />
          </span>
        </span>
      </span>
    ),
  },
  {
    id: "load",
    title: "Load",
    cell: (agent) => (
      <span class="load">
        <CapacityBar agent={agent} />
        <span class="load-text">
          <span>
            <strong>{agent.used_units}</strong> of {agent.capacity_units}
          </span>
          <span class="sub">{agent.free_units} free</span>
        </span>
      </span>
    ),
  },
  { id: "work", title: "Current work", cell: (agent) => <Work agent={agent} /> },
];

/** The state; "away, Lunch" where the tenant has a name of its own; and whose doing it was. */
function presence_text(agent: agent_summary): string {
  const parts = [words(agent.presence)];
  const status = words(agent.status);
  const own_name = status !== "" && words(status.toLowerCase()) !== parts[0];
  const told_by_state = agent.presence === "lost" || agent.presence === "logged_out";
  if (own_name && !told_by_state) parts.push(status);
  if (agent.cause !== "agent") parts.push(cause_text(agent));
  return parts.join(", ");
}

function presence_title(agent: agent_summary): string {
  const time = (at: number) => clock_time(at, now.peek());
  const what = `${words(agent.presence)} (status ${agent.status}) since ${time(agent.since)}`;
  const lease = agent.lease_until > 0 ? `, lease until ${time(agent.lease_until)}` : "";
  return `${what}, cause: ${words(agent.cause)}${lease}`;
}

function cause_text(agent: agent_summary): string {
  const by = agent.cause === "supervisor" || agent.cause === "partner" ? "by " : "";
  return by + words(agent.cause);
}

function Work({ agent }: { agent: agent_summary }) {
  const store = useStore();
  if (agent.work.length === 0) return <span class="sub">–</span>;
  const rest = agent.work.length - shown_work;
  return (
    <span class="chips">
      {agent.work.slice(0, shown_work).map((slot) => (
        <button
          key={slot.work}
          type="button"
          class={`chip is-${slot.state}`}
          tabIndex={-1}
          title={slot_title(slot)}
          disabled={slot.conversation === ""}
          onClick={() => store.open(slot.conversation)}
        >
          <span class="chip-mark" aria-hidden="true" />
          <span class="visually-hidden">{words(slot.state)} </span>
          <span class="chip-text">{name_of(slot)}</span>
          <span class="chip-age">
            <Age since={slot.since} />
          </span>
        </button>
      ))}
      {rest > 0 && <span class="sub">+{rest}</span>}
    </span>
  );
}

/// A partner's own work is no conversation here.
function name_of(slot: work_slot): string {
  return slot.conversation || slot.work;
}

function slot_title(slot: work_slot): string {
  const weight = `${slot.weight} ${slot.weight === 1 ? "unit" : "units"}`;
  return `${name_of(slot)}: ${words(slot.state)}, ${slot.channel}, ${weight}`;
}

const by_presence = (a: agent_summary, b: agent_summary) =>
  presence_order[a.presence] - presence_order[b.presence] ||
  b.used_units - a.used_units ||
  (a.agent < b.agent ? -1 : 1);

const by_name = (a: agent_summary, b: agent_summary) =>
  (a.name || a.agent).localeCompare(b.name || b.agent) || (a.agent < b.agent ? -1 : 1);

const by_free = (a: agent_summary, b: agent_summary) =>
  presence_order[a.presence] - presence_order[b.presence] ||
  b.free_units - a.free_units ||
  (a.agent < b.agent ? -1 : 1);

const orders = { name: by_name, presence: by_presence, free: by_free };

export function Agents() {
  const store = useStore();
  const [order, set_order] = useState<keyof typeof orders>("presence");
  const { answer, error } = store.capacity.value;
  const all = answer?.agents ?? [];
  const agents = all.filter((agent) => agent_matches(agent, agent_search.value));
  agents.sort(orders[order]);
  const narrowed = agents.length < all.length;
  return (
    <Panel
      id="agents"
      title="Agents"
      count={answer && (narrowed ? `${agents.length} of ${all.length}` : count(all.length))}
      stale={error !== undefined && answer !== undefined}
      position={answer?.position}
      tools={
        <>
          <Legend />
          <Tools order={order} on_order={set_order} />
        </>
      }
    >
      <VirtualGrid
        label="Agents"
        class_name="agent-grid"
        items={agents}
        key_of={(agent) => agent.agent}
        columns={columns}
        row_height={46}
        row_class={(agent) => `is-${agent.presence}`}
        on_open={(agent) => show_conversations_of("agent", agent.agent)}
      >
        {answer !== undefined ? (
          <NoAgents narrowed={narrowed} />
        ) : error !== undefined ? (
          <Failure error={error} on_retry={() => store.refresh()} />
        ) : (
          <Loading what="agents" />
        )}
      </VirtualGrid>
    </Panel>
  );
}

function NoAgents({ narrowed }: { narrowed: boolean }) {
  const { root } = useStore().api;
  if (narrowed) return <Empty title="No agent matches">Clear the filter to see all agents.</Empty>;
  return (
    <Empty title="No agents yet">
      An agent is made with <code>PUT {root}/agents/&#123;agent&#125;</code>.
    </Empty>
  );
}

/** What the parts of a load bar mean. */
function Legend() {
  const states = ["committed", "reserved", "after_work"] as const;
  return (
    <ul class="legend" aria-label="Parts of the load bar">
      {states.map((state) => (
        <li key={state} class={`chip-key is-${state}`}>
          <span class="chip-mark" aria-hidden="true" />
          {state === "after_work" ? "after-work" : state}
        </li>
      ))}
    </ul>
  );
}

interface ToolsProps {
  order: keyof typeof orders;
  on_order: (order: keyof typeof orders) => void;
}

function Tools({ order, on_order }: ToolsProps) {
  return (
    <>
      <label class="field is-search">
        <span class="visually-hidden">Filter agents</span>
        <Icon name="search" />
        <input
          type="search"
          placeholder="Name, skill, queue"
          value={agent_search.value}
          onInput={(event) => (agent_search.value = event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span class="visually-hidden">Order of agents</span>
        <select
          value={order}
          onChange={(event) => on_order(event.currentTarget.value as keyof typeof orders)}
        >
          <option value="presence">By presence</option>
          <option value="free">By free units</option>
          <option value="name">By name</option>
        </select>
      </label>
    </>
  );
}
