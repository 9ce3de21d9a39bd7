import type { BootstrapResult } from '../../../bootstrap/bootstrap';
import type { NamedDeployment } from '../deployment';
import { ScriptsError } from '../errors';

/**
 * A plan has the ARN of the table's stream in it. Where bootstrap has just made another stream, it is out of date.
 *
 * @throws {ScriptsError} `plan-outdated`
 */
export function requireSameStream(
  bootstrap: Pick<BootstrapResult, 'settings' | 'tableCreated'> | undefined,
  { deploymentName }: NamedDeployment,
): void {
  if (!bootstrap?.tableCreated && !bootstrap?.settings.some(({ setting }) => setting === 'stream')) return;
  throw new ScriptsError(
    'plan-outdated',
    'The table was laid, and has another stream than when the plan was made: Terraform has applied nothing. Make a new ' +
      `plan: yarn plan ${deploymentName} --out FILE.`,
  );
}
