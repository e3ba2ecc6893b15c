// The timeline of a case with the worked example: milestones at 0:30, 1:10, 2:10 and 3:10, now at 0:42.

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
});
afterEach(async () => {
  await page.close();
  await server.stop();
  assert.deepEqual(page.problems, []);
});

async function open(id, options = {}) {
  page = await open_page(browser, undefined, options);
  await page.goto(`${server.url}#case=${id}`);
  await page.locator(".timeline-mark").first().waitFor();
  await until(() => server.stream_count === 1, "a stream");
}

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const about = () => server.promises.cases.get("4711");
const mark = (id) => page.locator(`.timeline-mark[data-milestone="${id}"]`);
const reading = () => page.locator(".timeline-reading").textContent();
const selected = () =>
  page.locator(".timeline-mark[aria-selected='true']").getAttribute("data-milestone");

/** What stands on the line: id, reading, state, and the place in pixels. */
const marks = () =>
  page.locator(".timeline-mark").evaluateAll((found) =>
    found.map((element) => {
      const { left, width } = element.getBoundingClientRect();
      return {
        id: element.dataset.milestone,
        at: element.querySelector(".timeline-at").textContent,
        status: element.dataset.status,
        x: left + width / 2,
      };
    }),
  );

/** Place in pixels of 0:00 and the length of a minute, from two marks. */
function scale([first, second]) {
  const minute = (second.x - first.x) / 40;
  return { zero: first.x - 30 * minute, minute };
}

test("four milestones stand at their targets, and the indicator at 0:42", async () => {
  await open("4711");
  const shown = await marks();
  assert.deepEqual(
    shown.map(({ at }) => at),
    ["0:30", "1:10", "2:10", "3:10"],
  );
  assert.deepEqual(
    shown.map(({ status }) => status),
    ["violated", "open", "open", "open"],
  );
  assert.equal(await reading(), "0:42");
  const { zero, minute } = scale(shown);
  for (const [n, at] of [30, 70, 130, 190].entries()) {
    assert.ok(Math.abs(shown[n].x - (zero + at * minute)) < 1.5, `${at} at ${shown[n].x}`);
  }
  const box = await page.locator(".timeline-indicator").boundingBox();
  const elapsed = (box.x + box.width / 2 - zero) / minute;
  assert.ok(elapsed > 41.5 && elapsed < 43.5, `the indicator stands at ${elapsed}`);
  const left = await page.locator("[data-testid^='left-'] [aria-hidden]").allTextContents();
  assert.deepEqual(left, ["−0:12", "0:28", "1:28", "2:28"]);
});

test("a selected milestone tells its details", async () => {
  await open("4711");
  await mark("suggest_workaround").click();
  const facts = await page
    .getByTestId("details")
    .locator(".fact")
    .evaluateAll((all) => all.map((one) => [...one.children].map((part) => part.textContent)));
  const details = Object.fromEntries(facts);
  assert.equal(details["Type"], "other, external");
  assert.equal(details["State"], "not yet done");
  assert.equal(details["Target response time"], "2:10");
  assert.match(details["Remaining"], /^1:28/);
  assert.equal(details["Completed"], "–");
  for (const name of ["Start", "Target"]) assert.match(details[name], /\d\d:\d\d:\d\d$/);
});

test("what happens is seen at once: done, done late, and the indicator's next minute", async () => {
  await open("4711");
  await mark("reproduce_issue").click();
  await page.getByRole("button", { name: "Mark as done" }).click();
  await page.locator(".timeline-mark[data-status='met']").waitFor();
  await mark("first_response").click();
  await page.getByRole("button", { name: "Mark as done" }).click();
  await page.locator(".timeline-mark[data-status='met_late']").waitFor();
  about().elapsed = 43;
  server.emit("milestone_acted", "milestone", "4711.resolution");
  await until(async () => (await reading()) === "0:43", "0:43");
  about().phases.resolution = "violated";
  server.emit("milestone_violated", "milestone", "4711.resolution");
  await until(
    async () => (await mark("resolution").getAttribute("data-status")) === "violated",
    "!",
  );
});

test("events of other cases do not ask for this one again", async () => {
  await open("4711");
  const path = "/cases/4711/milestones";
  await until(() => server.api_requests(path).length > 0, "asked");
  await new Promise((go) => setTimeout(go, 500));
  const asked = server.api_requests(path).length;
  server.emit("milestone_violated", "milestone", "47110.resolution");
  server.emit("milestone_violated", "milestone", "4712.resolution");
  await new Promise((go) => setTimeout(go, 700));
  assert.equal(server.api_requests(path).length, asked);
});

test("the indicator moves by itself while business time does, and rests when it does not", async () => {
  page = await open_page(browser);
  await page.clock.install({ time: Date.now() });
  await page.goto(`${server.url}#case=4711`);
  await page.locator(".timeline-mark").first().waitFor();
  await page.clock.runFor(121_000);
  assert.match(await reading(), /^0:4[34]$/);
  about().ticks = false;
  server.emit("case_status_changed", "case", "4711");
  await until(async () => {
    await page.clock.runFor(400);
    return (await page.locator(".timeline-indicator.is-resting").count()) === 1;
  }, "rest");
  const before = await reading();
  await page.clock.runFor(180_000);
  assert.equal(await reading(), before);
});

