// Against a running server: PARLEY_URL (and PARLEY_TENANT, PARLEY_TOKEN). What the page shows is
// what GET /overview answers at the same position, under the server's own headers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/accessibility.mjs";
import { launch, until } from "./support/browser.mjs";
import { address, call, is_live, needs_live, open_live_page } from "./support/live_server.mjs";

let browser;
let page;

before(async () => {
  if (!is_live) return;
  browser = await launch();
  page = await open_live_page(browser);
  await page.goto(address());
});
after(() => browser?.close());

/** Position and figures of one instant, as the page shows them. */
const shown = () =>
  page.evaluate(() => {
    const strip = document.querySelector(".kpis");
    const figures = [...strip.querySelectorAll("[data-figure]")].map((element) => [
      element.dataset.figure,
      element.dataset.value ?? element.textContent.trim().replaceAll(",", ""),
    ]);
    return { position: strip.dataset.position ?? "", figures: Object.fromEntries(figures) };
  });

test("the page is live", needs_live, async () => {
  await until(
    async () => /^Live/.test(await page.locator(".connection").textContent()),
    "live",
    15_000,
  );
  await until(async () => (await shown()).position !== "", "figures", 15_000);
});

test(
  "the page's figures are those of GET /overview at the same position",
  needs_live,
  async (t) => {
    const pages = new Map();
    const servers = new Map();
    const both = () => [...pages.keys()].filter((position) => servers.has(position));
    const end = Date.now() + 30_000;
    while (Date.now() < end && both().length < 5) {
      const [seen, answer] = await Promise.all([shown(), call("GET", "/overview")]);
      pages.set(seen.position, seen.figures);
      servers.set(answer.position, answer);
      // A quiet floor has one position only.
      if (both().length > 0 && Date.now() > end - 25_000 && servers.size === 1) break;
      await new Promise((go) => setTimeout(go, 50));
    }
    t.diagnostic(`${both().length} positions compared, ${pages.size} seen on the page`);
    assert.ok(both().length > 0, "no position was seen on both sides");
    for (const position of both()) {
      for (const [name, value] of Object.entries(pages.get(position))) {
        assert.equal(value, String(servers.get(position)[name]), `${name} at ${position}`);
      }
    }
  },
);

test("the page opens a conversation as the server tells it", needs_live, async (t) => {
  const { conversations } = await call("GET", "/conversations");
  if (conversations.length === 0) return t.skip("the floor has no conversation");
  const { conversation } = conversations[0];
  await page.evaluate(
    (id) => (location.hash = `conversation=${encodeURIComponent(id)}`),
    conversation,
  );
  await page.reload();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(`parley explain ${conversation}`).waitFor();
  const { contact } = await call("GET", `/conversations/${encodeURIComponent(conversation)}`);
  assert.ok((await drawer.locator(".facts").textContent()).includes(contact));
  await page.keyboard.press("Escape");
});

test(
  "the live page has no accessibility violation and no refused content",
  needs_live,
  async () => {
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(page.problems, []);
  },
);
