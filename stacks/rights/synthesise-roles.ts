import type { TerraformStack } from 'cdktf';
import type { Deployment } from '../../table/deployment';
import { FUNCTION_NAMES, type Functions } from '../functions';
import { createApp } from '../main';
import { STACK_NAMES } from '../stack';
import { type FunctionRole, rolesOf } from './roles-of';
import type { StackDocument } from './stack-document';

/** The account that stands in for the deployment's own where that is not declared: ARNs then differ in it alone. */
export const ANY_ACCOUNT = '000000000000';

/**
 * The roles of a deployment's functions, from the stacks as they are now: nothing is bundled, written or asked of anybody.
 *
 * @param tableName of another table than the deployment's, that the roles are to be for
 * @throws {StacksError} what the stacks refuse, and `unknown-reference`
 */
export function synthesiseRoles(
  deploymentName: string,
  deployment: Deployment,
  tableName = deployment.table.name,
): FunctionRole[] {
  const app = createApp({
    deploymentName,
    deployment,
    functions: Object.fromEntries(FUNCTION_NAMES.map((name) => [name, codeOf(name)])) as Functions,
    requiredMigration: '',
  });
  const place = { region: deployment.region, accountId: deployment.accountId ?? ANY_ACCOUNT };
  return STACK_NAMES.flatMap((name) => {
    const stack = app.node.findChild(name) as TerraformStack;
    return rolesOf(lookingUp(tableName, stack.toTerraform() as StackDocument), place);
  });
}

/** The file's name tells whose code it is; there is none. */
const codeOf = (name: string) => ({ zipFile: `${name}.zip`, sha256: '' });

/** The stack as it would be over the table of that name. */
function lookingUp(tableName: string, stack: StackDocument): StackDocument {
  const tables = Object.keys(stack.data?.aws_dynamodb_table ?? {});
  const lookups = Object.fromEntries(tables.map((lookup) => [lookup, { name: tableName }]));
  return { ...stack, data: { ...stack.data, aws_dynamodb_table: lookups } };
}
