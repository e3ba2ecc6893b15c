// A complete small partner: brings a contact's messages to Parley over Kafka and takes the agent's
// answers from it.
//
//     npm ci
//     node partner.mjs --bootstrap 127.0.0.1:19092 --partner shop --tenant acme --channel chat
//
// The records are CloudEvents in binary mode: what and whom they concern is in the headers, the
// value is a table of schemas/commands.fbs or schemas/events.fbs as JSON. schemas/README.md has it
// all.
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Kafka, Partitioners, logLevel } from "kafkajs";

const { values: options } = parseArgs({
  options: {
    bootstrap: { type: "string", default: "127.0.0.1:19092" },
    partner: { type: "string", default: "shop" },
    tenant: { type: "string", default: "acme" },
    channel: { type: "string", default: "chat" },
    queue: { type: "string", default: "support" },
  },
});

const kafka = new Kafka({
  clientId: "example-node",
  brokers: options.bootstrap.split(","),
  logLevel: logLevel.ERROR,
});
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.DefaultPartitioner,
});
// Groups of a partner begin with its name: that is what its rights say.
const consumer = kafka.consumer({ groupId: `${options.partner}.${randomUUID()}` });
const conversation = `js-${randomUUID().slice(0, 12)}`;
const subject = `${options.tenant}/conversation/${conversation}`;

// Asks Parley for `command`. The same id may be sent again at any time: it counts once.
async function send(command, value, id = randomUUID()) {
  await producer.send({
    topic: `parley.in.${options.partner}`,
    acks: -1,
    messages: [
      {
        key: subject, // all of a conversation in one partition: that keeps its order
        value: typeof value === "string" ? value : JSON.stringify(value),
        headers: {
          ce_specversion: "1.0",
          ce_id: id,
          ce_source: "/examples/node",
          ce_type: `parley.${command}`,
          ce_subject: subject,
          "content-type": "application/json",
        },
      },
    ],
  });
  return id;
}

const seen = new Set(); // events may come again after a failure, with the same id
let wrong;
let rejected = false;
let ended = false;
let finish;
const finished = new Promise((resolve) => (finish = resolve));

async function handle({ topic, message }) {
  const headers = Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const key = `${topic} ${headers.ce_source} ${headers.ce_id}`;
  if (seen.has(key)) return;
  seen.add(key);
  if (topic.startsWith("parley.rejected.")) {
    if (headers.ce_id === wrong) {
      console.log(`rejected: ${headers.parley_code}: ${headers.parley_message}`);
      rejected = true;
    }
  } else if (headers.ce_subject !== subject) {
    return;
  } else if (headers.ce_type === "parley.outbound_message_accepted") {
    console.log(`the agent says: ${JSON.parse(message.value).text}`);
    await send("post_message", { message: { message: "m2", text: "Thank you!" } });
    await send("end_session", { by: "kim@example.org" });
  } else if (headers.ce_type === "parley.session_ended") {
    ended = true;
  } else {
    console.log(`${headers.ce_id} ${headers.ce_type}`);
  }
  if (rejected && ended) finish(0);
}

await producer.connect();
await consumer.connect();
await consumer.subscribe({
  topics: [`parley.out.${options.partner}`, `parley.rejected.${options.partner}`],
  fromBeginning: true,
});
await send("open_conversation", {
  contact: "kim@example.org",
  channel: options.channel,
  messages: [{ message: "m1", text: "My order has not arrived." }],
});
await send("request_route", { queue: options.queue });
wrong = await send("post_message", '{"no such field": 1}');
await consumer.run({ eachMessage: handle });
const timer = setTimeout(() => {
  console.error("no end of the session, or no reject, within a minute");
  finish(1);
}, 60_000);
process.exitCode = await finished;
clearTimeout(timer);
await consumer.disconnect();
await producer.disconnect();
if (process.exitCode === 0) console.log("done");
