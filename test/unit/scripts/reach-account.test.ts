import type { NamedDeployment } from '../../../scripts/support/deployment';
import { reachAccount } from '../../../scripts/support/target';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

jest.mock('../../../scripts/support/identity', () => ({
  identify: async () => ({ account: '1'.repeat(12), arn: '' }),
}));

const { env } = process;
let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
  process.env = {
    ...env,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SHARED_CREDENTIALS_FILE: folder.write('credentials', PROFILE),
  };
  delete process.env.AWS_PROFILE;
  // The SDK says which of the two it takes.
  jest.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = env;
  folder.remove();
});

const PROFILE = `[staging]
aws_access_key_id = OFTHEPROFILE
aws_secret_access_key = its-secret
aws_session_token = its-token
`;

const deployment = { deploymentName: 'staging', region: 'eu-west-1' } as NamedDeployment;

const { signal } = new AbortController();

/** What Terraform gets besides, or has taken away. */
async function environment(): Promise<Record<string, string | undefined>> {
  const target = await reachAccount(deployment, { signal } as Parameters<typeof reachAccount>[1]);
  target.client.destroy();
  return target.terraformEnvironment;
}

test.each([
  ['keys', {}],
  ['a web identity', { AWS_ACCESS_KEY_ID: '', AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' }],
])(
  'where a profile is named beside %s, Terraform gets what the SDK was given: as whom the account was shown',
  async (_, others) => {
    Object.assign(process.env, { AWS_PROFILE: 'staging', ...others });

    expect(await environment()).toEqual({
      AWS_REGION: 'eu-west-1',
      AWS_PROFILE: undefined,
      AWS_ACCESS_KEY_ID: 'OFTHEPROFILE',
      AWS_SECRET_ACCESS_KEY: 'its-secret',
      AWS_SESSION_TOKEN: 'its-token',
    });
  },
);

test('a profile alone stays, whose credentials Terraform can renew', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  process.env.AWS_PROFILE = 'staging';

  expect(await environment()).toEqual({ AWS_REGION: 'eu-west-1' });
});

test('keys alone stay', async () => {
  expect(await environment()).toEqual({ AWS_REGION: 'eu-west-1' });
});
