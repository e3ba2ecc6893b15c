// The editor of entitlement processes: the same control, set up by mouse and by keys, checked before
// it is sent, saved as a new version or refused as overtaken.

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
  page = await open_page(browser, `${server.url}#process=gold`);
  await page.locator(".timeline-mark").first().waitFor();
  await until(() => server.stream_count === 1, "a stream");
});
afterEach(async () => {
  await page.close();
  await server.stop();
  assert.deepEqual(page.problems, []);
});

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const readings = () => page.locator(".timeline-mark .timeline-at").allTextContents();
const first = () => page.locator(".timeline-mark").first();
const save = () => page.getByRole("button", { name: /^Save as version/ });
const gold = () => server.promises.processes.find((one) => one.process === "gold");
const target = () => page.getByLabel("Target", { exact: true });

test("a milestone moves by keys, a minute or ten at a time, and is saved as a new version", async () => {
  assert.ok(await save().isDisabled(), "nothing to save");
  await first().focus();
  await press("Shift+ArrowRight", "Shift+ArrowUp", "Shift+ArrowLeft", "Shift+ArrowLeft");
  assert.deepEqual(await readings(), ["0:39", "1:10", "2:10", "3:10"]);
  assert.equal(await target().inputValue(), "0:39");
  await save().click();
  await until(() => gold().process_version === 4, "version 4");
  assert.equal(gold().definition.milestones[0].target_minutes, 39);
  await page.getByText("gold, version 4").waitFor();
  await until(() => save().isDisabled(), "saved");
});

test("a dragged milestone snaps to the whole minute, and does not leave the line", async () => {
  const box = await first().boundingBox();
  const second = await page.locator(".timeline-mark").nth(1).boundingBox();
  const minute = (second.x - box.x) / 40;
  const [x, y] = [box.x + box.width / 2, box.y + 10];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 5.4 * minute, y, { steps: 4 });
  assert.equal(await target().inputValue(), "0:35");
  await page.mouse.move(x - 200 * minute, y, { steps: 4 });
  await page.mouse.up();
  assert.equal(await target().inputValue(), "0:00");
  await page.getByText("violated as soon as it starts").waitFor();
});

test("milestones are added and removed on the axis and by button", async () => {
  await page.getByRole("button", { name: "Add milestone" }).click();
  assert.deepEqual(await readings(), ["0:30", "1:10", "2:10", "3:10", "3:40"]);
  const line = await page.locator(".timeline-axis").boundingBox();
  await page.mouse.dblclick(line.x + line.width / 2, line.y + 2);
  assert.equal((await readings()).length, 6);
  await page.locator(".timeline-mark[aria-selected='true']").focus();
  await press("Delete");
  assert.equal((await readings()).length, 5);
  await until(
    () => page.evaluate(() => document.activeElement !== document.body),
    "the focus is kept",
  );
});

test("what is wrong is told before it is sent", async () => {
  await first().click();
  await page.getByLabel("Id", { exact: true }).fill("first response");
  await page.getByText("Its id is not 1 to 64 letters").waitFor();
  assert.ok(await save().isDisabled());
  await page.getByLabel("Id", { exact: true }).fill("resolution");
  await page.getByText("Another milestone is called resolution").waitFor();
  await page.getByLabel("Id", { exact: true }).fill("first_response");
  await page.getByRole("button", { name: "Add action" }).click();
  await page.getByText("The warning action has no target.").waitFor();
  await page.getByLabel("Whom or what").last().fill("team-lead");
  await page.getByLabel("Offset").last().fill("0:05");
  await press("Tab");
  await page.getByText("0:05 before the target").waitFor();
  await save().click();
  await until(() => gold().process_version === 4, "version 4");
  assert.deepEqual(gold().definition.milestones[0].actions[1], {
    trigger: "warning",
    kind: "notify",
    offset_minutes: 5,
    target: "team-lead",
    value: "",
  });
});

test("a second editor's version is not overwritten", async () => {
  await first().focus();
  await press("Shift+ArrowRight");
  const other = structuredClone(gold());
  other.process_version = 4;
  other.definition.name = "Edited by another";
  server.promises.processes = [other];
  await save().click();
  await page.getByTestId("conflict").waitFor();
  assert.equal(gold().definition.name, "Edited by another");
  server.emit("process_configured", "tenant", "demo");
  await page.getByText("gold, version 4").waitFor();
  await page.getByRole("button", { name: "Take the saved version" }).click();
  assert.equal(await page.getByLabel("Name").inputValue(), "Edited by another");
  assert.deepEqual(await readings(), ["0:30", "1:10", "2:10", "3:10"]);
});

test("a new process is made from nothing", async () => {
  await page.getByRole("link", { name: "New process" }).click();
  await page.getByText("A process without milestones promises nothing.").waitFor();
  await page.getByLabel("Id", { exact: true }).fill("gold");
  await page.getByRole("button", { name: "Add milestone" }).click();
  await page.getByText("Another process has this id.").waitFor();
  await page.getByLabel("Id", { exact: true }).first().fill("silver");
  await page.getByLabel("Business hours").fill("office");
  await page.getByLabel("Statuses that pause").fill("waiting, parked");
  await press("Tab");
  await save().click();
  await until(() => server.promises.processes.some((one) => one.process === "silver"), "saved");
  const { definition } = server.promises.processes.find((one) => one.process === "silver");
  assert.deepEqual(definition.pause_statuses, ["waiting", "parked"]);
  assert.equal(definition.hours, "office");
  assert.deepEqual(
    definition.milestones.map((one) => [one.milestone, one.target_minutes]),
    [["milestone", 30]],
  );
  await page.getByText("silver, version 1").waitFor();
});
