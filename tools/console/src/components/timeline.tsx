// The timeline control: milestones on a line of business time from 0:00, with an indicator where a
// case stands and a window to zoom. Arrows go from milestone to milestone; with `edit`, they can be
// dragged, moved by Shift and arrows, added and removed.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import {
  clamp_window,
  line_end,
  minute_at,
  place_of,
  reveal,
  side_of,
  ticks,
  zoom_window,
  type Window,
} from "../timeline/axis";
import { mark_colour, mark_style } from "../timeline/style";
import { neighbour, place_marks, type Mark } from "../timeline/marks";
import {
  elapsed_reading,
  minute_ms,
  reading_of_minutes,
  spoken_minutes,
} from "../timeline/reading";
import { TimelineLegend, TimelineTools, WindowBar } from "./timeline_window";
import { TimelineCrowd } from "./timeline_marks";

export interface TimelineEdit {
  on_add: (minutes: number) => void;
  on_move: (id: string, minutes: number) => void;
  on_remove: (id: string) => void;
}

interface TimelineProps {
  label: string;
  marks: readonly Mark[];
  selected: string;
  on_select: (id: string) => void;
  /** Where the case stands; a process has none. */
  elapsed_ms?: number | undefined;
  moving?: boolean;
  edit?: TimelineEdit;
}

const line_height = 128;
const lane_height = 32;
const mark_room = 30;
const tick_room = 56;

export function Timeline(props: TimelineProps) {
  const { marks, selected, elapsed_ms, edit, on_select } = props;
  const view = useRef<HTMLDivElement>(null);
  const width = useWidth(view);
  const [chosen, set_chosen] = useState<Window | undefined>(undefined);
  const held = useRef<{ window: Window; end: number } | undefined>(undefined);
  const elapsed = (elapsed_ms ?? 0) / minute_ms;
  const targets = marks.map((mark) => mark.at);
  const end = held.current?.end ?? line_end(targets, elapsed);
  const window = held.current?.window ?? clamp_window(chosen ?? { from: 0, to: end }, end);
  const wants_focus = useRef(false);
  const [, draw] = useState(0);

  // What was chosen by a key is where the focus belongs, also after the window moved.
  useLayoutEffect(() => {
    if (!wants_focus.current) return;
    const mark = view.current?.querySelector<HTMLElement>("[aria-selected='true']");
    if (mark === null || mark === undefined) return;
    wants_focus.current = false;
    mark.focus({ preventScroll: true });
  });

  const select = (mark: Mark | undefined) => {
    if (mark === undefined) return;
    wants_focus.current = true;
    if (chosen !== undefined) set_chosen(reveal(window, mark.at, end));
    on_select(mark.id);
  };
  const zoom = (factor: number) => {
    const mark = marks.find((one) => one.id === selected);
    const seen = mark !== undefined && side_of(mark.at, window) === "inside";
    const at = seen ? mark.at : (window.from + window.to) / 2;
    const next = zoom_window(window, factor, at, end);
    set_chosen(next.to - next.from >= end ? undefined : next);
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keeps = event.key === "Delete";
    // The mark that has the focus: one that was given it by a script may not be selected yet.
    const { milestone: focused } = mark_of(event.target as Element)?.dataset ?? {};
    if (!key_deed(event, { ...props, selected: focused ?? selected }, select, zoom)) return;
    if (keeps) wants_focus.current = true;
    event.preventDefault();
  };
  const minute_of = (client_x: number) => {
    const box = view.current?.getBoundingClientRect();
    return box === undefined ? 0 : minute_at((client_x - box.left) / box.width, window);
  };
  const drag = edit && {
    start: () => (held.current = { window, end }),
    move: (id: string, client_x: number) => edit.on_move(id, Math.max(0, minute_of(client_x))),
    finish: () => {
      held.current = undefined;
      draw((n) => n + 1);
    },
  };
  const on_focus = (id: string) => {
    wants_focus.current = true;
    on_select(id);
  };
  const on_double = (event: MouseEvent) => {
    if (mark_of(event.target as Element) === null) edit?.on_add(minute_of(event.clientX));
  };

  const placed = place_marks(shown(marks, selected), window, mark_room / width, selected);
  const lanes = Math.max(1, ...placed.filter((one) => one.open).map((one) => one.marks.length));
  return (
    <div
      class={`timeline ${edit === undefined ? "" : "is-edited"}`}
      role="group"
      aria-label={props.label}
      data-colours={mark_colour.value}
      data-marks={mark_style.value}
    >
      <TimelineTools window={window} end={end} on_window={set_chosen} on_zoom={zoom} />
      <div class="timeline-frame">
        <Beyond side="before" window={window} end={end} {...props} on_window={set_chosen} />
        <div
          ref={view}
          class="timeline-view"
          style={{ height: `${line_height + lane_height * (lanes - 1)}px` }}
          onKeyDown={on_key}
          onDblClick={on_double}
        >
          <Axis window={window} most={Math.max(2, Math.floor(width / tick_room))} />
          {elapsed_ms !== undefined && <Gone elapsed={elapsed} window={window} />}
          {placed.length > 0 && (
            <div
              class="timeline-marks"
              role="listbox"
              aria-orientation="horizontal"
              aria-label={`Milestones, ${marks.length}`}
            >
              {placed.map((one, n) => (
                <TimelineCrowd
                  key={one.marks[0]?.id}
                  placed={one}
                  room={room_of(placed, n) * width}
                  selected={selected}
                  first={tab_stop(placed, selected)}
                  on_select={on_select}
                  on_focus={on_focus}
                  drag={drag}
                />
              ))}
            </div>
          )}
          {elapsed_ms !== undefined && (
            <Indicator elapsed_ms={elapsed_ms} window={window} moving={props.moving === true} />
          )}
        </div>
        <Beyond side="after" window={window} end={end} {...props} on_window={set_chosen} />
      </div>
      <WindowBar
        window={window}
        end={end}
        marks={marks}
        elapsed={elapsed_ms === undefined ? undefined : elapsed}
        on_window={set_chosen}
      />
      <TimelineLegend marks={marks} />
    </div>
  );
}

