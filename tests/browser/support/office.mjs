// Business hours of the fake server.

const hour_ms = 3_600_000;

function interval(day, from_ms, to_ms) {
  return { day, from_ms, to_ms };
}

const week = ["monday", "tuesday", "wednesday", "thursday", "friday"];

function set(hours, name, zone, weekly) {
  const definition = {
    name,
    zone,
    weekly,
    holidays: hours === "office" ? ["christmas"] : [],
    exceptions: [],
    region: "",
    unlinked: [],
  };
  return { hours, definition, version: 1, active: true };
}

function holiday(id, name, date, rule) {
  const when = { date, rule, except: [], from_ms: 0, to_ms: 24 * hour_ms };
  const definition = { name, description: "", when, origin: "user" };
  return { holiday: id, definition, first: date, version: 1 };
}

export class FakeOffice {
  // One of them came by the API, with a millisecond.
  sets = [
    set("office", "Office", "America/New_York", [
      interval("monday", 9 * hour_ms + 1, 17 * hour_ms),
      ...week.slice(1).map((day) => interval(day, 9 * hour_ms, 17 * hour_ms)),
    ]),
    set("round", "Round the clock", "", [interval("monday", 0, 24 * hour_ms)]),
  ];
  holidays = [
    holiday("christmas", "Christmas", "2026-12-25", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"),
    holiday("unity", "Unity", "2026-10-03", ""),
  ];
  default_hours = "round";

  answer(position, empty) {
    return {
      position,
      default_hours: this.default_hours,
      sets: empty ? [] : this.sets,
      holidays: this.holidays,
      uses: [{ hours: "office", kind: "process", user: "gold", name: "Gold" }],
      zones: [{ zone: "America/New_York", release: "2026f" }],
      tz_release: "2026f",
      policy: "accepted",
      administration: { rights: [], drop_unlinked: false },
      regions: [{ region: "DE", name: "Germany", holidays: [] }],
      linked: [{ hours: "round", holidays: [] }],
    };
  }

  command(method, path, { definition }) {
    const [, sort, id, deed] =
      /^\/hours\/(sets|holidays)\/([^/]+)(?:\/(activate|deactivate|default))?$/.exec(path) ?? [];
    if (sort === undefined) return undefined;
    if (sort === "holidays") {
      this.holidays.push({ holiday: id, definition, first: definition.when.date, version: 1 });
      return { event: ["holiday_defined", "tenant", "demo"] };
    }
    const present = this.sets.find((one) => one.hours === id);
    if (method === "PUT") {
      const next = { hours: id, definition, version: (present?.version ?? 0) + 1, active: true };
      this.sets = this.sets.filter((one) => one !== present).concat(next);
      return { event: ["hours_defined", "tenant", "demo"] };
    }
    if (deed === "deactivate" && id === "office") {
      const message = "the set is in use by process Gold";
      return { refusal: { status: 409, code: "WRONG_STATE", message } };
    }
    if (deed === "default") this.default_hours = id;
    else present.active = deed === "activate";
    return { event: ["hours_activated", "tenant", "demo"] };
  }
}
