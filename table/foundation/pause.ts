import { setTimeout as wait } from 'node:timers/promises';

/** Waits before the next attempt: at random, so that those who met do not meet again, and each time up to twice as long. */
export const pauseAfter = (attempt: number): Promise<void> => wait(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));

/** Milliseconds, at most. */
const FIRST_PAUSE = 25;
