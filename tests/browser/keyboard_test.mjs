// The whole page without a mouse.

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
  server = new FakeServer({ dist, floor: make_floor({ now: Date.now() }) });
  await server.start();
  page = await open_page(browser, server.url);
  for (const list of ["queue", "agent", "conversation"]) {
    await page.locator(`.${list}-grid .grid-row`).first().waitFor();
  }
});
afterEach(async () => {
  await server.stop();
  assert.deepEqual(page.problems, []);
  await page.close();
});

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** The focused element: its row's key, its own name, whether a ring is drawn. */
const focus = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
      tag: element.tagName,
      key: element.dataset.key ?? "",
      id: element.id,
      panel: element.closest(".panel")?.id ?? "",
      dialog: element.closest("dialog") !== null,
      text: (element.ariaLabel ?? element.textContent).trim(),
      ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
  });

const keys_of = (list) =>
  page
    .locator(`.${list}-grid`)
    .evaluate((grid) =>
      [...grid.querySelectorAll(".grid-row")]
        .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
        .map((row) => row.dataset.key),
    );

test("the first stop skips to the floor, and every stop has a visible ring", async () => {
  await press("Tab");
  assert.equal((await focus()).text, "Skip to the floor");
  await press("Enter", "Tab");
  assert.equal((await focus()).panel, "queues");
  const panels = new Set();
  for (let i = 0; i < 40; i += 1) {
    const at = await focus();
    if (at.tag === "BODY") break;
    assert.ok(at.ring, `no ring on ${at.tag} ${at.text}`);
    panels.add(at.panel);
    await press("Tab");
  }
  assert.deepEqual([...panels].filter(Boolean), ["queues", "agents", "conversations", "events"]);
});

test("each list is one stop; arrows, page keys, Home and End move in it", async () => {
  const queues = await keys_of("queue");
  await press("1");
  assert.equal((await focus()).key, queues[0]);
  await press("ArrowDown", "ArrowDown");
  assert.equal((await focus()).key, queues[2]);
  await press("End");
  assert.equal(
    (await focus()).key,
    [...server.floor.queues].sort((a, b) => (a.name < b.name ? -1 : 1)).at(-1).queue,
  );
  await press("ArrowDown", "Home");
  assert.equal((await focus()).key, queues[0]);
  await press("k", "j");
  assert.equal((await focus()).key, queues[1]);
  await press("Tab", "Shift+Tab");
  assert.equal((await focus()).key, queues[1], "the list remembers its row");
  await press("3", "PageDown");
  const conversations = await keys_of("conversation");
  const at = conversations.indexOf((await focus()).key);
  assert.ok(at > 3, `a page on from the first row, at ${at}`);
});

test("Enter on a queue narrows the conversations and says so", async () => {
  await press("1", "Enter");
  const search = page.getByLabel("Search conversations");
  assert.match(await search.inputValue(), /^queue:/);
  assert.match(await page.locator("p[aria-live='polite']").textContent(), /narrowed to queue/);
});

test("a slash searches, Escape clears and then leaves", async () => {
  await press("/");
  assert.equal((await focus()).id, "conversation-search");
  await page.keyboard.type("queue:billing /?p1");
  const search = page.getByLabel("Search conversations");
  assert.equal(await search.inputValue(), "queue:billing /?p1");
  await page.getByText("No conversation matches").waitFor();
  await press("Escape");
  assert.equal(await search.inputValue(), "");
  await press("Escape");
  assert.notEqual((await focus()).id, "conversation-search");
});

test("a slash within the agents searches the agents", async () => {
  await press("2", "/");
  assert.equal((await focus()).panel, "agents");
  await page.keyboard.type("jonas");
  await until(async () => (await keys_of("agent")).join() === "jonas.weber", "one agent");
});

test("the help keeps the focus inside and gives it back", async () => {
  await press("3", "ArrowDown");
  const { key } = await focus();
  await press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  for (let i = 0; i < 4; i += 1) {
    assert.ok((await focus()).dialog, "inside the dialog");
    await press(i % 2 === 0 ? "Tab" : "Shift+Tab");
  }
  await press("1");
  assert.ok((await focus()).dialog, "the page's keys rest");
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal((await focus()).key, key);
});

test("a conversation opens, closes and leaves the focus where it was", async () => {
  await press("3", "ArrowDown", "ArrowDown");
  const { key } = await focus();
  await press("Enter");
  const drawer = page.getByRole("dialog");
  await drawer.getByText(`parley explain ${key}`).waitFor();
  for (let i = 0; i < 5; i += 1) {
    await press("Tab");
    assert.ok((await focus()).dialog, "inside the drawer");
  }
  await press("Escape");
  await drawer.waitFor({ state: "detached" });
  assert.equal((await focus()).key, key);
});

test("Right and Left visit the work of an agent", async () => {
  await press("2");
  const busy = server.floor.agents.filter((agent) => agent.work.length > 0).map((a) => a.agent);
  for (let i = 0; i < 20 && !busy.includes((await focus()).key); i += 1) await press("ArrowDown");
  const { key } = await focus();
  await press("ArrowRight");
  const chip = await focus();
  assert.equal(chip.tag, "BUTTON");
  assert.ok(chip.ring);
  await press("ArrowLeft");
  assert.equal((await focus()).key, key);
  await press("ArrowRight", "Enter");
  await page.getByRole("dialog").getByText("parley explain").waitFor();
});

test("p pauses the events and resumes them", async () => {
  await press("p");
  assert.equal(
    await page.getByRole("button", { name: "Paused" }).getAttribute("aria-pressed"),
    "true",
  );
  await press("p");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
});

test("a focused row keeps the focus while events push it down or take it away", async () => {
  await until(() => server.stream_count === 1, "a stream");
  for (let i = 0; i < 5; i += 1) server.emit("work_shown", "conversation", `c-${i}`, {});
  await until(async () => (await keys_of("event")).length === 5, "events");
  await press("4", "ArrowDown");
  const { key } = await focus();
  for (let i = 0; i < 5; i += 1) server.emit("work_shown", "conversation", `d-${i}`, {});
  await until(async () => (await keys_of("event")).length === 10, "more events");
  assert.equal((await focus()).key, key);
  await press("3", "ArrowDown");
  const gone = (await focus()).key;
  const { floor } = server;
  floor.conversations = floor.conversations.filter((c) => c.conversation !== gone);
  server.emit("conversation_closed", "conversation", gone, {});
  await until(async () => !(await keys_of("conversation")).includes(gone), "the row is gone");
  assert.equal((await focus()).panel, "conversations", "its successor has the focus");
});
