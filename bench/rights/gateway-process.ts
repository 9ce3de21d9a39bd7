import type { SessionCredentials } from '../../local/aws/credentials';
import { startGatewayForRoles } from '../../local/rights/gateway-for-roles';
import { ANY_ACCOUNT, synthesiseRoles } from '../../stacks/rights/synthesise-roles';
import type { Deployment } from '../../table/deployment';
import { BenchError } from '../errors';
import { runCompanion } from '../support/companion';

export interface GatewayOptions {
  deployment: Deployment;
  /** The only table that the roles may use. */
  tableName: string;
  dynamodbEndpoint: string;
}

export interface GatewayReady {
  endpoint: string;
  /** Of a session of the role that the stack gives to `api`. */
  credentials: SessionCredentials;
}

/** A process that is the stand-in for AWS, as `yarn local up` starts one, with the roles of the stack. */
async function start({ deployment, tableName, dynamodbEndpoint }: GatewayOptions) {
  const { region, accountId = ANY_ACCOUNT } = deployment;
  const roles = synthesiseRoles('local', deployment, tableName);
  const role = roles.find(({ functionName }) => functionName === 'api');
  if (!role) throw new BenchError('no-role', 'No stack gives a role to the function api, which is measured.');
  const { endpoint, credentialsOf, close } = await startGatewayForRoles({ region, accountId, dynamodbEndpoint, roles });
  return { ready: { endpoint, credentials: credentialsOf(role.name) } satisfies GatewayReady, finish: close };
}

void runCompanion(start);
