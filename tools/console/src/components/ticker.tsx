// The last events as they came, newest first. Pausing keeps them still; the feed goes on behind.

import { useRef, useState } from "preact/hooks";

import { now } from "../clock";
import { useStore } from "../context";
import { conversation_of, describe, group_of, groups, subject_of, tone_of } from "../describe";
import { kept_events } from "../feed";
import { clock_time, words } from "../format";
import { paused } from "../ui";
import type { feed_event } from "../wire";
import { Icon } from "./icons";
import { Panel } from "./panel";
import { Empty } from "./states";
import { type Column, VirtualGrid } from "./virtual_grid";

const columns: Column<feed_event>[] = [
  {
    id: "time",
    title: "Time",
    cell: (event) => <time class="sub">{clock_time(event.recorded_at, now.peek())}</time>,
  },
  {
    id: "type",
    title: "Event",
    cell: (event) => (
      <span class={`event-type is-${tone_of(event.type)}`} title={event.position}>
        {words(event.type)}
      </span>
    ),
  },
  {
    id: "subject",
    title: "Of",
    cell: (event) => <span class="clip is-id">{subject_of(event.stream).id}</span>,
  },
  { id: "text", title: "What", cell: (event) => <span class="clip">{describe(event)}</span> },
];

export function Ticker() {
  const store = useStore();
  const [kind, set_kind] = useState("all");
  const frozen = useRef<readonly feed_event[]>([]);
  if (!paused.value) frozen.current = store.feed.events.value;
  const events = frozen.current;
  const shown = events.filter(
    (event) => kind === "all" || kind === event.type || kind === `group:${group_of(event)}`,
  );
  const open = (event: feed_event) => {
    const conversation = conversation_of(event);
    if (conversation !== "") store.open(conversation);
  };
  return (
    <Panel
      id="events"
      title="Events"
      count={`${store.feed.per_second.value}/s`}
      tools={<Tools kind={kind} on_kind={set_kind} events={events} />}
    >
      <VirtualGrid
        label="Events, newest first"
        class_name="event-grid"
        items={shown}
        key_of={(event) => event.position}
        columns={columns}
        row_height={26}
        on_open={open}
        anchored
      >
        {store.feed.connection.value.kind !== "live" ? (
          <Empty title="No events without a connection" />
        ) : kind === "all" ? (
          <Empty title="Quiet so far">
            The last {kept_events} events show here as they are recorded.
          </Empty>
        ) : (
          <Empty title="None of this type yet">Other events are hidden by the filter.</Empty>
        )}
      </VirtualGrid>
    </Panel>
  );
}

interface ToolsProps {
  kind: string;
  on_kind: (kind: string) => void;
  events: readonly feed_event[];
}

function Tools({ kind, on_kind, events }: ToolsProps) {
  const types = [...new Set(events.map((event) => event.type))];
  if (kind !== "all" && !kind.startsWith("group:") && !types.includes(kind)) types.push(kind);
  types.sort();
  return (
    <>
      <label class="field">
        <span class="visually-hidden">Type of events</span>
        <select value={kind} onChange={(event) => on_kind(event.currentTarget.value)}>
          <option value="all">All events</option>
          <optgroup label="About">
            {groups.map((group) => (
              <option key={group} value={`group:${group}`}>
                {group}
              </option>
            ))}
          </optgroup>
          {types.length > 0 && (
            <optgroup label="Type">
              {types.map((type) => (
                <option key={type} value={type}>
                  {words(type)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <button
        type="button"
        class={`button is-small ${paused.value ? "is-on" : ""}`}
        aria-pressed={paused.value}
        title="Pause (p)"
        onClick={() => (paused.value = !paused.value)}
      >
        <Icon name={paused.value ? "play" : "pause"} />
        {paused.value ? "Paused" : "Pause"}
      </button>
    </>
  );
}
