// The entitlement processes: which there are, and the editor of one.

import { useStore } from "../context";
import { subject_of } from "../describe";
import { useLook } from "../look";
import { href_of, route } from "../route";
import { reading_of_minutes } from "../timeline/reading";
import type { hours_answer } from "../wire_hours";
import type { processes_answer, tenant_process } from "../wire_promises";
import { PageOf } from "./page";
import { just_saved, ProcessEditor } from "./process_editor";
import { Empty, Loading } from "./states";

/** The address of a process that is not there yet: no id has an asterisk alone. */
export const new_process = "*";

export function ProcessesPage() {
  const { api } = useStore();
  const of_tenant = { depends_on: is_of_tenant };
  const look = useLook<processes_answer>(
    { ask: (after) => api.processes(after), ...of_tenant },
    [],
  );
  const hours = useLook<hours_answer>({ ask: (after) => api.hours(after), ...of_tenant }, []);
  const tools = (
    <a class="button is-small" href={href_of("processes", new_process)}>
      New process
    </a>
  );
  return (
    <PageOf title="Entitlement processes" what="the processes" look={look} tools={tools}>
      {({ processes }) => (
        <div class="page-split">
          <ProcessList processes={processes} />
          <OpenProcess
            processes={processes}
            hours={(hours.loaded.value.answer?.sets ?? []).map((set) => set.hours)}
          />
        </div>
      )}
    </PageOf>
  );
}

function is_of_tenant(event: { stream: string }): boolean {
  return subject_of(event.stream).kind === "tenant";
}

function ProcessList({ processes }: { processes: readonly tenant_process[] }) {
  if (processes.length === 0) {
    return <Empty title="No processes yet">A process is what an entitlement promises.</Empty>;
  }
  return (
    <nav class="process-list" aria-label="Processes">
      <ul>
        {processes.map(({ process, process_version, definition }) => (
          <li key={process}>
            <a
              href={href_of("processes", process)}
              aria-current={route.value.id === process ? "page" : undefined}
            >
              <span class="name">{definition.name || process}</span>
              <span class="sub">
                version {process_version} · {row_of(definition.milestones)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function row_of(milestones: readonly { target_minutes: number }[]): string {
  const targets = milestones.map((one) => one.target_minutes).sort((a, b) => a - b);
  return targets.length === 0 ? "no milestones" : targets.map(reading_of_minutes).join(", ");
}

interface OpenProps {
  processes: readonly tenant_process[];
  hours: readonly string[];
}

function OpenProcess({ processes, hours }: OpenProps) {
  const id = route.value.id;
  if (id === "") return <Empty title="Choose a process, or make a new one" />;
  const loaded = processes.find((one) => one.process === id);
  if (loaded === undefined && id !== new_process) {
    if (id === just_saved.value) return <Loading what="the process" />;
    return <Empty title="There is no such process">{id}</Empty>;
  }
  const taken = processes.map((one) => one.process);
  return <ProcessEditor key={id} loaded={loaded} taken={taken} hours={hours} />;
}
