// The page's picture of the answers is that of the schema, field for field.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const here = new URL(".", import.meta.url).pathname;
const schemas = ["common", "promise_values", "snapshots", "answers"]
  .map((name) => readFileSync(`${here}../../../schemas/${name}.fbs`, "utf8"))
  .join("\n");
const wire = ["wire", "wire_promises", "wire_customers", "wire_hours"]
  .map((name) => readFileSync(`${here}../src/${name}.ts`, "utf8"))
  .join("\n");

function tables_of(text: string): Map<string, string[]> {
  const tables = [...text.matchAll(/^table (\w+) \{([^}]*)\}/gm)];
  return new Map(
    tables.map(([, name = "", body = ""]) => [
      name,
      [...body.matchAll(/^\s*(\w+)\s*:/gm)].map(([, field = ""]) => field),
    ]),
  );
}

function interfaces_of(text: string): Map<string, string[]> {
  const found = [...text.matchAll(/^export interface (\w+) \{([^}]*)\}/gm)];
  return new Map(
    found.map(([, name = "", body = ""]) => [
      name,
      [...body.matchAll(/^\s*(\w+)\??:/gm)].map(([, field = ""]) => field),
    ]),
  );
}

function names_of_enum(text: string, name: string): string[] {
  const body = new RegExp(`^enum ${name} : \\w+ \\{([^}]*)\\}`, "m").exec(text)?.[1] ?? "";
  return [...body.matchAll(/(\w+) =/g)].map(([, value = ""]) => value);
}

describe("wire.ts", () => {
  const tables = tables_of(schemas);
  const own = ["feed_event", "error_answer"];
  for (const [name, fields] of interfaces_of(wire)) {
    if (own.includes(name)) continue;
    it(`${name} is the schema's`, () => expect(fields).toEqual(tables.get(name)));
  }

  for (const name of ["slot_state", "presence_state", "presence_cause", "conversation_place"]) {
    it(`${name} has the schema's names`, () => {
      const union = new RegExp(`export type ${name} =([^;]*);`).exec(wire)?.[1] ?? "";
      const values = [...union.matchAll(/"(\w+)"/g)].map(([, value]) => value);
      expect(values.sort()).toEqual(names_of_enum(schemas, name).sort());
    });
  }
});
