// A place in the log, written `partition:offset`. Positions of one partition are ordered; those of
// different partitions are not, and a newer answer then simply wins.

export interface Position {
  partition: number;
  offset: number;
}

export function parse_position(text: string): Position | undefined {
  const match = /^(\d+):(\d+)$/.exec(text);
  return match ? { partition: Number(match[1]), offset: Number(match[2]) } : undefined;
}

/** True if `left` is known to come before `right`. */
export function is_before(left: string, right: string): boolean {
  const a = parse_position(left);
  const b = parse_position(right);
  return a !== undefined && b !== undefined && a.partition === b.partition && a.offset < b.offset;
}

export function later_of(left: string, right: string): string {
  if (left === "") return right;
  return right === "" || is_before(right, left) ? left : right;
}
