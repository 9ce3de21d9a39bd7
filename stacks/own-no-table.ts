import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { StacksError } from './errors';
import { ownsTable, TABLE_REMEDY } from './terraform/table-resources';

/**
 * No stack has a resource that is a table or changes one, however it was put there: what Terraform owns it can replace and
 * destroy, with all its items.
 *
 * @throws {StacksError} `table-in-stack`
 */
export function requireNoTable(app: App): void {
  for (const stack of app.node.findAll().filter(TerraformStack.isStack)) {
    // The whole of it, overrides too, as it will be written.
    const { resource = {} } = stack.toTerraform() as { resource?: Record<string, object> };
    const addresses = Object.entries(resource)
      .filter(([type]) => ownsTable(type))
      .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
    if (addresses.length === 0) continue;
    throw new StacksError('table-in-stack', `The stack ${stack.node.id} has ${addresses.join(', ')}. ${TABLE_REMEDY}`);
  }
}
