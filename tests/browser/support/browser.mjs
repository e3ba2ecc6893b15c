// One Chromium for a test file, and pages that fail it on any script error or refused content.

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
export const dist = join(root, "tools/console/dist");
export const pictures = join(root, "build/console-pictures");
mkdirSync(pictures, { recursive: true });

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}

/** Network errors are part of some tests; everything else on the console is a failure. */
const expected = /Failed to load resource|net::ERR_/;

export async function open_page(browser, url, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    const wrong = message.type() === "error" || message.type() === "warning";
    if (wrong && !expected.test(message.text())) problems.push(message.text());
  });
  page.problems = problems;
  if (url !== undefined) await page.goto(url);
  return page;
}

export const figure = (page, name) => page.locator(`[data-figure="${name}"]`);

export async function until(holds, what, wait_ms = 8000) {
  const end = Date.now() + wait_ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((go) => setTimeout(go, 25));
  }
}
