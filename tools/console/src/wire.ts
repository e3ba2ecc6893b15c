// What the server answers, field for field as in schemas/answers.fbs (tests/wire.test.ts holds the
// two together). Names are the schema's; times are milliseconds since 1970, 0 meaning none.

export type slot_state = "reserved" | "committed" | "after_work";
export type presence_state = "logged_out" | "available" | "busy" | "away" | "lost";
export type presence_cause =
  "agent" | "supervisor" | "partner" | "lease_expired" | "grace_expired" | "offer_expired";
export type call_state = "none" | "ringing" | "connected" | "held" | "hung_up";
export type contact_standing = "unmatched" | "known" | "provisional" | "ambiguous";
export type conversation_place =
  "open" | "waiting" | "offered" | "active" | "transferring" | "bot" | "ended";

export interface wait_histogram {
  buckets: number[];
  count: number;
  sum_ms: number;
}

export interface queue_summary {
  queue: string;
  name: string;
  priority: number;
  waiting: number;
  offered: number;
  oldest_since: number;
  routed: number;
  accepted: number;
  declined: number;
  expired: number;
  withdrawn: number;
  cancelled: number;
  failed: number;
  overflowed: number;
  waits: wait_histogram;
}

export interface work_slot {
  work: string;
  conversation: string;
  channel: string;
  weight: number;
  interruptible: boolean;
  state: slot_state;
  since: number;
  taken_at: number;
  until: number;
}

export interface skill_level {
  skill: string;
  level: number;
}

export interface agent_summary {
  agent: string;
  name: string;
  status: string;
  presence: presence_state;
  cause: presence_cause;
  since: number;
  lease_until: number;
  capacity_units: number;
  used_units: number;
  free_units: number;
  queues: string[];
  skills: skill_level[];
  work: work_slot[];
  version: number;
  free_at: number;
}

export interface capacity_answer {
  position: string;
  capacity_units: number;
  used_units: number;
  free_units: number;
  agents: agent_summary[];
}

export interface conversation_summary {
  conversation: string;
  session: string;
  place: conversation_place;
  channel: string;
  contact: string;
  queue: string;
  agent: string;
  priority: number;
  opened_at: number;
  waiting_since: number;
}

export interface conversations_answer {
  position: string;
  conversations: conversation_summary[];
}

export interface overview_answer {
  position: string;
  waiting: number;
  offered: number;
  active: number;
  after_work: number;
  oldest_since: number;
  agents_available: number;
  agents_busy: number;
  agents_away: number;
  agents_lost: number;
  agents_logged_out: number;
  capacity_units: number;
  used_units: number;
  occupancy_permille: number;
  conversations_opened: number;
  sessions_ended: number;
  messages_in: number;
  messages_out: number;
  offers: number;
  accepted: number;
  declined: number;
  expired: number;
  withdrawn: number;
  waits: wait_histogram;
  queues: queue_summary[];
}

export interface transcript_entry {
  position: string;
  at: number;
  type: string;
  author: string;
  text: string;
  seq: number;
  version: number;
}

export interface conversation_answer {
  position: string;
  conversation: string;
  version: number;
  state: string;
  session: string;
  contact: string;
  channel: string;
  owner: string;
  bot: string;
  route: string;
  queue: string;
  work: string;
  messages: number;
  allowed_commands: string[];
  transcript: transcript_entry[];
  next_version: number;
  call: call_state;
  account: string;
  standing: contact_standing;
}

/** One event of the feed, as the data of an SSE record. */
export interface feed_event {
  position: string;
  stream: string;
  version: number;
  recorded_at: number;
  by: unknown;
  command: string;
  type: string;
  payload: Record<string, unknown>;
}

/** The one error body of the server. */
export interface error_answer {
  code: string;
  message: string;
  request_id: string;
  state?: string;
}
