// Server-sent events over fetch: EventSource cannot send an Authorization header. Parsing is that
// of the WHATWG standard; the reader resumes by Last-Event-ID for as long as it is not stopped. A
// record named "failed" is the server's word that this stream brings nothing more.

export interface SseRecord {
  id: string;
  event: string;
  data: string;
}

/** Turns pieces of text, cut anywhere, into records. */
export class SseParser {
  /** The id of the last whole record: a record that was cut off is asked for again. */
  last_id = "";
  retry_ms: number | undefined;
  private rest_ = "";
  private id_: string | undefined;
  private data_: string[] = [];
  private event_ = "";

  push(piece: string): SseRecord[] {
    const text = this.rest_ + piece;
    const records: SseRecord[] = [];
    const line_end = /\r\n|\n|\r(?!$)/g;
    let start = 0;
    for (let match = line_end.exec(text); match; match = line_end.exec(text)) {
      this.line(text.slice(start, match.index), records);
      start = match.index + match[0].length;
    }
    this.rest_ = text.slice(start);
    return records;
  }

  private line(line: string, records: SseRecord[]): void {
    if (line === "") {
      this.last_id = this.id_ ?? this.last_id;
      if (this.data_.length > 0) {
        const event = this.event_ === "" ? "message" : this.event_;
        records.push({ id: this.last_id, event, data: this.data_.join("\n") });
      }
      this.data_ = [];
      this.event_ = "";
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "data") this.data_.push(value);
    else if (field === "event") this.event_ = value;
    else if (field === "id" && !value.includes("\0")) this.id_ = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.retry_ms = Number(value);
  }
}

export type SseState =
  | { kind: "connecting" }
  | { kind: "open" }
  | { kind: "waiting"; attempt: number; retry_in_ms: number; reason: string; status: number };

export interface SseOptions {
  url: string;
  headers: () => Record<string, string>;
  on_records: (records: SseRecord[]) => void;
  on_state: (state: SseState) => void;
  fetch?: typeof fetch;
  base_delay_ms?: number;
  max_delay_ms?: number;
  /** A stream that is silent for longer (comments count as sound) is given up and resumed. */
  silence_ms?: number;
  random?: () => number;
}

/** The pause before attempt n (1, 2, …): doubles up to the maximum, with up to a quarter jitter. */
export function backoff_ms(attempt: number, base: number, max: number, random: number): number {
  const full = Math.min(max, base * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.75 + 0.25 * random));
}

export class SseReader {
  last_event_id = "";
  private readonly options_: Required<SseOptions>;
  private stopped_ = false;
  private attempt_ = 0;
  private base_delay_ms_: number;
  private request_: AbortController | undefined;
  private wake_: (() => void) | undefined;

  constructor(options: SseOptions) {
    this.options_ = {
      fetch: (input, init) => fetch(input, init),
      base_delay_ms: 300,
      max_delay_ms: 10_000,
      silence_ms: 60_000,
      random: Math.random,
      ...options,
    };
    this.base_delay_ms_ = this.options_.base_delay_ms;
  }

  async run(): Promise<void> {
    while (!this.stopped_) {
      this.options_.on_state({ kind: "connecting" });
      const { reason, status } = await this.connect_once();
      if (this.stopped_) return;
      this.attempt_ += 1;
      const { max_delay_ms, random } = this.options_;
      const delay = backoff_ms(this.attempt_, this.base_delay_ms_, max_delay_ms, random());
      const attempt = this.attempt_;
      this.options_.on_state({ kind: "waiting", attempt, retry_in_ms: delay, reason, status });
      if (!this.stopped_) await this.pause(delay);
    }
  }

  stop(): void {
    this.stopped_ = true;
    this.request_?.abort();
    this.wake_?.();
  }

  /** Ends a pause between attempts: the network came back, or a person asks. */
  retry_now(): void {
    this.wake_?.();
  }

  private pause(delay_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delay_ms);
      this.wake_ = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async connect_once(): Promise<{ reason: string; status: number }> {
    const request = new AbortController();
    this.request_ = request;
    let status = 0;
    try {
      const headers: Record<string, string> = {
        accept: "text/event-stream",
        ...this.options_.headers(),
      };
      if (this.last_event_id !== "") headers["last-event-id"] = this.last_event_id;
      const answer = await this.options_.fetch(this.options_.url, {
        headers,
        cache: "no-store",
        signal: request.signal,
      });
      status = answer.status;
      if (!answer.ok || answer.body === null) return { reason: `HTTP ${status}`, status };
      this.options_.on_state({ kind: "open" });
      await this.read(answer.body, request);
      return { reason: "the server closed the stream", status };
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error), status };
    } finally {
      request.abort();
    }
  }

  private async read(body: ReadableStream<Uint8Array>, request: AbortController): Promise<void> {
    const parser = new SseParser();
    parser.last_id = this.last_event_id;
    const decoder = new TextDecoder();
    const reader = body.getReader();
    let silence = this.watch_silence(request);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        clearTimeout(silence);
        if (done) return;
        silence = this.watch_silence(request);
        this.attempt_ = 0;
        const records = parser.push(decoder.decode(value, { stream: true }));
        this.last_event_id = parser.last_id;
        if (parser.retry_ms !== undefined) this.base_delay_ms_ = parser.retry_ms;
        const failed = records.findIndex((record) => record.event === "failed");
        const good = failed < 0 ? records : records.slice(0, failed);
        if (good.length > 0 && !this.stopped_) this.options_.on_records(good);
        if (failed >= 0) throw new Error(`the feed failed: ${records[failed]?.data ?? ""}`);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private watch_silence(request: AbortController): ReturnType<typeof setTimeout> {
    const give_up = () => request.abort(new Error("the stream was silent for too long"));
    return setTimeout(give_up, this.options_.silence_ms);
  }
}
