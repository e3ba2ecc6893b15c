// The server's clock, as far as it can be seen from here. Ages are differences of server times, so a
// wrong clock of this machine must not show. A server time that arrives is never ahead of the
// server's clock; the largest difference seen lately is therefore the best lower bound.

import { signal } from "@preact/signals";

const window_size = 64;

export class ServerClock {
  private offsets_: number[] = [];
  private offset_ms_ = 0;

  constructor(private readonly local_now_: () => number = Date.now) {}

  observe(server_ms: number): void {
    this.offsets_.push(server_ms - this.local_now_());
    if (this.offsets_.length > window_size) this.offsets_.shift();
    this.offset_ms_ = Math.max(...this.offsets_);
  }

  now(): number {
    return this.local_now_() + this.offset_ms_;
  }
}

export const server_clock = new ServerClock();

/** Server time, renewed once a second while the page is seen: what every ticking age reads. */
export const now = signal(server_clock.now());

export function start_ticking(): () => void {
  const tick = () => {
    if (!document.hidden) now.value = server_clock.now();
  };
  const timer = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
