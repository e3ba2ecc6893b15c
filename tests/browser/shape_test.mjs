// The fake server answers in the schema's shape, so that what passes against it means something.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { capacity_of, conversation_of, make_floor, overview_of } from "./support/floor.mjs";
import { FakePromises } from "./support/promises.mjs";

const schemas = ["common", "promise_values", "snapshots", "answers"]
  .map((name) => readFileSync(new URL(`../../schemas/${name}.fbs`, import.meta.url), "utf8"))
  .join("\n");

function table(name) {
  const body = new RegExp(`^table ${name} \\{([^}]*)\\}`, "m").exec(schemas)?.[1];
  assert.ok(body, `no table ${name}`);
  return [...body.matchAll(/^\s*(\w+)\s*:\s*(\[?)(\w+)/gm)].map(([, field, list, type]) => ({
    field,
    list: list === "[",
    type,
  }));
}

const numbers = ["ulong", "long", "uint", "int", "ushort", "ubyte"];

function check(value, type, path) {
  if (numbers.includes(type)) return assert.ok(Number.isSafeInteger(value), `${path}: ${value}`);
  if (type === "string" || type === "bool") {
    return assert.equal(typeof value, type === "bool" ? "boolean" : type, path);
  }
  const names = new RegExp(`^enum ${type} : \\w+ \\{([^}]*)\\}`, "m").exec(schemas)?.[1];
  if (names !== undefined) return assert.match(names, new RegExp(`\\b${value} =`), path);
  const fields = table(type);
  assert.deepEqual(
    Object.keys(value),
    fields.map((f) => f.field),
    path,
  );
  for (const { field, list, type: inner } of fields) {
    const items = list ? value[field] : [value[field]];
    for (const item of items) check(item, inner, `${path}.${field}`);
  }
}

const floor = make_floor({ now: Date.now() });

test("the fake answers have the schema's fields, in order and of their types", () => {
  check(overview_of(floor, "0:1"), "overview_answer", "overview");
  check(capacity_of(floor, "0:1"), "capacity_answer", "capacity");
  check({ position: "0:1", queues: floor.queues }, "queues_answer", "queues");
  check({ position: "0:1", conversations: floor.conversations }, "conversations_answer", "list");
  const { conversation } = floor.conversations[0];
  check(conversation_of(floor, conversation, "0:1"), "conversation_answer", "conversation");
});

test("the fake promises have the schema's fields, in order and of their types", () => {
  const promises = new FakePromises(() => Date.now());
  const answer = (path) => promises.answer(path, new URLSearchParams(), "0:1");
  check(answer("/cases"), "cases_answer", "cases");
  check(answer("/cases/4711"), "case_answer", "case");
  check(answer("/cases/4711/milestones"), "timeline_answer", "timeline");
  check(answer("/promises"), "promises_answer", "promises");
  check(answer("/compliance"), "compliance_answer", "compliance");
  check(answer("/processes"), "processes_answer", "processes");
  check(answer("/customers"), "customers_answer", "customers");
  check(answer("/customers/globex"), "customer_answer", "customer");
  check(answer("/hours"), "hours_answer", "hours");
});
