import { describe as suite, expect, it } from "vitest";

import { conversation_of, describe, group_of, subject_of } from "../src/describe";
import { agent_matches, conversation_matches } from "../src/filter";
import type { agent_summary, conversation_summary, feed_event } from "../src/wire";

function event(type: string, stream: string, payload: Record<string, unknown>): feed_event {
  const at = { position: "0:1", version: 1, recorded_at: 1000, by: "", command: "" };
  return { ...at, type, stream, payload };
}

suite("an event in one line", () => {
  it("tells who, what and how long", () => {
    const offered = event("work_offered", "demo/conversation/c-1", {
      agent: "ana",
      deadline: 21_000,
    });
    expect(describe(offered)).toBe("offered to ana, 20s to answer");
    const moved = event("route_overflowed", "demo/conversation/c-1", {
      from_queue: "vip",
      request: { queue: "sales" },
    });
    expect(describe(moved)).toBe("overflowed from vip to sales");
    const gone = event("presence_changed", "demo/agent/ana", {
      state: "logged_out",
      cause: "grace_expired",
    });
    expect(describe(gone)).toBe("logged out (grace expired)");
  });

  it("tells what became of promises and what is to be done about them", () => {
    const of = (type: string, payload: Record<string, unknown>) =>
      describe(event(type, "demo/milestone/c.first", payload));
    const notice = { trigger: "warning", kind: "notify", target: "lead", value: "soon" };
    expect(of("milestone_acted", notice)).toBe("warning: tell lead: “soon”");
    expect(of("milestone_completed", { late: true })).toBe("done late");
    expect(of("milestone_started", { due: 61_000 })).toBe("promised, due in 1:00");
    expect(of("case_task_created", { assignee: "ana", subject: "call back" })).toBe(
      "task for ana: call back",
    );
    const opportunity = { contract: "k1", ends_on: "2026-03-31" };
    expect(of("renewal_opened", { opportunity })).toBe("contract k1 ends on 2026-03-31: renew it");
  });

  it("keeps the name of an event it does not know", () => {
    expect(describe(event("planet_aligned", "demo/conversation/c", {}))).toBe("planet aligned");
  });

  it("finds the conversation it is about", () => {
    expect(conversation_of(event("work_shown", "demo/conversation/c/1", {}))).toBe("c/1");
    expect(conversation_of(event("capacity_reserved", "demo/agent/a", { conversation: "c" }))).toBe(
      "c",
    );
    const timer = { target_kind: "conversation", target: "c" };
    expect(conversation_of(event("timer_fired", "demo/timer/offer:w", timer))).toBe("c");
    expect(conversation_of(event("lease_renewed", "demo/agent/a", {}))).toBe("");
    expect(subject_of("demo/timer/offer:c.w1")).toEqual({ kind: "timer", id: "offer:c.w1" });
  });

  it("belongs to one group", () => {
    const of = (type: string, kind = "conversation") => group_of(event(type, `demo/${kind}/x`, {}));
    expect([of("work_offered"), of("after_work_ended"), of("route_failed")]).toEqual([
      "work",
      "work",
      "route",
    ]);
    expect([of("case_opened", "case"), of("milestone_violated", "milestone")]).toEqual([
      "promise",
      "promise",
    ]);
    expect([
      of("inbound_message_received"),
      of("session_ended"),
      of("timer_armed", "timer"),
    ]).toEqual(["message", "conversation", "timer"]);
  });
});

suite("searching", () => {
  const conversation = {
    conversation: "c-77",
    contact: "Mia",
    queue: "billing",
    agent: "ana",
    channel: "sms",
    place: "waiting",
  } as conversation_summary;
  const found = (search: string) => conversation_matches(conversation, search, "all");

  it("needs every word somewhere, and a named field exactly", () => {
    expect([found("mia C-7"), found("queue:billing sms"), found("")]).toEqual([true, true, true]);
    expect([found("mia bob"), found("queue:bill"), found("agent:mia")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("narrows to a place", () => {
    expect(conversation_matches(conversation, "", "active")).toBe(false);
    expect(conversation_matches(conversation, "", "waiting")).toBe(true);
  });

  it("finds agents by skill", () => {
    const agent = { agent: "a", name: "Ana", status: "", presence: "busy", queues: ["vip"] };
    const skilled = { ...agent, skills: [{ skill: "german", level: 2 }] } as agent_summary;
    expect([agent_matches(skilled, "german"), agent_matches(skilled, "french")]).toEqual([
      true,
      false,
    ]);
  });
});
