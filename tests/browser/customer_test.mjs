// The page of one customer: who may use an entitlement is changed by keys and by mouse, also with a
// token that sees nothing else; and the page of business hours, to the minute.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { dist, launch, open_page, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { make_floor } from "./support/floor.mjs";

let browser;
let server;
let page;

before(async () => (browser = await launch()));
after(() => browser.close());
beforeEach(async () => {
  server = new FakeServer({ dist, floor: make_floor({ now: Date.now(), conversations: 5 }) });
  await server.start();
  page = await open_page(browser, undefined, { reducedMotion: "reduce" });
});
afterEach(async () => {
  await page.close();
  await server.stop();
  assert.deepEqual(page.problems, []);
});

const globex = () => server.promises.sales.customers.get("globex").entitlements[0];
const card = () => page.getByRole("region", { name: "gold support" });
const office = () => server.promises.office.sets.find((one) => one.hours === "office");

test("contacts of an entitlement are added and taken off, and the last one is told", async () => {
  await page.goto(`${server.url}#customer=globex`);
  await card().getByLabel("Contact").selectOption("ida");
  await card().getByRole("button", { name: "Add" }).press("Enter");
  await until(() => globex().contacts.join() === "bob,ida", "ida may use it");
  await card().getByRole("button", { name: "Take off ida" }).click();
  await until(() => globex().contacts.join() === "bob", "ida may not");
  await card().getByRole("button", { name: "Take off bob" }).click();
  await card().getByRole("alert").waitFor();
  assert.match(await card().getByRole("alert").textContent(), /everybody/);
  await card().getByText("Everybody of the customer.").waitFor();
});

test("a token that sees the customer alone is enough", async () => {
  for (const path of ["/overview", "/capacity", "/conversations", "/events", "/customers"]) {
    server.refusals.set(path, { status: 403, code: "NOT_PERMITTED", message: "not for you" });
  }
  await page.goto(`${server.url}#customer=globex`);
  await card().getByRole("button", { name: "Take off bob" }).click();
  await card().getByText("Everybody of the customer.").waitFor();
  await page.goto(`${server.url}#customer=hooli`);
  await page.getByText("NOT_FOUND").waitFor();
  page.problems.length = 0; // the refusals, which the browser reports
});

test("customers are found by the beginning of their ids, and opened by keys", async () => {
  await page.goto(`${server.url}#customers`);
  await page.getByLabel("From this id on").fill("h");
  const row = page.locator(".customer-grid .grid-row");
  await until(async () => (await row.count()) === 1, "one customer");
  await row.first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Customer initech" }).waitFor();
  await page.getByText("It is entitled to nothing").waitFor();
});

test("hours are edited to the minute, and what is not touched keeps its millisecond", async () => {
  await page.goto(`${server.url}#set=office`);
  const closing = page.getByLabel("Monday 1 to");
  await closing.fill("16:3");
  assert.equal(await closing.getAttribute("aria-invalid"), "true");
  await closing.fill("16:30");
  await page.getByRole("button", { name: "Save" }).click();
  await until(() => office().version === 2, "version 2");
  const [monday] = office().definition.weekly;
  assert.deepEqual(monday, { day: "monday", from_ms: 32_400_001, to_ms: 59_400_000 });
  await page.getByText("office, version 2").waitFor();
});

test("a set's hours and holidays are added and removed, one made on the fly", async () => {
  await page.goto(`${server.url}#set=office`);
  await page.getByRole("button", { name: "Saturday: add hours" }).click();
  await page.getByLabel("Saturday 1 to").fill("12:00");
  await page.getByRole("button", { name: "Remove Friday 1" }).click();
  await page.getByLabel("Christmas").uncheck();
  await page.getByLabel("Holiday", { exact: true }).fill("New Year's Day");
  await page.getByLabel("Date").fill("2027-01-01");
  await page.getByLabel("Every year").check();
  await page.getByRole("button", { name: "Make and link" }).click();
  await until(() => server.promises.office.holidays.length === 3, "a holiday");
  await page.getByRole("button", { name: "Save" }).click();
  await until(() => office().version === 2, "version 2");
  const { weekly, holidays } = office().definition;
  assert.deepEqual(holidays, ["new-year-s-day-20270101"]);
  const saturday = { day: "saturday", from_ms: 32_400_000, to_ms: 43_200_000 };
  assert.deepEqual(weekly.at(-1), saturday);
  assert.ok(weekly.every((one) => one.day !== "friday"));
  const made = server.promises.office.holidays.at(-1).definition.when;
  assert.equal(made.rule, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1");
});

test("a set is made, made the default, and refused to be switched off while it is used", async () => {
  await page.goto(`${server.url}#hours`);
  await page.getByRole("link", { name: "New set" }).click();
  await page.getByLabel("Id", { exact: true }).fill("berlin");
  await page.getByLabel("Name", { exact: true }).fill("Berlin");
  await page.getByLabel("Zone", { exact: true }).fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("berlin, version 1").waitFor();
  await page.getByRole("button", { name: "Make default" }).click();
  await until(() => server.promises.office.default_hours === "berlin", "default");
  await page.getByRole("link", { name: /^Office/ }).click();
  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByText("the set is in use by process Gold").waitFor();
  page.problems.length = 0; // the refusal, which the browser reports
});
