import { createHash } from 'node:crypto';
import { LEDGER_PARTITION } from '../../../table/ledger-keys';
import { keyText, type WireKey } from '../../bulk/attribute-values';
import type { Direction } from '../journal';

/** Which backfill: a migration may have several, in its `up` and in its `down`. */
export interface BackfillId {
  migration: string;
  direction: Direction;
  name: string;
}

const ledgerKey = (sortKey: string): WireKey => ({ pk: { S: LEDGER_PARTITION }, sk: { S: sortKey } });

/** Beginning of the sort keys of a migration's backfills; of those of all migrations where none is named. */
export const headerPrefix = (migration?: string): string =>
  migration === undefined ? 'backfill#' : `backfill#${migration}#`;

export const headerKey = ({ migration, direction, name }: BackfillId): WireKey =>
  ledgerKey(`${headerPrefix(migration)}${direction}#${name}`);

/** Beginning of the sort keys of the checkpoints, of one backfill or of all of a migration. */
export const checkpointPrefix = ({ migration, direction, name }: Pick<BackfillId, 'migration'> & Partial<BackfillId>) =>
  `checkpoint#${migration}#${direction === undefined ? '' : `${direction}#${name}#`}`;

export const checkpointKey = (id: BackfillId, segment: number): WireKey =>
  ledgerKey(`${checkpointPrefix(id)}${segmentText(segment)}`);

/** Beginning of the sort keys of the items that can't be written, as far as it is said whose. */
export const failurePrefix = ({ migration, direction, name }: Partial<BackfillId> = {}, segment?: number): string => {
  const parts = [migration, direction, name, segment === undefined ? undefined : segmentText(segment)];
  const end = parts.indexOf(undefined);
  return ['failure', ...parts.slice(0, end < 0 ? parts.length : end), ''].join('#');
};

/** An item's key may be longer than what is left of a sort key: its hash stands for it. */
export const failureKey = (id: BackfillId, segment: number, item: WireKey): WireKey => {
  const hash = createHash('sha256').update(keyText(item)).digest('hex').slice(0, 32);
  return ledgerKey(`${failurePrefix(id, segment)}${hash}`);
};

/** In the order of the segments: there are at most 10,000. */
const segmentText = (segment: number): string => String(segment).padStart(5, '0');
