// Searching the lists of the page: words that must all occur, and `field:value` for one field.

import type { agent_summary, conversation_summary, conversation_place } from "./wire";

type Fields = Record<string, string>;

/** "ana queue:billing" → every term holds; a term without a known field looks everywhere. */
export function matches(search: string, fields: Fields): boolean {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  return terms.every((term) => {
    const colon = term.indexOf(":");
    const field = colon > 0 ? fields[term.slice(0, colon)] : undefined;
    if (field !== undefined) return field.toLowerCase() === term.slice(colon + 1);
    return Object.values(fields).some((value) => value.toLowerCase().includes(term));
  });
}

export function conversation_matches(
  conversation: conversation_summary,
  search: string,
  place: conversation_place | "all",
): boolean {
  if (place !== "all" && conversation.place !== place) return false;
  if (search === "") return true;
  return matches(search, {
    id: conversation.conversation,
    contact: conversation.contact,
    queue: conversation.queue,
    agent: conversation.agent,
    channel: conversation.channel,
  });
}

export function agent_matches(agent: agent_summary, search: string): boolean {
  if (search === "") return true;
  return matches(search, {
    id: agent.agent,
    name: agent.name,
    status: agent.status,
    presence: agent.presence,
    queues: agent.queues.join(" "),
    skills: agent.skills.map((skill) => skill.skill).join(" "),
  });
}
