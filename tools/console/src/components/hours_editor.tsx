// The editor of one set of business hours: name, zone, the week, and which holidays it has. A holiday
// can be made on the fly. What changes here holds for what is computed afterwards.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { command_key } from "../api";
import { useStore } from "../context";
import { go_to } from "../route";
import {
  day_end_ms,
  edited_time,
  faults_of,
  intervals_of,
  text_of_time,
  title_of_day,
  weekdays,
} from "../week";
import type {
  hours_answer,
  hours_definition,
  hours_set,
  tenant_holiday,
  weekday,
  weekly_interval,
} from "../wire_hours";
import { Refused, use_command } from "./command";
import { NewHoliday } from "./holiday_form";
import { Icon } from "./icons";
import { Card } from "./page";

interface EditorProps {
  /** Nothing: a new set. */
  loaded: hours_set | undefined;
  start: hours_definition;
  answer: hours_answer;
}

export function HoursEditor({ loaded, start, answer }: EditorProps) {
  const { api } = useStore();
  const { busy, error, run } = use_command();
  const [id, set_id] = useState(loaded?.hours ?? "");
  const [saved, set_saved] = useState(start);
  const [draft, set_draft] = useState(start);
  const change = (part: Partial<hours_definition>) => set_draft({ ...draft, ...part });
  const faults = faults_of(draft);
  const touched = draft !== saved;
  const save = async () => {
    const key = command_key();
    const done = await run(() => api.save_hours(id, draft, key), `${draft.name} is saved`);
    if (done === undefined) return;
    set_saved(draft);
    if (loaded === undefined) go_to("hours", id);
  };
  const turn = (what: string, done: string) =>
    void run(() => api.turn_hours(id, what, command_key()), done);
  return (
    <form
      class="process-editor"
      aria-label={`Hours ${loaded?.hours ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Card title={loaded === undefined ? "New set" : `${loaded.hours}, version ${loaded.version}`}>
        <div class="form is-row">
          {loaded === undefined && <Text name="Id" value={id} on_change={set_id} />}
          <Text name="Name" value={draft.name} on_change={(name) => change({ name })} />
          <Text name="Zone" value={draft.zone} on_change={(zone) => change({ zone })} />
        </div>
        {loaded !== undefined && <Uses answer={answer} of={loaded} busy={busy} turn={turn} />}
      </Card>
      <Week weekly={draft.weekly} on_change={(weekly) => change({ weekly })} />
      <Holidays
        pool={answer.holidays}
        linked={draft.holidays}
        by_region={answer.linked.find((one) => one.hours === id)?.holidays ?? []}
        on_change={(holidays) => change({ holidays })}
      />
      <div class="save-bar">
        <button
          type="submit"
          class="button"
          disabled={busy || !touched || !id || faults.length > 0}
        >
          Save
        </button>
        <span class="sub">{faults[0] ?? (touched ? "Not saved yet" : "Nothing to save")}</span>
        <Refused error={error} />
      </div>
    </form>
  );
}

interface UsesProps {
  answer: hours_answer;
  of: hours_set;
  busy: boolean;
  turn: (what: string, done: string) => void;
}

function Uses({ answer, of, busy, turn }: UsesProps) {
  const users = answer.uses.filter((one) => one.hours === of.hours);
  const is_default = answer.default_hours === of.hours;
  const [what, text] = of.active ? ["deactivate", "Switch off"] : ["activate", "Switch on"];
  return (
    <p class="card-buttons">
      <button
        type="button"
        class="button"
        disabled={busy}
        onClick={() => turn(what, `${text}: done`)}
      >
        {text}
      </button>
      <button
        type="button"
        class="button"
        disabled={busy || is_default}
        onClick={() => turn("default", "It is the default")}
      >
        Make default
      </button>
      <span class="sub">
        {is_default && "The default. "}
        {users.length > 0 && `Used by ${users.map((one) => one.name || one.user).join(", ")}.`}
      </span>
    </p>
  );
}

interface WeekProps {
  weekly: readonly weekly_interval[];
  on_change: (weekly: weekly_interval[]) => void;
}

function Week({ weekly, on_change }: WeekProps) {
  const replace = (was: weekly_interval, by: weekly_interval | undefined) =>
    on_change(weekly.flatMap((one) => (one !== was ? [one] : by === undefined ? [] : [by])));
  const add = (day: weekday) => {
    const last = intervals_of(weekly, day).at(-1);
    const from_ms = last === undefined ? 9 * 3_600_000 : Math.min(last.to_ms, day_end_ms - 60_000);
    on_change([...weekly, { day, from_ms, to_ms: day_end_ms }]);
  };
  return (
    <Card title="Week">
      <ul class="week">
        {weekdays.map((day) => (
          <li key={day}>
            <span class="week-day">{title_of_day(day)}</span>
            <span class="week-times">
              {intervals_of(weekly, day).map((one, n) => (
                <Interval
                  key={n}
                  name={`${title_of_day(day)} ${n + 1}`}
                  value={one}
                  on_change={(by) => replace(one, by)}
                />
              ))}
              {intervals_of(weekly, day).length === 0 && <span class="sub">closed</span>}
            </span>
            <button
              type="button"
              class="button is-small"
              aria-label={`${title_of_day(day)}: add hours`}
              onClick={() => add(day)}
            >
              Add
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface IntervalProps {
  name: string;
  value: weekly_interval;
  on_change: (value: weekly_interval | undefined) => void;
}

function Interval({ name, value, on_change }: IntervalProps) {
  return (
    <span class="interval">
      <Time
        name={`${name} from`}
        value={value.from_ms}
        on_change={(from_ms) => on_change({ ...value, from_ms })}
      />
      <span aria-hidden="true">–</span>
      <Time
        name={`${name} to`}
        value={value.to_ms}
        on_change={(to_ms) => on_change({ ...value, to_ms })}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={`Remove ${name}`}
        onClick={() => on_change(undefined)}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

interface TimeProps {
  name: string;
  value: number;
  on_change: (value: number) => void;
}

/** What is typed counts when it is a time; until then the field says that it is none. Only while it is
 * typed in does it show anything else than its value. */
function Time({ name, value, on_change }: TimeProps) {
  const [typing, set_typing] = useState<string | undefined>(undefined);
  const text = typing ?? text_of_time(value);
  const known = edited_time(value, text);
  const take = (typed: string) => {
    set_typing(typed);
    const next = edited_time(value, typed);
    if (next !== undefined && next !== value) on_change(next);
  };
  return (
    <input
      class="time"
      aria-label={name}
      inputMode="numeric"
      value={text}
      aria-invalid={known === undefined}
      onInput={(event) => take(event.currentTarget.value)}
      onBlur={() => set_typing(undefined)}
    />
  );
}

interface HolidaysProps {
  pool: readonly tenant_holiday[];
  linked: readonly string[];
  by_region: readonly string[];
  on_change: (linked: string[]) => void;
}

function Holidays({ pool, linked, by_region, on_change }: HolidaysProps) {
  const link = (holiday: string, on: boolean) =>
    on_change(on ? [...linked, holiday] : linked.filter((one) => one !== holiday));
  return (
    <Card title="Holidays">
      {pool.length === 0 && <p class="sub">The tenant has no holidays yet.</p>}
      <ul class="holidays">
        {pool.map(({ holiday, definition, first }) => (
          <li key={holiday}>
            <label class="check">
              <input
                type="checkbox"
                checked={linked.includes(holiday) || by_region.includes(holiday)}
                disabled={by_region.includes(holiday)}
                onChange={(event) => link(holiday, event.currentTarget.checked)}
              />
              <span>
                {definition.name || holiday}{" "}
                <span class="sub">
                  {first || definition.when.date}
                  {definition.when.rule !== "" && ", repeats"}
                  {by_region.includes(holiday) && ", of its region"}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <NewHoliday on_made={(holiday) => link(holiday, true)} />
    </Card>
  );
}

interface TextProps {
  name: ComponentChildren;
  value: string;
  on_change: (value: string) => void;
}

function Text({ name, value, on_change }: TextProps) {
  return (
    <label>
      {name}
      <input value={value} onInput={(event) => on_change(event.currentTarget.value)} />
    </label>
  );
}
