// The open cases, latest change first.

import { cases_most } from "../api";
import { now } from "../clock";
import { useStore } from "../context";
import { subject_of } from "../describe";
import { clock_time, count, words } from "../format";
import { useLook } from "../look";
import { go_to } from "../route";
import type { case_summary, cases_answer } from "../wire_promises";
import { PageOf } from "./page";
import { Empty } from "./states";
import { type Column, VirtualGrid } from "./virtual_grid";

const columns: Column<case_summary>[] = [
  { id: "case", title: "Case", cell: (c) => <span class="name is-id">{c.of_case}</span> },
  {
    id: "phase",
    title: "State",
    cell: (c) => (
      <span class="clip">
        <span class={`tag case-phase is-${c.phase}`}>{words(c.phase)}</span> {c.status}
      </span>
    ),
  },
  { id: "subject", title: "Subject", cell: (c) => <span class="clip">{c.subject || "–"}</span> },
  { id: "priority", title: "Priority", cell: (c) => <span class="clip">{c.priority || "–"}</span> },
  { id: "queue", title: "Queue", cell: (c) => <span class="clip">{c.queue || "–"}</span> },
  { id: "account", title: "Customer", cell: (c) => <span class="clip">{c.account || "–"}</span> },
  { id: "level", title: "Level", cell: (c) => <span class="clip">{c.level || "–"}</span> },
  { id: "process", title: "Process", cell: (c) => <span class="clip">{c.process || "–"}</span> },
  {
    id: "opened",
    title: "Opened",
    numeric: true,
    cell: (c) => <span class="clip">{clock_time(c.opened_at, now.value)}</span>,
  },
];

export function CasesPage() {
  const { api } = useStore();
  const look = useLook<cases_answer>(
    {
      ask: (after) => api.cases(after),
      depends_on: (event) => subject_of(event.stream).kind === "case",
      spacing_ms: 1000,
    },
    [],
  );
  return (
    <PageOf title="Cases" what="cases" look={look}>
      {({ cases, open }) => (
        <>
          <p class="page-note">
            {count(open)} open
            {cases.length >= cases_most && `, the ${cases_most} that changed last are listed`}
          </p>
          <div class="page-grid">
            <VirtualGrid
              label="Cases"
              class_name="case-grid"
              items={cases}
              key_of={(c) => c.of_case}
              columns={columns}
              row_height={32}
              on_open={(c) => go_to("cases", c.of_case)}
            >
              <Empty title="No open case">They appear here as they are opened.</Empty>
            </VirtualGrid>
          </div>
        </>
      )}
    </PageOf>
  );
}
