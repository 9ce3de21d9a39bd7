import type { Estimate } from './estimate';
import type { Basis } from './planned-backfill';

/** Says a number as exactly as it is known. */
export type SayNumber = (estimate: Estimate, noun?: string) => string;

/** How numbers are said that come from the whole table, from a sample or from a part of unknown size. */
export function sayNumbers({ kind }: Basis): SayNumber {
  switch (kind) {
    case 'whole':
      return ({ value }, noun) => counted(value, noun);
    case 'part':
      return ({ value }, noun) => `at least ${counted(value, noun)}`;
    default:
      return ({ value, low, high }, noun) =>
        value === 0
          ? `none found, at most about ${rounded(high)}${noun ? ` ${noun}s` : ''}`
          : `about ${rounded(value)}${noun ? ` ${noun}s` : ''} (${rounded(low)} to ${rounded(high)})`;
  }
}

/** A number with what it counts, e.g. `1 item`, `2,000 items`. */
export const counted = (count: number, noun = ''): string =>
  noun ? `${whole(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}` : whole(count);

export const whole = (value: number): string => formats().full.format(value);

/** With the three digits that mean something. */
export const rounded = (value: number): string => formats().rounded.format(value < 1000 ? Math.round(value) : value);

/** Made when a number is said first: that takes as long as loading a package, and most commands say none. */
const formats = () => {
  made ??= {
    full: new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }),
    rounded: new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 }),
  };
  return made;
};

let made: Record<'full' | 'rounded', Intl.NumberFormat> | undefined;
