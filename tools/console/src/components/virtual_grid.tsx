// A grid of rows of one height, of which only those in sight are drawn. One row is in the tab
// order; arrows, Page Up/Down, Home and End move it, Left and Right visit its buttons, Enter opens.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Column<T> {
  id: string;
  title: ComponentChildren;
  cell: (item: T) => ComponentChildren;
  numeric?: boolean;
  /** What a heading tells beyond its short title. */
  hint?: string;
  sortable?: boolean;
}

export interface Sort {
  column: string;
  descending: boolean;
}

interface GridProps<T> {
  label: string;
  class_name: string;
  items: readonly T[];
  key_of: (item: T) => string;
  columns: readonly Column<T>[];
  row_height: number;
  row_class?: (item: T) => string;
  on_open?: (item: T) => void;
  sort?: Sort;
  on_sort?: (sort: Sort) => void;
  /** Rows come in at the top: keep what is read in place. */
  anchored?: boolean;
  /** Shown instead of rows. */
  children?: ComponentChildren;
}

const extra_rows = 4;
const header_height = 30;

export function VirtualGrid<T>(props: GridProps<T>) {
  const { items, key_of, row_height } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, set_top] = useState(0);
  const height = useHeight(scroller);
  const active = useRef({ key: "", index: 0 });
  const { wants_focus, held } = useFocusKeeper(scroller);
  const [, draw] = useState(0);

  const index = place_of(items, key_of, active.current);
  const item = items[index];
  active.current = { key: item === undefined ? "" : key_of(item), index };

  useAnchor(scroller, props, top, set_top);

  const go = (to: number) => {
    const root = scroller.current;
    const next = Math.max(0, Math.min(items.length - 1, to));
    const target = items[next];
    if (root === null || target === undefined) return;
    active.current = { key: key_of(target), index: next };
    wants_focus.current = true;
    scroll_to(root, next * row_height, row_height);
    set_top(root.scrollTop);
    draw((n) => n + 1);
  };

  const page = Math.max(1, Math.floor((height - header_height) / row_height) - 1);
  const on_key = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>(".grid-row");
    if (row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = target_row(event.key, index, page, items.length);
    const opens = event.key === "Enter" && event.target === row && item !== undefined;
    if (to !== undefined) go(to);
    else if (opens) props.on_open?.(item);
    else if (!move_inside(event, row)) return;
    event.preventDefault();
  };

  const drawn = rows_in_sight(items.length, index, top, top + height, row_height);

  return (
    <div
      ref={scroller}
      class={`grid ${props.class_name}`}
      {...(items.length > 0 && grid_role(props))}
      onScroll={(event) => set_top(event.currentTarget.scrollTop)}
      onKeyDown={on_key}
      onFocusIn={(event) => (held.current = (event.target as Element).closest(".grid-row"))}
      onFocusOut={() => release(held)}
    >
      {items.length > 0 && <GridHeader {...props} />}
      {items.length === 0 && props.children}
      {items.length > 0 && (
        <div class="grid-rows" role="rowgroup" style={{ height: `${items.length * row_height}px` }}>
          {drawn.map((n) => (
            <GridRow
              key={key_of(items[n] as T)}
              item={items[n] as T}
              n={n}
              props={props}
              tab_stop={n === index}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function grid_role<T>({ label, items }: GridProps<T>) {
  return { role: "grid" as const, "aria-label": label, "aria-rowcount": items.length + 1 };
}

/** The rows to draw, the active one always among them: it is the list's stop in the tab order. */
function rows_in_sight(
  rows: number,
  active: number,
  top: number,
  bottom: number,
  row_height: number,
): number[] {
  const first = Math.max(0, Math.floor(top / row_height) - extra_rows);
  const last = Math.min(rows, Math.ceil(bottom / row_height) + extra_rows);
  const drawn = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  if (rows > 0 && (active < first || active >= last)) drawn.push(active);
  return drawn;
}

interface RowProps<T> {
  item: T;
  n: number;
  props: GridProps<T>;
  tab_stop: boolean;
}

function GridRow<T>({ item, n, props, tab_stop }: RowProps<T>) {
  const open = (event: MouseEvent) => {
    if (!(event.target as HTMLElement).closest("button, a")) props.on_open?.(item);
  };
  const opens = props.on_open === undefined ? "" : "is-openable";
  return (
    <div
      class={`grid-row ${opens} ${props.row_class?.(item) ?? ""}`}
      role="row"
      aria-rowindex={n + 2}
      tabIndex={tab_stop ? 0 : -1}
      style={{ transform: `translateY(${n * props.row_height}px)` }}
      onClick={open}
      data-key={props.key_of(item)}
    >
      {props.columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          class={`cell ${column.numeric ? "is-numeric" : ""}`}
          data-column={column.id}
        >
          {column.cell(item)}
        </div>
      ))}
    </div>
  );
}

function GridHeader<T>({ columns, sort, on_sort }: GridProps<T>) {
  return (
    <div class="grid-header" role="rowgroup">
      <div class="grid-header-row" role="row" aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort : undefined;
          const order = sorted && (sorted.descending ? "descending" : "ascending");
          return (
            <div
              key={column.id}
              role="columnheader"
              class={`cell ${column.numeric ? "is-numeric" : ""}`}
              title={column.hint}
              aria-sort={order}
            >
              {column.sortable && on_sort !== undefined ? (
                <button
                  type="button"
                  class="sort-button"
                  onClick={() => on_sort(next_sort(sort, column))}
                >
                  {column.title}
                  <span class="sort-mark" aria-hidden="true">
                    {sorted && (sorted.descending ? "↓" : "↑")}
                  </span>
                </button>
              ) : (
                column.title
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function next_sort<T>(sort: Sort | undefined, column: Column<T>): Sort {
  if (sort?.column === column.id) return { column: column.id, descending: !sort.descending };
  return { column: column.id, descending: column.numeric === true };
}

function target_row(key: string, at: number, page: number, rows: number): number | undefined {
  if (key === "ArrowDown" || key === "j") return at + 1;
  if (key === "ArrowUp" || key === "k") return at - 1;
  if (key === "PageDown") return at + page;
  if (key === "PageUp") return at - page;
  if (key === "Home") return 0;
  return key === "End" ? rows - 1 : undefined;
}

function move_inside(event: KeyboardEvent, row: HTMLElement): boolean {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return false;
  const stops = [row, ...row.querySelectorAll<HTMLElement>("button, a")];
  const at = stops.indexOf(event.target as HTMLElement);
  stops[at + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
  return true;
}

/** Where the active row is now: its key's row, or whichever took its place. */
function place_of<T>(
  items: readonly T[],
  key_of: (item: T) => string,
  active: { key: string; index: number },
): number {
  const same = items[active.index];
  if (same !== undefined && key_of(same) === active.key) return active.index;
  const found = active.key === "" ? 0 : items.findIndex((item) => key_of(item) === active.key);
  return found >= 0 ? found : Math.max(0, Math.min(active.index, items.length - 1));
}

function useHeight(scroller: { current: HTMLDivElement | null }): number {
  const [height, set_height] = useState(600);
  useLayoutEffect(() => {
    const root = scroller.current;
    if (root === null) return undefined;
    const watch = new ResizeObserver(() => set_height(root.clientHeight));
    watch.observe(root);
    return () => watch.disconnect();
  }, []);
  return height;
}

function useAnchor<T>(
  scroller: { current: HTMLDivElement | null },
  { anchored, items, key_of, row_height }: GridProps<T>,
  top: number,
  set_top: (top: number) => void,
): void {
  const newest = useRef("");
  useLayoutEffect(() => {
    const before = newest.current;
    newest.current = items[0] === undefined ? "" : key_of(items[0]);
    const root = scroller.current;
    if (!anchored || root === null || top === 0 || before === newest.current) return;
    const shift = items.findIndex((item) => key_of(item) === before);
    if (shift <= 0) return;
    root.scrollTop = top + shift * row_height;
    set_top(root.scrollTop);
  }, [items]);
}

function scroll_to(root: HTMLElement, above: number, row_height: number): void {
  const room = root.clientHeight - header_height;
  if (above < root.scrollTop) root.scrollTop = above;
  if (above + row_height > root.scrollTop + room) root.scrollTop = above + row_height - room;
}

/** Gives the focus to the active row when it was moved there, or when the row that had it is gone. */
function useFocusKeeper(scroller: { current: HTMLDivElement | null }) {
  const wants_focus = useRef(false);
  const held = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const root = scroller.current;
    if (root === null) return;
    const bereft = held.current?.isConnected === false;
    if (!wants_focus.current && !bereft) return;
    wants_focus.current = false;
    held.current = null;
    root.querySelector<HTMLElement>(".grid-row[tabindex='0']")?.focus({ preventScroll: true });
  });
  return { wants_focus, held };
}

// A focused row that leaves the list takes the focus with it. The grid remembers which row had it,
// and gives it to the successor; a row that is still there a moment later was left on purpose.
function release(held: { current: Element | null }): void {
  const row = held.current;
  setTimeout(() => {
    const left = row?.isConnected === true && !row.contains(document.activeElement);
    if (left && held.current === row) held.current = null;
  });
}
