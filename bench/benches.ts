import { backfill } from './backfill';
import { coldstart } from './coldstart';
import type { Bench } from './context';
import { deploy } from './deploy';
import { migrate } from './migrate';
import { rights } from './rights';
import { startup } from './startup';

/** The benchmarks by name, as `yarn bench` takes them. */
export const BENCHES: Record<string, Bench> = { startup, migrate, backfill, coldstart, rights, deploy };
