import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { isBusy, retryControlPlane } from '../retry';
import { waitForTable } from '../wait-for-table';
import { type LackingSetting, planSetting, planSettings } from './plan-settings';
import { describeChange, explainFailure, isRefusal } from './refusal';
import type { Setting, SettingChange, SettleOptions, Step } from './setting';
import { tableNameOf } from './update-table';

/**
 * The changes that `settleSettings` would make; writes nothing.
 *
 * @throws {BootstrapError} `setting-refused` where a setting may not be read, `control-plane-busy`
 */
export async function checkSettings(options: SettleOptions): Promise<SettingChange[]> {
  return (await planSettings(options)).map(toChange);
}

/**
 * The table has the declared settings: what differs is changed, one setting at a time, each in effect before the next.
 * Safe when several do it at once: a change that is refused is only an error if what stands is still what it was.
 *
 * @returns the changes that this call made, or saw made while it tried
 * @throws {BootstrapError} `setting-refused`, `setting-limit` (one that lasts for hours or days), `time-to-live-too-soon`,
 *   `control-plane-busy`, `wait-timeout`; each names table, setting and both values
 */
export async function settleSettings(options: SettleOptions): Promise<SettingChange[]> {
  const changes: SettingChange[] = [];
  const onChange = (change: SettingChange) => {
    changes.push(change);
    options.onChange?.(change);
  };
  let { table } = options;
  for (const { setting } of await planSettings(options)) table = await settle(setting, { ...options, table, onChange });
  return changes;
}

const toChange = ({ setting, step }: LackingSetting): SettingChange => ({
  setting: setting.name,
  from: step.from,
  to: step.to,
});

/** How far one setting has come, over all attempts. */
interface Progress {
  /** As read last. */
  table: TableDescription;
  attempts: number;
  /** The change as it was when it was first asked for. */
  begun?: SettingChange;
  /** The change that is still missing, as found by the latest attempt. */
  missing?: SettingChange;
  /** What DynamoDB refused in the latest attempt, and the value that stood then. */
  refused?: { error: Error; from: string };
}

async function settle(setting: Setting, options: SettleOptions): Promise<TableDescription> {
  const progress: Progress = { table: options.table, attempts: 0 };
  const describe = () => describeChange(options.table, setting, progress.missing);
  try {
    await retryControlPlane(() => attempt(setting, options, progress), {
      describe,
      timeoutMilliseconds: options.timeoutMilliseconds,
      signal: options.signal,
      isRetriable: (error) => isBusy(error) || error === progress.refused?.error,
    });
  } catch (error) {
    reportPart(progress, options);
    throw explainFailure(error, describe(), setting);
  }
  if (progress.begun) options.onChange?.(progress.begun);
  return progress.table;
}

/** Asks for what is missing. What was refused is asked for again only where somebody else has changed something. */
async function attempt(setting: Setting, options: SettleOptions, progress: Progress): Promise<void> {
  if (progress.attempts > 0) progress.table = await readAgain(options);
  progress.attempts += 1;
  const step = await planSetting(setting, { ...options, table: progress.table }, options);
  progress.missing = step && toChange({ setting, step });
  if (!step) return;
  const { refused } = progress;
  progress.refused = undefined;
  if (refused?.from === step.from) throw refused.error;
  progress.begun ??= progress.missing;
  progress.table = (await applyStep(step, progress)) ?? progress.table;
}

async function applyStep(step: Step, progress: Progress): Promise<TableDescription | undefined> {
  try {
    return await step.apply();
  } catch (error) {
    if (isRefusal(error)) progress.refused = { error, from: step.from };
    throw error;
  }
}

/** ACTIVE again: while somebody else's change is under way, DescribeTable gives the old values. */
const readAgain = ({ client, table, signal, timeoutMilliseconds }: SettleOptions): Promise<TableDescription> =>
  waitForTable(client, tableNameOf(table), () => true, { signal, timeoutMilliseconds });

/** A change of two parts, of which only the first was made: that one is in effect. */
function reportPart({ begun, missing }: Progress, { onChange }: SettleOptions): void {
  if (!begun || !missing || begun.from === missing.from) return;
  onChange?.({ setting: begun.setting, from: begun.from, to: missing.from });
}
