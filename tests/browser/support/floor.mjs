// A floor in the middle of a working day, made from a seed: the same figures at every run, times
// relative to `now`. All answers are consistent with each other, as those of one position are.

const names = [
  "Ana Ruiz",
  "Ben Okafor",
  "Chiara Conti",
  "Dmitri Volkov",
  "Elif Demir",
  "Farah Haddad",
  "Goran Petrov",
  "Hanna Lind",
  "Ines Moreau",
  "Jonas Weber",
  "Kavya Nair",
  "Liam Byrne",
  "Mei Tanaka",
  "Noor Rahman",
  "Oskar Nilsson",
  "Priya Shah",
  "Quentin Roux",
  "Rosa Silva",
  "Sam Adeyemi",
  "Tala Aziz",
];
const topics = [
  ["billing", "Billing", 20],
  ["claims", "Claims", 10],
  ["returns", "Returns & refunds", 0],
  ["technical", "Technical support", 10],
  ["sales", "Sales", 0],
  ["vip", "Priority care", 40],
  ["onboarding", "Onboarding", 0],
  ["fraud", "Fraud desk", 50],
  ["delivery", "Delivery", 0],
  ["retention", "Retention", 15],
  ["partners", "Partners", 0],
  ["nordics", "Nordics", 0],
];
const channels = ["web_chat", "whatsapp", "sms", "email"];

export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (n) => Math.floor(next() * n),
    of: (list) => list[Math.floor(next() * list.length)],
  };
}

function waits_of(random, count) {
  const buckets = new Array(20).fill(0);
  let sum_ms = 0;
  for (let i = 0; i < count; i += 1) {
    const wait_ms = 400 * 2 ** (random.next() + random.next() + random.next() * 6);
    const bucket = Math.min(19, Math.max(0, Math.ceil(Math.log2(wait_ms / 100))));
    buckets[bucket] += 1;
    sum_ms += Math.round(wait_ms);
  }
  return { buckets, count, sum_ms };
}

function make_queue(random, index) {
  const [id, name, priority] = topics[index] ?? [`queue-${index}`, `Queue ${index}`, 0];
  const accepted = 20 + random.below(400);
  const declined = random.below(30);
  const expired = random.below(25);
  const withdrawn = random.below(8);
  return {
    queue: id,
    name,
    priority,
    waiting: 0,
    offered: 0,
    oldest_since: 0,
    routed: accepted + declined + 3,
    accepted,
    declined,
    expired,
    withdrawn,
    cancelled: random.below(6),
    failed: random.below(2),
    overflowed: random.below(9),
    waits: waits_of(random, accepted),
  };
}

const presences = [
  ["available", "Available", "agent"],
  ["available", "Available", "agent"],
  ["available", "Available", "agent"],
  ["available", "Available", "agent"],
  ["busy", "Busy", "agent"],
  ["away", "Lunch", "agent"],
  ["away", "Training", "supervisor"],
  ["logged_out", "Offline", "agent"],
  ["lost", "Available", "lease_expired"],
];

function make_agent(random, index, queues, now) {
  const given = names[index % names.length];
  const name = index < names.length ? given : `${given} ${Math.floor(index / names.length) + 1}`;
  const [presence, status, cause] = presences[index % presences.length];
  const capacity_units = random.of([3, 4, 5, 6]);
  return {
    agent: name.toLowerCase().replaceAll(" ", "."),
    name,
    status,
    presence,
    cause,
    since: now - random.below(3_600_000),
    lease_until: presence === "available" ? now + 60_000 : 0,
    capacity_units,
    used_units: 0,
    free_units: capacity_units,
    queues: [random.of(queues).queue, random.of(queues).queue],
    skills: [{ skill: random.of(["english", "spanish", "german"]), level: 1 + random.below(5) }],
    work: [],
    version: 1 + random.below(500),
    free_at: 0,
  };
}

