// Cases and promises for the fake server: the worked example (0:30, 1:10, 2:10, 3:10, now at 0:42), a
// case without promises, a crowded one, lists, and processes that can be saved.

import { FakeOffice } from "./office.mjs";
import { FakeSales } from "./sales.mjs";

const minute = 60_000;
const none = { account: "", contact: "", asset: "", contract: "", line: "", product: "" };
const question = { ...none, entitlement: "", support: "" };
const terms = { name: "", level: "gold", process: "gold", hours: "", support: [] };

const action = (trigger, kind, offset_minutes, target, value = "") => ({
  trigger,
  kind,
  offset_minutes,
  target,
  value,
});

export const milestone = (id, target_minutes, more = {}) => ({
  milestone: id,
  kind: "other",
  side: "internal",
  target_minutes,
  criteria: [],
  hours: "",
  recurrence: "none",
  actions: [],
  ...more,
});

export const worked_example = [
  milestone("first_response", 30, {
    kind: "first_response",
    actions: [action("warning", "notify", 10, "team-lead", "Somebody should answer")],
  }),
  milestone("reproduce_issue", 70),
  milestone("suggest_workaround", 130, { side: "external" }),
  milestone("resolution", 190, {
    kind: "resolution",
    actions: [
      action("warning", "notify", 15, "team-lead", "Resolution is near"),
      action("violation", "create_task", 0, "", "Call the customer"),
    ],
  }),
];

const crowded = [
  milestone("acknowledge", 30),
  milestone("classify", 31),
  milestone("assign", 32),
  milestone("resolution", 190, { kind: "resolution" }),
];

export class FakePromises {
  #now;
  processes = [
    {
      process: "gold",
      process_version: 3,
      definition: {
        name: "Gold support",
        hours: "office",
        pause_statuses: ["waiting"],
        milestones: worked_example,
      },
    },
  ];
  /** Case → its definitions, the states of its milestones, and how far it is. */
  cases = new Map([
    ["4711", { milestones: worked_example, elapsed: 42, phases: { first_response: "violated" } }],
    ["4712", { milestones: [], elapsed: 0, phases: {} }],
    ["4713", { milestones: crowded, elapsed: 12, phases: {} }],
  ]);
  empty = false;
  sales = new FakeSales();
  office = new FakeOffice();

  constructor(now) {
    this.#now = now;
  }

  answer(path, query, position) {
    const now = this.#now();
    if (path === "/processes") return { position, ...this.#processes_answer() };
    if (path === "/hours") return this.office.answer(position, this.empty);
    if (path === "/customers") return this.sales.list(position, this.empty, query.get("from"));
    const customer = /^\/customers\/([^/]+)$/.exec(path)?.[1];
    if (customer !== undefined) return this.sales.customer(decodeURIComponent(customer), position);
    if (path === "/cases") return cases_of(position, this.empty ? [] : [...this.cases.keys()], now);
    if (path === "/promises") return promises_of(position, this.empty, query, now);
    if (path === "/compliance") return compliance_of(position, this.empty, query);
    const [, id, part] = /^\/cases\/([^/]+)(\/milestones)?$/.exec(path) ?? [];
    const about = this.cases.get(decodeURIComponent(id ?? ""));
    if (about === undefined) return undefined;
    return part === undefined
      ? case_of(position, id, about, now)
      : timeline_of(position, id, about, now);
  }

  /** What a command does: {status, body}, and the event it makes. */
  command(method, path, body) {
    const sold = this.sales.command(method, path, body) ?? this.office.command(method, path, body);
    if (sold !== undefined) return sold;
    const [, process] = /^\/processes\/([^/]+)$/.exec(path) ?? [];
    if (method === "PUT" && process !== undefined) return this.#save(process, body);
    const [, id, done] = /^\/cases\/([^/]+)\/milestones\/([^/]+)\/complete$/.exec(path) ?? [];
    const about = this.cases.get(id);
    if (method !== "POST" || about === undefined) return undefined;
    const late = about.elapsed > about.milestones.find((m) => m.milestone === done).target_minutes;
    about.phases[done] = late ? "met_late" : "met";
    return { event: ["milestone_completed", "milestone", `${id}.${done}`] };
  }

  #save(process, { definition, if_version }) {
    const present = this.processes.find((one) => one.process === process);
    const version = present?.process_version ?? 0;
    if (if_version !== 0 && if_version !== version) {
      const message = "another version was saved meanwhile";
      return { refusal: { status: 409, code: "STALE_VERSION", message } };
    }
    const next = { process, process_version: version + 1, definition };
    this.processes = this.processes.filter((one) => one.process !== process).concat(next);
    return { event: ["process_configured", "tenant", "demo"] };
  }

  #processes_answer() {
    const levels = [
      {
        level: "gold",
        settings: { name: "Gold", rank: 2, process: "" },
        level_version: 1,
        used_until: "",
      },
    ];
    const processes = this.empty ? [] : this.processes;
    return { processes, levels, templates: [], bundles: [], price_books: [] };
  }
}