test("zoom 1:00 to 2:30 shows two milestones, and an arrow to the indicator at 0:42", async () => {
  await open("4711");
  await page.getByLabel("From", { exact: true }).fill("1:00");
  await press("Enter");
  await page.getByLabel("To", { exact: true }).fill("2:30");
  await press("Enter");
  await until(async () => (await marks()).length === 2, "two marks");
  assert.deepEqual(
    (await marks()).map(({ at }) => at),
    ["1:10", "2:10"],
  );
  assert.equal(await page.locator(".timeline-indicator").count(), 0);
  const away = page.locator(".is-before .is-indicator");
  assert.match(await away.textContent(), /0:42/);
  await away.click();
  await page.locator(".timeline-indicator").waitFor();
  await page.getByRole("button", { name: "Whole line" }).click();
  assert.equal((await marks()).length, 4);
});

test("the whole control works by keys, and the focus is never lost", async () => {
  await open("4711");
  await mark("first_response").focus();
  await press("ArrowRight");
  assert.equal(await selected(), "reproduce_issue");
  await press("End");
  assert.equal(await selected(), "resolution");
  await press("ArrowRight");
  assert.equal(await selected(), "resolution");
  await press("Home");
  assert.equal(await selected(), "first_response");
  await press("+", "+");
  assert.ok((await marks()).length < 4);
  await press("End");
  assert.equal(await selected(), "resolution");
  const focused = await page.evaluate(() => ({
    id: document.activeElement.dataset.milestone,
    ring: getComputedStyle(document.activeElement).outlineStyle,
    label: document.activeElement.textContent,
  }));
  assert.equal(focused.id, "resolution");
  assert.notEqual(focused.ring, "none");
  assert.match(focused.label, /^Resolution 3:10, not yet done, 2 hours 28 minutes/);
  await press("-", "-");
  assert.equal((await marks()).length, 4);
  const from = page.getByRole("slider", { name: "Window from" });
  await from.focus();
  await press("PageUp", "PageUp", "ArrowRight");
  assert.equal(await from.getAttribute("aria-valuetext"), "31 minutes");
  assert.equal((await marks()).length, 3);
});

test("milestones that stand close are one mark with a count, and open when one is selected", async () => {
  await open("4713");
  const crowd = page.locator(".timeline-mark.is-crowd");
  assert.equal(await crowd.locator(".timeline-count").textContent(), "3");
  await crowd.focus();
  await until(async () => (await crowd.count()) === 0, "open");
  assert.equal((await marks()).length, 4);
  const seen = [];
  for (let n = 0; n < 4; n += 1) {
    seen.push(await page.evaluate(() => document.activeElement.dataset.milestone));
    await press("ArrowRight");
  }
  assert.deepEqual(seen, ["acknowledge", "classify", "assign", "resolution"]);
});

test("every state has a shape of its own in each style, so that none needs its colour", async () => {
  about().phases = { first_response: "violated", reproduce_issue: "met", resolution: "met_late" };
  await open("4711");
  for (const style of ["cones", "bars"]) {
    await page.getByLabel("Marks").selectOption(style);
    const shapes = await page
      .locator(".timeline-mark .glyph")
      .evaluateAll((all) => all.map((one) => [...one.children].map((c) => c.outerHTML).join("")));
    assert.equal(new Set(shapes).size, 4, style);
  }
  await page.getByLabel("Marks").selectOption("after_the_fact");
  assert.deepEqual(
    (await marks()).map(({ id }) => id),
    ["first_response", "reproduce_issue", "resolution"],
  );
});

test("blue and red can be chosen, are those of the text, and stay chosen", async () => {
  about().phases = { reproduce_issue: "met", first_response: "met" };
  await open("4711");
  const colour = (id) =>
    mark(id)
      .locator(".glyph")
      .evaluate((glyph) => getComputedStyle(glyph).color.match(/\d+/g).map(Number));
  await page.getByLabel("Colours").selectOption("blue_red");
  await page.reload();
  await mark("resolution").waitFor();
  const [red, , blue] = await colour("resolution");
  assert.ok(blue > red, "open is blue");
  const [done_red, , done_blue] = await colour("reproduce_issue");
  assert.ok(done_red > done_blue, "done is red");
});

test("nothing is animated for those who asked for less motion", async () => {
  await open("4711", { reducedMotion: "reduce" });
  const duration = () =>
    page
      .locator(".timeline-indicator")
      .evaluate((element) => getComputedStyle(element).transitionDuration);
  assert.match(await duration(), /^0s$/);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.notEqual(await duration(), "0s");
});

test("a case without promises says why", async () => {
  page = await open_page(browser, `${server.url}#case=4712`);
  await page.getByText("Nothing is promised").waitFor();
  await page.getByText("No entitlement covers it.").waitFor();
});
