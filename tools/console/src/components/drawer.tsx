// One conversation: where it is, who has it, what was said, and how to learn why.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { useStore } from "../context";
import { words } from "../format";
import { announce } from "../ui";
import type { conversation_answer } from "../wire";
import { PlaceTag } from "./conversations";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { Empty, ErrorFacts, Failure, Loading } from "./states";
import { Transcript } from "./transcript";

export function Drawer() {
  const store = useStore();
  const id = store.open_id.value;
  if (id === "") return null;
  const { answer, error } = store.opened.value;
  const title = (
    <>
      <span class="muted">Conversation</span> <span class="is-id">{id}</span>
    </>
  );
  return (
    <Dialog key={id} title={title} class_name="drawer" on_close={() => store.open("")}>
      {answer !== undefined ? (
        <>
          {error !== undefined && (
            <p class="drawer-error" role="alert">
              Not renewed: {error.message} <ErrorFacts error={error} />
            </p>
          )}
          <Facts answer={answer} />
          <Why id={id} />
          <h3>
            Transcript <span class="panel-count">{answer.transcript.length}</span>
          </h3>
          {answer.transcript.length === 0 ? (
            <Empty title="Nothing was said yet" />
          ) : (
            <Transcript entries={answer.transcript} />
          )}
        </>
      ) : error !== undefined ? (
        <Failure error={error} on_retry={() => store.refresh()} />
      ) : (
        <Loading what="the conversation" />
      )}
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children || "–"}</dd>
    </div>
  );
}

function Facts({ answer }: { answer: conversation_answer }) {
  return (
    <>
      <dl class="facts">
        <Fact name="State">
          <PlaceTag value={answer.state} />
        </Fact>
        <Fact name="Owner">{answer.owner || (answer.bot && `bot ${answer.bot}`)}</Fact>
        <Fact name="Queue">{answer.queue}</Fact>
        <Fact name="Contact">{answer.contact}</Fact>
        <Fact name="Channel">{answer.channel}</Fact>
        <Fact name="Messages">{String(answer.messages)}</Fact>
        <Fact name="Session">
          <code>{answer.session || "–"}</code>
        </Fact>
        <Fact name="Work">
          <code>{answer.work || "–"}</code>
        </Fact>
        <Fact name="As of">
          <code>{answer.position}</code>, version {answer.version}
        </Fact>
      </dl>
      {answer.allowed_commands.length > 0 && (
        <p class="allowed">
          <span class="muted">May now</span>
          {answer.allowed_commands.map((command) => (
            <span key={command} class="tag">
              {words(command)}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Why({ id }: { id: string }) {
  const [copied, set_copied] = useState(false);
  const command = `parley explain ${id}`;
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    set_copied(true);
    announce("Command copied");
  };
  return (
    <div class="why">
      <p>
        <strong>Why here, why this agent?</strong> The log can be asked. Each decision is recomputed
        with its candidates and the reason each was passed over:
      </p>
      <p class="why-command">
        <code>{command}</code>
        {navigator.clipboard !== undefined && (
          <button type="button" class="button is-small" onClick={() => void copy()}>
            <Icon name="copy" />
            {copied ? "Copied" : "Copy"}
          </button>
        )}
      </p>
    </div>
  );
}
