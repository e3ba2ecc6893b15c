import { describe, expect, it } from "vitest";

import { SseParser, SseReader, type SseRecord, type SseState, backoff_ms } from "../src/sse";

const stream =
  ': a comment\r\n\r\nid: 0:1\nevent: work_offered\ndata: {"a":1}\n\n' +
  "id:0:2\rdata: one\rdata\rdata:  two\r\rretry: 1500\nid: 0:3\n\nid: 0:4\ndata: cut";

const expected: SseRecord[] = [
  { id: "0:1", event: "work_offered", data: '{"a":1}' },
  { id: "0:2", event: "message", data: "one\n\n two" },
];

describe("the parser", () => {
  it("reads the same records however the text is cut", () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const parser = new SseParser();
      const records: SseRecord[] = [];
      for (let i = 0; i < stream.length; i += size) {
        records.push(...parser.push(stream.slice(i, i + size)));
      }
      expect(records).toEqual(expected);
      expect(parser.retry_ms).toBe(1500);
      // 0:4 was cut off before its end: it has to come again.
      expect(parser.last_id).toBe("0:3");
    }
  });

  it("ignores ids with NUL, unknown fields and a retry that is no number", () => {
    const parser = new SseParser();
    expect(parser.push("id: a\0b\nfoo: 1\nretry: 1s\ndata: x\n\n")).toEqual([
      { id: "", event: "message", data: "x" },
    ]);
    expect(parser.retry_ms).toBeUndefined();
  });
});

describe("the pause between attempts", () => {
  it("doubles up to its maximum and keeps three quarters of it", () => {
    expect([1, 2, 3, 9].map((n) => backoff_ms(n, 300, 10_000, 1))).toEqual([
      300, 600, 1200, 10_000,
    ]);
    expect(backoff_ms(9, 300, 10_000, 0)).toBe(7500);
  });
});

type Reply = { status: number; text?: string };

/** A server that answers each request by the next of `replies`; the last is repeated. */
function read_from(replies: Reply[]) {
  const asked: (string | null)[] = [];
  const records: SseRecord[] = [];
  const states: SseState[] = [];
  const reader = new SseReader({
    url: "/events?from=now",
    headers: () => ({ authorization: "Bearer t" }),
    base_delay_ms: 1,
    max_delay_ms: 4,
    on_records: (some) => records.push(...some),
    on_state: (state) => states.push(state),
    fetch: async (_, init) => {
      const headers = new Headers(init?.headers);
      expect(headers.get("authorization")).toBe("Bearer t");
      asked.push(headers.get("last-event-id"));
      if (asked.length > replies.length) reader.stop();
      const { status, text } = replies[Math.min(asked.length, replies.length) - 1] as Reply;
      return new Response(text ?? "", { status });
    },
  });
  return { reader, asked, records, states };
}

describe("the reader", () => {
  it("resumes after the last whole record, whatever ended the stream", async () => {
    const run = read_from([
      { status: 200, text: "id: 0:7\ndata: a\n\nid: 0:8\ndata: cut" },
      { status: 503 },
      { status: 200, text: "id: 0:8\ndata: b\n\n" },
      { status: 200 },
    ]);
    await run.reader.run();
    expect(run.asked).toEqual([null, "0:7", "0:7", "0:8", "0:8"]);
    expect(run.records.map((record) => record.data)).toEqual(["a", "b"]);
  });

  it("counts attempts without sound and starts anew after one", async () => {
    const run = read_from([{ status: 503 }, { status: 503 }, { status: 200, text: ":\n" }]);
    await run.reader.run();
    const attempts = run.states.flatMap((s) =>
      s.kind === "waiting" ? [[s.attempt, s.status]] : [],
    );
    expect(attempts).toEqual([
      [1, 503],
      [2, 503],
      [1, 200],
    ]);
  });

  it("gives up a stream whose server says that it failed", async () => {
    const run = read_from([
      {
        status: 200,
        text: 'id: 0:1\ndata: a\n\nevent: failed\ndata: {"code":"IO"}\n\ndata: no\n\n',
      },
    ]);
    await run.reader.run();
    expect(run.records.map((record) => record.data)).toEqual(["a"]);
    expect(run.states).toContainEqual(
      expect.objectContaining({ reason: 'the feed failed: {"code":"IO"}' }),
    );
  });

  it("gives up a stream that is silent for too long", async () => {
    const states: SseState[] = [];
    const reader = new SseReader({
      url: "/",
      headers: () => ({}),
      silence_ms: 5,
      base_delay_ms: 10_000,
      on_records: () => undefined,
      on_state: (state) => {
        states.push(state);
        if (state.kind === "waiting") reader.stop();
      },
      fetch: async (_, init) => {
        const body = new ReadableStream({
          start: (controller) =>
            init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason)),
        });
        return new Response(body);
      },
    });
    await reader.run();
    expect(states.at(-1)).toMatchObject({ reason: "the stream was silent for too long" });
  });
});
