import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deployments } from '../../../../deployments';
import { type GatewayForRoles, startGatewayForRoles } from '../../../../local/rights/gateway-for-roles';
import { createRightsRecorder } from '../../../../local/rights/recorder';
import type { FunctionName } from '../../../../stacks/functions';
import { allowedRights, type Right, shortResource } from '../../../../stacks/rights/allowed-rights';
import { describeDenials } from '../../../../stacks/rights/describe-denials';
import type { FunctionRole } from '../../../../stacks/rights/roles-of';
import { ANY_ACCOUNT, synthesiseRoles, tableArnOf } from '../../../../stacks/rights/synthesise-roles';
import { createTable, type Table } from '../../../../table/table';
import { createTestTable, type TestTable } from '../../../support/test-table';

/** What work is done with: the function's own rights, or all of them. */
export interface Access {
  client: DynamoDBClient;
  table: Table;
  owner: TestTable;
}

export interface RightsTest {
  tableArn: string;
  roleOf(functionName: FunctionName): FunctionRole;
  /**
   * Does `work` with the rights of the function's role, and tells which it used, in short.
   *
   * @param purpose what it is called where it is denied anything: then this rejects, whatever became of the work
   */
  under(functionName: FunctionName, purpose: string, work: (access: Access) => Promise<unknown>): Promise<Right[]>;
  putPolicy: GatewayForRoles['putPolicy'];
  close(): Promise<void>;
}

const { region } = deployments.local;

/**
 * A table of its own before the gateway, which holds the roles that the stacks give to the functions of `local`: with the
 * policies as Terraform would put them, but for that table.
 */
export async function startRightsTest(): Promise<RightsTest> {
  const owner = await createTestTable();
  const recorder = createRightsRecorder();
  const tableArn = tableArnOf(deployments.local, owner.name);
  const roles = synthesiseRoles('local', deployments.local, owner.name);
  const gateway = await startGatewayForRoles({
    region,
    accountId: ANY_ACCOUNT,
    dynamodbEndpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    roles,
    onDecision: recorder.onDecision,
  });
  const clients = new Map(roles.map(({ name }) => [name, clientFor(gateway, name)]));
  const roleOf = (functionName: FunctionName): FunctionRole => {
    const role = roles.find((one) => one.functionName === functionName);
    if (role) return role;
    throw new Error(`No stack gives a role to the function ${functionName}.`);
  };
  const shorten = (rights: readonly Right[]) =>
    rights.map(({ action, resource }) => ({ action, resource: shortResource(resource, tableArn) }));

  return {
    tableArn,
    roleOf,
    under: async (functionName, purpose, work) => {
      const role = roleOf(functionName);
      const { name } = role;
      const client = clients.get(name) ?? clientFor(gateway, name);
      const failure = await work({ client, table: tableOver(client, owner.name), owner }).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      const { allowed, denied } = recorder.take(name);
      if (denied.length > 0) {
        const lacking = { functionName, purpose, denied: shorten(denied), tableArn: DECLARED_TABLE_ARN };
        const allowedNow = allowedRights(role, tableArn);
        throw new Error(describeDenials({ ...lacking, allowed: allowedNow }), { cause: failure?.error });
      }
      if (failure) throw failure.error;
      return shorten(allowed);
    },
    putPolicy: gateway.putPolicy,
    close: async () => {
      for (const client of clients.values()) client.destroy();
      await gateway.close();
      await owner.remove();
    },
  };
}

/** Of the deployment's table: what a statement that is to be pasted names. */
const DECLARED_TABLE_ARN = tableArnOf(deployments.local);

const clientFor = ({ endpoint, credentialsOf }: GatewayForRoles, roleName: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region, credentials: credentialsOf(roleName) });

const tableOver = (client: DynamoDBClient, name: string): Table =>
  createTable(name, DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }));
