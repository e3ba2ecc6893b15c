// The page: header, figures, four panels, and whatever dialog is open.

import { useEffect } from "preact/hooks";

import type { ApiError } from "../api";
import { useStore } from "../context";
import { note_conversation_in_address } from "../settings";
import { announcement, dialog, on_page_key } from "../ui";
import { Agents } from "./agents";
import { Conversations } from "./conversations";
import { Drawer } from "./drawer";
import { Header } from "./header";
import { SharedPatterns } from "./icons";
import { KpiStrip } from "./kpi_strip";
import { Queues } from "./queues";
import { ShortcutsDialog, TenantDialog, TokenDialog } from "./settings_dialogs";
import { ErrorFacts } from "./states";
import { Ticker } from "./ticker";

export function App({ tenant }: { tenant: string }) {
  const store = useStore();
  useEffect(() => {
    document.addEventListener("keydown", on_page_key);
    return () => document.removeEventListener("keydown", on_page_key);
  }, []);
  useEffect(() => {
    const stop = store.open_id.subscribe(note_conversation_in_address);
    return stop;
  }, []);
  return (
    <>
      <a class="skip-link" href="#queues">
        Skip to the floor
      </a>
      <SharedPatterns />
      <Header tenant={tenant} />
      <Problem />
      <main class="floor" id="floor">
        <KpiStrip />
        <Queues />
        <Agents />
        <Conversations />
        <Ticker />
      </main>
      <Drawer />
      <Dialogs tenant={tenant} />
      <Announcer />
    </>
  );
}

function Announcer() {
  return (
    <p class="visually-hidden" aria-live="polite">
      {announcement.value}
    </p>
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

function Dialogs({ tenant }: { tenant: string }) {
  if (dialog.value === "shortcuts") return <ShortcutsDialog />;
  if (dialog.value === "token") return <TokenDialog />;
  return dialog.value === "tenant" ? <TenantDialog tenant={tenant} /> : null;
}
