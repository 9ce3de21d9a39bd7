/** A moment on both clocks of this process, in milliseconds. */
interface Moment {
  monotonic: number;
  wall: number;
}

export interface Deadline {
  now(): Moment;
  /** The lease runs anew from when the renewal that succeeded was sent, not from when its answer came. */
  extend(sent: Moment): void;
  isOver(): boolean;
  stop(): void;
}

/**
 * The holder's own end of its lease. The monotonic clock stands still while a machine sleeps, and the wall clock can be
 * set: the lease is over as soon as either says so.
 */
export function createDeadline(lease: number, sentAt: number, onOver: () => void): Deadline {
  const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });
  const current = now();
  let start: Moment = { monotonic: sentAt, wall: current.wall - (current.monotonic - sentAt) };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const elapsed = () => {
    const { monotonic, wall } = now();
    return Math.max(monotonic - start.monotonic, wall - start.wall);
  };
  const isOver = () => elapsed() >= lease;
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (isOver() ? onOver() : arm()), Math.max(1, lease - elapsed()));
    timer.unref();
  };
  arm();

  return {
    now,
    isOver,
    extend: (sent) => {
      start = sent;
      if (!stopped) arm();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
