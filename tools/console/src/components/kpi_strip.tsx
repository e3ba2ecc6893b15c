// The floor in one line of figures. `data-figure` names the field of the overview each one shows.

import type { ComponentChildren } from "preact";

import { now } from "../clock";
import { useStore } from "../context";
import { count, permille_as_percent, quantile_bound_ms, quantile_text, share } from "../format";
import type { overview_answer } from "../wire";
import { Age } from "./age";
import { PresenceIcon } from "./icons";
import { Sparkline } from "./sparkline";

export function KpiStrip() {
  const { overview, feed } = useStore();
  const { answer, error } = overview.value;
  const cut_off = feed.connection.value.kind === "stale";
  const stale = answer !== undefined && (error !== undefined || cut_off);
  return (
    <section
      class={`kpis ${stale ? "is-stale" : ""}`}
      aria-label="Figures of the floor"
      aria-busy={answer === undefined && error === undefined}
      data-position={answer?.position}
    >
      <Waiting overview={answer} />
      <OldestWait overview={answer} />
      <Plain title="Offered" field="offered" overview={answer} note="open offers" />
      <Plain title="Active" field="active" overview={answer} note="with agents" />
      <Plain title="After-work" field="after_work" overview={answer} note="wrap-up" />
      <WaitTimes overview={answer} />
      <Occupancy overview={answer} />
      <Agents overview={answer} />
      <Offers overview={answer} />
    </section>
  );
}

interface OverviewProps {
  overview: overview_answer | undefined;
}

interface TileProps {
  title: string;
  class_name?: string;
  children: ComponentChildren;
}

function Tile({ title, class_name = "", children }: TileProps) {
  return (
    <div class={`kpi ${class_name}`}>
      <h2 class="kpi-title">{title}</h2>
      {children}
    </div>
  );
}

type CountField = "waiting" | "offered" | "active" | "after_work";

function Figure({ overview, field }: OverviewProps & { field: CountField }) {
  return (
    <p class="kpi-value" data-figure={field}>
      {overview === undefined ? "–" : count(overview[field])}
    </p>
  );
}

function Plain(props: OverviewProps & { title: string; field: CountField; note: string }) {
  return (
    <Tile title={props.title}>
      <Figure overview={props.overview} field={props.field} />
      <p class="kpi-note">{props.note}</p>
    </Tile>
  );
}

function with_waiting({ queues }: overview_answer): number {
  return queues.filter((queue) => queue.waiting > 0).length;
}

function Waiting({ overview }: OverviewProps) {
  const store = useStore();
  void store.history_slot.value;
  return (
    <Tile title="Waiting" class_name="is-wide">
      <div class="kpi-row">
        <Figure overview={overview} field="waiting" />
        <Sparkline values={store.history.of("")} label="Waiting" />
      </div>
      <p class="kpi-note">
        {overview && `in ${with_waiting(overview)} of ${overview.queues.length} queues`}
      </p>
    </Tile>
  );
}

/** Amber when the oldest wait is longer than nine of ten waits that ended. */
function OldestWait({ overview }: OverviewProps) {
  const since = overview?.oldest_since ?? 0;
  const usual = overview && quantile_bound_ms(overview.waits, 0.9);
  const long = since > 0 && usual !== undefined && now.value - since > usual;
  const where = overview?.queues.find((queue) => since > 0 && queue.oldest_since === since);
  return (
    <Tile title="Oldest wait" class_name={long ? "is-warning" : ""}>
      <p class="kpi-value" data-figure="oldest_since" data-value={since}>
        <Age since={since} />
      </p>
      <p class="kpi-note">
        {where === undefined ? (overview ? "nothing waits" : "") : where.name || where.queue}
        {long && " · beyond p90"}
      </p>
    </Tile>
  );
}

function WaitTimes({ overview }: OverviewProps) {
  return (
    <Tile title="Wait p50 · p90">
      <p class="kpi-value is-text">
        {overview ? quantile_text(overview.waits, 0.5) : "–"}
        <span class="kpi-second">{overview ? quantile_text(overview.waits, 0.9) : ""}</span>
      </p>
      <p class="kpi-note">{overview ? `${count(overview.waits.count)} accepted waits` : ""}</p>
    </Tile>
  );
}

function Occupancy({ overview }: OverviewProps) {
  const permille = overview?.occupancy_permille ?? 0;
  return (
    <Tile title="Occupancy">
      <p class="kpi-value" data-figure="occupancy_permille" data-value={permille}>
        {overview ? permille_as_percent(permille) : "–"}
      </p>
      <svg class="meter" aria-hidden="true">
        <rect class="track" width="100%" height="100%" />
        <rect class="meter-fill" width={`${Math.min(100, permille / 10)}%`} height="100%" />
      </svg>
      <p class="kpi-note">
        {overview && `${count(overview.used_units)} of ${count(overview.capacity_units)} units`}
      </p>
    </Tile>
  );
}

function Agents({ overview }: OverviewProps) {
  const states = [
    ["available", overview?.agents_available],
    ["busy", overview?.agents_busy],
    ["away", overview?.agents_away],
    ["lost", overview?.agents_lost],
    ["logged_out", overview?.agents_logged_out],
  ] as const;
  return (
    <Tile title="Agents" class_name="is-wide">
      <ul class="kpi-list">
        {states.map(([state, value]) => (
          <li key={state} class={value === 0 ? "is-zero" : ""}>
            <PresenceIcon state={state} />
            <span class="kpi-list-value" data-figure={`agents_${state}`}>
              {value === undefined ? "–" : count(value)}
            </span>
            <span class="kpi-list-name">{state === "logged_out" ? "out" : state}</span>
          </li>
        ))}
      </ul>
    </Tile>
  );
}

function Offers({ overview }: OverviewProps) {
  const outcomes = ["accepted", "declined", "expired", "withdrawn"] as const;
  const answered = outcomes.reduce((sum, outcome) => sum + (overview?.[outcome] ?? 0), 0);
  return (
    <Tile title="Offers by outcome" class_name="is-wide">
      <ul class="kpi-list">
        {outcomes.map((outcome) => (
          <li key={outcome} class={overview?.[outcome] === 0 ? "is-zero" : ""}>
            <span class={`swatch is-${outcome}`} aria-hidden="true" />
            <span class="kpi-list-value" data-figure={outcome}>
              {overview ? count(overview[outcome]) : "–"}
            </span>
            <span class="kpi-list-name">{outcome}</span>
          </li>
        ))}
      </ul>
      <OutcomeBar overview={overview} answered={answered} />
      <p class="kpi-note">
        {overview ? `${share(overview.accepted, answered)} of answered offers accepted` : ""}
      </p>
    </Tile>
  );
}

function OutcomeBar({ overview, answered }: OverviewProps & { answered: number }) {
  const outcomes = ["accepted", "declined", "expired", "withdrawn"] as const;
  let from = 0;
  return (
    <svg class="meter" aria-hidden="true">
      <rect class="track" width="100%" height="100%" />
      {outcomes.map((outcome) => {
        const width = answered === 0 ? 0 : (100 * (overview?.[outcome] ?? 0)) / answered;
        const x = from;
        from += width;
        return (
          <rect
            key={outcome}
            class={`is-${outcome}`}
            x={`${x}%`}
            width={`${width}%`}
            height="100%"
          />
        );
      })}
    </svg>
  );
}
