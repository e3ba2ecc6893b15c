// The queues: what waits, since when, and how offers ended. Enter narrows the conversations to one.

import { useState } from "preact/hooks";

import { useStore } from "../context";
import { count, quantile_bound_ms, quantile_text } from "../format";
import { show_conversations_of } from "../ui";
import type { queue_summary } from "../wire";
import { Age } from "./age";
import { Panel } from "./panel";
import { Sparkline } from "./sparkline";
import { Empty, Failure, Loading } from "./states";
import { type Column, type Sort, VirtualGrid } from "./virtual_grid";

const counter = (
  id: "waiting" | "offered" | "accepted" | "declined" | "expired",
  hint: string,
) => ({
  id,
  title: id.charAt(0).toUpperCase() + id.slice(1),
  hint,
  numeric: true,
  sortable: true,
  cell: (queue: queue_summary) => (
    <span class={queue[id] === 0 ? "is-zero" : ""}>{count(queue[id])}</span>
  ),
});

const columns: Column<queue_summary>[] = [
  {
    id: "queue",
    title: "Queue",
    sortable: true,
    cell: (queue) => (
      <span class="two-names">
        <span class="name">{queue.name || queue.queue}</span>
        {queue.priority !== 0 && (
          <span class="tag" title="Priority">
            P{queue.priority}
          </span>
        )}
      </span>
    ),
  },
  counter("waiting", "Routes that wait, open offers included"),
  {
    id: "trend",
    title: "Trend",
    hint: "Waiting, over the last ten minutes at most",
    cell: (queue) => <Trend queue={queue.queue} />,
  },
  {
    id: "oldest_since",
    title: "Longest",
    hint: "The longest wait at this moment",
    numeric: true,
    sortable: true,
    cell: (queue) => <Age since={queue.oldest_since} />,
  },
  counter("offered", "Of those that wait, how many have an open offer"),
  counter("accepted", "Offers accepted"),
  counter("declined", "Offers declined"),
  counter("expired", "Offers not answered in time"),
  {
    id: "p50",
    title: "p50",
    hint: "Half of the accepted waits were this short",
    numeric: true,
    sortable: true,
    cell: (queue) => quantile_text(queue.waits, 0.5),
  },
  {
    id: "p90",
    title: "p90",
    hint: "Nine of ten accepted waits were this short",
    numeric: true,
    sortable: true,
    cell: (queue) => quantile_text(queue.waits, 0.9),
  },
];

function Trend({ queue }: { queue: string }) {
  const store = useStore();
  void store.history_slot.value;
  return <Sparkline values={store.history.of(queue)} label="Waiting" />;
}

function rank(queue: queue_summary, column: string, now_ms: number): number | string {
  if (column === "queue") return (queue.name || queue.queue).toLowerCase();
  if (column === "oldest_since") return queue.oldest_since > 0 ? now_ms - queue.oldest_since : -1;
  if (column === "p50") return quantile_bound_ms(queue.waits, 0.5) ?? -1;
  if (column === "p90") return quantile_bound_ms(queue.waits, 0.9) ?? -1;
  return queue[column as "waiting"];
}

export function sorted_queues(queues: readonly queue_summary[], sort: Sort): queue_summary[] {
  const now_ms = Date.now();
  const sign = sort.descending ? -1 : 1;
  return queues
    .map((queue) => [rank(queue, sort.column, now_ms), queue] as const)
    .sort(([a, left], [b, right]) => {
      if (a === b) return left.queue < right.queue ? -1 : 1;
      return a < b ? -sign : sign;
    })
    .map(([, queue]) => queue);
}

export function Queues() {
  const store = useStore();
  const [sort, set_sort] = useState<Sort>({ column: "queue", descending: false });
  const { answer, error } = store.overview.value;
  const queues = sorted_queues(answer?.queues ?? [], sort);
  return (
    <Panel
      id="queues"
      title="Queues"
      count={answer && count(queues.length)}
      stale={error !== undefined && answer !== undefined}
      position={answer?.position}
    >
      <VirtualGrid
        label="Queues"
        class_name="queue-grid"
        items={queues}
        key_of={(queue) => queue.queue}
        columns={columns}
        row_height={34}
        row_class={(queue) => (queue.waiting > 0 ? "has-waiting" : "")}
        on_open={(queue) => show_conversations_of("queue", queue.queue)}
        sort={sort}
        on_sort={set_sort}
      >
        {answer !== undefined ? (
          <Empty title="No queues yet">
            A queue is made with <code>PUT {store.api.root}/queues/&#123;queue&#125;</code>.
          </Empty>
        ) : error !== undefined ? (
          <Failure error={error} on_retry={() => store.refresh()} />
        ) : (
          <Loading what="queues" />
        )}
      </VirtualGrid>
    </Panel>
  );
}
