// One case: what it is about, its timeline, the milestone that is selected, and what comes next.

import { useEffect, useState } from "preact/hooks";

import { now, server_clock } from "../clock";
import { useStore } from "../context";
import { clock_time, words } from "../format";
import { useLook } from "../look";
import { steps_of } from "../promises";
import { href_of } from "../route";
import { in_order } from "../timeline/marks";
import { asks_again_at, elapsed_at, is_moving, marks_of, reason_text } from "../timeline/run";
import { elapsed_reading } from "../timeline/reading";
import { subject_of } from "../describe";
import type { feed_event } from "../wire";
import type { case_answer, timeline_answer } from "../wire_promises";
import { CaseActions, CaseTasks } from "./case_actions";
import { MilestoneDetails, MilestoneTable } from "./milestone_details";
import { Card, Fact, PageOf } from "./page";
import { Empty } from "./states";
import { Timeline } from "./timeline";

export function CasePage({ id }: { id: string }) {
  const { api } = useStore();
  const depends_on = (event: feed_event) => is_about(event, id);
  const look = useLook<timeline_answer>(
    { ask: (after) => api.timeline(id, after), depends_on, again_at: asks_again_at },
    [id],
  );
  const about = useLook<case_answer>({ ask: (after) => api.case(id, after), depends_on }, [id]);
  const answer = look.loaded.value.answer;
  useEffect(() => {
    if (answer !== undefined) server_clock.observe(answer.now);
  }, [answer]);
  const title = (
    <>
      <span class="muted">Case</span> <span class="is-id">{id}</span>
    </>
  );
  return (
    <PageOf title={title} what="the case" look={look}>
      {(timeline) => (
        <>
          <CaseFacts timeline={timeline} about={about.loaded.value.answer} />
          <CaseTimeline timeline={timeline} about={about.loaded.value.answer} />
          {about.loaded.value.answer !== undefined && (
            <CaseTasks about={about.loaded.value.answer} />
          )}
        </>
      )}
    </PageOf>
  );
}

/** Its own events and those of its runs, `<case>.<milestone>`. */
function is_about(event: feed_event, id: string): boolean {
  const stream = subject_of(event.stream);
  if (stream.kind === "case") return stream.id === id;
  return stream.kind === "milestone" && stream.id.startsWith(`${id}.`);
}

interface CaseProps {
  timeline: timeline_answer;
  about: case_answer | undefined;
}

function CaseFacts({ timeline, about }: CaseProps) {
  const state = about?.state;
  const field = (key: string) => state?.fields.find((one) => one.key === key)?.value;
  return (
    <Card title="About">
      <dl class="facts is-wide">
        <Fact name="State">
          <span class={`tag case-phase is-${timeline.phase}`}>{words(timeline.phase)}</span>{" "}
          {timeline.status}
        </Fact>
        <Fact name="Subject">{field("subject")}</Fact>
        <Fact name="Priority">{field("priority")}</Fact>
        <Fact name="Queue">{field("queue")}</Fact>
        <Fact name="Customer">{state?.relations.account}</Fact>
        <Fact name="Level">{timeline.level}</Fact>
        <Fact name="Process">
          {timeline.process && (
            <a href={href_of("processes", timeline.process)}>
              {timeline.process}, version {timeline.process_version}
            </a>
          )}
        </Fact>
        <Fact name="Opened">{state && clock_time(state.opened_at, now.value)}</Fact>
        <Fact name="Conversations">
          {state?.conversations.map((one) => (
            <a key={one} class="is-id" href={href_of("floor", one)}>
              {one}
            </a>
          ))}
        </Fact>
      </dl>
      {about !== undefined && <CaseActions about={about} />}
    </Card>
  );
}

function CaseTimeline({ timeline, about }: CaseProps) {
  const [selected, select] = useState("");
  const at = now.value;
  const marks = marks_of(timeline, at);
  if (marks.length === 0) {
    return (
      <Card title="Timeline">
        <Empty title="Nothing is promised">{reason_text(timeline.reason)}</Empty>
      </Card>
    );
  }
  const elapsed = elapsed_at(timeline, at);
  const moving = is_moving(timeline, at);
  const entry = timeline.milestones.find((one) => one.milestone === selected);
  return (
    <>
      <Card title="Timeline">
        <p class="timeline-state">
          <strong data-testid="reading">{elapsed_reading(elapsed)}</strong>{" "}
          <span class="muted">{moving_text(timeline, moving)}</span>
        </p>
        <Timeline
          label={`Timeline of case ${timeline.of_case}`}
          marks={marks}
          selected={selected}
          on_select={select}
          elapsed_ms={elapsed}
          moving={moving}
        />
      </Card>
      <div class="page-columns">
        <MilestoneTable
          timeline={timeline}
          order={in_order(marks).map((mark) => mark.id)}
          selected={selected}
          on_select={select}
        />
        {entry !== undefined && <MilestoneDetails timeline={timeline} entry={entry} />}
        <Steps timeline={timeline} about={about} />
      </div>
    </>
  );
}

function moving_text(timeline: timeline_answer, moving: boolean): string {
  if (moving) return "of business time have passed";
  if (timeline.phase === "closed") return "of business time when it was closed";
  if (timeline.phase === "on_hold") return "of business time; on hold";
  return "of business time; outside business hours";
}

function Steps({ timeline, about }: CaseProps) {
  const steps = steps_of(timeline, about);
  return (
    <Card title="Still to come">
      {steps.length === 0 ? (
        <p class="muted">Nothing is planned.</p>
      ) : (
        <ol class="steps">
          {steps.map((step) => (
            <li key={`${step.milestone}.${step.text}.${step.at}`}>
              <time dateTime={new Date(step.at).toISOString()}>
                {clock_time(step.at, now.value)}
              </time>
              <span class="is-id">{step.milestone}</span>
              <span>{step.text}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
