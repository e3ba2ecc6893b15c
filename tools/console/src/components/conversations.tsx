// The conversations, by place and search. Enter or a click opens one.

import { conversations_most } from "../api";
import { useStore } from "../context";
import { conversation_matches } from "../filter";
import { count, words } from "../format";
import { place, search } from "../ui";
import type { conversation_place, conversation_summary } from "../wire";
import { Age } from "./age";
import { Icon } from "./icons";
import { Panel } from "./panel";
import { Empty, Failure, Loading } from "./states";
import { type Column, VirtualGrid } from "./virtual_grid";

const places: readonly conversation_place[] = [
  "waiting",
  "offered",
  "active",
  "transferring",
  "bot",
  "open",
  "ended",
];

export function PlaceTag({ value }: { value: string }) {
  return <span class={`place is-${value}`}>{words(value)}</span>;
}

const columns: Column<conversation_summary>[] = [
  { id: "place", title: "Place", cell: (c) => <PlaceTag value={c.place} /> },
  {
    id: "conversation",
    title: "Conversation",
    cell: (c) => <span class="name is-id">{c.conversation}</span>,
  },
  { id: "contact", title: "Contact", cell: (c) => <span class="clip">{c.contact || "–"}</span> },
  { id: "channel", title: "Channel", cell: (c) => <span class="clip">{c.channel}</span> },
  { id: "queue", title: "Queue", cell: (c) => <span class="clip">{c.queue || "–"}</span> },
  { id: "agent", title: "Agent", cell: (c) => <span class="clip">{c.agent || "–"}</span> },
  {
    id: "waiting",
    title: "Waiting",
    numeric: true,
    cell: (c) => <Age since={c.waiting_since} />,
  },
  { id: "opened", title: "Opened", numeric: true, cell: (c) => <Age since={c.opened_at} /> },
];

// The longest wait first, then the newest: what needs someone is on top.
function by_need(a: conversation_summary, b: conversation_summary): number {
  if (a.waiting_since !== b.waiting_since) {
    if (a.waiting_since === 0) return 1;
    return b.waiting_since === 0 ? -1 : a.waiting_since - b.waiting_since;
  }
  return b.opened_at - a.opened_at || (a.conversation < b.conversation ? -1 : 1);
}

function count_text(shown: number, all: number): string {
  const whole = all >= conversations_most ? `first ${count(all)}` : count(all);
  return shown < all ? `${shown} of ${whole}` : whole;
}

export function Conversations() {
  const store = useStore();
  const { answer, error } = store.conversations.value;
  const all = answer?.conversations ?? [];
  const found = all.filter((c) => conversation_matches(c, search.value, place.value));
  const shown = found.sort(by_need);
  const narrowed = shown.length < all.length;
  return (
    <Panel
      id="conversations"
      title="Conversations"
      count={answer && count_text(shown.length, all.length)}
      stale={error !== undefined && answer !== undefined}
      position={answer?.position}
      tools={<Tools all={all} />}
    >
      <VirtualGrid
        label="Conversations"
        class_name="conversation-grid"
        items={shown}
        key_of={(c) => c.conversation}
        columns={columns}
        row_height={32}
        on_open={(c) => store.open(c.conversation)}
      >
        {answer !== undefined ? (
          <Nothing narrowed={narrowed} />
        ) : error !== undefined ? (
          <Failure error={error} on_retry={() => store.refresh()} />
        ) : (
          <Loading what="conversations" />
        )}
      </VirtualGrid>
    </Panel>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  if (!narrowed) {
    return <Empty title="No conversations">They appear here as contacts write.</Empty>;
  }
  const clear = () => {
    search.value = "";
    place.value = "all";
  };
  return (
    <div class="state is-empty">
      <p class="state-title">No conversation matches</p>
      <button type="button" class="button" onClick={clear}>
        Clear filters
      </button>
    </div>
  );
}

function Tools({ all }: { all: readonly conversation_summary[] }) {
  const in_place = (name: conversation_place) => all.filter((c) => c.place === name).length;
  const on_key = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (search.value === "") (event.target as HTMLElement).blur();
    search.value = "";
  };
  return (
    <>
      <label class="field is-search is-long">
        <span class="visually-hidden">Search conversations</span>
        <Icon name="search" />
        <input
          id="conversation-search"
          type="search"
          placeholder="Search, queue:name, agent:name"
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
          onKeyDown={on_key}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <label class="field">
        <span class="visually-hidden">Place</span>
        <select
          value={place.value}
          onChange={(event) =>
            (place.value = event.currentTarget.value as conversation_place | "all")
          }
        >
          <option value="all">All places</option>
          {places.map((name) => (
            <option key={name} value={name}>
              {words(name)} ({in_place(name)})
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
