// The page shows the floor's figures, and new ones as events come in.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { dist, figure, launch, open_page, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { capacity_of, make_floor, overview_of } from "./support/floor.mjs";

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

const text = async (locator) => (await locator.textContent()).trim();

test("every figure of the strip is that of the overview", async () => {
  page = await open_page(browser, server.url);
  const overview = overview_of(server.floor, server.position);
  await until(async () => (await text(figure(page, "waiting"))) !== "–", "figures");
  const shown = ["waiting", "offered", "active", "after_work", "agents_available", "agents_busy"];
  shown.push("agents_away", "agents_lost", "agents_logged_out");
  shown.push("accepted", "declined", "expired", "withdrawn");
  for (const name of shown) {
    const plain = (await text(figure(page, name))).replaceAll(",", "");
    assert.equal(plain, String(overview[name]), name);
  }
  assert.equal(await text(page.getByTestId("position")), overview.position);
});

test("queues, agents and conversations show what their answers hold", async () => {
  page = await open_page(browser, server.url);
  const { floor } = server;
  const [queue] = [...floor.queues].sort((a, b) => (a.name < b.name ? -1 : 1));
  const row = page.locator(`.queue-grid [data-key="${queue.queue}"]`);
  await row.waitFor();
  for (const column of ["waiting", "offered", "accepted", "declined", "expired"]) {
    assert.equal(await text(row.locator(`[data-column="${column}"]`)), String(queue[column]));
  }
  const agent = capacity_of(floor, "").agents.find((a) => a.presence === "lost");
  const lost = page.locator(`.agent-grid [data-key="${agent.agent}"]`);
  assert.match(await text(lost), /lost, lease expired/);
  assert.match(await text(lost), new RegExp(`${agent.used_units} of ${agent.capacity_units}`));
  const waiting = floor.conversations.filter((c) => c.place === "waiting").length;
  await page.locator("#conversations select").selectOption("waiting");
  const count = page.locator("#conversations .panel-count");
  assert.equal(await text(count), `${waiting} of ${floor.conversations.length}`);
});

test("the oldest wait grows by itself", async () => {
  page = await open_page(browser, server.url);
  const oldest = figure(page, "oldest_since");
  await until(async () => /\d/.test(await text(oldest)), "an oldest wait");
  const first = await text(oldest);
  await until(async () => (await text(oldest)) !== first, "a longer wait");
});

test("an event brings new figures, and a hundred bring few requests", async () => {
  page = await open_page(browser, server.url);
  await until(() => server.stream_count === 1, "a stream");
  await until(async () => (await text(figure(page, "waiting"))) !== "–", "figures");
  await page.waitForTimeout(600);
  const before_burst = server.api_requests("/overview").length;
  const queue = server.floor.queues[0];
  for (let i = 0; i < 100; i += 1) {
    queue.waiting += 1;
    server.emit("route_requested", "conversation", `n-${i}`, { request: { queue: queue.queue } });
  }
  const expected = String(overview_of(server.floor, "").waiting);
  await until(async () => (await text(figure(page, "waiting"))) === expected, "the new figure");
  const asked = () => server.api_requests("/overview").slice(before_burst);
  await until(() => asked().at(-1)?.after === server.position, "a request for the position it saw");
  // Two on a quiet machine; a burst that a busy one stretches over a second may take some more.
  assert.ok(asked().length <= 5, `${asked().length} requests for a burst`);
  assert.equal(await text(page.getByTestId("position")), server.position);
});

test("figures never go backwards", async () => {
  page = await open_page(browser, server.url);
  await until(() => server.stream_count === 1, "a stream");
  server.emit("work_shown", "conversation", "c-1", {});
  await until(async () => (await text(page.getByTestId("position"))) === "0:4813", "progress");
  server.log.pop();
  server.floor.queues[0].waiting += 1000;
  const before_look = server.api_requests("/overview").length;
  server.drop_streams();
  await until(() => server.api_requests("/overview").length > before_look, "another answer");
  await page.waitForTimeout(300);
  assert.equal(await text(page.getByTestId("position")), "0:4813");
  assert.doesNotMatch(await text(figure(page, "waiting")), /1,0/);
});

