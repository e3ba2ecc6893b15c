// The window of a timeline: by its ends as text, by buttons, and as a bar under the line whose ends
// can be dragged or moved by arrows. And the legend, with how the marks are drawn.

import { useRef, useState } from "preact/hooks";

import { clamp_window, least_window, place_of, type Window } from "../timeline/axis";
import {
  mark_colour,
  mark_style,
  set_mark_colours,
  set_mark_style,
  type MarkColours,
  type MarkStyle,
} from "../timeline/style";
import { status_text, type Mark, type MarkStatus } from "../timeline/marks";
import { parse_reading, reading_of_minutes, spoken_minutes } from "../timeline/reading";
import { MarkGlyph } from "./mark_glyph";

interface WindowProps {
  window: Window;
  end: number;
  /** Undefined: the whole line, however it grows. */
  on_window: (window: Window | undefined) => void;
}

export function TimelineTools(props: WindowProps & { on_zoom: (factor: number) => void }) {
  const { window, end, on_window, on_zoom } = props;
  const whole = window.from === 0 && window.to >= end;
  const choose = (next: Window) => on_window(clamp_window(next, end));
  return (
    <div class="timeline-tools">
      <WindowEnd
        name="From"
        minutes={window.from}
        on_change={(from) => choose({ ...window, from })}
      />
      <WindowEnd name="To" minutes={window.to} on_change={(to) => choose({ ...window, to })} />
      <div class="segmented" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => on_zoom(0.5)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => on_zoom(2)}>
          −
        </button>
      </div>
      <button
        type="button"
        class="button is-small"
        disabled={whole}
        onClick={() => on_window(undefined)}
      >
        Whole line
      </button>
    </div>
  );
}

interface WindowEndProps {
  name: string;
  minutes: number;
  on_change: (minutes: number) => void;
}

function WindowEnd({ name, minutes, on_change }: WindowEndProps) {
  const [typed, set_typed] = useState<string | undefined>(undefined);
  const take = (text: string) => {
    const read = parse_reading(text);
    set_typed(undefined);
    if (read !== undefined) on_change(read);
  };
  return (
    <label class="field timeline-end">
      <span class="muted">{name}</span>
      <input
        value={typed ?? reading_of_minutes(Math.round(minutes))}
        aria-invalid={typed !== undefined && parse_reading(typed) === undefined}
        onInput={(event) => set_typed(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </label>
  );
}

interface BarProps extends WindowProps {
  marks: readonly Mark[];
  elapsed: number | undefined;
}

/** The whole line in small, with the window on it. */
export function WindowBar({ window, end, marks, elapsed, on_window }: BarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const whole = { from: 0, to: end };
  const left = 100 * place_of(window.from, whole);
  const right = 100 * place_of(window.to, whole);
  const minute_of = (client_x: number) => {
    const box = bar.current?.getBoundingClientRect();
    return box === undefined ? 0 : ((client_x - box.left) / box.width) * end;
  };
  const choose = (next: Window) => on_window(clamp_window(next, end));
  const grip = { end, minute_of };
  return (
    <div ref={bar} class="timeline-bar">
      {marks.map((mark) => (
        <span
          key={mark.id}
          class={`timeline-speck is-${mark.status}`}
          style={{ left: `${100 * place_of(mark.at, whole)}%` }}
        />
      ))}
      {elapsed !== undefined && (
        <span class="timeline-needle" style={{ left: `${100 * place_of(elapsed, whole)}%` }} />
      )}
      <MiddleGrip {...grip} window={window} left={left} right={right} choose={choose} />
      <Grip
        {...grip}
        name="Window from"
        at={window.from}
        least={0}
        most={window.to - least_window}
        on_move={(from) => choose({ ...window, from })}
      />
      <Grip
        {...grip}
        name="Window to"
        at={window.to}
        least={window.from + least_window}
        most={end}
        on_move={(to) => choose({ ...window, to })}
      />
    </div>
  );
}

interface GripProps {
  name: string;
  at: number;
  least: number;
  most: number;
  end: number;
  minute_of: (client_x: number) => number;
  on_move: (minutes: number) => void;
}

function Grip({ name, at, least, most, end, minute_of, on_move }: GripProps) {
  const move = (minutes: number) => on_move(Math.min(most, Math.max(least, Math.round(minutes))));
  const on_key = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 15,
      PageDown: -15,
      Home: -end,
      End: end,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(at + step);
  };
  const holds = (event: PointerEvent) =>
    (event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId);
  return (
    <div
      class="timeline-grip"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={Math.round(least)}
      aria-valuemax={Math.round(most)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={spoken_minutes(Math.round(at))}
      style={{ left: `${(100 * at) / end}%` }}
      onKeyDown={on_key}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => holds(event) && move(minute_of(event.clientX))}
    />
  );
}

interface MiddleProps {
  window: Window;
  left: number;
  right: number;
  minute_of: (client_x: number) => number;
  choose: (window: Window) => void;
}

/** Takes the window along; for the pointer only, the ends do for keys. */
function MiddleGrip({ window, left, right, minute_of, choose }: MiddleProps) {
  const from = useRef<{ minute: number; window: Window } | undefined>(undefined);
  const on_down = (event: PointerEvent) => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    from.current = { minute: minute_of(event.clientX), window };
  };
  const on_move = (event: PointerEvent) => {
    if (from.current === undefined) return;
    const by = minute_of(event.clientX) - from.current.minute;
    const length = window.to - window.from;
    const start = Math.max(0, from.current.window.from + by);
    choose({ from: start, to: start + length });
  };
  const on_up = () => (from.current = undefined);
  return (
    <div
      class="timeline-window"
      style={{ left: `${left}%`, width: `${right - left}%` }}
      onPointerDown={on_down}
      onPointerMove={on_move}
      onPointerUp={on_up}
      onPointerCancel={on_up}
    />
  );
}

const style_names: [MarkStyle, string][] = [
  ["cones", "Cones"],
  ["bars", "Bars"],
  ["after_the_fact", "No mark while open"],
];
const colour_names: [MarkColours, string][] = [
  ["signal", "Late amber, violated red"],
  ["blue_red", "Open blue, done red"],
];
const always: MarkStatus[] = ["open", "met", "met_late", "violated"];
const sometimes: MarkStatus[] = ["warned", "held", "waiting", "cancelled"];

export function TimelineLegend({ marks }: { marks: readonly Mark[] }) {
  const there = (status: MarkStatus) => marks.some((mark) => mark.status === status);
  const planned = marks.length > 0 && marks.every((mark) => mark.status === "planned");
  const told = planned ? [] : [...always, ...sometimes.filter(there)];
  return (
    <div class="timeline-legend">
      <ul>
        {told.map((status) => (
          <li key={status}>
            <MarkGlyph status={status} />
            {status_text(status)}
          </li>
        ))}
      </ul>
      <span class="spacer" />
      <Choice
        name="Marks"
        value={mark_style.value}
        values={style_names}
        on_change={set_mark_style}
      />
      <Choice
        name="Colours"
        value={mark_colour.value}
        values={colour_names}
        on_change={set_mark_colours}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: T;
  values: readonly [T, string][];
  on_change: (value: T) => void;
}

export function Choice<T extends string>({ name, value, values, on_change }: ChoiceProps<T>) {
  return (
    <label class="field">
      <span class="muted">{name}</span>
      <select value={value} onChange={(event) => on_change(event.currentTarget.value as T)}>
        {values.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
