// A Parley server of a few hundred lines, for the page's tests only: it answers from plain values,
// keeps a log of events, and can be told to fail, to drop streams, or to go away.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { capacity_of, conversation_of, overview_of } from "./floor.mjs";
import { FakePromises } from "./promises.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

// Stricter than a server needs to be: the page must run under it.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export class FakeServer {
  /** Every API request: path, query, headers. */
  requests = [];
  /** path → {status, code, message}: what to refuse. */
  refusals = new Map();
  token = "";
  port = 0;
  promises = new FakePromises(() => Date.now());
  log = [];
  #floor;
  #dist;
  #tenant;
  #streams = new Set();
  #server;
  #request_count = 0;
  #first_offset;

  constructor({ dist, floor, tenant = "demo", first_offset = 4812 }) {
    this.#dist = dist;
    this.#floor = floor;
    this.#tenant = tenant;
    this.#first_offset = first_offset;
  }

  get url() {
    return `http://127.0.0.1:${this.port}/?tenant=${this.#tenant}`;
  }
  get floor() {
    return this.#floor;
  }
  get position() {
    return `0:${this.#first_offset + this.log.length}`;
  }
  get stream_count() {
    return this.#streams.size;
  }

  async start() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    await new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
    this.port = this.#server.address().port;
  }

  async stop() {
    this.drop_streams();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Records an event and tells it to all streams. */
  emit(type, kind, id, payload = {}) {
    const offset = this.#first_offset + this.log.length + 1;
    const event = {
      position: `0:${offset}`,
      stream: `${this.#tenant}/${kind}/${id}`,
      version: offset,
      recorded_at: Date.now(),
      by: { role: "system", name: "" },
      command: `test-${offset}`,
      type,
      payload,
    };
    this.log.push(event);
    for (const stream of this.#streams) stream.write(sse_record(event));
    return event;
  }

  drop_streams() {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  api_requests(path) {
    return this.requests.filter((request) => request.path === path);
  }

  async #handle(request, response) {
    const url = new URL(request.url, "http://127.0.0.1");
    const root = `/v1/tenants/${this.#tenant}`;
    if (!url.pathname.startsWith("/v1/")) return this.#file(url.pathname, response);
    const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : undefined;
    const after = url.searchParams.get("after") ?? "";
    const { method, headers } = request;
    this.requests.push({ path, after, headers, method });
    const refusal = this.#refusal(path, request);
    if (refusal !== undefined) return this.#refuse(response, refusal);
    if (path === "/events") return this.#stream(request, response);
    if (method !== "GET") return this.#command(method, path, request, response);
    const answer = this.#answer(path, url.searchParams);
    if (answer === undefined) {
      return this.#refuse(response, { status: 404, code: "NOT_FOUND", message: "no such thing" });
    }
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    return response.end(JSON.stringify(answer));
  }

  #refusal(path, request) {
    if (path === undefined) {
      return { status: 404, code: "NOT_FOUND", message: "no such tenant" };
    }
    if (this.token !== "" && request.headers.authorization !== `Bearer ${this.token}`) {
      return { status: 401, code: "UNAUTHENTICATED", message: "a bearer token is needed" };
    }
    return this.refusals.get(path);
  }

  #answer(path, query) {
    if (path === "/overview") return overview_of(this.#floor, this.position);
    if (path === "/queues") return { position: this.position, queues: this.#floor.queues };
    if (path === "/capacity") return capacity_of(this.#floor, this.position);
    if (path === "/conversations") {
      return { position: this.position, conversations: this.#floor.conversations };
    }
    const id = /^\/conversations\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) return this.promises.answer(path, query, this.position);
    const page = [Number(query.get("from_version") ?? 1), Number(query.get("limit") ?? 200)];
    return conversation_of(this.#floor, decodeURIComponent(id), this.position, ...page);
  }

  async #command(method, path, request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const did = this.promises.command(method, path, JSON.parse(Buffer.concat(pieces).toString()));
    if (did?.event === undefined) {
      return this.#refuse(
        response,
        did?.refusal ?? { status: 404, code: "NOT_FOUND", message: path },
      );
    }
    const { position, version } = this.emit(...did.event);
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ position, version, ...did.more }));
  }

  #refuse(response, { status, code, message }) {
    this.#request_count += 1;
    const request_id = `req-${this.#request_count}`;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ code, message, request_id }));
  }

  #stream(request, response) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": hello\n\n");
    const last = request.headers["last-event-id"];
    if (last !== undefined) {
      const from = Number(last.split(":")[1]) - this.#first_offset;
      for (const event of this.log.slice(from)) response.write(sse_record(event));
    }
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  async #file(path, response) {
    const name = normalize(path === "/" ? "/index.html" : path);
    try {
      const bytes = await readFile(join(this.#dist, name));
      response.writeHead(200, {
        "content-type": types[extname(name)] ?? "application/octet-stream",
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }
}

function sse_record(event) {
  return `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