test("the ticker tells events in words, narrows them, and stands still when paused", async () => {
  page = await open_page(browser, server.url);
  await until(() => server.stream_count === 1, "a stream");
  const rows = page.locator(".event-grid .grid-row");
  server.emit("work_offered", "conversation", "c-9", {
    agent: "ana",
    deadline: Date.now() + 20_500,
  });
  await page.getByText("offered to ana, 20s to answer").waitFor();
  server.emit("timer_armed", "timer", "offer:c-9.w1", {
    purpose: "offer",
    due: Date.now() + 20_500,
  });
  await until(async () => (await rows.count()) === 2, "two events");
  await page.getByLabel("Type of events").selectOption("group:timer");
  assert.equal(await rows.count(), 1);
  await page.getByLabel("Type of events").selectOption("all");
  await page.getByRole("button", { name: "Pause" }).click();
  const { position } = server.emit("work_accepted", "conversation", "c-9", { agent: "ana" });
  await until(
    async () => (await text(page.getByTestId("position"))) === position,
    "the figures go on",
  );
  assert.equal(await rows.count(), 2);
  await page.getByRole("button", { name: "Paused" }).click();
  await until(async () => (await rows.count()) === 3, "all three events");
});

test("the ticker keeps the last two hundred events", async () => {
  page = await open_page(browser, server.url);
  await until(() => server.stream_count === 1, "a stream");
  for (let i = 0; i < 450; i += 1) server.emit("work_shown", "conversation", `c-${i}`, {});
  const grid = page.locator(".event-grid");
  await until(async () => (await grid.getAttribute("aria-rowcount")) === "201", "200 events");
  assert.match(await text(grid.locator(".grid-row").first()), /c-449/);
});

test("a conversation opens with its transcript and follows its events", async () => {
  page = await open_page(browser, server.url);
  const one = server.floor.conversations.find((c) => c.place === "active");
  await page.getByLabel("Search conversations").fill(one.conversation);
  await page.locator(`.conversation-grid [data-key="${one.conversation}"]`).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(`parley explain ${one.conversation}`).waitFor();
  assert.equal(await drawer.locator(".bubble.is-inbound").count(), 2);
  assert.equal(await drawer.locator(".bubble.is-outbound").count(), 3);
  assert.match(await text(drawer.locator(".bubble.is-blocked")), /not sent/);
  const asked = () => server.api_requests(`/conversations/${one.conversation}`).length;
  const before_event = asked();
  server.emit("work_shown", "conversation", "another", {});
  const { position } = server.emit("work_completed", "conversation", one.conversation, {});
  await until(() => asked() > before_event, "a look at the conversation");
  await until(
    async () => (await text(drawer.locator(".facts"))).includes(position),
    "its position",
  );
  assert.match(page.url(), new RegExp(`#conversation=${one.conversation}$`));
  await page.reload();
  await page.getByRole("dialog").getByText(`parley explain ${one.conversation}`).waitFor();
});

test("a long transcript shows its end, and more when asked", async () => {
  const one = server.floor.conversations[0];
  one.lines = 1500;
  page = await open_page(browser, `${server.url}#conversation=${one.conversation}`);
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Would you like a newsletter, too?").waitFor();
  const lines = drawer.locator(".transcript > li");
  assert.ok((await lines.count()) <= 200);
  const first = await lines.count();
  await drawer.getByRole("button", { name: "Show more" }).click();
  await until(async () => (await lines.count()) > 2 * first, "more lines");
  await drawer.getByText("Would you like a newsletter, too?").waitFor();
  assert.match(await text(drawer.locator(".earlier")), /^\d+ earlier lines$/);
});

test("a queue narrows the conversations to its own", async () => {
  page = await open_page(browser, server.url);
  await page.locator('.queue-grid [data-key="billing"]').click();
  const own = server.floor.conversations.filter((c) => c.queue === "billing").length;
  const count = page.locator("#conversations .panel-count");
  await until(async () => (await text(count)).startsWith(`${own} of`), "the queue's own");
});

test("queues sort by any figure", async () => {
  page = await open_page(browser, server.url);
  await page.getByRole("button", { name: "Waiting" }).click();
  const cells = page.locator('.queue-grid .grid-row [data-column="waiting"]');
  const shown = (await cells.allTextContents()).map(Number);
  assert.deepEqual(
    shown,
    [...shown].sort((a, b) => b - a),
  );
  const header = page.getByRole("columnheader", { name: "Waiting" });
  assert.equal(await header.first().getAttribute("aria-sort"), "descending");
});
