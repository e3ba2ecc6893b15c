// A command under way: whether it is, why it was refused, and what is said when it is done.

import { useState } from "preact/hooks";

import { ApiError, type command_answer } from "../api";
import { announce } from "../ui";
import { ErrorFacts } from "./states";

export function use_command() {
  const [busy, set_busy] = useState(false);
  const [error, set_error] = useState<ApiError | undefined>(undefined);
  /** The answer, or nothing if it was refused. */
  const run = async (command: () => Promise<command_answer>, done: string) => {
    set_busy(true);
    set_error(undefined);
    try {
      const answer = await command();
      announce(done);
      return answer;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      set_error(caught);
      return undefined;
    } finally {
      set_busy(false);
    }
  };
  return { busy, error, run };
}

export function Refused({ error }: { error: ApiError | undefined }) {
  if (error === undefined) return null;
  return (
    <span role="alert">
      {error.message} <ErrorFacts error={error} />
    </span>
  );
}
