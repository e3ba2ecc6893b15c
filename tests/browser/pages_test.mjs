// The pages beside the floor: navigation, lists, and every state of each in both themes, without an
// accessibility violation. Pictures for people to judge (build/console-pictures).

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { violations } from "./support/accessibility.mjs";
import { dist, launch, open_page, pictures, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { make_floor } from "./support/floor.mjs";

let browser;

before(async () => (browser = await launch()));
after(() => browser.close());

async function with_page(options, use) {
  const server = new FakeServer({ dist, floor: make_floor({ now: Date.now(), conversations: 5 }) });
  options.prepare?.(server);
  await server.start();
  const page = await open_page(browser, undefined, { reducedMotion: "reduce", ...options.page });
  try {
    await page.goto(server.url + (options.hash ?? ""));
    await use(page, server);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.close();
    await server.stop();
  }
}

const paths = {
  cases: "/cases",
  promises: "/promises",
  compliance: "/compliance",
  processes: "/processes",
  customers: "/customers",
  hours: "/hours",
};

/** What is seen on a page when it has something to show. */
const ready = {
  "#promises": ".promise-grid .grid-row",
  "#cases": ".case-grid .grid-row",
  "#case=4711": ".timeline-mark",
  "#compliance": ".table .is-sum",
  "#process=gold": ".timeline-mark",
  "#customers": ".customer-grid .grid-row",
  "#customer=globex": ".chip",
  "#set=office": ".week .time",
};

for (const colorScheme of ["dark", "light"]) {
  test(`no page has an accessibility violation, ${colorScheme}`, () =>
    with_page({ page: { colorScheme } }, async (page, server) => {
      for (const [hash, seen] of Object.entries(ready)) {
        const { cases } = server.promises;
        cases.get("4711").phases = { first_response: "met_late", reproduce_issue: "met" };
        await page.goto(server.url + hash);
        await page.locator(seen).first().waitFor();
        const mark = page.locator(".timeline-mark").first();
        if ((await mark.count()) > 0) await mark.click();
        const name = `page-${hash.slice(1).replace("=", "-")}-${colorScheme}`;
        await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
        assert.deepEqual(await violations(page), [], hash);
      }
    }));

  test(`empty and refused pages, ${colorScheme}`, () => {
    const prepare = (server) => (server.promises.empty = true);
    return with_page({ prepare, page: { colorScheme } }, async (page, server) => {
      for (const [hash, path] of Object.entries(paths)) {
        await page.goto(`${server.url}#${hash}`);
        await page.locator(".page .state.is-empty").first().waitFor();
        assert.deepEqual(await violations(page), [], `${hash} empty`);
        server.refusals.set(path, { status: 403, code: "NOT_PERMITTED", message: "not for you" });
        await page.reload();
        await page.locator(".page .state.is-error").waitFor();
        await page.getByText("NOT_PERMITTED").waitFor();
        assert.deepEqual(await violations(page), [], `${hash} refused`);
      }
    });
  });
}

test("pages are gone to by links and by the back button, and the focus goes along", () =>
  with_page({}, async (page) => {
    await page.getByRole("link", { name: "Promises" }).click();
    const heading = page.getByRole("heading", { name: "Promises at risk" });
    await heading.waitFor();
    await until(() => heading.evaluate((element) => element === document.activeElement), "focus");
    await page.locator(".promise-grid .grid-row").first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Case 4711" }).waitFor();
    await page.goBack();
    await heading.waitFor();
    await page.getByRole("link", { name: "Floor" }).click();
    await page.locator(".kpis").waitFor();
    assert.equal(await page.locator(".nav [aria-current='page']").textContent(), "Floor");
  }));

test("promises are overdue ones first, and narrow to a queue and back", () =>
  with_page({ hash: "#promises" }, async (page, server) => {
    const rows = () =>
      page
        .locator(".promise-grid .grid-row")
        .evaluateAll((all) => all.map((row) => row.dataset.key).sort());
    await until(async () => (await rows()).length === 4, "four promises");
    assert.equal(
      await page.locator(".promise-grid [aria-rowindex='2']").getAttribute("data-key"),
      "4711.first_response",
    );
    await page.getByRole("button", { name: "technical" }).click();
    await until(async () => (await rows()).length === 2, "of one queue");
    await page.getByRole("button", { name: "All queues" }).click();
    await until(async () => (await rows()).length === 4, "all again");
    const asked = server.api_requests("/promises").length;
    server.emit("milestone_violated", "milestone", "4711.resolution");
    await until(() => server.api_requests("/promises").length > asked, "asked again");
  }));

test("compliance adds up what was kept, by day, month and year", () =>
  with_page({ hash: "#compliance" }, async (page) => {
    await page.getByTestId("met-share").waitFor();
    assert.equal(await page.getByTestId("met-share").textContent(), "86.4%");
    await page.getByRole("combobox", { name: "By" }).selectOption("year");
    await page.locator("th", { hasText: /^2025$/ }).waitFor();
    await page.getByRole("combobox", { name: "Of" }).selectOption("office");
    await page.locator("th", { hasText: /^berlin$/ }).waitFor();
    await page.getByRole("combobox", { name: "Of" }).selectOption("account");
    await page.locator("th", { hasText: /^globex$/ }).waitFor();
  }));

test("a page is not renewed while the server fails, says so, and recovers", () =>
  with_page({ hash: "#case=4711" }, async (page, server) => {
    await page.locator(".timeline-mark").first().waitFor();
    await until(() => server.stream_count === 1, "a stream");
    const path = "/cases/4711/milestones";
    server.refusals.set(path, { status: 503, code: "UNAVAILABLE", message: "not now" });
    server.emit("milestone_acted", "milestone", "4711.resolution");
    await page.locator(".page-error").waitFor();
    assert.equal(await page.locator(".timeline-mark").count(), 4);
    server.refusals.clear();
    await until(async () => (await page.locator(".page-error").count()) === 0, "well again");
  }));

test("the pages fit a narrow window", () =>
  with_page({ page: { viewport: { width: 420, height: 900 } } }, async (page, server) => {
    for (const [hash, seen] of Object.entries(ready)) {
      await page.goto(server.url + hash);
      await page.locator(seen).first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 420, `${hash} is ${width} wide`);
    }
  }));
