// The floor: figures, four panels, and the conversation that is open.

import { useEffect } from "preact/hooks";

import type { ApiError } from "../api";
import { useStore } from "../context";
import { route } from "../route";
import { note_conversation_in_address } from "../settings";
import { dialog } from "../ui";
import { Agents } from "./agents";
import { Conversations } from "./conversations";
import { Drawer } from "./drawer";
import { KpiStrip } from "./kpi_strip";
import { Queues } from "./queues";
import { ErrorFacts } from "./states";
import { Ticker } from "./ticker";

export function FloorPage() {
  const store = useStore();
  const { id } = route.value;
  useEffect(() => {
    store.floor_is_seen = true;
    store.refresh();
    return () => {
      store.floor_is_seen = false;
      store.open("");
    };
  }, []);
  useEffect(() => store.open(id), [id]);
  useEffect(() => {
    const stop = store.open_id.subscribe(note_conversation_in_address);
    return stop;
  }, []);
  return (
    <>
      <Problem />
      <main class="floor" id="floor">
        <KpiStrip />
        <Queues />
        <Agents />
        <Conversations />
        <Ticker />
      </main>
      <Drawer />
    </>
  );
}

/** The floor could not be renewed: said once, above everything, with what to quote. */
function Problem() {
  const store = useStore();
  const error = store.overview.value.error ?? store.capacity.value.error;
  const refused = error !== undefined && (error.status === 401 || error.status === 403);
  if (error === undefined) return null;
  return (
    <div class="problem" role="alert">
      <strong>{problem_title(error)}</strong>
      <span>{error.message}</span>
      <ErrorFacts error={error} />
      <span class="spacer" />
      {refused && (
        <button type="button" class="button" onClick={() => (dialog.value = "token")}>
          Enter a token
        </button>
      )}
      <button type="button" class="button" onClick={() => store.refresh()}>
        Try again
      </button>
    </div>
  );
}

function problem_title({ status }: ApiError): string {
  if (status === 401) return "The server wants a token.";
  return status === 403 ? "This token may not see the floor." : "The floor cannot be renewed.";
}
