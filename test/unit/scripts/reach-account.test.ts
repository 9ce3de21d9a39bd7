import type { NamedDeployment } from '../../../scripts/support/deployment';
import { reachAccount } from '../../../scripts/support/target';

jest.mock('../../../scripts/support/identity', () => ({
  identify: async () => ({ account: '1'.repeat(12), arn: '' }),
}));

const { env } = process;
beforeEach(() => {
  process.env = { ...env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  delete process.env.AWS_PROFILE;
});
afterEach(() => {
  process.env = env;
});

const deployment = { deploymentName: 'staging', region: 'eu-west-1' } as NamedDeployment;

/** What Terraform gets besides, or has taken away. */
async function environment(): Promise<Record<string, string | undefined>> {
  const target = await reachAccount(deployment, {} as Parameters<typeof reachAccount>[1]);
  target.client.destroy();
  return target.terraformEnvironment;
}

test('where a profile is named beside keys, Terraform acts as the profile, as the SDK does: as whom the account was shown', async () => {
  process.env.AWS_PROFILE = 'staging';

  expect(await environment()).toEqual({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  });
});

test('keys alone stay', async () => {
  expect(await environment()).toEqual({ AWS_REGION: 'eu-west-1' });
});
