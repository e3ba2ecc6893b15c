// A conversation in log order: what was said as bubbles, what happened as lines between them.

import { useState } from "preact/hooks";

import { now } from "../clock";
import { tone_of } from "../describe";
import { clock_time, words } from "../format";
import type { transcript_entry } from "../wire";

const shown_at_first = 200;

export function Transcript({ entries }: { entries: readonly transcript_entry[] }) {
  const [all, set_all] = useState(false);
  const hidden = all ? 0 : Math.max(0, entries.length - shown_at_first);
  return (
    <>
      {hidden > 0 && (
        <button type="button" class="button" onClick={() => set_all(true)}>
          Show {hidden} earlier entries
        </button>
      )}
      <ol class="transcript">
        {entries.slice(hidden).map((entry, index) => (
          <Entry key={`${entry.position}/${index}`} entry={entry} />
        ))}
      </ol>
    </>
  );
}

const sides: Record<string, string> = {
  inbound_message_received: "is-inbound",
  outbound_message_accepted: "is-outbound",
  outbound_message_blocked: "is-outbound is-blocked",
};

function Entry({ entry }: { entry: transcript_entry }) {
  const side = sides[entry.type];
  const time = clock_time(entry.at, now.peek());
  if (side === undefined) {
    return (
      <li class={`happening is-${tone_of(entry.type)}`} title={entry.position}>
        <span class="happening-text">
          <span class="happening-type">{words(entry.type)}</span>
          {entry.author !== "" && <span> {entry.author}</span>}
          {entry.text !== "" && <span> · {entry.text}</span>}
        </span>
        <time>{time}</time>
      </li>
    );
  }
  return (
    <li class={`bubble ${side}`} title={entry.position}>
      <p class="bubble-head">
        <strong>{entry.author || (side === "is-inbound" ? "contact" : "agent")}</strong>
        {side.includes("is-blocked") && <span class="tag is-bad">not sent</span>}
        <time>{time}</time>
      </p>
      <p class="bubble-text">{entry.text}</p>
    </li>
  );
}
