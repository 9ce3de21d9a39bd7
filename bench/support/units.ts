/** What a figure is counted in. */
export type Unit =
  | 'milliseconds'
  | 'microseconds'
  | 'items per second'
  | 'megabytes'
  | 'kilobytes'
  | 'writes'
  | 'calls';

interface UnitTraits {
  /** A goal is then the least that is wanted, else the most. */
  isMoreBetter: boolean;
  /** For a person, with as many digits as the rounds make sure. */
  format(value: number): string;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Three digits, where it has no more before the point. */
const short = (value: number): string => (Math.abs(value) < 100 ? value.toFixed(1) : whole(value));

export const UNITS: Record<Unit, UnitTraits> = {
  milliseconds: { isMoreBetter: false, format: (value) => `${short(value)} ms` },
  microseconds: { isMoreBetter: false, format: (value) => `${short(value)} µs` },
  'items per second': { isMoreBetter: true, format: (value) => `${whole(value)}/s` },
  megabytes: { isMoreBetter: false, format: (value) => `${short(value)} MB` },
  kilobytes: { isMoreBetter: false, format: (value) => `${short(value)} kB` },
  writes: { isMoreBetter: false, format: whole },
  calls: { isMoreBetter: false, format: whole },
};
