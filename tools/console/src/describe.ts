// An event in one line of English, for the ticker. Unknown events keep their name: a newer server
// may tell of more than this page knows.

import { duration, words } from "./format";
import type { feed_event } from "./wire";

export type Tone = "plain" | "good" | "warn" | "bad" | "info";
export type Group =
  "conversation" | "message" | "route" | "work" | "promise" | "agent" | "timer" | "tenant";

export const groups: readonly Group[] = [
  "work",
  "route",
  "message",
  "conversation",
  "promise",
  "agent",
  "timer",
  "tenant",
];

export interface Subject {
  kind: string;
  id: string;
}

/** "tenant/kind/id", where the id may hold slashes. */
export function subject_of(stream: string): Subject {
  const [, kind = "", ...id] = stream.split("/");
  return { kind, id: id.join("/") };
}

/** The conversation an event is about, or "". */
export function conversation_of(event: feed_event): string {
  const { kind, id } = subject_of(event.stream);
  if (kind === "conversation") return id;
  if (kind === "timer" && event.payload["target_kind"] === "conversation") {
    return text_of(event.payload["target"]);
  }
  return text_of(event.payload["conversation"]);
}

export function group_of(event: Pick<feed_event, "type" | "stream">): Group {
  const { kind } = subject_of(event.stream);
  if (kind === "agent" || kind === "timer" || kind === "tenant") return kind;
  if (kind === "case" || kind === "milestone" || kind === "customer") return "promise";
  if (/^(work_|after_work_|transfer_)/.test(event.type)) return "work";
  if (/^(route_|skills_|preference_)/.test(event.type)) return "route";
  return /message/.test(event.type) ? "message" : "conversation";
}

const tones: Record<string, Tone> = {
  work_offered: "info",
  work_accepted: "good",
  work_completed: "good",
  transfer_completed: "good",
  milestone_acted: "info",
  case_task_created: "info",
  renewal_opened: "info",
  milestone_completed: "good",
  case_task_completed: "good",
  milestone_unscheduled: "bad",
  milestone_violated: "bad",
  case_action_stopped: "bad",
  work_declined: "warn",
  work_expired: "warn",
  work_withdrawn: "warn",
  route_cancelled: "warn",
  route_overflowed: "warn",
  transfer_failed: "bad",
  route_failed: "bad",
  work_abandoned: "bad",
  outbound_message_blocked: "bad",
  presence_lost: "bad",
  proposal_refused: "warn",
  route_taken_back: "warn",
  refusal_recorded: "bad",
};

export function tone_of(type: string): Tone {
  return tones[type] ?? "plain";
}

function text_of(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}

function quoted(text: string): string {
  return text.length > 90 ? `“${text.slice(0, 89)}…”` : `“${text}”`;
}

function until(event: feed_event, field: string): string {
  const at = Number(event.payload[field] ?? 0);
  return at > 0 ? duration(at - event.recorded_at) : "";
}

type Say = (payload: (field: string) => string, event: feed_event) => string;

