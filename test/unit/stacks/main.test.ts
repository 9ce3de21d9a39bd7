import { deployments } from '../../../deployments';
import { FUNCTION_NAMES, type Functions } from '../../../stacks/functions';
import { createApp } from '../../../stacks/main';
import { STACK_NAMES } from '../../../stacks/stack';

const functions = Object.fromEntries(
  FUNCTION_NAMES.map((name) => [name, { zipFile: `../../functions/${name}.zip`, sha256: 'c2hhMjU2' }]),
) as Functions;

test('the app has exactly the stacks that are deployed, in their order', () => {
  const app = createApp({
    deploymentName: 'staging',
    deployment: deployments.staging,
    functions,
    requiredMigration: '20260101000000-a',
  });

  expect(app.node.children.map(({ node }) => node.id)).toEqual(STACK_NAMES);
});