function give_work(random, agent, conversation, now) {
  const state = conversation.place === "offered" ? "reserved" : "committed";
  const after_work = state === "committed" && random.next() < 0.16;
  agent.work.push({
    work: `${conversation.conversation}.w${1000 + random.below(9000)}`,
    conversation: conversation.conversation,
    channel: conversation.channel,
    weight: 1,
    interruptible: conversation.channel === "email",
    state: after_work ? "after_work" : state,
    since: now - random.below(900_000),
    taken_at: 0,
    until: 0,
  });
  agent.used_units += 1;
  agent.free_units = Math.max(0, agent.capacity_units - agent.used_units);
  return after_work;
}

function make_conversation(random, index, queues, now) {
  const opened_at = now - random.below(5_400_000) - 20_000;
  const channel = random.of(channels);
  return {
    conversation: `c-${(48_211 + index * 37).toString(36)}`,
    session: `s-${7000 + index}`,
    place: "ended",
    channel,
    contact: `+44 7700 ${900_100 + random.below(800)}`,
    queue: random.of(queues).queue,
    agent: "",
    priority: 0,
    opened_at,
    waiting_since: 0,
  };
}

function place_conversation(random, conversation, floor, now) {
  const queue = floor.queues.find((q) => q.queue === conversation.queue);
  const dice = random.next();
  const room = (agent) => agent.presence === "available" && agent.free_units > 0;
  const agent =
    dice < 0.62 ? floor.agents.filter(room)[0] && random.of(floor.agents.filter(room)) : undefined;
  if (dice < 0.12 || (dice < 0.62 && agent === undefined)) {
    conversation.place = "waiting";
  } else if (dice < 0.2) {
    conversation.place = "offered";
  } else if (dice < 0.62) {
    conversation.place = "active";
  } else {
    conversation.place = random.of(["ended", "ended", "bot", "open", "transferring"]);
  }
  if (agent !== undefined && conversation.place !== "waiting") {
    conversation.agent = agent.agent;
    if (give_work(random, agent, conversation, now)) conversation.place = "ended";
  }
  if (conversation.place === "waiting" || conversation.place === "offered") {
    conversation.waiting_since = Math.max(
      conversation.opened_at,
      now - 5_000 - random.below(260_000),
    );
    queue.waiting += 1;
    queue.offered += conversation.place === "offered" ? 1 : 0;
    queue.oldest_since = Math.min(queue.oldest_since || now, conversation.waiting_since);
  }
}

export function make_floor({ seed = 7, queues = 12, agents = 20, conversations = 90, now }) {
  const random = seeded(seed);
  const floor = { queues: [], agents: [], conversations: [] };
  for (let i = 0; i < queues; i += 1) floor.queues.push(make_queue(random, i));
  for (let i = 0; i < agents; i += 1) floor.agents.push(make_agent(random, i, floor.queues, now));
  for (let i = 0; i < conversations; i += 1) {
    const conversation = make_conversation(random, i, floor.queues, now);
    place_conversation(random, conversation, floor, now);
    floor.conversations.push(conversation);
  }
  return floor;
}

const sum = (list, field) => list.reduce((total, item) => total + item[field], 0);

function merged_waits(queues) {
  const buckets = new Array(20).fill(0);
  for (const queue of queues) queue.waits.buckets.forEach((value, i) => (buckets[i] += value));
  return {
    buckets,
    count: queues.reduce((total, queue) => total + queue.waits.count, 0),
    sum_ms: queues.reduce((total, queue) => total + queue.waits.sum_ms, 0),
  };
}

