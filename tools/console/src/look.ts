// One answer of the server that a page shows and keeps fresh: asked for again when something happens
// that it depends on, after a failure, or when it says so itself.

import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import { ApiError } from "./api";
import { server_clock } from "./clock";
import { useStore } from "./context";
import { is_before } from "./position";
import { Refresher } from "./refresher";
import { nothing, type FloorStore, type Loaded } from "./store";
import type { feed_event } from "./wire";

const retry_ms = 3_000;
const longest_wait_ms = 10 * 60_000;

export interface LookOptions<T> {
  /** Asks for at least what is known at `after`. */
  ask: (after: string) => Promise<T>;
  /** Whether an event may change the answer. */
  depends_on: (event: feed_event) => boolean;
  /** The server's time at which to ask again; 0: not by itself. */
  again_at?: (answer: T) => number;
  spacing_ms?: number;
}

export class Look<T extends { position: string }> {
  readonly loaded = signal<Loaded<T>>(nothing);
  private readonly refresher_: Refresher;
  private readonly stop_listening_: () => void;
  private timer_: ReturnType<typeof setTimeout> | undefined;
  private stopped_ = false;

  constructor(
    private readonly store_: FloorStore,
    private readonly options_: LookOptions<T>,
  ) {
    this.refresher_ = new Refresher(() => this.load(), options_.spacing_ms ?? 300);
    this.stop_listening_ = store_.listen({
      on_events: (events) => events.some(options_.depends_on) && this.request(),
      on_open: () => this.request(),
      on_other_log: () => (this.loaded.value = nothing),
    });
    this.request();
  }

  request(): void {
    this.refresher_.request();
  }

  stop(): void {
    this.stopped_ = true;
    clearTimeout(this.timer_);
    this.stop_listening_();
    this.refresher_.stop();
  }

  private async load(): Promise<void> {
    try {
      const answer = await this.options_.ask(this.store_.known);
      if (this.stopped_) return;
      const shown = this.loaded.value.answer;
      const newest = shown && is_before(answer.position, shown.position) ? shown : answer;
      this.loaded.value = { answer: newest, error: undefined };
      this.wait_for(this.options_.again_at?.(newest) ?? 0);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.stopped_) return;
      this.loaded.value = { answer: this.loaded.value.answer, error };
      // What is not there, or not for this token, does not come by asking again.
      if (error.status < 400 || error.status >= 500) this.again_in(retry_ms);
    }
  }

  private wait_for(moment: number): void {
    clearTimeout(this.timer_);
    if (moment === 0) return;
    const wait = moment - server_clock.now() + 100;
    this.again_in(Math.min(longest_wait_ms, Math.max(1_000, wait)));
  }

  private again_in(ms: number): void {
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => this.request(), ms);
  }
}

/** A look for as long as a component is shown with these `keys`. */
export function useLook<T extends { position: string }>(
  options: LookOptions<T>,
  keys: readonly unknown[],
): Look<T> {
  const store = useStore();
  const look = useMemo(() => new Look(store, options), keys);
  useEffect(() => () => look.stop(), [look]);
  return look;
}
