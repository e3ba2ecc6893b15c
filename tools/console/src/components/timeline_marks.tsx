// A mark on a timeline, or several that stand too close together: a crowd is one mark with a count
// until one of it is selected, and then opens upwards.

import {
  spoken_crowd,
  spoken_state,
  worst_status,
  type Mark,
  type Placed,
} from "../timeline/marks";
import { reading_of_minutes } from "../timeline/reading";
import { MarkGlyph } from "./mark_glyph";

export interface Drag {
  start: () => void;
  move: (id: string, client_x: number) => void;
  finish: () => void;
}

interface CrowdProps {
  placed: Placed;
  /** Pixels to the nearer neighbour. */
  room: number;
  selected: string;
  /** The mark in the tab order. */
  first: string;
  on_select: (id: string) => void;
  /** Selected because the focus came to it. */
  on_focus: (id: string) => void;
  drag: Drag | undefined;
}

const name_room = 74;

export function TimelineCrowd(props: CrowdProps) {
  const { placed, room, selected, first } = props;
  const left = `${100 * placed.place}%`;
  const single = placed.marks.length === 1;
  if (!single && !placed.open) return <ClosedCrowd {...props} />;
  return (
    <>
      {placed.marks.map((mark, lane) => (
        <OneMark
          key={mark.id}
          {...props}
          mark={mark}
          left={left}
          lane={lane}
          beside={!single}
          with_name={!single || mark.id === selected || room >= name_room}
          label_room={room}
          tab_stop={mark.id === first}
        />
      ))}
    </>
  );
}

function ClosedCrowd({ placed, first, on_select, on_focus }: CrowdProps) {
  const id = placed.marks[0]?.id ?? "";
  return (
    <div
      class="timeline-mark is-crowd"
      role="option"
      aria-selected="false"
      tabIndex={placed.marks.some((mark) => mark.id === first) ? 0 : -1}
      style={{ left: `${100 * placed.place}%` }}
      onClick={() => on_select(id)}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && on_focus(id)}
    >
      <MarkGlyph status={worst_status(placed.marks)} />
      <span class="timeline-count">{placed.marks.length}</span>
      <span class="visually-hidden"> milestones, </span>
      <span class="timeline-at">{reading_of_minutes(placed.marks[0]?.at ?? 0)}</span>
      <span class="visually-hidden"> {spoken_crowd(placed.marks)}</span>
    </div>
  );
}

interface OneMarkProps extends CrowdProps {
  mark: Mark;
  left: string;
  lane: number;
  /** Label at the side: one of an open crowd. */
  beside: boolean;
  with_name: boolean;
  label_room: number;
  tab_stop: boolean;
}

function OneMark(props: OneMarkProps) {
  const { mark, lane, beside, selected, on_select, on_focus, drag } = props;
  const on_down = (event: PointerEvent) => {
    if (drag === undefined || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    on_select(mark.id);
    drag.start();
  };
  const on_move = (event: PointerEvent) => {
    const holds = (event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId);
    if (holds) drag?.move(mark.id, event.clientX);
  };
  return (
    <div
      class={`timeline-mark ${beside ? "is-beside" : ""} is-${mark.status}`}
      role="option"
      aria-selected={mark.id === selected}
      tabIndex={props.tab_stop ? 0 : -1}
      data-milestone={mark.id}
      data-status={mark.status}
      style={{ left: props.left, bottom: `${54 + 32 * lane}px` }}
      onClick={() => on_select(mark.id)}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && on_focus(mark.id)}
      onPointerDown={on_down}
      onPointerMove={on_move}
      onPointerUp={() => drag?.finish()}
      onPointerCancel={() => drag?.finish()}
    >
      <MarkGlyph status={mark.status} />
      <MarkLabel {...props} />
      <span class="visually-hidden">, {spoken_state(mark)}</span>
    </div>
  );
}

/** The reading under the line and the name above the mark; of an open crowd, both at the side. */
function MarkLabel({ mark, beside, with_name, label_room }: OneMarkProps) {
  const at = <span class="timeline-at">{reading_of_minutes(mark.at)}</span>;
  const wide = beside ? {} : { maxWidth: `${Math.round(label_room)}px` };
  const name = with_name ? (
    <span class="timeline-name" style={wide}>
      {mark.name}
    </span>
  ) : (
    <span class="visually-hidden">{mark.name}</span>
  );
  const gap = " ";
  if (beside) {
    return (
      <span class="timeline-label">
        {at}
        {gap}
        {name}
      </span>
    );
  }
  return (
    <>
      {name}
      {gap}
      {at}
    </>
  );
}
