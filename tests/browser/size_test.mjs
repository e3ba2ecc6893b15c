// A big floor: 1,000 agents, 100 queues, 1,000 conversations, 200 events a second.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { make_activity } from "./support/activity.mjs";
import { dist, figure, launch, open_page, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { make_floor } from "./support/floor.mjs";

let browser;
let server;

before(async () => {
  browser = await launch();
  const size = { queues: 100, agents: 1000, conversations: 1000 };
  server = new FakeServer({ dist, floor: make_floor({ now: Date.now(), ...size }) });
  await server.start();
});
after(async () => {
  await browser.close();
  await server.stop();
});

test("only rows in sight are drawn, and all can be reached", async () => {
  const page = await open_page(browser, server.url);
  const agents = page.locator(".agent-grid");
  await agents.locator(".grid-row").first().waitFor();
  assert.equal(await agents.getAttribute("aria-rowcount"), "1001");
  assert.ok((await page.locator(".grid-row").count()) < 120);
  await page.keyboard.press("2");
  await page.keyboard.press("End");
  await until(
    async () => (await agents.locator(":focus").getAttribute("aria-rowindex")) === "1001",
    "the last row",
  );
  assert.ok(await agents.locator(":focus").isVisible());
  await page.close();
});

test("the page stays responsive under a stream of events", async (t) => {
  const page = await open_page(browser, server.url);
  await page.locator(".agent-grid .grid-row").first().waitFor();
  await until(() => server.stream_count >= 1, "a stream");
  await page.evaluate(() => {
    globalThis.long_tasks = [];
    const watch = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.long_tasks.push(Math.round(entry.duration));
    });
    watch.observe({ type: "longtask" });
  });
  const act = make_activity(server);
  for (let i = 0; i < 30; i += 1) {
    for (let n = 0; n < 20; n += 1) act();
    await page.waitForTimeout(100);
  }
  const tasks = await page.evaluate(() => globalThis.long_tasks);
  const sum = tasks.reduce((total, duration) => total + duration, 0);
  t.diagnostic(
    `long tasks in 3 s: ${tasks.length}, ${sum} ms, longest ${Math.max(0, ...tasks)} ms`,
  );
  // Generous, for a machine that does other things as well: a page that draws all rows takes seconds.
  assert.ok(Math.max(0, ...tasks) < 400, `a task of ${Math.max(...tasks)} ms`);
  await until(
    async () => (await page.getByTestId("position").textContent()) === server.position,
    "the end",
  );
  assert.notEqual(await figure(page, "waiting").textContent(), "–");
  assert.deepEqual(page.problems, []);
  await page.close();
});
