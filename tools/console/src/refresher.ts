// Many reasons to look again become few looks: runs never overlap, start at least `spacing_ms`
// apart, and a reason that comes during a run leads to one more run. A slow run widens the gap, so
// that a loaded server is asked less often.

export interface Timers {
  now: () => number;
  set: (run: () => void, delay_ms: number) => unknown;
  clear: (handle: unknown) => void;
}

const browser_timers: Timers = {
  now: () => performance.now(),
  set: (run, delay_ms) => setTimeout(run, delay_ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

export class Refresher {
  private timer_: unknown;
  private running_ = false;
  private again_ = false;
  private stopped_ = false;
  private not_before_ = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly run_: () => Promise<void>,
    private readonly spacing_ms_: number,
    private readonly timers_: Timers = browser_timers,
  ) {}

  /** Asks for a run, as soon as the spacing allows. */
  request(): void {
    if (this.stopped_ || this.timer_ !== undefined) return;
    if (this.running_) {
      this.again_ = true;
      return;
    }
    const delay = Math.max(0, this.not_before_ - this.timers_.now());
    this.timer_ = this.timers_.set(() => void this.start(), delay);
  }

  stop(): void {
    this.stopped_ = true;
    if (this.timer_ !== undefined) this.timers_.clear(this.timer_);
  }

  private async start(): Promise<void> {
    this.timer_ = undefined;
    this.running_ = true;
    const began = this.timers_.now();
    try {
      await this.run_();
    } finally {
      const took = this.timers_.now() - began;
      this.not_before_ = began + Math.max(this.spacing_ms_, 4 * took);
      this.running_ = false;
      if (this.again_) {
        this.again_ = false;
        this.request();
      }
    }
  }
}
