// What the server answers about cases and promises, field for field as in schemas (tests/wire.test.ts
// holds the two together). Times are milliseconds since 1970, 0 meaning none; lengths whose name ends
// in _ms are business time, negative when overdue.

export type milestone_kind = "other" | "first_response" | "next_response" | "resolution";
export type milestone_side = "internal" | "external";
export type milestone_recurrence = "none" | "independent" | "chained";
export type criterion_test = "equals" | "differs" | "at_least" | "at_most";
export type action_trigger = "warning" | "violation" | "success";
export type action_kind =
  "notify" | "set_field" | "outbound_event" | "create_task" | "restore_service";
export type milestone_phase =
  "pending" | "running" | "paused" | "warned" | "violated" | "met" | "met_late" | "cancelled";
export type case_phase = "none" | "open" | "on_hold" | "closed";

export interface attribute {
  key: string;
  value: string;
}

export interface criterion {
  field: string;
  test: criterion_test;
  values: string[];
}

export interface milestone_action {
  trigger: action_trigger;
  kind: action_kind;
  offset_minutes: number;
  target: string;
  value: string;
}

export interface milestone_definition {
  milestone: string;
  kind: milestone_kind;
  side: milestone_side;
  target_minutes: number;
  criteria: criterion[];
  hours: string;
  recurrence: milestone_recurrence;
  actions: milestone_action[];
}

export interface process_definition {
  name: string;
  hours: string;
  pause_statuses: string[];
  milestones: milestone_definition[];
}

export interface hold {
  from: number;
  to: number;
}

export interface hours_stamp {
  hours: string;
  version: number;
  tz_release: string;
}

export interface planned_action {
  action: number;
  at: number;
}

export interface timeline_entry {
  run: string;
  milestone: string;
  kind: milestone_kind;
  side: milestone_side;
  phase: milestone_phase;
  occurrence: number;
  violated: boolean;
  added: boolean;
  start: number;
  due: number;
  completed_at: number;
  target_ms: number;
  elapsed_ms: number;
  left_ms: number;
  hours: hours_stamp;
  plan: planned_action[];
  place_ms: number;
  ticks: boolean;
  until: number;
}

export interface timeline_answer {
  position: string;
  of_case: string;
  phase: case_phase;
  status: string;
  process: string;
  process_version: number;
  level: string;
  now: number;
  start: number;
  elapsed_ms: number;
  reason: string;
  milestones: timeline_entry[];
  ticks: boolean;
  until: number;
}

export interface coverage_question {
  account: string;
  contact: string;
  asset: string;
  contract: string;
  line: string;
  product: string;
  entitlement: string;
  support: string;
}

export interface entitlement_terms {
  name: string;
  level: string;
  process: string;
  hours: string;
  support: string[];
}

export interface covering_entitlement {
  entitlement: string;
  level: string;
  path: string;
  ends_on: string;
}

export interface coverage_answer {
  eligible: boolean;
  entitlement: string;
  terms: entitlement_terms;
  path: string;
  ends_on: string;
  all: covering_entitlement[];
  reason: string;
  renewable: boolean;
  account: string;
}

export interface case_milestone {
  definition: milestone_definition;
  added: boolean;
  wanted: boolean;
  begun: boolean;
  completed: boolean;
  completed_at: number;
  changed_at: number;
}

export interface case_task {
  task: string;
  subject: string;
  assignee: string;
  action: string;
  created_at: number;
}

/** An action outside that did not work. */
export interface failed_action {
  action: string;
  kind: action_kind;
  target: string;
  value: string;
  attempts: number;
  reason: string;
  retry_at: number;
  at: number;
}

export interface case_state {
  phase: case_phase;
  relations: coverage_question;
  fields: attribute[];
  status: string;
  conversations: string[];
  imported: boolean;
  verified: boolean;
  coverage: coverage_answer;
  process: string;
  process_version: number;
  level: string;
  entitlement: string;
  hours: string;
  pause_statuses: string[];
  milestones: case_milestone[];
  holds: hold[];
  opened_at: number;
  start: number;
  closed_at: number;
  responded_at: number;
  waiting_since: number;
  changed_at: number;
  tasks: number;
  open_tasks: case_task[];
  own_hours: string;
  hours_by_case: boolean;
  closes_at: number;
  told_refusal: boolean;
  failed_actions: failed_action[];
}

export interface case_answer {
  position: string;
  of_case: string;
  version: number;
  state: case_state;
}

export interface case_summary {
  of_case: string;
  phase: case_phase;
  status: string;
  account: string;
  level: string;
  process: string;
  queue: string;
  priority: string;
  subject: string;
  conversations: string[];
  opened_at: number;
}

export interface cases_answer {
  position: string;
  open: number;
  cases: case_summary[];
}

export interface promise_summary {
  run: string;
  of_case: string;
  milestone: string;
  phase: milestone_phase;
  process: string;
  process_version: number;
  level: string;
  queue: string;
  priority: string;
  due: number;
}

export interface queue_promises {
  queue: string;
  overdue: number;
  at_risk: number;
}

export interface promises_answer {
  position: string;
  running: number;
  overdue: number;
  violated: promise_summary[];
  next: promise_summary[];
  queues: queue_promises[];
}

export interface compliance_line {
  level: string;
  milestone: string;
  period: string;
  met: number;
  met_late: number;
  missed: number;
  cancelled: number;
  met_permille: number;
  account: string;
  office: string;
}

export interface compliance_answer {
  position: string;
  lines: compliance_line[];
}

export interface service_level {
  name: string;
  rank: number;
  process: string;
}

export interface entitlement_template {
  terms: entitlement_terms;
  term_days: number;
  active: boolean;
}

export interface product_bundle {
  name: string;
  templates: string[];
}

export interface tenant_level {
  level: string;
  settings: service_level;
  level_version: number;
  used_until: string;
}

export interface tenant_template {
  name: string;
  settings: entitlement_template;
}

export interface tenant_bundle {
  product: string;
  settings: product_bundle;
}

export interface tenant_process {
  process: string;
  process_version: number;
  definition: process_definition;
}

export interface price_entry {
  entry: string;
  product: string;
  name: string;
  price: number;
}

/** Prices are in the currency's smallest unit. */
export interface price_book_definition {
  name: string;
  currency: string;
  active: boolean;
  entries: price_entry[];
}

export interface tenant_price_book {
  book: string;
  settings: price_book_definition;
}

export interface processes_answer {
  position: string;
  processes: tenant_process[];
  levels: tenant_level[];
  templates: tenant_template[];
  bundles: tenant_bundle[];
  price_books: tenant_price_book[];
}
