// What the server answers about business hours, field for field as in schemas (tests/wire.test.ts holds
// the two together). Times of day are milliseconds since 00:00 on the clock of the set's zone.

export type weekday =
  "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
export type hours_origin = "user" | "region";
export type exception_effect = "opens" | "closes";
export type tz_policy = "accepted" | "grandfathered" | "pinned";
export type hours_profile = "administrator" | "supervisor" | "agent" | "partner" | "customer";

/** Open in [from, to). */
export interface weekly_interval {
  day: weekday;
  from_ms: number;
  to_ms: number;
}

export interface dated_interval {
  date: string;
  rule: string;
  except: string[];
  from_ms: number;
  to_ms: number;
}

export interface holiday_definition {
  name: string;
  description: string;
  when: dated_interval;
  origin: hours_origin;
}

export interface hours_exception {
  name: string;
  effect: exception_effect;
  when: dated_interval;
}

export interface hours_definition {
  name: string;
  zone: string;
  weekly: weekly_interval[];
  holidays: string[];
  exceptions: hours_exception[];
  region: string;
  unlinked: string[];
}

export interface hours_set {
  hours: string;
  definition: hours_definition;
  version: number;
  active: boolean;
}

export interface tenant_holiday {
  holiday: string;
  definition: holiday_definition;
  first: string;
  version: number;
}

export interface hours_use {
  hours: string;
  kind: string;
  user: string;
  name: string;
}

export interface zone_release {
  zone: string;
  release: string;
}

export interface hours_right {
  profile: hours_profile;
  create: boolean;
  read: boolean;
  update: boolean;
  remove: boolean;
  custom: string;
}

export interface hours_administration {
  rights: hours_right[];
  drop_unlinked: boolean;
}

export interface holiday_region {
  region: string;
  name: string;
  holidays: string[];
}

export interface linked_holidays_of {
  hours: string;
  holidays: string[];
}

export interface hours_answer {
  position: string;
  default_hours: string;
  sets: hours_set[];
  holidays: tenant_holiday[];
  uses: hours_use[];
  zones: zone_release[];
  tz_release: string;
  policy: tz_policy;
  administration: hours_administration;
  regions: holiday_region[];
  linked: linked_holidays_of[];
}
