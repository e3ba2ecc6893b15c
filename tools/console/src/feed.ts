// The tenant's events as they happen: connection state, the last events for the ticker, and a call
// for every bundle. Bundles are cut by animation frames, so that a burst costs one render.

import { signal } from "@preact/signals";

import type { Api } from "./api";
import { now, server_clock } from "./clock";
import { SseReader, type SseRecord, type SseState } from "./sse";
import type { feed_event } from "./wire";

export const kept_events = 200;
const parsed_per_bundle = 500;
const stale_after_ms = 5_000;
const rate_window_ms = 5_000;

/** What the header tells. `since` is when the numbers stopped being renewed. */
export type Connection =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "reconnecting"; attempt: number; reason: string; since: number }
  | { kind: "stale"; attempt: number; reason: string; since: number }
  | { kind: "refused"; status: number; since: number };

export class Feed {
  readonly connection = signal<Connection>({ kind: "connecting" });
  /** Newest first. */
  readonly events = signal<readonly feed_event[]>([]);
  readonly per_second = signal(0);

  private readonly reader_: SseReader;
  private readonly pending_: SseRecord[] = [];
  private flush_: number | undefined;
  private lost_at_: number | undefined;
  private stale_timer_: ReturnType<typeof setTimeout> | undefined;
  private rate_timer_: ReturnType<typeof setInterval> | undefined;
  private arrivals_: [number, number][] = [];
  private readonly listening_ = new AbortController();

  constructor(
    api: Api,
    private readonly on_events_: (events: feed_event[]) => void,
    private readonly on_open_: () => void,
    private readonly on_other_log_: () => void,
  ) {
    this.reader_ = new SseReader({
      url: `${api.root}/events?from=now`,
      headers: () => api.headers(),
      on_records: (records) => this.take(records),
      on_state: (state) => this.follow(state),
    });
  }

  start(): void {
    const { signal } = this.listening_;
    window.addEventListener("online", () => this.reader_.retry_now(), { signal });
    this.rate_timer_ = setInterval(() => this.measure(), 1000);
    void this.reader_.run();
  }

  stop(): void {
    this.listening_.abort();
    clearInterval(this.rate_timer_);
    clearTimeout(this.stale_timer_);
    this.reader_.stop();
  }

  retry_now(): void {
    this.reader_.retry_now();
  }

  private follow(state: SseState): void {
    if (state.kind === "open") {
      this.lost_at_ = undefined;
      clearTimeout(this.stale_timer_);
      this.stale_timer_ = undefined;
      this.connection.value = { kind: "live" };
      this.on_open_();
    } else if (state.kind === "waiting") {
      this.lose(state);
    }
  }

  private lose(state: Extract<SseState, { kind: "waiting" }>): void {
    const since = (this.lost_at_ ??= server_clock.now());
    const { attempt, reason, status } = state;
    if ((status === 404 || status === 400) && this.reader_.last_event_id !== "") {
      // The log does not reach what was seen: it is another one, and the past of the page is void.
      this.reader_.last_event_id = "";
      this.events.value = [];
      this.on_other_log_();
    }
    if (status === 401 || status === 403) {
      this.connection.value = { kind: "refused", status, since };
      return;
    }
    const lost = { attempt, reason, since };
    if (server_clock.now() - since >= stale_after_ms) {
      this.connection.value = { kind: "stale", ...lost };
      return;
    }
    this.connection.value = { kind: "reconnecting", ...lost };
    this.stale_timer_ ??= setTimeout(() => {
      const present = this.connection.value;
      if (present.kind === "reconnecting") this.connection.value = { ...present, kind: "stale" };
    }, stale_after_ms);
  }

  private take(records: SseRecord[]): void {
    for (const record of records) this.pending_.push(record);
    this.arrivals_.push([performance.now(), records.length]);
    if (this.flush_ !== undefined) return;
    // Frames do not come while the page is hidden; the feed must not pile up then.
    if (document.hidden) this.flush_ = window.setTimeout(() => this.flush(), 250);
    else this.flush_ = requestAnimationFrame(() => this.flush());
  }

  private flush(): void {
    this.flush_ = undefined;
    const records = this.pending_.splice(0).slice(-parsed_per_bundle);
    const events = records.map(parse_event);
    const last = events[events.length - 1];
    if (last === undefined) return;
    server_clock.observe(last.recorded_at);
    if (last.recorded_at > now.peek()) now.value = server_clock.now();
    const newest = events.slice(-kept_events).reverse();
    this.events.value = [...newest, ...this.events.value].slice(0, kept_events);
    this.on_events_(events);
  }

  private measure(): void {
    const from = performance.now() - rate_window_ms;
    this.arrivals_ = this.arrivals_.filter(([at]) => at >= from);
    const sum = this.arrivals_.reduce((total, [, arrived]) => total + arrived, 0);
    this.per_second.value = Math.round(sum / (rate_window_ms / 1000));
  }
}

function parse_event(record: SseRecord): feed_event {
  const event = JSON.parse(record.data) as feed_event;
  // An event that the server itself cannot read yet has no payload, only its place and name.
  return { ...event, payload: event.payload ?? {} };
}
