// What a panel shows when it has nothing to show: loading, empty, or an error.

import type { ComponentChildren } from "preact";

import type { ApiError } from "../api";
import { Icon } from "./icons";

export function Loading({ what }: { what: string }) {
  return (
    <div class="state is-loading" role="status">
      <span class="visually-hidden">Loading {what}</span>
      {Array.from({ length: 5 }, (_, i) => (
        <span key={i} class="bone" />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state is-empty">
      <p class="state-title">{title}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

export function Failure({ error, on_retry }: { error: ApiError; on_retry: () => void }) {
  return (
    <div class="state is-error">
      <Icon name="alert" />
      <p class="state-title">{error.message}</p>
      <ErrorFacts error={error} />
      <button type="button" class="button" onClick={on_retry}>
        Try again
      </button>
    </div>
  );
}

/** Code and request id: what a person quotes when asking for help. */
export function ErrorFacts({ error }: { error: ApiError }) {
  return (
    <span class="error-facts">
      <code>{error.code}</code>
      {error.request_id !== "" && (
        <>
          {" "}
          request <code>{error.request_id}</code>
        </>
      )}
    </span>
  );
}
