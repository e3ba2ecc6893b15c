// A conversation in log order: what was said as bubbles, what happened as lines between them.

import { now } from "../clock";
import { useStore } from "../context";
import { tone_of } from "../describe";
import { clock_time, count, words } from "../format";
import { transcript_all } from "../store";
import type { transcript_entry } from "../wire";

export function Transcript({ entries }: { entries: readonly transcript_entry[] }) {
  const store = useStore();
  const earlier = (entries[0]?.version ?? 1) - 1;
  return (
    <>
      {earlier > 0 && (
        <p class="earlier">
          {count(earlier)} earlier {earlier === 1 ? "line" : "lines"}{" "}
          {store.transcript_most.value < transcript_all && (
            <button type="button" class="button is-small" onClick={() => store.show_earlier()}>
              Show more
            </button>
          )}
        </p>
      )}
      <ol class="transcript">
        {entries.map((entry) => (
          <Entry key={entry.position} entry={entry} />
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
