import { localPaths } from '../../local/paths';
import { readRightsRecord } from '../../local/rights/record';
import { compareRights, type RoleFindings } from '../../stacks/rights/compare-rights';
import { EXIT, type ExitStatus, type Invocation } from './command';
import { loadDeployment } from './deployment';
import { describeRights } from './describe-rights';
import type { Output } from './output';

interface DoctorInvocation extends Pick<Invocation, 'arguments'> {
  output: Pick<Output, 'say' | 'result' | 'styles'>;
}

/**
 * Sets what each role of the deployment may do beside what the last run of the tests used: 2 where a role may do more, 1
 * where it may not do what was used.
 *
 * @throws {LocalError} `no-rights-record`, `old-rights-record`
 */
export function doctorRights(
  { arguments: [, name], output }: DoctorInvocation,
  recordFile = localPaths.rights,
): ExitStatus {
  const { deploymentName, ...deployment } = loadDeployment(name);
  const { recordedAt, functions } = readRightsRecord(recordFile);
  // cdktf takes a quarter of a second to load, and only what looks into the stacks needs it.
  const { synthesiseRoles, tableArnOf } =
    require('../../stacks/rights/synthesise-roles') as typeof import('../../stacks/rights/synthesise-roles');
  const roles = compareRights(synthesiseRoles(deploymentName, deployment), functions, tableArnOf(deployment));
  for (const line of describeRights(roles, recordedAt, output.styles)) output.say(line);
  output.result({ recordedAt, roles });
  return statusOf(roles);
}

function statusOf(roles: readonly RoleFindings[]): ExitStatus {
  if (roles.some(({ missing }) => missing.length > 0)) return EXIT.failed;
  return roles.some(({ surplus }) => surplus.length > 0) ? EXIT.changesPending : EXIT.done;
}
