// The public HTTP API as the console uses it: queries of one tenant, each able to wait for a position,
// and the few commands that a page gives.

import type {
  capacity_answer,
  conversation_answer,
  conversations_answer,
  error_answer,
  overview_answer,
} from "./wire";
import type { customer_answer, customers_answer } from "./wire_customers";
import type { holiday_definition, hours_answer, hours_definition } from "./wire_hours";
import type {
  case_answer,
  cases_answer,
  compliance_answer,
  process_definition,
  processes_answer,
  promises_answer,
  timeline_answer,
} from "./wire_promises";

/** The most that one answer holds. */
export const conversations_most = 1000;
export const cases_most = 500;
export const promises_most = 500;
export const customers_most = 500;

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

/** Where a command came to stand in the log. */
export interface command_answer {
  position: string;
  version: number;
  /** "LAST_CONTACT": nobody in particular is entitled any more, so everybody is. */
  warnings?: string[];
}

/** What a request carries beside its path. */
interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
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

  cases(after: string, queue = ""): Promise<cases_answer> {
    const most = String(cases_most);
    return this.get("/cases", after, queue === "" ? { limit: most } : { limit: most, queue });
  }
  case(id: string, after: string): Promise<case_answer> {
    return this.get(`/cases/${encodeURIComponent(id)}`, after);
  }
  timeline(id: string, after: string): Promise<timeline_answer> {
    return this.get(`/cases/${encodeURIComponent(id)}/milestones`, after);
  }
  promises(after: string, queue: string, horizon_minutes: number): Promise<promises_answer> {
    const limits = { limit: String(promises_most), horizon_minutes: String(horizon_minutes) };
    return this.get("/promises", after, queue === "" ? limits : { ...limits, queue });
  }
  compliance(after: string, of: string, by: string, period: string): Promise<compliance_answer> {
    return this.get("/compliance", after, period === "" ? { of, by } : { of, by, period });
  }
  processes(after: string): Promise<processes_answer> {
    return this.get("/processes", after);
  }
  hours(after: string): Promise<hours_answer> {
    return this.get("/hours", after);
  }
  /** By id, from `from` on. */
  customers(after: string, from: string): Promise<customers_answer> {
    const most = String(customers_most);
    return this.get("/customers", after, from === "" ? { limit: most } : { limit: most, from });
  }
  customer(id: string, after: string): Promise<customer_answer> {
    return this.get(`/customers/${encodeURIComponent(id)}`, after);
  }

  /** Saves a process as a new version, if the present one is still `if_version`. */
  save_process(
    process: string,
    definition: process_definition,
    if_version: number,
    key: string,
  ): Promise<command_answer> {
    const path = `/processes/${encodeURIComponent(process)}`;
    return this.send("PUT", path, { definition, if_version }, key);
  }
  save_hours(hours: string, definition: hours_definition, key: string): Promise<command_answer> {
    return this.send("PUT", `/hours/sets/${encodeURIComponent(hours)}`, { definition }, key);
  }
  /** "activate", "deactivate" or "default". */
  turn_hours(hours: string, what: string, key: string): Promise<command_answer> {
    return this.send("POST", `/hours/sets/${encodeURIComponent(hours)}/${what}`, {}, key);
  }
  save_holiday(
    holiday: string,
    definition: holiday_definition,
    key: string,
  ): Promise<command_answer> {
    return this.send("PUT", `/hours/holidays/${encodeURIComponent(holiday)}`, { definition }, key);
  }
  /** Who of a customer may use an entitlement. */
  change_contacts(
    customer: string,
    entitlement: string,
    change: { add?: string[]; remove?: string[] },
    key: string,
  ): Promise<command_answer> {
    const path = `/customers/${encodeURIComponent(customer)}`;
    const of = `${path}/entitlements/${encodeURIComponent(entitlement)}/contacts`;
    return this.send("POST", of, change, key);
  }
  complete_milestone(id: string, milestone: string, key: string): Promise<command_answer> {
    const path = `/cases/${encodeURIComponent(id)}/milestones/${encodeURIComponent(milestone)}`;
    return this.send("POST", `${path}/complete`, {}, key);
  }

  set_case_status(id: string, status: string, key: string): Promise<command_answer> {
    return this.send("POST", `/cases/${encodeURIComponent(id)}/status`, { status }, key);
  }
  close_case(id: string, key: string): Promise<command_answer> {
    return this.send("POST", `/cases/${encodeURIComponent(id)}/close`, {}, key);
  }
  reopen_case(id: string, key: string): Promise<command_answer> {
    return this.send("POST", `/cases/${encodeURIComponent(id)}/reopen`, {}, key);
  }
  /** To the latest version of its process. */
  migrate_case(id: string, key: string): Promise<command_answer> {
    return this.send("POST", `/cases/${encodeURIComponent(id)}/migrate`, {}, key);
  }
  complete_task(id: string, task: string, key: string): Promise<command_answer> {
    const path = `/cases/${encodeURIComponent(id)}/tasks/${encodeURIComponent(task)}/complete`;
    return this.send("POST", path, {}, key);
  }

  private get<T>(path: string, after: string, more: Record<string, string> = {}): Promise<T> {
    const query = new URLSearchParams(after === "" ? more : { ...more, after }).toString();
    return this.exchange(`${path}${query && `?${query}`}`, {});
  }

  /** A command; sent again with the same `key` it is done once. */
  private send<T>(method: string, path: string, body: unknown, key: string): Promise<T> {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    return this.exchange(path, { method, headers, body: JSON.stringify(body) });
  }

  private async exchange<T>(path: string, request: Sent): Promise<T> {
    let answer: Response;
    try {
      answer = await this.options_.fetch(`${this.root}${path}`, {
        ...request,
        headers: { accept: "application/json", ...this.headers(), ...request.headers },
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

/** A key for a command, new each time. */
export function command_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
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
