import type { Bench } from './context';
import { startup } from './startup';

/** The benchmarks by name, as `yarn bench` takes them. */
export const BENCHES: Record<string, Bench> = { startup };
