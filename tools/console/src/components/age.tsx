// A length of time that grows by itself: only this text is drawn again each second.

import { now } from "../clock";
import { duration } from "../format";

export function Age({ since, none = "–" }: { since: number; none?: string }) {
  return <>{since > 0 ? duration(now.value - since) : none}</>;
}
