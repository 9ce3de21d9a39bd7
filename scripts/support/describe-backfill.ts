import type { BackfillProgress, BackfillTotals } from '../../bootstrap/migrator/backfill/backfill-totals';
import { counted, whole } from '../../bootstrap/migrator/plan/backfill/format-numbers';

/** What is said of a backfill while it runs, the more important the sooner it is chosen where there is little room. */
interface Part {
  text: string;
  rank: number;
}

/** How far a backfill is, with a bar, in one line of at most so many columns: what does not fit is left out. */
export function progressBar(progress: BackfillProgress, columns: number): string {
  const name = shortened(progress.backfill, Math.floor(columns / 3));
  // As wide as before, whatever else there is to be said: a bar that grew and shrank with it would tell nothing.
  const beginning = `${name} ${bar(progress.share, Math.min(Math.max(Math.floor(columns / 8), 5), 30))} `;
  const parts = partsOf(progress, counted(progress.scanned, 'item'));
  const texts = fitting(parts, columns - beginning.length).map(({ text }) => text);
  return `${beginning}${texts.join(', ')}`.slice(0, Math.max(columns, 0));
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** The same in words, where there is room for all of it. */
export const progressLine = (progress: BackfillProgress): string =>
  `${progress.backfill}: ${partsOf(progress, itemsOf(progress))
    .map(({ text }) => text)
    .join(', ')}`;

function partsOf(progress: BackfillProgress, items: string): Part[] {
  const { limits, remainingMilliseconds } = progress;
  const unless = (isNothing: boolean, rank: number, text: string): Part[] => (isNothing ? [] : [{ text, rank }]);
  return [
    { text: percent(progress.share), rank: 1 },
    { text: items, rank: 5 },
    { text: `${whole(progress.itemsPerSecond)} items/s`, rank: 3 },
    { text: `${rate(progress.writeUnitsPerSecond, limits.writeUnits)} write units/s`, rank: 6 },
    { text: `${rate(progress.readUnitsPerSecond, limits.readUnits)} read units/s`, rank: 8 },
    ...unless(progress.throttles === 0, 7, `${counted(progress.throttles, 'throttle')}`),
    ...unless(progress.conflicts === 0, 9, `${counted(progress.conflicts, 'conflict')} retried`),
    ...unless(progress.failed === 0, 4, `${whole(progress.failed)} failed`),
    ...unless(remainingMilliseconds === undefined, 2, `${duration(remainingMilliseconds ?? 0)} left`),
  ];
}

/** Chosen by rank until one is too long, so that less important ones do not come and go with it; in their own order. */
function fitting(parts: readonly Part[], room: number): Part[] {
  let left = room;
  const chosen = new Set<Part>();
  for (const part of [...parts].sort((one, other) => one.rank - other.rank)) {
    const needed = part.text.length + (chosen.size > 0 ? ', '.length : 0);
    if (needed > left) break;
    left -= needed;
    chosen.add(part);
  }
  return parts.filter((part) => chosen.has(part));
}

function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Items that were read; how many there are is what DynamoDB counted up to six hours ago. */
const itemsOf = ({ scanned, tableItems }: Pick<BackfillProgress, 'scanned' | 'tableItems'>): string =>
  tableItems > scanned ? `${whole(scanned)} of about ${whole(tableItems)} items` : counted(scanned, 'item');

const rate = (units: number, limit: number | undefined): string =>
  limit === undefined ? whole(units) : `${whole(units)} of ${new Intl.NumberFormat('en-US').format(limit)}`;

/** The line that a backfill ends with: done, or as far as it came. */
export function describeEnd(progress: BackfillProgress): string {
  const { backfill, segments, segmentsDone, share, elapsedMilliseconds, throttlingReasons } = progress;
  const state = segmentsDone < segments ? `stopped at ${percent(share)}` : 'done';
  const reasons = Object.entries(throttlingReasons).map(([reason, count]) => `${reason} ${whole(count)}`);
  return [
    `Backfill ${backfill}: ${state}, ${describeTotals(progress)}; this run took ${duration(elapsedMilliseconds)}`,
    ...(reasons.length > 0 ? [`(throttled by ${reasons.join(', ')})`] : []),
  ].join(' ');
}

/** What was done over all runs; what did not happen is left out. */
export function describeTotals(totals: BackfillTotals): string {
  const { removed, failed, conflicts, throttles } = totals;
  return [
    `${counted(totals.scanned, 'item')} read`,
    `${whole(totals.matched)} matched`,
    `${whole(totals.updated)} changed`,
    ...(removed > 0 ? [`${whole(removed)} deleted`] : []),
    ...(totals.unchanged > 0 ? [`${whole(totals.unchanged)} as they are to be`] : []),
    ...(failed > 0 ? [`${whole(failed)} failed`] : []),
    `${counted(totals.readUnits, 'read unit')}`,
    `${counted(totals.writeUnits, 'write unit')}`,
    ...(throttles > 0 ? [counted(throttles, 'throttle')] : []),
    ...(conflicts > 0 ? [`${counted(conflicts, 'conflict')} retried`] : []),
  ].join(', ');
}

/** How much of the table is read: all of it only where it is. */
export const percent = (share: number): string => `${Math.floor(Math.min(Math.max(share, 0), 1) * 100 + 1e-9)} %`;

/** Two units at most: `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
