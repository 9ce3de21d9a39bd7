import type { TerraformStack } from 'cdktf';
import type { Deployment } from '../../table/deployment';
import { FUNCTION_NAMES, type Functions } from '../functions';
import { createApp } from '../main';
import { STACK_NAMES } from '../stack';
import { type FunctionRole, rolesOf } from './roles-of';
import type { Place, StackDocument } from './stack-document';

/** The account that stands in for the deployment's own where that is not declared: ARNs then differ in it alone. */
export const ANY_ACCOUNT = '000000000000';

/**
 * The roles of a deployment's functions, from the stacks as they are now: nothing is bundled, written or asked of anybody.
 *
 * @param tableName of another table, which the roles are to be for in place of the deployment's
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
  const place = placeOf(deployment);
  return STACK_NAMES.flatMap((name) => {
    const stack = app.node.findChild(name) as TerraformStack;
    const document = stack.toTerraform() as StackDocument;
    return rolesOf(lookingUp(tableName, deployment.table.name, document), place);
  });
}

/** ARN of the deployment's table, or of that other one, as it stands in what `synthesiseRoles` gives. */
export function tableArnOf(deployment: Deployment, tableName = deployment.table.name): string {
  const { region, accountId } = placeOf(deployment);
  return `arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`;
}

const placeOf = ({ region, accountId = ANY_ACCOUNT }: Deployment): Place => ({ region, accountId });

/** The file's name tells whose code it is; there is none. */
const codeOf = (name: string) => ({ zipFile: `${name}.zip`, sha256: '' });

/** The stack as it would be over a table of another name. */
function lookingUp(tableName: string, declaredName: string, stack: StackDocument): StackDocument {
  const lookups = Object.entries(stack.data?.aws_dynamodb_table ?? {}).map(([id, lookup]) => [
    id,
    lookup.name === declaredName ? { ...lookup, name: tableName } : lookup,
  ]);
  return { ...stack, data: { ...stack.data, aws_dynamodb_table: Object.fromEntries(lookups) } };
}