export function overview_of(floor, position) {
  const { queues, agents, conversations } = floor;
  const in_state = (state) => agents.filter((agent) => agent.presence === state);
  const slots = agents.flatMap((agent) => agent.work);
  const present = agents.filter((agent) => agent.presence !== "logged_out");
  const oldest = queues.map((queue) => queue.oldest_since).filter((since) => since > 0);
  const accepted = sum(queues, "accepted");
  const [declined, expired, withdrawn] = ["declined", "expired", "withdrawn"].map((f) =>
    sum(queues, f),
  );
  return {
    position,
    waiting: sum(queues, "waiting"),
    offered: sum(queues, "offered"),
    active: slots.filter((slot) => slot.state === "committed").length,
    after_work: slots.filter((slot) => slot.state === "after_work").length,
    oldest_since: oldest.length > 0 ? Math.min(...oldest) : 0,
    agents_available: in_state("available").length,
    agents_busy: in_state("busy").length,
    agents_away: in_state("away").length,
    agents_lost: in_state("lost").length,
    agents_logged_out: in_state("logged_out").length,
    capacity_units: sum(in_state("available"), "capacity_units"),
    used_units: sum(in_state("available"), "used_units"),
    occupancy_permille: Math.round(
      (1000 * sum(present, "used_units")) / Math.max(1, sum(present, "capacity_units")),
    ),
    conversations_opened: conversations.length,
    sessions_ended: 0,
    messages_in: 412,
    messages_out: 388,
    offers: accepted + declined + expired + withdrawn,
    accepted,
    declined,
    expired,
    withdrawn,
    waits: merged_waits(queues),
    queues,
  };
}

export function capacity_of(floor, position) {
  const available = floor.agents.filter((agent) => agent.presence === "available");
  return {
    position,
    capacity_units: sum(available, "capacity_units"),
    used_units: sum(available, "used_units"),
    free_units: sum(available, "free_units"),
    agents: floor.agents,
  };
}

/** A conversation with `lines` has as many happenings before what was said. */
export function conversation_of(floor, id, position, from_version = 1, limit = 200) {
  const summary = floor.conversations.find((c) => c.conversation === id);
  if (summary === undefined) return undefined;
  const at = summary.opened_at;
  const line = (n, type, author, text, seq) => ({
    position: `0:${n}`,
    at: at + n * 7_000,
    type,
    author,
    text,
    seq,
    version: 0,
  });
  const padding = Array.from({ length: summary.lines ?? 0 }, (_, n) =>
    line(100 + n, "lease_renewed", "system", "", 0),
  );
  const owner = summary.place === "active" ? summary.agent : "";
  const lines = [...padding, ...said(line, summary)].map((entry, n) => ({
    ...entry,
    version: n + 1,
  }));
  const transcript = lines.slice(from_version - 1, from_version - 1 + limit);
  const next = from_version + transcript.length;
  return {
    position,
    conversation: id,
    version: lines.length,
    state: summary.place,
    session: summary.session,
    contact: summary.contact,
    channel: summary.channel,
    owner,
    bot: "",
    route: `${id}.r1`,
    queue: summary.queue,
    work: summary.agent === "" ? "" : `${id}.w1042`,
    messages: 5,
    allowed_commands: ["route", "send_message", "transfer", "end_session"],
    transcript,
    next_version: next <= lines.length ? next : 0,
    call: "none",
    account: "",
    standing: "unmatched",
  };
}

function said(line, summary) {
  return [
    line(0, "conversation_opened", summary.contact, "", 0),
    line(
      1,
      "inbound_message_received",
      summary.contact,
      "Hi, I was charged twice for my order last week and the second payment still shows as pending.",
      1,
    ),
    line(2, "route_requested", "", `waits in ${summary.queue}`, 0),
    line(3, "work_offered", "ben.okafor", "", 0),
    line(5, "work_declined", "ben.okafor", "on another case", 0),
    line(6, "work_offered", "ana.ruiz", "", 0),
    line(7, "work_accepted", "ana.ruiz", "", 0),
    line(
      8,
      "outbound_message_accepted",
      "ana.ruiz",
      "Hello! Sorry about that. Could you tell me the last four digits of the order number?",
      2,
    ),
    line(10, "inbound_message_received", summary.contact, "4471", 3),
    line(
      12,
      "outbound_message_accepted",
      "ana.ruiz",
      "Thank you. I see both payments; the second one was never captured and will disappear by tomorrow.",
      4,
    ),
    line(13, "outbound_message_blocked", "ana.ruiz", "Would you like a newsletter, too?", 5),
  ];
}
