// The worked example against a running server (PARLEY_URL, PARLEY_TENANT, PARLEY_TOKEN): a process
// with milestones at 0:30, 1:10, 2:10 and 3:10, made in the editor, and a case that was opened 42
// minutes ago. What the page shows is what the server answers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/accessibility.mjs";
import { launch, until } from "./support/browser.mjs";
import { address, call, is_live, needs_live, open_live_page } from "./support/live_server.mjs";

const mark_of_run = Date.now().toString(36);
const process_id = `worked-${mark_of_run}`;
const case_id = `case-${mark_of_run}`;
const minute = 60_000;

let browser;
let page;

before(async () => {
  if (!is_live) return;
  browser = await launch();
  page = await open_live_page(browser);
});
after(() => browser?.close());

const open = (hash) => page.goto(address(hash));
const marks = () =>
  page
    .locator(".timeline-mark")
    .evaluateAll((all) =>
      all.map((one) => [one.querySelector(".timeline-at").textContent, one.dataset.status]),
    );

const milestones = [
  ["first_response", "0:30", "first_response"],
  ["reproduce_issue", "1:10", "other"],
  ["suggest_workaround", "2:10", "other"],
  ["resolution", "3:10", "resolution"],
];

test(
  "the editor makes the process, and the server has it as it was drawn",
  needs_live,
  async () => {
    await open("#processes");
    await page.getByRole("link", { name: "New process" }).click();
    await page.getByLabel("Id", { exact: true }).fill(process_id);
    for (const [id, at, kind] of milestones) {
      await page.getByRole("button", { name: "Add milestone" }).click();
      await page.locator(".milestone-form").getByLabel("Id", { exact: true }).fill(id);
      await page.getByLabel("Target", { exact: true }).fill(at);
      await page.keyboard.press("Enter");
      await page.getByLabel(/^Type/).selectOption(kind);
    }
    await page.getByRole("button", { name: "Save as version 1" }).click();
    await page.getByText(`${process_id}, version 1`).waitFor();
    const { processes } = await call("GET", "/processes");
    const saved = processes.find((one) => one.process === process_id);
    assert.deepEqual(
      saved.definition.milestones.map((one) => [one.milestone, one.target_minutes, one.kind]),
      [
        ["first_response", 30, "first_response"],
        ["reproduce_issue", 70, "other"],
        ["suggest_workaround", 130, "other"],
        ["resolution", 190, "resolution"],
      ],
    );
    assert.deepEqual(await violations(page), []);
  },
);

test("a version that was saved meanwhile is not overwritten", needs_live, async () => {
  const { processes } = await call("GET", "/processes");
  const { definition } = processes.find((one) => one.process === process_id);
  await page.locator(".timeline-mark").first().focus();
  await page.keyboard.press("Shift+ArrowRight");
  await call("PUT", `/processes/${process_id}`, { definition: { ...definition, name: "Worked" } });
  await page.getByTestId("conflict").waitFor();
  await page.getByRole("button", { name: /^Save as version/ }).click();
  await page.getByTestId("conflict").waitFor();
  await page.getByRole("button", { name: "Take the saved version" }).click();
  assert.equal(await page.getByLabel("Name").inputValue(), "Worked");
});

test(
  "a case opened 42 minutes ago reads 0:42, with its first response violated",
  needs_live,
  async () => {
    await call("POST", `/cases?case=${case_id}`, {
      process: process_id,
      fields: [{ key: "subject", value: "The printer prints in green" }],
      at: Date.now() - 42 * minute - 5_000,
    });
    await open(`#case=${case_id}`);
    await until(
      async () => (await marks())[0]?.[1] === "violated",
      "the first response is violated",
      20_000,
    );
    assert.deepEqual(await marks(), [
      ["0:30", "violated"],
      ["1:10", "open"],
      ["2:10", "open"],
      ["3:10", "open"],
    ]);
    const shown = await page.locator(".timeline-reading").textContent();
    const { elapsed_ms, milestones: told } = await call("GET", `/cases/${case_id}/milestones`);
    const minutes = Math.floor(elapsed_ms / minute);
    assert.ok(
      [minutes, minutes - 1].map((m) => `0:${m}`).includes(shown),
      `${shown}, ${elapsed_ms}`,
    );
    assert.ok(minutes >= 42 && minutes <= 44, `${minutes}`);
    assert.equal(told.find((one) => one.milestone === "first_response").violated, true);
    assert.deepEqual(await violations(page), []);
  },
);

test("what is done through the page is seen in the log's own answer", needs_live, async () => {
  const mark = (id) => page.locator(`.timeline-mark[data-milestone="${id}"]`);
  await mark("first_response").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Mark as done" }).click();
  await page.locator(".timeline-mark[data-status='met']").waitFor();
  await mark("first_response").click();
  await page.getByRole("button", { name: "Mark as done" }).click();
  await page.locator(".timeline-mark[data-status='met_late']").waitFor();
  const { milestones: told } = await call("GET", `/cases/${case_id}/milestones`);
  const phases = Object.fromEntries(told.map((one) => [one.milestone, one.phase]));
  assert.equal(phases.first_response, "met_late");
  assert.equal(phases.reproduce_issue, "met");
});

test("promises, cases and compliance are on their pages", needs_live, async () => {
  await open("#promises");
  await page.getByRole("heading", { name: "Promises at risk" }).waitFor();
  await page.getByTestId("running").waitFor();
  await open("#cases");
  await page.locator(`.case-grid [data-key="${case_id}"]`).waitFor();
  await open("#compliance");
  await page.locator(".table .is-sum").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await call("POST", `/cases/${case_id}/close`, {});
  await open(`#case=${case_id}`);
  await page.getByText("of business time when it was closed").waitFor();
  assert.deepEqual(page.problems, []);
});
