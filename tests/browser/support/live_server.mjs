// The running server that PARLEY_URL names (and PARLEY_TENANT, PARLEY_TOKEN), and a page on it.

import assert from "node:assert/strict";

import { open_page } from "./browser.mjs";

const url = process.env.PARLEY_URL?.replace(/\/$/, "");
const tenant = encodeURIComponent(process.env.PARLEY_TENANT ?? "demo");
const token = process.env.PARLEY_TOKEN ?? "";

export const is_live = url !== undefined;
/** Of a test that needs the server. */
export const needs_live = { skip: is_live ? false : "PARLEY_URL is not set" };

export const address = (hash = "") => `${url}/?tenant=${tenant}${hash}`;

export async function open_live_page(browser) {
  const page = await open_page(browser);
  if (token !== "") {
    await page.addInitScript((value) => sessionStorage.setItem("parley.token", value), token);
  }
  return page;
}

/** The answer's JSON; anything but success fails the test. */
export async function call(method, path, body) {
  const headers = token === "" ? {} : { authorization: `Bearer ${token}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(`${url}/v1/tenants/${tenant}${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
