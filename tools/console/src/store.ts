// The floor as the page knows it: answers of the server, the feed, and how fresh they are. An
// answer that is older than the one shown is dropped, so numbers never go backwards.

import { signal } from "@preact/signals";

import { Api, ApiError } from "./api";
import { server_clock } from "./clock";
import { Feed } from "./feed";
import { History } from "./history";
import { is_before, later_of } from "./position";
import { Refresher } from "./refresher";
import type {
  capacity_answer,
  conversation_answer,
  conversations_answer,
  feed_event,
  overview_answer,
} from "./wire";

/** One answer of the server and what went wrong since. */
export interface Loaded<T> {
  answer: T | undefined;
  error: ApiError | undefined;
}

export const nothing = { answer: undefined, error: undefined };

/** Another part of the page that follows the log. */
export interface Listener {
  on_events: (events: feed_event[]) => void;
  /** The feed is open, again or for the first time: events may have been missed. */
  on_open: () => void;
  /** The log is another one, and what is known of it void. */
  on_other_log: () => void;
}

const retry_ms = 3_000;
const transcript_first = 200;
export const transcript_all = 1000;

export class FloorStore {
  readonly overview = signal<Loaded<overview_answer>>(nothing);
  readonly capacity = signal<Loaded<capacity_answer>>(nothing);
  readonly conversations = signal<Loaded<conversations_answer>>(nothing);
  readonly open_id = signal("");
  readonly opened = signal<Loaded<conversation_answer>>(nothing);
  /** How many of the last lines of a transcript are asked for. */
  readonly transcript_most = signal(transcript_first);
  readonly history = new History();
  /** Grows with every slot of the history. */
  readonly history_slot = signal(0);
  readonly feed: Feed;

  /** Whether the floor is on the page: otherwise its figures are not renewed. */
  floor_is_seen = true;

  private known_ = "";
  private readonly listeners_ = new Set<Listener>();
  private transcript_from_ = 1;
  private readonly looks_: Refresher[];
  private readonly floor_look_: Refresher;
  private readonly list_look_: Refresher;
  private readonly open_look_: Refresher;
  private slot_timer_: ReturnType<typeof setInterval> | undefined;
  private readonly retries_ = new Set<ReturnType<typeof setTimeout>>();

  constructor(readonly api: Api) {
    this.feed = new Feed(
      api,
      (events) => this.on_events(events),
      () => this.on_open(),
      () => this.forget(),
    );
    this.floor_look_ = new Refresher(() => this.load_floor(), 500);
    this.list_look_ = new Refresher(() => this.load_list(), 1000);
    this.open_look_ = new Refresher(() => this.load_open(), 300);
    this.looks_ = [this.floor_look_, this.list_look_, this.open_look_];
  }

  start(): void {
    this.refresh();
    this.feed.start();
    this.slot_timer_ = setInterval(() => this.note_history(), 2_500);
  }

  stop(): void {
    clearInterval(this.slot_timer_);
    for (const timer of this.retries_) clearTimeout(timer);
    for (const look of this.looks_) look.stop();
    this.feed.stop();
  }

  /** The last position of the log that is known. */
  get known(): string {
    return this.known_;
  }

  /** Tells of the log until the function it gives is called. */
  listen(listener: Listener): () => void {
    this.listeners_.add(listener);
    return () => this.listeners_.delete(listener);
  }

  refresh(): void {
    if (this.floor_is_seen) for (const look of this.looks_) look.request();
  }

  private on_open(): void {
    this.refresh();
    for (const listener of this.listeners_) listener.on_open();
  }

  open(id: string): void {
    if (this.open_id.value === id) return;
    this.open_id.value = id;
    this.opened.value = nothing;
    this.transcript_most.value = transcript_first;
    this.transcript_from_ = 1;
    this.open_look_.request();
  }

  show_earlier(): void {
    this.transcript_most.value = transcript_all;
    this.transcript_from_ = 1;
    this.open_look_.request();
  }

  private forget(): void {
    this.known_ = "";
    for (const shown of [this.overview, this.capacity, this.conversations, this.opened]) {
      shown.value = nothing;
    }
    for (const listener of this.listeners_) listener.on_other_log();
    this.refresh();
  }

  private on_events(events: feed_event[]): void {
    for (const event of events) this.known_ = later_of(this.known_, event.position);
    for (const listener of this.listeners_) listener.on_events(events);
    if (!this.floor_is_seen) return;
    this.floor_look_.request();
    this.list_look_.request();
    const open = `/conversation/${this.open_id.value}`;
    if (this.open_id.value !== "" && events.some((event) => event.stream.endsWith(open))) {
      this.open_look_.request();
    }
  }

  private async load_floor(): Promise<void> {
    const after = this.known_;
    await Promise.all([
      this.load(this.overview, this.floor_look_, () => this.api.overview(after)),
      this.load(this.capacity, this.floor_look_, () => this.api.capacity(after)),
    ]);
    this.note_history();
  }

  private load_list(): Promise<void> {
    const after = this.known_;
    return this.load(this.conversations, this.list_look_, () => this.api.conversations(after));
  }

  private async load_open(): Promise<void> {
    const id = this.open_id.value;
    if (id === "") return;
    const after = this.known_;
    await this.load(this.opened, this.open_look_, async () => {
      const answer = await this.ask_for_end(id, after);
      // The drawer may show another conversation by now; its own look is on the way.
      if (id !== this.open_id.value) throw new Superseded();
      return answer;
    });
  }

  /** The last lines: pages run forward, so a long transcript is asked for once more near its end. */
  private async ask_for_end(id: string, after: string): Promise<conversation_answer> {
    const most = this.transcript_most.value;
    const answer = await this.api.conversation(id, after, this.transcript_from_, most);
    if (answer.next_version === 0) return answer;
    const slack = Math.ceil(most / 4);
    this.transcript_from_ = Math.max(1, answer.version - most + 1 + slack);
    return this.api.conversation(id, answer.position, this.transcript_from_, most);
  }

  private async load<T extends { position: string }>(
    into: { value: Loaded<T> },
    look: Refresher,
    ask: () => Promise<T>,
  ): Promise<void> {
    try {
      const answer = await ask();
      const shown = into.value.answer;
      const newest = shown && is_before(answer.position, shown.position) ? shown : answer;
      into.value = { answer: newest, error: undefined };
    } catch (error) {
      if (error instanceof Superseded) return look.request();
      if (!(error instanceof ApiError)) throw error;
      into.value = { answer: into.value.answer, error };
      this.retry_later(look);
    }
  }

  private retry_later(look: Refresher): void {
    const timer = setTimeout(() => {
      this.retries_.delete(timer);
      look.request();
    }, retry_ms);
    this.retries_.add(timer);
  }

  private note_history(): void {
    const overview = this.overview.value.answer;
    if (overview === undefined) return;
    const values: [string, number][] = [["", overview.waiting]];
    for (const queue of overview.queues) values.push([queue.queue, queue.waiting]);
    if (this.history.note(server_clock.now(), values)) this.history_slot.value += 1;
  }
}

class Superseded extends Error {}
