import type { TableSettings } from '../../../table/deployment';
import { settleSettings } from '../../settings/settle-settings';
import { waitForTable } from '../../wait-for-table';
import type { StepOptions } from './step-options';

/**
 * Changes the settings that are named and leaves the others alone; each is in effect before the next.
 *
 * @throws {BootstrapError} as `settleSettings`
 */
export async function changeSettings(
  { client, tableName, isLocal = false, signal, onWarning }: StepOptions,
  settings: TableSettings,
): Promise<void> {
  const table = await waitForTable(client, tableName, () => true, { signal });
  const onSkip = (setting: string, reason: string) => onWarning?.(`${setting} is skipped: ${reason}`);
  await settleSettings({ client, table, settings, skipUnsupported: isLocal, signal, onSkip });
}
