// A milestone's definition as a form: target, hours, criteria, and the actions around the target.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { words } from "../format";
import { when_of } from "../promises";
import { parse_reading, reading_of_minutes } from "../timeline/reading";
import type {
  action_kind,
  action_trigger,
  criterion,
  criterion_test,
  milestone_action,
  milestone_definition,
  milestone_kind,
  milestone_recurrence,
  milestone_side,
} from "../wire_promises";
import { Icon } from "./icons";

interface FormProps {
  value: milestone_definition;
  on_change: (part: Partial<milestone_definition>) => void;
}

const kinds: milestone_kind[] = ["other", "first_response", "next_response", "resolution"];
const sides: milestone_side[] = ["internal", "external"];
const recurrences: milestone_recurrence[] = ["none", "independent", "chained"];
const tests: criterion_test[] = ["equals", "differs", "at_least", "at_most"];
const triggers: action_trigger[] = ["warning", "violation", "success"];
const action_kinds: action_kind[] = [
  "notify",
  "set_field",
  "outbound_event",
  "create_task",
  "restore_service",
];

export function MilestoneForm({ value, on_change }: FormProps) {
  return (
    <div class="milestone-form">
      <div class="form is-row">
        <Text
          name="Id"
          value={value.milestone}
          on_change={(milestone) => on_change({ milestone })}
        />
        <Minutes
          name="Target"
          value={value.target_minutes}
          on_change={(target_minutes) => on_change({ target_minutes })}
        />
        <Select
          name="Type"
          value={value.kind}
          values={kinds}
          on_change={(kind) => on_change({ kind })}
        />
        <Select
          name="Side"
          value={value.side}
          values={sides}
          on_change={(side) => on_change({ side })}
        />
        <Select
          name="Recurrence"
          value={value.recurrence}
          values={recurrences}
          on_change={(recurrence) => on_change({ recurrence })}
        />
        <label>
          Own hours
          <input
            list="hours-names"
            placeholder="the process's"
            value={value.hours}
            onInput={(event) => on_change({ hours: event.currentTarget.value })}
          />
        </label>
      </div>
      <Criteria values={value.criteria} on_change={(criteria) => on_change({ criteria })} />
      <Actions values={value.actions} on_change={(actions) => on_change({ actions })} />
    </div>
  );
}

interface ListProps<T> {
  values: readonly T[];
  on_change: (values: T[]) => void;
}

function replaced<T>(values: readonly T[], n: number, part: Partial<T>): T[] {
  return values.map((one, at) => (at === n ? { ...one, ...part } : one));
}

function Criteria({ values, on_change }: ListProps<criterion>) {
  const change = (n: number, part: Partial<criterion>) => on_change(replaced(values, n, part));
  const add = () => on_change([...values, { field: "", test: "equals", values: [""] }]);
  return (
    <Rows title="Criteria" none="It applies to every case." what="criterion" on_add={add}>
      {values.map((one, n) => (
        <li key={n} class="form is-row">
          <Text name="Field" value={one.field} on_change={(field) => change(n, { field })} />
          <Select
            name="Test"
            value={one.test}
            values={tests}
            on_change={(test) => change(n, { test })}
          />
          <WordList
            name="Values"
            values={one.values}
            on_change={(given) => change(n, { values: given })}
          />
          <RemoveRow
            name={`criterion ${n + 1}`}
            on_remove={() => on_change(values.filter((_, at) => at !== n))}
          />
        </li>
      ))}
    </Rows>
  );
}

