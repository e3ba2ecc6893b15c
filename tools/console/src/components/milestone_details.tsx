// Milestones of a case as a list, and one of them in full.

import { useState } from "preact/hooks";

import { ApiError, command_key } from "../api";
import { now } from "../clock";
import { useStore } from "../context";
import { clock_time, words } from "../format";
import { is_undone, status_of, status_text, title_of } from "../timeline/marks";
import { left_reading, minute_ms, reading_of_minutes, spoken_left } from "../timeline/reading";
import { left_at } from "../timeline/run";
import { announce } from "../ui";
import type { timeline_answer, timeline_entry } from "../wire_promises";
import { MarkGlyph } from "./mark_glyph";
import { Card, Fact } from "./page";
import { ErrorFacts } from "./states";

interface TableProps {
  timeline: timeline_answer;
  /** Milestones as they stand on the line. */
  order: readonly string[];
  selected: string;
  on_select: (milestone: string) => void;
}

export function MilestoneTable({ timeline, order, selected, on_select }: TableProps) {
  const entries = order.flatMap((id) => timeline.milestones.filter((one) => one.milestone === id));
  return (
    <Card title="Milestones">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Milestone</th>
            <th scope="col">State</th>
            <th scope="col" class="is-numeric">
              Target
            </th>
            <th scope="col" class="is-numeric">
              Left
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const status = status_of(entry.phase, entry.violated);
            return (
              <tr key={entry.run} data-milestone={entry.milestone} data-status={status}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-pressed={entry.milestone === selected}
                    onClick={() => on_select(entry.milestone)}
                  >
                    {title_of(entry.milestone)}
                  </button>
                </th>
                <td>
                  <span class={`status is-${status}`}>
                    <MarkGlyph status={status} />
                    {status_text(status)}
                  </span>
                </td>
                <td class="is-numeric">{reading_of_minutes(entry.target_ms / minute_ms)}</td>
                <td class="is-numeric" data-testid={`left-${entry.milestone}`}>
                  <Left timeline={timeline} entry={entry} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

/** Of what is still to be done; empty when nothing is counted. */
function Left({ timeline, entry }: { timeline: timeline_answer; entry: timeline_entry }) {
  const open = is_undone(status_of(entry.phase, entry.violated)) && entry.phase !== "pending";
  if (!open) return <>–</>;
  const left = left_at(entry, timeline, now.value);
  return (
    <>
      <span aria-hidden="true">{left_reading(left)}</span>
      <span class="visually-hidden">{spoken_left(left)}</span>
    </>
  );
}

interface DetailsProps {
  timeline: timeline_answer;
  entry: timeline_entry;
}

export function MilestoneDetails({ timeline, entry }: DetailsProps) {
  const status = status_of(entry.phase, entry.violated);
  const when = (at: number) => (at > 0 ? clock_time(at, now.value) : "–");
  return (
    <section class="card" aria-label="Milestone" data-testid="details" aria-live="off">
      <h3>{title_of(entry.milestone)}</h3>
      <dl class="facts">
        <Fact name="State">
          <span class={`status is-${status}`}>
            <MarkGlyph status={status} />
            {status_text(status)}
          </span>
        </Fact>
        <Fact name="Type">
          {words(entry.kind)}, {entry.side}
        </Fact>
        <Fact name="Case">{timeline.of_case}</Fact>
        <Fact name="Start">{when(entry.start)}</Fact>
        <Fact name="Target">{when(entry.due)}</Fact>
        <Fact name="Completed">{when(entry.completed_at)}</Fact>
        <Fact name="Remaining">
          <Left timeline={timeline} entry={entry} />
        </Fact>
        <Fact name="Target response time">{reading_of_minutes(entry.target_ms / minute_ms)}</Fact>
        <Fact name="Violated">{entry.violated ? "yes" : "no"}</Fact>
        <Fact name="Occurrence">{entry.occurrence > 0 && String(entry.occurrence)}</Fact>
        <Fact name="Hours">
          {entry.hours.hours && `${entry.hours.hours}, version ${entry.hours.version}`}
        </Fact>
        <Fact name="Added by hand">{entry.added ? "yes" : "no"}</Fact>
      </dl>
      {is_undone(status) && timeline.phase !== "closed" && (
        <MarkDone of_case={timeline.of_case} milestone={entry.milestone} />
      )}
    </section>
  );
}

function MarkDone({ of_case, milestone }: { of_case: string; milestone: string }) {
  const { api } = useStore();
  const [busy, set_busy] = useState(false);
  const [error, set_error] = useState<ApiError | undefined>(undefined);
  const complete = async () => {
    set_busy(true);
    set_error(undefined);
    try {
      await api.complete_milestone(of_case, milestone, command_key());
      announce(`${title_of(milestone)} is done`);
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      set_error(caught);
    } finally {
      set_busy(false);
    }
  };
  return (
    <p class="card-buttons">
      <button type="button" class="button" disabled={busy} onClick={() => void complete()}>
        Mark as done
      </button>
      {error !== undefined && (
        <span role="alert">
          {error.message} <ErrorFacts error={error} />
        </span>
      )}
    </p>
  );
}
