// What was kept: the share of promises met in time, by service level, office or customer, and period of
// the targets.

import { signal } from "@preact/signals";

import { useStore } from "../context";
import { subject_of } from "../describe";
import { count, permille_as_percent } from "../format";
import { useLook } from "../look";
import { by_level_and_period, permille_of, sum_of, type Kept, type LevelPeriod } from "../promises";
import { title_of } from "../timeline/marks";
import type { compliance_answer, compliance_line } from "../wire_promises";
import { PageOf } from "./page";
import { Empty } from "./states";
import { Choice } from "./timeline_window";

type By = "day" | "month" | "year";
const by = signal<By>("day");
const bys: [By, string][] = [
  ["day", "Day"],
  ["month", "Month"],
  ["year", "Year"],
];
type Of = "level" | "office" | "account";
const of = signal<Of>("level");
const ofs: [Of, string][] = [
  ["level", "Level"],
  ["office", "Office"],
  ["account", "Customer"],
];
const counted = ["milestone_completed", "milestone_violated", "milestone_cancelled"];

export function CompliancePage() {
  const { api } = useStore();
  // Customers are many: the server counts them by month.
  const period = of.value === "account" && by.value === "day" ? "month" : by.value;
  const look = useLook<compliance_answer>(
    {
      ask: (after) => api.compliance(after, of.value, period, ""),
      depends_on: ({ stream, type }) =>
        subject_of(stream).kind === "milestone" &&
        (counted.includes(type) || type.startsWith("violation_")),
      spacing_ms: 2000,
    },
    [of.value, period],
  );
  const tools = (
    <>
      <Choice name="Of" value={of.value} values={ofs} on_change={(value) => (of.value = value)} />
      <Choice
        name="By"
        value={period}
        values={of.value === "account" ? bys.slice(1) : bys}
        on_change={(value) => (by.value = value)}
      />
    </>
  );
  return (
    <PageOf title="Compliance" what="what was kept" look={look} tools={tools}>
      {({ lines }) =>
        lines.length === 0 ? (
          <Empty title="Nothing to count yet">
            A promise is counted when it was met, missed or cancelled.
          </Empty>
        ) : (
          <>
            <Total kept={sum_of(lines)} />
            <ComplianceTable of={of.value} rows={by_level_and_period(lines.map(named))} />
          </>
        )
      }
    </PageOf>
  );
}

/** A line by what it is of: only sums by level have milestones. */
function named(line: compliance_line): compliance_line {
  if (of.value === "level") return line;
  const name = of.value === "office" ? line.office || "default" : line.account;
  return { ...line, level: name };
}

function Total({ kept }: { kept: Kept }) {
  const permille = permille_of(kept);
  return (
    <p class="page-note">
      <strong data-testid="met-share">
        {permille === undefined ? "–" : permille_as_percent(permille)}
      </strong>{" "}
      met in time: {count(kept.met)} met, {count(kept.met_late)} late, {count(kept.missed)} missed,{" "}
      {count(kept.cancelled)} cancelled
    </p>
  );
}

function ComplianceTable({ of, rows }: { of: Of; rows: readonly LevelPeriod[] }) {
  const title = ofs.find(([value]) => value === of)?.[1] ?? of;
  const single = of !== "level";
  return (
    <div
      class="page-scroll"
      role="region"
      aria-label={`By ${title.toLowerCase()} and period`}
      tabIndex={0}
    >
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">{title}</th>
            <th scope="col">Milestone</th>
            <th scope="col">Share met</th>
            {["Met", "Late", "Missed", "Cancelled"].map((name) => (
              <th key={name} scope="col" class="is-numeric">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={`${row.period} ${row.level}`}>
            <tr class="is-sum">
              <th scope="rowgroup" rowSpan={single ? 1 : row.lines.length + 1}>
                {row.period}
              </th>
              <th scope="rowgroup" rowSpan={single ? 1 : row.lines.length + 1}>
                {row.level || "none"}
              </th>
              <th scope="row">All</th>
              <KeptCells kept={row.kept} />
            </tr>
            {(single ? [] : row.lines).map((line) => (
              <tr key={line.milestone}>
                <th scope="row">{title_of(line.milestone)}</th>
                <KeptCells kept={line} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function KeptCells({ kept }: { kept: Kept }) {
  const permille = permille_of(kept);
  return (
    <>
      <td>
        <span class="share">
          <svg class="meter" aria-hidden="true">
            <rect class="track" width="100%" height="100%" />
            <rect class="meter-fill" width={`${(permille ?? 0) / 10}%`} height="100%" />
          </svg>
          {permille === undefined ? "–" : permille_as_percent(permille)}
        </span>
      </td>
      <td class="is-numeric">{count(kept.met)}</td>
      <td class={`is-numeric ${kept.met_late === 0 ? "is-zero" : ""}`}>{count(kept.met_late)}</td>
      <td class={`is-numeric ${kept.missed === 0 ? "is-zero" : "is-bad"}`}>{count(kept.missed)}</td>
      <td class={`is-numeric ${kept.cancelled === 0 ? "is-zero" : ""}`}>{count(kept.cancelled)}</td>
    </>
  );
}