function Actions({ values, on_change }: ListProps<milestone_action>) {
  const change = (n: number, part: Partial<milestone_action>) =>
    on_change(replaced(values, n, part));
  const fresh: milestone_action = {
    trigger: "warning",
    kind: "notify",
    offset_minutes: 15,
    target: "",
    value: "",
  };
  return (
    <Rows
      title="Actions"
      none="Nothing is done about it."
      what="action"
      on_add={() => on_change([...values, fresh])}
    >
      {values.map((one, n) => (
        <li key={n} class="form is-row">
          <Select
            name="Trigger"
            value={one.trigger}
            values={triggers}
            on_change={(trigger) => change(n, { trigger })}
          />
          <Minutes
            name="Offset"
            hint={when_of(one)}
            value={one.offset_minutes}
            signed
            on_change={(offset_minutes) => change(n, { offset_minutes })}
          />
          <Select
            name="Does"
            value={one.kind}
            values={action_kinds}
            on_change={(kind) => change(n, { kind })}
          />
          <Text
            name="Whom or what"
            value={one.target}
            on_change={(target) => change(n, { target })}
          />
          <Text name="Value" value={one.value} on_change={(value) => change(n, { value })} />
          <RemoveRow
            name={`action ${n + 1}`}
            on_remove={() => on_change(values.filter((_, at) => at !== n))}
          />
        </li>
      ))}
    </Rows>
  );
}

interface RowsProps {
  title: string;
  none: string;
  what: string;
  on_add: () => void;
  children: ComponentChildren[];
}

function Rows({ title, none, what, on_add, children }: RowsProps) {
  return (
    <fieldset class="rows">
      <legend>{title}</legend>
      {children.length === 0 ? <p class="muted">{none}</p> : <ul>{children}</ul>}
      <button type="button" class="button is-small" onClick={on_add}>
        Add {what}
      </button>
    </fieldset>
  );
}

function RemoveRow({ name, on_remove }: { name: string; on_remove: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={`Remove ${name}`} onClick={on_remove}>
      <Icon name="close" />
    </button>
  );
}

interface FieldProps<T> {
  name: string;
  value: T;
  on_change: (value: T) => void;
}

function Text({ name, value, on_change }: FieldProps<string>) {
  return (
    <label>
      {name}
      <input value={value} onInput={(event) => on_change(event.currentTarget.value)} />
    </label>
  );
}

function Select<T extends string>(props: FieldProps<T> & { values: readonly T[] }) {
  return (
    <label>
      {props.name}
      <select
        value={props.value}
        onChange={(event) => props.on_change(event.currentTarget.value as T)}
      >
        {props.values.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Hours and minutes; what cannot be read is marked and not taken over. */
function Minutes(props: FieldProps<number> & { signed?: boolean; hint?: string }) {
  const { name, value, on_change } = props;
  const [typed, set_typed] = useState<string | undefined>(undefined);
  // A mark that is dragged overrides what was typed.
  useEffect(() => set_typed(undefined), [value]);
  const read = (text: string) => {
    const match = /^\s*([-−]?)(.*)$/.exec(text);
    const minutes = parse_reading(match?.[2] ?? "");
    if (minutes === undefined || match?.[1] === "") return minutes;
    return props.signed === true ? -minutes : undefined;
  };
  const take = (text: string) => {
    const minutes = read(text);
    if (minutes === undefined) return set_typed(text);
    set_typed(undefined);
    on_change(minutes);
  };
  return (
    <label>
      {name}
      <input
        class="is-minutes"
        value={typed ?? reading_of_minutes(value)}
        aria-invalid={typed !== undefined && read(typed) === undefined}
        onInput={(event) => set_typed(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {props.hint !== undefined && <span class="sub">{props.hint}</span>}
    </label>
  );
}

/** Words between commas. */
export function WordList({ name, values, on_change }: WordsProps) {
  const [typed, set_typed] = useState<string | undefined>(undefined);
  const take = (text: string) => {
    const given = text.split(",").map((word) => word.trim());
    set_typed(undefined);
    on_change(given.filter((word) => word !== ""));
  };
  return (
    <label>
      {name}
      <input
        placeholder="between commas"
        value={typed ?? values.join(", ")}
        onInput={(event) => set_typed(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </label>
  );
}

interface WordsProps {
  name: string;
  values: readonly string[];
  on_change: (values: string[]) => void;
}
