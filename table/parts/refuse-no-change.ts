import { TableError } from '../errors';

/**
 * Refuses changes that change nothing: they would only use up a version.
 *
 * @throws {TableError} `no-change`
 */
export function refuseNoChange(changes: object): void {
  if (Object.values(changes).some((change) => change !== undefined)) return;
  throw new TableError('no-change', 'The changes are empty. Give at least one attribute.');
}
