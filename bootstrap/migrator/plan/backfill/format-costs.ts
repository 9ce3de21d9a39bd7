import { counted, type SayNumber, whole } from './format-numbers';
import type { RunningCosts } from './running-costs';

/** The lines on capacity, time and money. */
export function formatCosts(costs: RunningCosts, say: SayNumber): string[] {
  return [formatUnits(costs, say), formatTime(costs), ...formatPrice(costs)];
}

function formatUnits({ readUnits, writeUnits, exactlyOnce }: RunningCosts, say: SayNumber): string {
  const reading = readUnits === undefined ? 'read units are not known' : counted(Math.ceil(readUnits), 'read unit');
  const twice = exactlyOnce ? ', twice what single writes use (exactlyOnce writes in transactions)' : '';
  return `capacity: ${reading}, ${say(writeUnits, 'write unit')}${twice}, besides one for the checkpoint of each page`;
}

function formatTime({ limits, seconds }: RunningCosts): string {
  const all = [...describeLimit(limits.readUnits, 'read'), ...describeLimit(limits.writeUnits, 'write')];
  if (all.length === 0) return 'time: there is no limit, it is as fast as the table bears';
  return `time: ${seconds === undefined ? 'not known,' : `about ${duration(seconds)}`} at the limit of ${all.join(' and ')}`;
}

const describeLimit = (units: number | undefined, kind: string): string[] =>
  units === undefined ? [] : [`${LIMIT.format(units)} ${kind} unit${units === 1 ? '' : 's'} per second`];

const LIMIT = new Intl.NumberFormat('en-US');

function formatPrice({ price, withoutPrice }: RunningCosts): string[] {
  if (withoutPrice !== undefined) return [`cost: none is given, as ${withoutPrice}`];
  if (!price) return ['cost: not known'];
  const { dollars, region, date } = price;
  const asOf = date === undefined ? 'of a price list without date' : `of ${date}`;
  return [`cost: ${inDollars(dollars)} at AWS's on-demand prices in ${region}, ${asOf}`];
}

const inDollars = (dollars: number): string => {
  if (dollars === 0) return '$0';
  return dollars < 0.01 ? 'less than $0.01' : `about $${dollars < 100 ? dollars.toFixed(2) : whole(dollars)}`;
};

/** Two units at most: `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
function duration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first < 0) return 'a second';
  const [, finest] = units[Math.min(first + 1, units.length - 1)] ?? ['s', 1];
  let left = Math.round(seconds / finest) * finest;
  return units
    .flatMap(([name, length]) => {
      const count = Math.floor(left / length);
      left -= count * length;
      return count > 0 ? [`${count} ${name}`] : [];
    })
    .join(' ');
}
