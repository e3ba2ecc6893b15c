import { describe, expect, it } from "vitest";

import { Api, ApiError } from "../src/api";
import { ServerClock } from "../src/clock";
import { History, slot_count, slot_ms } from "../src/history";
import { Refresher, type Timers } from "../src/refresher";
import { FloorStore } from "../src/store";

const empty_overview = { waiting: 0, queues: [], agents: [], conversations: [] };

/** A store whose server answers with the positions of `answers`, one by one. */
function store_with(answers: ((path: string) => Response)[]) {
  const asked: string[] = [];
  const turns = new Map<string, number>();
  const api = new Api({
    tenant: "a/b",
    token: () => "",
    fetch: async (input) => {
      const url = String(input);
      const path = url.slice(0, url.indexOf("?") < 0 ? undefined : url.indexOf("?"));
      const turn = turns.get(path) ?? 0;
      turns.set(path, turn + 1);
      asked.push(url);
      return (answers[Math.min(turn, answers.length - 1)] as (path: string) => Response)(path);
    },
  });
  return { store: new FloorStore(api), asked };
}

const at =
  (position: string, waiting = 0) =>
  () =>
    Response.json({ ...empty_overview, position, waiting });

const until = async (holds: () => boolean) => {
  for (let i = 0; i < 400 && !holds(); i += 1) await new Promise((go) => setTimeout(go, 5));
  expect(holds()).toBe(true);
};

describe("the store", () => {
  it("asks for the tenant by its encoded name", async () => {
    const { store, asked } = store_with([at("0:1")]);
    store.refresh();
    await until(() => store.overview.value.answer !== undefined);
    expect(asked).toContain("/v1/tenants/a%2Fb/overview");
    store.stop();
  });

  it("drops an answer that is older than the one shown", async () => {
    const { store } = store_with([at("0:10", 5), at("0:9", 1), at("0:11", 7)]);
    const seen: unknown[] = [];
    store.overview.subscribe(
      ({ answer }) => answer && seen.push([answer.position, answer.waiting]),
    );
    for (let i = 0; i < 3; i += 1) {
      const before = store.overview.value;
      store.refresh();
      await until(() => store.overview.value !== before);
    }
    expect(seen).toEqual([
      ["0:10", 5],
      ["0:10", 5],
      ["0:11", 7],
    ]);
    store.stop();
  });

  it("keeps the last answer beside an error and shows what to quote", async () => {
    const refuse = () =>
      Response.json({ code: "OVERLOADED", message: "busy", request_id: "r-1" }, { status: 429 });
    const { store } = store_with([at("0:10"), refuse]);
    store.refresh();
    await until(() => store.overview.value.answer !== undefined);
    store.refresh();
    await until(() => store.overview.value.error !== undefined);
    const { answer, error } = store.overview.value;
    expect(answer?.position).toBe("0:10");
    expect([error?.status, error?.code, error?.request_id]).toEqual([429, "OVERLOADED", "r-1"]);
    store.stop();
  });

  it("does not show a conversation that was asked for earlier", async () => {
    const answers = [
      (path: string) => Response.json({ position: "0:1", conversation: path, next_version: 0 }),
    ];
    const { store } = store_with(answers);
    store.open("one");
    store.open("two");
    await until(() => store.opened.value.answer !== undefined);
    expect(store.opened.value.answer?.conversation).toMatch(/\/two$/);
    store.stop();
  });
});

describe("the API", () => {
  it("names a body that is no error body by its status", async () => {
    const api = new Api({
      tenant: "t",
      token: () => "",
      fetch: async () => new Response("<html>", { status: 502 }),
    });
    const error = await api.overview("").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "HTTP_502", message: "<html>" });
  });
});

/** Time that moves only when told to. */
function fake_timers() {
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  const timers: Timers = {
    now: () => now,
    set: (run, delay) => {
      const entry = { at: now + delay, run };
      due.push(entry);
      return entry;
    },
    clear: (entry) => (due = due.filter((other) => other !== entry)),
  };
  const pass = async (ms: number) => {
    for (const end = now + ms; now < end; now += 10) {
      const ready = due.filter((entry) => entry.at <= now);
      due = due.filter((entry) => entry.at > now);
      for (const entry of ready) entry.run();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { timers, pass };
}

describe("the refresher", () => {
  it("runs at once, then at most every 500 ms however often it is asked", async () => {
    const { timers, pass } = fake_timers();
    let runs = 0;
    const look = new Refresher(async () => void (runs += 1), 500, timers);
    look.request();
    await pass(10);
    expect(runs).toBe(1);
    for (let i = 0; i < 100; i += 1) {
      look.request();
      await pass(10);
    }
    expect(runs).toBe(3);
    await pass(1000);
    expect(runs).toBeLessThanOrEqual(4);
  });

  it("never overlaps, and runs once more for what came meanwhile", async () => {
    const { timers, pass } = fake_timers();
    const ends: (() => void)[] = [];
    const look = new Refresher(() => new Promise<void>((end) => ends.push(end)), 500, timers);
    look.request();
    await pass(10);
    look.request();
    look.request();
    await pass(5000);
    expect(ends.length).toBe(1);
    ends[0]?.();
    await pass(30_000);
    expect(ends.length).toBe(2);
  });
});

describe("the history", () => {
  it("keeps the highest of a slot, fills gaps with the last value, and forgets", () => {
    const history = new History();
    history.note(slot_ms, [["q", 1]]);
    expect(history.note(slot_ms + 1, [["q", 4]])).toBe(false);
    expect(history.note(slot_ms + 2, [["q", 2]])).toBe(false);
    expect(history.note(4 * slot_ms, [["q", 3]])).toBe(true);
    expect(history.of("q")).toEqual([4, 4, 4, 3]);
    history.note(1000 * slot_ms, [["q", 9]]);
    expect(history.of("q").length).toBe(slot_count);
    expect(history.of("q").at(-1)).toBe(9);
  });
});

describe("the server's clock", () => {
  it("follows the times that arrived with the least delay", () => {
    let local = 1000;
    const clock = new ServerClock(() => local);
    clock.observe(6000);
    local = 2000;
    clock.observe(6500);
    expect(clock.now()).toBe(7000);
  });
});
