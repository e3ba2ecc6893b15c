// What the page does when the server refuses, drops the stream, or goes away.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { dist, figure, launch, open_page, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { make_floor } from "./support/floor.mjs";

let browser;
let server;
let page;

before(async () => (browser = await launch()));
after(() => browser.close());
beforeEach(async () => {
  server = new FakeServer({ dist, floor: make_floor({ now: Date.now() }) });
  await server.start();
});
afterEach(async () => {
  await server.stop();
  assert.deepEqual(page.problems, []);
  await page.close();
});

const state = () => page.locator(".connection").textContent();
const is_state = (pattern) =>
  until(async () => pattern.test(await state()), String(pattern), 12_000);

test("a dropped stream is resumed after the last event, and none is missing", async () => {
  page = await open_page(browser, server.url);
  await is_state(/^Live/);
  const first = server.emit("work_shown", "conversation", "before-the-cut", {});
  await page.getByText("before-the-cut").waitFor();
  server.refusals.set("/events", { status: 503, code: "NOT_READY", message: "replaying" });
  server.drop_streams();
  await is_state(/Reconnecting/);
  server.emit("work_shown", "conversation", "during-the-cut", {});
  server.refusals.clear();
  await page.getByText("during-the-cut").waitFor();
  await is_state(/^Live/);
  const resumed = server.api_requests("/events").at(-1);
  assert.equal(resumed.headers["last-event-id"], first.position);
  assert.equal(await page.locator(".event-grid .grid-row").count(), 2);
});

test("a server that went away is stale news, until it is back", async () => {
  page = await open_page(browser, server.url);
  await is_state(/^Live/);
  await server.stop();
  await is_state(/^Stale since \d\d:\d\d:\d\d/);
  assert.equal(await page.locator(".connection").getAttribute("role"), "status");
  assert.notEqual(await figure(page, "waiting").textContent(), "–", "the last figures stay");
  await server.start();
  await page.getByRole("button", { name: "Retry now" }).click();
  await is_state(/^Live/);
  await until(async () => (await page.locator(".problem").count()) === 0, "no problem left");
});

test("another log after a restart is not compared with the old one", async () => {
  page = await open_page(browser, server.url);
  await is_state(/^Live/);
  server.emit("work_shown", "conversation", "c-old", {});
  await page.getByText("c-old").waitFor();
  await server.stop();
  const { port } = server;
  server = new FakeServer({ dist, floor: server.floor, first_offset: 10 });
  server.port = port;
  server.refusals.set("/events", {
    status: 404,
    code: "NOT_FOUND",
    message: "the log ends before",
  });
  await server.start();
  await until(() => server.api_requests("/events").length > 0, "an attempt", 12_000);
  server.refusals.clear();
  await is_state(/^Live/);
  const position = page.getByTestId("position");
  await until(async () => (await position.textContent()) === "0:10", "the new log's position");
});

test("a refusal shows its code and request id beside the last figures, and heals", async () => {
  page = await open_page(browser, server.url);
  await until(async () => (await figure(page, "waiting").textContent()) !== "–", "figures");
  server.refusals.set("/overview", { status: 429, code: "OVERLOADED", message: "come back later" });
  server.emit("work_shown", "conversation", "c-1", {});
  const problem = page.locator(".problem");
  await problem.waitFor();
  assert.match(await problem.textContent(), /come back later.*OVERLOADED.*req-\d+/);
  assert.notEqual(await figure(page, "waiting").textContent(), "–");
  assert.match(await page.locator(".kpis").getAttribute("class"), /is-stale/);
  server.refusals.clear();
  await problem.waitFor({ state: "detached" });
});

test("an unknown tenant is told with what to quote", async () => {
  page = await open_page(browser, server.url.replace("demo", "nobody"));
  await page.locator("#queues .state.is-error").waitFor();
  assert.match(await page.locator("#queues").textContent(), /no such tenant.*NOT_FOUND.*req-\d+/);
});

test("a floor without anything says how to begin", async () => {
  server.floor.queues = [];
  server.floor.agents = [];
  server.floor.conversations = [];
  page = await open_page(browser, server.url);
  await page.getByText("No queues yet").waitFor();
  await page.getByText("No agents yet").waitFor();
  await page.getByText("No conversations", { exact: true }).waitFor();
  await page.getByText("Quiet so far").waitFor();
});

test("a token is asked for, sent with every request, and kept for this tab only", async () => {
  server.token = "secret";
  page = await open_page(browser, server.url);
  await is_state(/Token needed/);
  await page.getByRole("button", { name: "Enter a token" }).click();
  await page.getByLabel("Token", { exact: true }).fill("  secret\n");
  await page.getByRole("button", { name: "Use token" }).click();
  await is_state(/^Live/);
  assert.equal(server.api_requests("/events").at(-1).headers.authorization, "Bearer secret");
  const kept = await page.evaluate(() => [JSON.stringify(localStorage), document.cookie].join());
  assert.doesNotMatch(kept, /secret/);
  await page.reload();
  await is_state(/^Live/);
});

test("the tenant is chosen by the picker and kept in the address", async () => {
  page = await open_page(browser, server.url);
  await page.getByRole("button", { name: "Tenant demo" }).click();
  await page.getByRole("textbox", { name: "Tenant" }).fill("acme");
  await page.getByRole("button", { name: "Open" }).click();
  await page.waitForURL(/\?tenant=acme/);
  await page.getByRole("button", { name: "Tenant acme" }).waitFor();
});
