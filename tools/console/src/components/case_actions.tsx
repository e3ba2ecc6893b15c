// What can be done with a case: put it on hold and take it off, close it and open it again, give it
// the latest version of its process, and mark its tasks as done.

import { command_key } from "../api";
import { now } from "../clock";
import { useStore } from "../context";
import { clock_time, words } from "../format";
import { deeds_of, type CaseDeed } from "../promises";
import type { case_answer, case_task } from "../wire_promises";
import { Refused, use_command } from "./command";
import { Card } from "./page";

export function CaseActions({ about }: { about: case_answer }) {
  const { api } = useStore();
  const { busy, error, run } = use_command();
  const id = about.of_case;
  const act = ({ kind, status, text }: CaseDeed) => {
    const key = command_key();
    const command = {
      status: () => api.set_case_status(id, status, key),
      close: () => api.close_case(id, key),
      reopen: () => api.reopen_case(id, key),
      migrate: () => api.migrate_case(id, key),
    }[kind];
    void run(command, `${text}: done`);
  };
  return (
    <p class="card-buttons">
      {deeds_of(about.state).map((deed) => (
        <button
          key={deed.text}
          type="button"
          class="button"
          disabled={busy}
          onClick={() => act(deed)}
        >
          {deed.text}
        </button>
      ))}
      <Refused error={error} />
    </p>
  );
}

export function CaseTasks({ about }: { about: case_answer }) {
  const tasks = about.state.open_tasks;
  if (tasks.length === 0) return null;
  return (
    <Card title="Tasks">
      <ul class="steps">
        {tasks.map((task) => (
          <Task key={task.task} of_case={about.of_case} task={task} />
        ))}
      </ul>
    </Card>
  );
}

function Task({ of_case, task }: { of_case: string; task: case_task }) {
  const { api } = useStore();
  const { busy, error, run } = use_command();
  const subject = task.subject || words("no_subject");
  const complete = () =>
    void run(() => api.complete_task(of_case, task.task, command_key()), `${subject}: done`);
  return (
    <li>
      <time dateTime={new Date(task.created_at).toISOString()}>
        {clock_time(task.created_at, now.value)}
      </time>
      <span class="is-id">{task.assignee}</span>
      <span>
        {subject}{" "}
        <button
          type="button"
          class="button is-small"
          aria-label={`${subject}: mark as done`}
          disabled={busy}
          onClick={complete}
        >
          Done
        </button>{" "}
        <Refused error={error} />
      </span>
    </li>
  );
}
