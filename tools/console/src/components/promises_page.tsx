// Promises at risk: what is overdue and still to be done, and what is next to be violated, by queue.

import { signal } from "@preact/signals";

import { promises_most } from "../api";
import { now, server_clock } from "../clock";
import { useStore } from "../context";
import { subject_of } from "../describe";
import { clock_time, count, duration, spoken_duration } from "../format";
import { useLook } from "../look";
import { at_risk, urgency } from "../promises";
import { go_to } from "../route";
import { status_of, status_text, title_of } from "../timeline/marks";
import type { promise_summary, promises_answer, queue_promises } from "../wire_promises";
import { MarkGlyph } from "./mark_glyph";
import { PageOf } from "./page";
import { Empty } from "./states";
import { Choice } from "./timeline_window";
import { type Column, VirtualGrid } from "./virtual_grid";

const horizon = signal("240");
/** Undefined: all queues. */
const queue = signal<string | undefined>(undefined);

const horizons: [string, string][] = [
  ["60", "1 hour"],
  ["240", "4 hours"],
  ["1440", "1 day"],
  ["10080", "1 week"],
];
const renewed_ms = 30_000;

function Due({ due }: { due: number }) {
  const left = due - now.value;
  const kind = urgency(due, now.value);
  const text = left < 0 ? `overdue ${duration(-left)}` : `in ${duration(left)}`;
  const said = left < 0 ? `overdue by ${spoken_duration(-left)}` : `in ${spoken_duration(left)}`;
  return (
    <span class={`due is-${kind}`}>
      <span aria-hidden="true">{text}</span>
      <span class="visually-hidden">{said}</span>
    </span>
  );
}

const columns: Column<promise_summary>[] = [
  {
    id: "state",
    title: "State",
    cell: ({ phase }) => {
      const status = status_of(phase, phase === "violated");
      return (
        <span class={`status is-${status}`}>
          <MarkGlyph status={status} />
          <span class="clip">{status_text(status)}</span>
        </span>
      );
    },
  },
  {
    id: "milestone",
    title: "Milestone",
    cell: (p) => <span class="clip">{title_of(p.milestone)}</span>,
  },
  { id: "case", title: "Case", cell: (p) => <span class="name is-id">{p.of_case}</span> },
  { id: "queue", title: "Queue", cell: (p) => <span class="clip">{p.queue || "–"}</span> },
  { id: "priority", title: "Priority", cell: (p) => <span class="clip">{p.priority || "–"}</span> },
  { id: "level", title: "Level", cell: (p) => <span class="clip">{p.level || "–"}</span> },
  {
    id: "target",
    title: "Target",
    numeric: true,
    cell: (p) => <span class="clip">{clock_time(p.due, now.value)}</span>,
  },
  {
    id: "due",
    title: "Due",
    numeric: true,
    hint: "By the clock, whether or not these are business hours",
    cell: (p) => <Due due={p.due} />,
  },
];

export function PromisesPage() {
  const { api } = useStore();
  const look = useLook<promises_answer>(
    {
      ask: (after) => api.promises(after, queue.value ?? "", Number(horizon.value)),
      depends_on: (event) => ["milestone", "case"].includes(subject_of(event.stream).kind),
      again_at: () => server_clock.now() + renewed_ms,
      spacing_ms: 1000,
    },
    [queue.value, horizon.value],
  );
  const tools = (
    <>
      {queue.value !== undefined && (
        <button type="button" class="button is-small" onClick={() => (queue.value = undefined)}>
          All queues
        </button>
      )}
      <Choice
        name="Within"
        value={horizon.value}
        values={horizons}
        on_change={(value) => (horizon.value = value)}
      />
    </>
  );
  return (
    <PageOf title="Promises at risk" what="promises" look={look} tools={tools}>
      {(answer) => (
        <>
          <p class="page-note">
            <span data-testid="overdue">{count(answer.overdue)}</span> overdue of{" "}
            <span data-testid="running">{count(answer.running)}</span> that run
            {answer.violated.length + answer.next.length >= promises_most &&
              ", the first are listed"}
          </p>
          <QueueTable queues={answer.queues} />
          <div class="page-grid">
            <VirtualGrid
              label="Promises at risk"
              class_name="promise-grid"
              items={at_risk(answer)}
              key_of={(promise) => promise.run}
              columns={columns}
              row_height={34}
              on_open={(promise) => go_to("cases", promise.of_case)}
            >
              <Empty title="No promise is at risk">
                Nothing is overdue, and nothing falls due within this time.
              </Empty>
            </VirtualGrid>
          </div>
        </>
      )}
    </PageOf>
  );
}

function QueueTable({ queues }: { queues: readonly queue_promises[] }) {
  if (queues.length === 0) return null;
  return (
    <table class="table is-queues" aria-label="By queue">
      <thead>
        <tr>
          <th scope="col">Queue</th>
          <th scope="col" class="is-numeric">
            Overdue
          </th>
          <th scope="col" class="is-numeric">
            At risk
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((row) => (
          <tr key={row.queue}>
            <th scope="row">{row.queue === "" ? "none" : <QueueButton id={row.queue} />}</th>
            <td class={`is-numeric ${row.overdue > 0 ? "is-bad" : "is-zero"}`}>
              {count(row.overdue)}
            </td>
            <td class={`is-numeric ${row.at_risk > 0 ? "" : "is-zero"}`}>{count(row.at_risk)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function QueueButton({ id }: { id: string }) {
  const on = queue.value === id;
  return (
    <button
      type="button"
      class="link"
      aria-pressed={on}
      title={on ? "Show all queues" : "Show this queue only"}
      onClick={() => (queue.value = on ? undefined : id)}
    >
      {id}
    </button>
  );
}