const sayings: Record<string, Say> = {
  presence_changed: (p) => `${words(p("state"))}${because(p("cause"))}`,
  presence_lost: (p, e) => `lost (${words(p("cause"))}), grace ${until(e, "grace_until")}`,
  lease_renewed: (_, e) => `lease ${until(e, "lease_until")}`,
  capacity_reserved: (p) =>
    `${p("weight")} ${units(p("weight"))} reserved for ${p("conversation")}`,
  capacity_committed: (p) => `took ${p("work")}`,
  after_work_started: (p) => `wraps up ${p("work")}`,
  capacity_released: (p) => `free of ${p("work")}`,
  capacity_changed: (p) => `${p("free_units")} of ${p("capacity_units")} units free`,
  partner_work_started: (p) => `works on ${p("work")} for ${p("partner")}`,
  partner_work_reported: (p) => `${p("partner")} told its work, report ${p("sequence")}`,
  consent_updated: (p) => `${p("contact")} on ${p("channel")}: ${words(p("consent_given"))}`,
  consent_changed: (p) => `consent ${words(p("consent_given"))}`,
  consent_owner_assigned: (p) => `consent of ${p("contact")} is ${p("owner") || "the tenant"}'s`,
  refusal_recorded: (p) => `${words(p("command"))} refused: ${p("code")}`,
  channel_configured: (p) => `channel ${p("channel")} configured`,
  permission_set_configured: (p) => `permissions ${p("permissions")} configured`,
  call_changed: (p) => `call ${words(p("call"))}`,
  contact_matched: (p) =>
    p("account") ? `contact of ${p("account")}` : `contact ${words(p("standing"))}`,
  conversation_opened: (p) => `opened by ${p("contact")} on ${p("channel")}`,
  inbound_message_received: (p) => quoted(p("text")),
  outbound_message_accepted: (p) => `${p("author")}: ${quoted(p("text"))}`,
  outbound_message_blocked: (p) => `blocked, ${words(p("reason"))}: ${quoted(p("text"))}`,
  participant_joined: (p) => `${p("participant")} joined`,
  participant_left: (p) => `${p("participant")} left`,
  flow_started: (p) => `flow ${p("flow")} started`,
  flow_finished: (p) => `flow ${p("flow")} ${p("outcome")}`,
  route_requested: (_, e) => {
    const request = (e.payload["request"] ?? {}) as Record<string, unknown>;
    const reason = text_of(request["reason"]);
    const why = reason === "new_session" || reason === "" ? "" : ` (${words(reason)})`;
    return `waits in ${text_of(request["queue"]) || "no queue"}${why}`;
  },
  route_overflowed: (p, e) => {
    const request = (e.payload["request"] ?? {}) as Record<string, unknown>;
    return `overflowed from ${p("from_queue")} to ${text_of(request["queue"])}`;
  },
  route_cancelled: (p) => `route cancelled by ${p("by")}`,
  route_proposed: (p, e) => {
    const request = (e.payload["request"] ?? {}) as Record<string, unknown>;
    const agent = request["proposed"] === true ? text_of(request["preferred_agent"]) : "";
    return `${p("by")} proposes ${agent || `queue ${text_of(request["queue"])}`}`;
  },
  proposal_refused: (p) => `${p("agent")} was proposed: ${words(p("reason"))}`,
  route_taken_back: () => "the partner did not answer, routed here",
  channel_action_requested: (p) => `${p("by")} asks the channel: ${words(p("name"))}`,
  channel_action_finished: (p, e) =>
    `${words(p("name"))} ${e.payload["done"] === true ? "done" : `not done: ${p("reason")}`}`,
  route_failed: (p) => `route failed: ${words(p("reason"))}`,
  route_retried: (p) => `asked again, round ${p("round")}`,
  work_offered: (p, e) => `offered to ${p("agent")}, ${until(e, "deadline")} to answer`,
  work_shown: () => "offer shown",
  work_accepted: (p) => `accepted by ${p("agent")}`,
  work_delivered: () => "delivered to the agent",
  work_declined: (p) => `declined by ${p("agent")}${p("reason") && `: ${words(p("reason"))}`}`,
  work_expired: (p) => `not answered by ${p("agent")}`,
  work_withdrawn: (p) => `withdrawn from ${p("agent")}: ${words(p("reason"))}`,
  work_completed: (p) => `completed by ${p("agent")}`,
  after_work_extended: (p, e) => `${p("agent")} wraps up ${until(e, "after_work_until")} more`,
  after_work_ended: (p) => `wrap-up of ${p("agent")} ended by ${p("by")}`,
  work_abandoned: (p) => `abandoned by ${p("agent")}, routed again`,
  transfer_requested: (p) => `${p("from_agent")} asks for a transfer`,
  transfer_completed: (p) => `transferred from ${p("from_agent")} to ${p("to_agent")}`,
  transfer_failed: (p) => `transfer failed: ${words(p("reason"))}`,
  session_ended: (p) => `session ended by ${p("by")}${p("reason") && `: ${words(p("reason"))}`}`,
  conversation_closed: (p) => `closed by ${p("by")}`,
  customer_defined: (p) => `customer ${p("name")}`,
  contract_extended: (p) => `contract ${p("contract")} extended to ${p("ends_on")}`,
  contract_renewed: (p) => `contract ${p("contract")} renewed`,
  renewal_opened: (_, e) => {
    const opportunity = (e.payload["opportunity"] ?? {}) as Record<string, unknown>;
    const ends = text_of(opportunity["ends_on"]);
    return `contract ${text_of(opportunity["contract"])} ends on ${ends}: renew it`;
  },
  renewal_moved: (p) => `contract ${p("contract")} now ends on ${p("ends_on")}`,
  case_opened: (p) => `case opened${p("status") && `, ${words(p("status"))}`}`,
  conversation_linked: (p) => `about conversation ${p("conversation")}`,
  case_status_changed: (p, e) =>
    `${words(p("status"))}${e.payload["on_hold"] === true ? ", on hold" : ""}`,
  process_entered: (p) => `process ${p("process")}, version ${p("process_version")}`,
  case_responded: (p) => `answered by ${p("author")}`,
  case_contact_waiting: () => "the customer waits for an answer",
  case_closed: (p) => `closed by ${p("by")}`,
  case_reopened: (p) => `opened again by ${p("by")}`,
  case_task_created: (p) => `task${p("assignee") && ` for ${p("assignee")}`}: ${p("subject")}`,
  case_task_completed: (p) => `task ${p("task")} done by ${p("by")}`,
  case_action_stopped: (p) => `action stopped: ${p("reason")}`,
  milestone_started: (_, e) =>
    e.payload["paused"] === true ? "promised, on hold" : `promised, due in ${until(e, "due")}`,
  milestone_unscheduled: (p) => `cannot be kept: ${p("reason")}`,
  milestone_paused: () => "on hold",
  milestone_resumed: (_, e) => `goes on, due in ${until(e, "due")}`,
  milestone_retargeted: (p, e) => `due in ${until(e, "due")} now (${words(p("reason"))})`,
  milestone_violated: () => "not done in time",
  violation_withdrawn: () => "was done in time after all",
  milestone_completed: (_, e) => (e.payload["late"] === true ? "done late" : "done in time"),
  milestone_cancelled: (p) => `applies no more${because(p("reason"))}`,
  milestone_acted: (p) => {
    const deed: Record<string, string> = {
      notify: `tell ${p("target")}`,
      set_field: `set ${p("target")}`,
      outbound_event: `send ${p("target")}`,
      create_task: `task for ${p("target")}`,
      restore_service: `ask to restore ${p("target")}`,
    };
    return `${words(p("trigger"))}: ${deed[p("kind")] ?? words(p("kind"))}${p("value") && `: ${quoted(p("value"))}`}`;
  },
  timer_armed: (p, e) => `${words(p("purpose"))} due in ${until(e, "due")}`,
  timer_cancelled: () => "timer cancelled",
  timer_fired: (p) => `${words(p("purpose"))} time is over`,
};

function because(cause: string): string {
  return cause === "" || cause === "agent" ? "" : ` (${words(cause)})`;
}

function units(weight: string): string {
  return weight === "1" ? "unit" : "units";
}

export function describe(event: feed_event): string {
  const say = sayings[event.type];
  const payload = (field: string) => text_of(event.payload[field]);
  return say === undefined ? words(event.type) : say(payload, event);
}
