// Both themes: no accessibility violation in any state of the page, and pictures for people to
// judge (build/console-pictures).

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { violations } from "./support/accessibility.mjs";
import { make_activity } from "./support/activity.mjs";
import { dist, launch, open_page, pictures, until } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { make_floor } from "./support/floor.mjs";

let browser;

before(async () => (browser = await launch()));
after(() => browser.close());

async function with_page(scheme, options, use) {
  const server = new FakeServer({ dist, floor: make_floor({ now: Date.now(), ...options.floor }) });
  options.prepare?.(server);
  await server.start();
  const page = await open_page(browser, undefined, {
    colorScheme: scheme,
    reducedMotion: "reduce",
    viewport: options.viewport ?? { width: 1440, height: 900 },
  });
  const check = async (name) => {
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`) });
    assert.deepEqual(await violations(page), [], name);
  };
  try {
    await page.goto(server.url);
    await use(page, server, check);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.close();
    await server.stop();
  }
}

async function busy(page, server) {
  await until(() => server.stream_count === 1, "a stream");
  await page.locator(".queue-grid .grid-row").first().waitFor();
  const act = make_activity(server);
  for (let i = 0; i < 60; i += 1) act();
  await page.locator(".event-grid .grid-row").first().waitFor();
}

for (const scheme of ["dark", "light"]) {
  test(`the floor, ${scheme}`, () =>
    with_page(scheme, {}, async (page, server, check) => {
      await busy(page, server);
      await check("floor");
    }));

  test(`an open conversation and the dialogs, ${scheme}`, () =>
    with_page(scheme, {}, async (page, server, check) => {
      await busy(page, server);
      const one = server.floor.conversations.find((c) => c.place === "active");
      await page.getByLabel("Search conversations").fill(one.conversation);
      await page.locator(".conversation-grid .grid-row").click();
      await page.locator(".transcript").waitFor();
      await check("conversation");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
      await check("shortcuts");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Access token/ }).click();
      await check("token");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Tenant demo" }).click();
      await check("tenant");
    }));

  test(`nothing there, ${scheme}`, () =>
    with_page(
      scheme,
      { floor: { queues: 0, agents: 0, conversations: 0 } },
      async (page, _, check) => {
        await page.getByText("No queues yet").waitFor();
        await check("empty");
      },
    ));

  test(`refused, ${scheme}`, () => {
    const prepare = (server) => (server.token = "secret");
    return with_page(scheme, { prepare }, async (page, _, check) => {
      await page.locator("#agents .state.is-error").waitFor();
      await page.locator("#conversations .state.is-error").waitFor();
      await check("refused");
    });
  });

  test(`stale, ${scheme}`, () =>
    with_page(scheme, {}, async (page, server, check) => {
      await busy(page, server);
      await server.stop();
      await until(
        async () => /Stale/.test(await page.locator(".connection").textContent()),
        "stale",
        12_000,
      );
      await page.locator(".kpis.is-stale").waitFor();
      await check("stale");
      await server.start();
    }));

  test(`a narrow window, ${scheme}`, () =>
    with_page(scheme, { viewport: { width: 420, height: 900 } }, async (page, server, check) => {
      await busy(page, server);
      const [width, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        innerWidth,
      ]);
      assert.ok(width <= room, `the page is ${width} wide in a window of ${room}`);
      await check("narrow");
    }));
}

test("the theme switch wins over the system and is remembered", () =>
  with_page("dark", {}, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole("button", { name: "Light theme" }).click();
    const light = await ground();
    assert.notEqual(light, dark);
    await page.reload();
    assert.equal(await ground(), light);
    await page.getByRole("button", { name: "Theme of the system" }).click();
    assert.equal(await ground(), dark);
  }));
