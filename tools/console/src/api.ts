// The public HTTP API as the console uses it: GETs of one tenant, each able to wait for a position.

import type {
  capacity_answer,
  conversation_answer,
  conversations_answer,
  error_answer,
  overview_answer,
} from "./wire";

/** The most that one answer holds. */
export const conversations_most = 1000;

/** A refusal of the server, or no answer at all (status 0, code UNREACHABLE). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly request_id: string,
  ) {
    super(message);
  }
}

export interface ApiOptions {
  tenant: string;
  token: () => string;
  /** Called with the server's clock, as each answer tells it. */
  on_server_time?: (server_ms: number) => void;
  fetch?: typeof fetch;
  timeout_ms?: number;
}

export class Api {
  readonly root: string;
  private readonly options_: Required<ApiOptions>;

  constructor(options: ApiOptions) {
    this.root = `/v1/tenants/${encodeURIComponent(options.tenant)}`;
    this.options_ = {
      fetch: (input, init) => fetch(input, init),
      on_server_time: () => undefined,
      timeout_ms: 15_000,
      ...options,
    };
  }

  headers(): Record<string, string> {
    const token = this.options_.token();
    return token === "" ? {} : { authorization: `Bearer ${token}` };
  }

  overview(after: string): Promise<overview_answer> {
    return this.get("/overview", after);
  }
  capacity(after: string): Promise<capacity_answer> {
    return this.get("/capacity", after);
  }
  conversations(after: string): Promise<conversations_answer> {
    return this.get("/conversations", after, { limit: String(conversations_most) });
  }
  /** With the transcript's lines `from_version` and on, at most `limit` of them. */
  conversation(
    id: string,
    after: string,
    from_version: number,
    limit: number,
  ): Promise<conversation_answer> {
    const page = { from_version: String(from_version), limit: String(limit) };
    return this.get(`/conversations/${encodeURIComponent(id)}`, after, page);
  }

  private async get<T>(path: string, after: string, more: Record<string, string> = {}): Promise<T> {
    const query = new URLSearchParams(after === "" ? more : { ...more, after }).toString();
    let answer: Response;
    try {
      answer = await this.options_.fetch(`${this.root}${path}${query && `?${query}`}`, {
        headers: { accept: "application/json", ...this.headers() },
        cache: "no-store",
        signal: AbortSignal.timeout(this.options_.timeout_ms),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ApiError(0, "UNREACHABLE", `The server did not answer: ${reason}`, "");
    }
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.options_.on_server_time(date);
    if (!answer.ok) throw await refusal(answer);
    return (await answer.json()) as T;
  }
}

async function refusal(answer: Response): Promise<ApiError> {
  const text = await answer.text();
  const fallback = answer.headers.get("x-request-id") ?? "";
  try {
    const body = JSON.parse(text) as Partial<error_answer>;
    const code = body.code ?? `HTTP_${answer.status}`;
    const message = body.message ?? answer.statusText;
    return new ApiError(answer.status, code, message, body.request_id ?? fallback);
  } catch {
    const message = text.slice(0, 200) || answer.statusText;
    return new ApiError(answer.status, `HTTP_${answer.status}`, message, fallback);
  }
}
