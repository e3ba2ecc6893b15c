// Events as a floor makes them, so that the ticker has something to tell.

import { seeded } from "./floor.mjs";

export function make_activity(server, seed = 3) {
  const random = seeded(seed);
  const conversation = () => random.of(server.floor.conversations);
  const agent = () => random.of(server.floor.agents).agent;
  const deeds = [
    () => offer("work_offered", { deadline: Date.now() + 20_000 }),
    () => offer("work_accepted"),
    () => offer("work_declined", { reason: "on another case" }),
    () => offer("work_expired"),
    () => offer("work_completed", { after_work_until: Date.now() + 30_000 }),
    () => message("inbound_message_received", "Is there any news about my parcel?"),
    () => message("outbound_message_accepted", "Let me check that for you right away."),
    () => route(),
    () => presence(),
    () =>
      server.emit("presence_lost", "agent", agent(), {
        cause: "lease_expired",
        grace_until: Date.now() + 30_000,
      }),
    () => reserve(),
    () =>
      server.emit("timer_armed", "timer", `offer:${conversation().conversation}.w9`, {
        purpose: "offer",
        target_kind: "conversation",
        target: conversation().conversation,
        due: Date.now() + 20_000,
      }),
  ];
  const offer = (type, more = {}) => {
    const { conversation: id } = conversation();
    server.emit(type, "conversation", id, {
      work: `${id}.w9`,
      route: `${id}.r1`,
      agent: agent(),
      ...more,
    });
  };
  const message = (type, text) => {
    const { conversation: id, contact } = conversation();
    server.emit(type, "conversation", id, {
      seq: 3,
      author: contact,
      content_type: "text/plain",
      text,
    });
  };
  const route = () => {
    const { conversation: id, queue } = conversation();
    server.emit("route_requested", "conversation", id, {
      request: { route: `${id}.r1`, queue, reason: "new_session" },
    });
  };
  const presence = () =>
    server.emit("presence_changed", "agent", agent(), {
      status: "Lunch",
      state: "away",
      cause: "agent",
      lease_until: 0,
    });
  const reserve = () => {
    const { conversation: id } = conversation();
    server.emit("capacity_reserved", "agent", agent(), {
      work: `${id}.w9`,
      conversation: id,
      weight: 1,
    });
  };
  return () => random.of(deeds)();
}
