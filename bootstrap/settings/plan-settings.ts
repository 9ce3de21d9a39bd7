import { retryControlPlane } from '../retry';
import { allSettings } from './all-settings';
import { describeChange, explainFailure, isUnknownOperation } from './refusal';
import type { Setting, SettleOptions, Situation, Step } from './setting';

/** A setting that is not as declared, and what it lacks. */
export interface LackingSetting {
  setting: Setting;
  step: Step;
}

/**
 * The settings that are not as declared, in the order in which they are to be settled. Reads only, all at once: nothing
 * beyond the description for most, one request each for tags, point-in-time recovery and time to live.
 *
 * @throws {BootstrapError} `setting-refused` where a setting may not be read, `control-plane-busy`
 */
export async function planSettings(options: SettleOptions): Promise<LackingSetting[]> {
  const planned = await Promise.all(allSettings.map((setting) => planWithRetries(setting, options)));
  return planned.flatMap((lacking) => lacking ?? []);
}

async function planWithRetries(setting: Setting, options: SettleOptions): Promise<LackingSetting | undefined> {
  const { table, signal, timeoutMilliseconds } = options;
  const describe = () => describeChange(table, setting);
  try {
    const step = await retryControlPlane(() => planSetting(setting, options, options), {
      describe,
      signal,
      timeoutMilliseconds,
    });
    return step && { setting, step };
  } catch (error) {
    throw explainFailure(error, describe(), setting);
  }
}

/** What one setting lacks; undefined where it is as declared, not managed, or skipped. */
export async function planSetting(
  setting: Setting,
  situation: Situation,
  { skipUnsupported, onSkip }: Pick<SettleOptions, 'skipUnsupported' | 'onSkip'>,
): Promise<Step | undefined> {
  if (situation.settings[setting.name] === undefined) return undefined;
  try {
    const step = await setting.plan(situation);
    if (!step || !skipUnsupported || !setting.forgottenLocally) return step;
    onSkip?.(setting.name, 'DynamoDB Local does not keep it.');
  } catch (error) {
    if (!skipUnsupported || !isUnknownOperation(error)) throw error;
    onSkip?.(setting.name, error.message);
  }
  return undefined;
}
