import { EXIT, type ExitStatus } from '../command';

/**
 * - `well`: examined, and as it should be.
 * - `note`: good to know, or not examined, with the reason.
 * - `drift`: not as declared; something that a deploy, or a person, has to settle.
 * - `broken`: not installed, not to be reached, or not allowed: what needs it fails.
 */
export type Severity = 'well' | 'note' | 'drift' | 'broken';

/** What one check has found about one thing. */
export interface Finding {
  /** Which part of the surroundings it is about, e.g. `table`. */
  area: string;
  severity: Severity;
  /** What was found, with its value. */
  what: string;
  /** What to do about it; absent where nothing is to be done. */
  remedy?: string;
}

/** A finding whose area goes without saying: that of the check which has it. */
export type Found = Omit<Finding, 'area'>;

export const well = (what: string): Found => ({ severity: 'well', what });
export const note = (what: string, remedy?: string): Found => ({ severity: 'note', what, remedy });
export const drift = (what: string, remedy: string): Found => ({ severity: 'drift', what, remedy });
export const broken = (what: string, remedy: string): Found => ({ severity: 'broken', what, remedy });

/** 1 where something is broken, 2 where something has drifted, else 0. */
export function statusOf(findings: readonly Finding[]): ExitStatus {
  if (findings.some(({ severity }) => severity === 'broken')) return EXIT.failed;
  return findings.some(({ severity }) => severity === 'drift') ? EXIT.changesPending : EXIT.done;
}