function entry_of(id, definition, about, now) {
  const phase = about.phases[definition.milestone] ?? "running";
  const done = phase === "met" || phase === "met_late";
  const left = (definition.target_minutes - about.elapsed) * minute;
  const due = now + left;
  return {
    run: `${id}.${definition.milestone}`,
    milestone: definition.milestone,
    kind: definition.kind,
    side: definition.side,
    phase,
    occurrence: 1,
    violated: phase === "violated" || phase === "met_late",
    added: false,
    start: now - about.elapsed * minute,
    due,
    completed_at: done ? now : 0,
    target_ms: definition.target_minutes * minute,
    elapsed_ms: about.elapsed * minute,
    left_ms: left,
    hours: { hours: "office", version: 2, tz_release: "2026a" },
    plan: definition.actions
      .map((one, n) => ({ action: n, at: due - one.offset_minutes * minute }))
      .filter(({ at }) => !done && at > now),
    place_ms: definition.target_minutes * minute,
    ticks: !done,
    until: 0,
  };
}

export function timeline_of(position, id, about, now) {
  const promised = about.milestones.length > 0;
  return {
    position,
    of_case: id,
    phase: "open",
    status: "new",
    process: promised ? "gold" : "",
    process_version: promised ? 3 : 0,
    level: promised ? "gold" : "",
    now,
    start: now - about.elapsed * minute,
    elapsed_ms: about.elapsed * minute,
    reason: promised ? "" : "NO_ENTITLEMENT",
    milestones: about.milestones.map((one) => entry_of(id, one, about, now)),
    ticks: about.ticks ?? true,
    until: 0,
  };
}

export function case_of(position, id, about, now) {
  const opened_at = now - about.elapsed * minute;
  return {
    position,
    of_case: id,
    version: 4,
    state: {
      phase: "open",
      relations: { ...question, account: "acme" },
      fields: [
        { key: "priority", value: "high" },
        { key: "queue", value: "technical" },
        { key: "subject", value: "The printer prints in green" },
      ],
      status: "new",
      conversations: ["c-1"],
      imported: false,
      verified: true,
      coverage: {
        eligible: true,
        entitlement: "e1",
        terms,
        path: "account",
        ends_on: "2027-12-31",
        all: [{ entitlement: "e1", level: "gold", path: "account", ends_on: "2027-12-31" }],
        reason: "",
        renewable: true,
        account: "globex",
      },
      process: "gold",
      process_version: 3,
      level: "gold",
      entitlement: "e1",
      hours: "office",
      pause_statuses: ["waiting"],
      milestones: about.milestones.map((definition) => ({
        definition,
        added: false,
        wanted: true,
        begun: true,
        completed: false,
        completed_at: 0,
        changed_at: opened_at,
      })),
      holds: [],
      opened_at,
      start: opened_at,
      closed_at: 0,
      responded_at: 0,
      waiting_since: opened_at,
      changed_at: opened_at,
      tasks: 0,
      open_tasks: [],
      own_hours: "",
      hours_by_case: false,
      closes_at: 0,
      told_refusal: false,
      failed_actions: [],
    },
  };
}

function cases_of(position, ids, now) {
  const cases = ids.map((of_case, n) => ({
    of_case,
    phase: "open",
    status: "new",
    account: "acme",
    level: "gold",
    process: "gold",
    queue: n === 0 ? "technical" : "",
    priority: "high",
    subject: "The printer prints in green",
    conversations: [],
    opened_at: now - (n + 1) * 42 * minute,
  }));
  return { position, open: cases.length, cases };
}

function promises_of(position, empty, query, now) {
  const promise = (of_case, id, phase, left, queue) => ({
    run: `${of_case}.${id}`,
    of_case,
    milestone: id,
    phase,
    process: "gold",
    process_version: 3,
    level: "gold",
    queue,
    priority: "high",
    due: now + left * minute,
  });
  const wanted = query.get("queue") ?? "";
  const of_queue = (one) => !empty && (wanted === "" || one.queue === wanted);
  const all = [
    promise("4711", "first_response", "violated", -12, "technical"),
    promise("4713", "acknowledge", "warned", 8, "billing"),
    promise("4711", "reproduce_issue", "running", 28, "technical"),
    promise("4714", "resolution", "running", 95, ""),
  ].filter(of_queue);
  const violated = all.filter((one) => one.phase === "violated");
  const next = all.filter((one) => one.phase !== "violated");
  const ids = [...new Set(all.map((one) => one.queue))].sort();
  const queues = ids.map((queue) => ({
    queue,
    overdue: violated.filter((one) => one.queue === queue).length,
    at_risk: next.filter((one) => one.queue === queue).length,
  }));
  return { position, running: all.length, overdue: violated.length, violated, next, queues };
}

function compliance_of(position, empty, query) {
  const by = query.get("by");
  const of = query.get("of");
  const line = (level, id, period, met, met_late, missed) => ({
    level,
    milestone: id,
    period,
    met,
    met_late,
    missed,
    cancelled: 1,
    met_permille: Math.floor((1000 * met) / (met + met_late + missed)),
    account: "",
    office: "",
  });
  if (of === "office" || of === "account") {
    const names = of === "office" ? ["", "berlin"] : ["globex", "initech"];
    const lines = names.map((name) => ({ ...line("", "", "2026-11", 30, 2, 3), [of]: name }));
    return { position, lines: empty ? [] : lines };
  }
  const [last, before] = by === "year" ? ["2026", "2025"] : ["2026-11", "2026-10"];
  const lines = [
    line("gold", "first_response", before, 40, 2, 1),
    line("gold", "resolution", before, 35, 5, 3),
    line("gold", "first_response", last, 44, 1, 0),
    line("gold", "resolution", last, 38, 3, 2),
    line("silver", "resolution", last, 80, 12, 8),
  ];
  return { position, lines: empty ? [] : lines };
}