function mark_of(target: Element): HTMLElement | null {
  return target.closest<HTMLElement>(".timeline-mark");
}

/** Open milestones have no mark in one of the styles; the selected one is always seen. */
function shown(marks: readonly Mark[], selected: string): readonly Mark[] {
  if (mark_style.value !== "after_the_fact") return marks;
  const quiet = ["open", "waiting", "warned", "held"];
  return marks.filter((mark) => mark.id === selected || !quiet.includes(mark.status));
}

/** The mark in the tab order: the selected one, or the first in sight. */
function tab_stop(placed: readonly { marks: Mark[] }[], selected: string): string {
  const seen = placed.flatMap((one) => one.marks);
  return seen.some((mark) => mark.id === selected) ? selected : (seen[0]?.id ?? "");
}

/** The share of the line that the label of a mark may take: to its nearer neighbour. */
function room_of(placed: readonly { place: number }[], n: number): number {
  const at = placed[n]?.place ?? 0;
  const before = placed[n - 1]?.place ?? -at - 1;
  const after = placed[n + 1]?.place ?? 2;
  return Math.min(at - before, after - at);
}

function key_deed(
  event: KeyboardEvent,
  { marks, selected, edit }: TimelineProps,
  select: (mark: Mark | undefined) => void,
  zoom: (factor: number) => void,
): boolean {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const mark = marks.find((one) => one.id === selected);
  if (step !== undefined && event.shiftKey && edit !== undefined && mark !== undefined) {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 10, ArrowDown: -10 }[event.key] ?? 0;
    edit.on_move(mark.id, mark.at + by);
    return true;
  }
  if (step !== undefined) select(neighbour(marks, selected, step));
  else if (event.key === "Home") select(neighbour(marks, selected, -marks.length));
  else if (event.key === "End") select(neighbour(marks, selected, marks.length));
  else if (event.key === "+" || event.key === "=") zoom(0.5);
  else if (event.key === "-") zoom(2);
  else if (event.key === "Delete" && edit !== undefined && mark) edit.on_remove(mark.id);
  else return false;
  return true;
}

function Axis({ window, most }: { window: Window; most: number }) {
  return (
    <div class="timeline-axis" aria-hidden="true">
      {ticks(window, most).map((minute) => (
        <span key={minute} class="timeline-tick" style={left_of(minute, window)}>
          {reading_of_minutes(minute)}
        </span>
      ))}
    </div>
  );
}

function left_of(minute: number, window: Window) {
  return { left: `${100 * place_of(minute, window)}%` };
}

function Gone({ elapsed, window }: { elapsed: number; window: Window }) {
  const share = Math.min(1, Math.max(0, place_of(elapsed, window)));
  return <div class="timeline-gone" style={{ width: `${100 * share}%` }} />;
}

interface IndicatorProps {
  elapsed_ms: number;
  window: Window;
  moving: boolean;
}

function Indicator({ elapsed_ms, window, moving }: IndicatorProps) {
  const elapsed = elapsed_ms / minute_ms;
  if (side_of(elapsed, window) !== "inside") return null;
  const said = `Now at ${spoken_minutes(elapsed)}${moving ? "" : ", at rest"}`;
  return (
    <div
      class={`timeline-indicator ${moving ? "is-moving" : "is-resting"}`}
      role="img"
      aria-label={said}
      style={left_of(elapsed, window)}
    >
      <span class="timeline-reading">{elapsed_reading(elapsed_ms)}</span>
    </div>
  );
}

interface BeyondProps extends TimelineProps {
  side: "before" | "after";
  window: Window;
  end: number;
  on_window: (window: Window) => void;
}

/** What is out of sight on one side: the indicator, milestones; a press goes there. */
function Beyond({ side, window, end, marks, elapsed_ms, on_window }: BeyondProps) {
  const there = marks.filter((mark) => side_of(mark.at, window) === side);
  const elapsed = (elapsed_ms ?? 0) / minute_ms;
  const indicator = elapsed_ms !== undefined && side_of(elapsed, window) === side;
  const nearest = side === "before" ? there[there.length - 1] : there[0];
  const arrow = side === "before" ? "◀" : "▶";
  return (
    <div class={`timeline-beyond is-${side}`}>
      {indicator && (
        <button
          type="button"
          class="timeline-away is-indicator"
          aria-label={`Now at ${spoken_minutes(elapsed)}, ${side} the window: show`}
          onClick={() => on_window(reveal(window, elapsed, end))}
        >
          {arrow} {elapsed_reading(elapsed_ms)}
        </button>
      )}
      {nearest !== undefined && (
        <button
          type="button"
          class="timeline-away"
          aria-label={`${there.length} milestones ${side} the window: show the nearest`}
          onClick={() => on_window(reveal(window, nearest.at, end))}
        >
          {arrow} {there.length}
        </button>
      )}
    </div>
  );
}

function useWidth(view: { current: HTMLDivElement | null }): number {
  const [width, set_width] = useState(800);
  useLayoutEffect(() => {
    const root = view.current;
    if (root === null) return undefined;
    const watch = new ResizeObserver(() => set_width(Math.max(1, root.clientWidth)));
    watch.observe(root);
    return () => watch.disconnect();
  }, []);
  return width;
}
