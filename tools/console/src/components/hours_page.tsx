// The sets of business hours: which there are, and the editor of one. Everything is to the minute here;
// milliseconds that came by the API stay until their field is changed.

import { useStore } from "../context";
import { subject_of } from "../describe";
import { useLook } from "../look";
import { href_of, route } from "../route";
import { new_set } from "../week";
import type { hours_answer } from "../wire_hours";
import { HoursEditor } from "./hours_editor";
import { PageOf } from "./page";
import { Empty } from "./states";

/** The address of a set that is not there yet: no id has an asterisk alone. */
const new_hours = "*";

export function HoursPage() {
  const { api } = useStore();
  const look = useLook<hours_answer>(
    {
      ask: (after) => api.hours(after),
      depends_on: ({ stream }) => subject_of(stream).kind === "tenant",
    },
    [],
  );
  const tools = (
    <a class="button is-small" href={href_of("hours", new_hours)}>
      New set
    </a>
  );
  return (
    <PageOf title="Business hours" what="business hours" look={look} tools={tools}>
      {(answer) => (
        <div class="page-split">
          <SetList answer={answer} />
          <OpenSet answer={answer} />
        </div>
      )}
    </PageOf>
  );
}

function SetList({ answer }: { answer: hours_answer }) {
  if (answer.sets.length === 0) {
    return <Empty title="No sets yet">Until there is one, every hour counts.</Empty>;
  }
  return (
    <nav class="process-list" aria-label="Sets of hours">
      <ul>
        {answer.sets.map(({ hours, definition, active }) => (
          <li key={hours}>
            <a
              href={href_of("hours", hours)}
              aria-current={route.value.id === hours ? "page" : undefined}
            >
              <span class="name">{definition.name || hours}</span>
              <span class="sub">
                {definition.zone || "UTC"}
                {hours === answer.default_hours && " · default"}
                {!active && " · switched off"}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OpenSet({ answer }: { answer: hours_answer }) {
  const id = route.value.id;
  if (id === "") return <Empty title="Choose a set, or make a new one" />;
  const loaded = answer.sets.find((one) => one.hours === id);
  if (loaded === undefined && id !== new_hours) {
    return <Empty title="There is no such set">{id}</Empty>;
  }
  return (
    <HoursEditor key={id} loaded={loaded} start={loaded?.definition ?? new_set} answer={answer} />
  );
}
