// How a person wants timelines drawn on this machine: shapes and colours of the marks.

import { signal, type Signal } from "@preact/signals";

export const mark_styles = ["cones", "bars", "after_the_fact"] as const;
/** `after_the_fact`: no mark while a milestone is open, only once it is done, late or violated. */
export type MarkStyle = (typeof mark_styles)[number];

export const mark_colours = ["signal", "blue_red"] as const;
/** `signal`: late is amber, violated red. `blue_red`: open is blue, done is red. */
export type MarkColours = (typeof mark_colours)[number];

function remembered<T extends string>(key: string, values: readonly T[], first: T): Signal<T> {
  const stored = globalThis.localStorage?.getItem(key);
  return signal(values.find((value) => value === stored) ?? first);
}

const style_key = "parley.timeline.marks";
const colours_key = "parley.timeline.colours";

export const mark_style = remembered<MarkStyle>(style_key, mark_styles, "cones");
export const mark_colour = remembered<MarkColours>(colours_key, mark_colours, "signal");

export function set_mark_style(value: MarkStyle): void {
  mark_style.value = value;
  localStorage.setItem(style_key, value);
}

export function set_mark_colours(value: MarkColours): void {
  mark_colour.value = value;
  localStorage.setItem(colours_key, value);
}
