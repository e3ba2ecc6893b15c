// The editor of an entitlement process: its milestones on the timeline control, the selected one as a
// form, and what is wrong before it is saved as a new version.

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

import { ApiError, command_key } from "../api";
import { useStore } from "../context";
import { go_to } from "../route";
import {
  add_milestone,
  change_milestone,
  draft_of,
  faults_of,
  is_changed,
  marks_of_draft,
  milestone_of,
  move_milestone,
  new_draft,
  remove_milestone,
  saved,
  type Draft,
  type Fault,
} from "../timeline/draft";
import { in_order, title_of } from "../timeline/marks";
import { reading_of_minutes, spoken_minutes } from "../timeline/reading";
import { announce } from "../ui";
import type { process_definition, tenant_process } from "../wire_promises";
import { MilestoneForm, WordList } from "./milestone_form";
import { Card } from "./page";
import { ErrorFacts } from "./states";
import { Timeline } from "./timeline";

/** A new process that was just saved, until the list has it. */
export const just_saved = signal("");

interface EditorProps {
  /** As it is saved; undefined: a new one. */
  loaded: tenant_process | undefined;
  taken: readonly string[];
  /** The sets of hours there are. */
  hours: readonly string[];
}

export function ProcessEditor({ loaded, taken, hours }: EditorProps) {
  const [draft, set_draft] = useState<Draft>(() => (loaded ? draft_of(loaded) : new_draft()));
  const [selected, select] = useState("");
  useEffect(() => {
    // Saved by somebody else: taken over, unless that would lose what was changed here.
    const newer = loaded !== undefined && loaded.process_version > draft.base_version;
    if (newer && !is_changed(draft)) set_draft(draft_of(loaded));
  }, [loaded]);
  const key = Number(selected || 0);
  const one = milestone_of(draft, key);
  const faults = faults_of(draft, taken);
  const change = (part: Partial<process_definition>) =>
    set_draft((now) => ({ ...now, definition: { ...now.definition, ...part } }));
  const start_anew = () => {
    set_draft(loaded ? draft_of(loaded) : new_draft());
    select("");
  };
  return (
    <div class="process-editor">
      <datalist id="hours-names">
        {hours.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      <Card title={loaded ? `${loaded.process}, version ${loaded.process_version}` : "New process"}>
        <ProcessFields
          draft={draft}
          on_id={(process) => set_draft({ ...draft, process })}
          on_change={change}
        />
      </Card>
      <Card title="Milestones">
        <ProcessTimeline
          draft={draft}
          selected={selected}
          on_select={select}
          on_draft={set_draft}
        />
      </Card>
      {one !== undefined && (
        <Card title={title_of(one.milestone) || "Milestone"}>
          <MilestoneForm
            key={key}
            value={one}
            on_change={(part) => set_draft((now) => change_milestone(now, key, part))}
          />
        </Card>
      )}
      <Faults faults={faults} draft={draft} on_select={(to) => select(String(to))} />
      <Save
        draft={draft}
        loaded={loaded}
        faults={faults}
        on_saved={set_draft}
        on_reset={start_anew}
      />
    </div>
  );
}

interface FieldsProps {
  draft: Draft;
  on_id: (process: string) => void;
  on_change: (part: Partial<process_definition>) => void;
}

function ProcessFields({ draft, on_id, on_change }: FieldsProps) {
  const { name, hours, pause_statuses } = draft.definition;
  return (
    <div class="form is-row">
      {draft.base_version === 0 && (
        <label>
          Id
          <input value={draft.process} onInput={(event) => on_id(event.currentTarget.value)} />
        </label>
      )}
      <label>
        Name
        <input value={name} onInput={(event) => on_change({ name: event.currentTarget.value })} />
      </label>
      <label>
        Business hours
        <input
          list="hours-names"
          placeholder="the entitlement's"
          value={hours}
          onInput={(event) => on_change({ hours: event.currentTarget.value })}
        />
      </label>
      <WordList
        name="Statuses that pause"
        values={pause_statuses}
        on_change={(values) => on_change({ pause_statuses: values })}
      />
    </div>
  );
}

interface ProcessTimelineProps {
  draft: Draft;
  selected: string;
  on_select: (key: string) => void;
  on_draft: (change: (draft: Draft) => Draft) => void;
}

function ProcessTimeline({ draft, selected, on_select, on_draft }: ProcessTimelineProps) {
  const marks = marks_of_draft(draft);
  const add = (minutes: number) => {
    on_select(String(draft.next_key));
    on_draft((now) => add_milestone(now, minutes));
    announce(`Milestone added at ${spoken_minutes(minutes)}`);
  };
  const remove = (key: string) => {
    const ordered = in_order(marks);
    const at = ordered.findIndex((mark) => mark.id === key);
    on_select(ordered[at + 1]?.id ?? ordered[at - 1]?.id ?? "");
    on_draft((now) => remove_milestone(now, Number(key)));
    announce(`${ordered[at]?.name ?? "Milestone"} removed`);
  };
  const move = (key: string, minutes: number) =>
    on_draft((now) => move_milestone(now, Number(key), minutes));
  const last = Math.max(0, ...marks.map((mark) => mark.at));
  return (
    <>
      <p class="card-buttons">
        <button type="button" class="button is-small" onClick={() => add(last + 30)}>
          Add milestone
        </button>
        <button
          type="button"
          class="button is-small"
          disabled={selected === ""}
          onClick={() => remove(selected)}
        >
          Remove milestone
        </button>
        <span class="muted">
          Drag a mark, or press <kbd>Shift</kbd> with <kbd>←</kbd> <kbd>→</kbd> (a minute) or{" "}
          <kbd>↑</kbd> <kbd>↓</kbd> (ten); <kbd>Delete</kbd> removes. A double click adds.
        </span>
      </p>
      <Timeline
        label={`Milestones of process ${draft.process || "without an id"}`}
        marks={marks}
        selected={selected}
        on_select={on_select}
        edit={{ on_add: add, on_move: move, on_remove: remove }}
      />
    </>
  );
}

interface FaultsProps {
  faults: readonly Fault[];
  draft: Draft;
  on_select: (key: number) => void;
}

function Faults({ faults, draft, on_select }: FaultsProps) {
  if (faults.length === 0) return null;
  const wrong = faults.some((fault) => fault.kind === "error");
  return (
    <Card title={wrong ? "Before it can be saved" : "Worth a second look"}>
      <ul class="faults">
        {faults.map(({ kind, key, text }) => {
          const one = milestone_of(draft, key);
          return (
            <li key={`${key} ${text}`} class={`fault is-${kind}`}>
              <span class="tag">{kind === "error" ? "must" : "advice"}</span>
              {one !== undefined && (
                <button type="button" class="link" onClick={() => on_select(key)}>
                  {one.milestone || "unnamed"} ({reading_of_minutes(one.target_minutes)})
                </button>
              )}
              <span>{text}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

interface SaveProps {
  draft: Draft;
  loaded: tenant_process | undefined;
  faults: readonly Fault[];
  on_saved: (draft: Draft) => void;
  on_reset: () => void;
}

function Save({ draft, loaded, faults, on_saved, on_reset }: SaveProps) {
  const { api } = useStore();
  const [busy, set_busy] = useState(false);
  const [error, set_error] = useState<ApiError | undefined>(undefined);
  const changed = is_changed(draft);
  const overtaken = loaded !== undefined && loaded.process_version > draft.base_version;
  const wrong = faults.some((fault) => fault.kind === "error");
  const save = async () => {
    set_busy(true);
    set_error(undefined);
    const { process, definition, base_version } = draft;
    try {
      await api.save_process(process, definition, base_version, command_key());
      announce(`${process} is saved`);
      on_saved(saved(draft));
      if (loaded !== undefined) return;
      just_saved.value = process;
      go_to("processes", process);
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      set_error(caught);
    } finally {
      set_busy(false);
    }
  };
  const conflict = error?.code === "STALE_VERSION" || (overtaken && changed);
  return (
    <div class="save-bar">
      <button
        type="button"
        class="button is-primary"
        disabled={busy || wrong || !changed}
        onClick={() => void save()}
      >
        Save as version {draft.base_version + 1}
      </button>
      <button type="button" class="button" disabled={busy || !changed} onClick={on_reset}>
        {conflict ? "Take the saved version" : "Start anew"}
      </button>
      {conflict && (
        <span role="alert" data-testid="conflict">
          Another version was saved meanwhile: yours would replace it.
        </span>
      )}
      {error !== undefined && error.code !== "STALE_VERSION" && (
        <span role="alert">
          {error.message} <ErrorFacts error={error} />
        </span>
      )}
      {!changed && loaded !== undefined && <span class="muted">Saved.</span>}
    </div>
  );
}
