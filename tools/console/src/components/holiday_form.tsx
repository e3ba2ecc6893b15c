// A holiday made on the fly: a day, whole or a part of it, once or every year.

import { useState } from "preact/hooks";

import { command_key } from "../api";
import { useStore } from "../context";
import { day_end_ms, parse_time } from "../week";
import type { holiday_definition } from "../wire_hours";
import { Refused, use_command } from "./command";

interface Draft {
  name: string;
  date: string;
  from: string;
  to: string;
  yearly: boolean;
}

const nothing: Draft = { name: "", date: "", from: "00:00", to: "24:00", yearly: false };

function definition_of(draft: Draft): holiday_definition | undefined {
  const [, , month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(draft.date) ?? [];
  const from_ms = parse_time(draft.from);
  const to_ms = parse_time(draft.to);
  if (month === undefined || from_ms === undefined || to_ms === undefined) return undefined;
  if (draft.name.trim() === "" || from_ms >= to_ms || to_ms > day_end_ms) return undefined;
  const rule = draft.yearly ? `FREQ=YEARLY;BYMONTH=${Number(month)};BYMONTHDAY=${Number(day)}` : "";
  const when = { date: draft.date, rule, except: [], from_ms, to_ms };
  return { name: draft.name.trim(), description: "", when, origin: "user" };
}

/** "New Year's Day" is "new-year-s-day-20270101". */
function id_of({ name, date }: Draft): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${plain || "holiday"}-${date.replace(/-/g, "")}`;
}

export function NewHoliday({ on_made }: { on_made: (holiday: string) => void }) {
  const { api } = useStore();
  const { busy, error, run } = use_command();
  const [draft, set_draft] = useState(nothing);
  const change = (part: Partial<Draft>) => set_draft({ ...draft, ...part });
  const definition = definition_of(draft);
  const make = async () => {
    if (definition === undefined) return;
    const id = id_of(draft);
    const made = await run(
      () => api.save_holiday(id, definition, command_key()),
      `${draft.name} is a holiday`,
    );
    if (made === undefined) return;
    set_draft(nothing);
    on_made(id);
  };
  return (
    <fieldset class="rows">
      <legend>New holiday</legend>
      <div class="form is-row">
        <label>
          Holiday
          <input
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </label>
        <label>
          Date
          <input
            type="date"
            value={draft.date}
            onInput={(event) => change({ date: event.currentTarget.value })}
          />
        </label>
        <label>
          From
          <input
            value={draft.from}
            onInput={(event) => change({ from: event.currentTarget.value })}
          />
        </label>
        <label>
          To
          <input value={draft.to} onInput={(event) => change({ to: event.currentTarget.value })} />
        </label>
      </div>
      <p class="card-buttons">
        <label class="check">
          <input
            type="checkbox"
            checked={draft.yearly}
            onChange={(event) => change({ yearly: event.currentTarget.checked })}
          />
          <span>Every year</span>
        </label>
        <button
          type="button"
          class="button"
          disabled={busy || definition === undefined}
          onClick={() => void make()}
        >
          Make and link
        </button>
        <Refused error={error} />
      </p>
    </fieldset>
  );
}
