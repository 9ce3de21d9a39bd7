import { createHash } from 'node:crypto';
import type { WireItem } from '../../bulk/attribute-values';
import { type Item, toWireItem } from '../../bulk/native-values';
import type { Filter, Source } from '../../bulk/read-pages';
import { BootstrapError } from '../../errors';
import type { BackfillOptions, Match } from './backfill-options';

/** Which items a backfill is about. */
export interface Matcher {
  /** What DynamoDB is to leave out. */
  filter?: Filter;
  /** What is to be read by a Query, in place of a scan of the table. */
  partition?: Extract<Source['part'], { partition: string }>;
  /** Names that the filter looks at, as far as they can be told: which of them an item lacks is part of why it matches. */
  filtered: readonly string[];
  /** Asked for each item that came. */
  accepts(item: Item): boolean;
  /** Two that are the same have the same; JSON, without the values of predicates but with their source's checksum. */
  text: string;
}

/**
 * @param match as `checkOptions` lets it through
 * @throws {BootstrapError} `not-storable`
 */
export function toMatcher(match: BackfillOptions['match'] = {}): Matcher {
  const whole: Match = typeof match === 'function' ? { where: match } : match;
  const { entity, partition, sortKeyPrefix, filter, where } = whole;
  return {
    filter: toFilter(whole),
    filtered: filter ? namesIn(filter) : [],
    partition:
      partition === undefined ? undefined : { partition, ...(sortKeyPrefix !== undefined && { sortKeyPrefix }) },
    accepts: (item) => (entity === undefined || item._et === entity) && (!where || holds(where(item))),
    text: JSON.stringify({
      entity,
      partition,
      sortKeyPrefix,
      filter: filter && { ...filter, values: filter.values && toWireItem(filter.values) },
      where: where && checksumOfFunction(where),
    }),
  };
}

/** Whatever a predicate returns counts as in an `if`; but for a promise, which would let all items through. */
function holds(answer: unknown): boolean {
  if (!(answer instanceof Promise)) return Boolean(answer);
  // Nobody else looks at it: what it is rejected with would end the process.
  answer.catch(() => undefined);
  throw new BootstrapError(
    'backfill-invalid',
    'The predicate of `match` returned a promise: it has to answer at once.',
  );
}

/** The checksum of a function's source, as it is when it runs: what it calls is not part of it. */
export const checksumOfFunction = (body: (...given: never[]) => unknown): string =>
  createHash('sha256').update(String(body)).digest('hex');

/** Words of the expression that are no attributes do no harm: no item has them. */
const namesIn = ({ expression, names = {} }: NonNullable<Match['filter']>): string[] => [
  ...Object.values(names),
  ...(expression.replaceAll(/[:#]\w+/g, ' ').match(/[A-Za-z_]\w*/g) ?? []),
];

function toFilter({ entity, filter }: Match): Filter | undefined {
  const values: WireItem | undefined = filter?.values && toWireItem(filter.values);
  if (entity === undefined) return filter && { ...filter, values };
  const isEntity = '#groundworkEntity = :groundworkEntity';
  return {
    expression: filter ? `(${filter.expression}) AND ${isEntity}` : isEntity,
    names: { ...filter?.names, '#groundworkEntity': '_et' },
    values: { ...values, ':groundworkEntity': { S: entity } },
  };
}
