import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../deployments';
import { validateDeployments } from '../../../scripts/support/deployment-schema';

const GUIDE = readFileSync(path.resolve(__dirname, '../../../docs/guide.md'), 'utf8');

/** The entry of deployments.ts that the guide shows under that name. */
function entryOf(name: string): Record<string, unknown> {
  const block = GUIDE.split('```ts\n').find((text) => text.split('```')[0]?.includes(`'${name}': {`)) ?? '';
  const read = new Function('settings', `return { ${block.split('```')[0]} };`);
  return read({ timeToLive: 'expiresAt', stream: 'NEW_AND_OLD_IMAGES' }) as Record<string, unknown>;
}

test('each deployment that the guide adds is valid beside those that are there', () => {
  const added = { ...entryOf('staging-us'), ...entryOf('staging-billing') };

  expect(Object.keys(added)).toEqual(['staging-us', 'staging-billing']);
  expect(Object.keys(validateDeployments({ ...deployments, ...added }))).toEqual([
    ...Object.keys(deployments),
    'staging-us',
    'staging-billing',
  ]);
});
