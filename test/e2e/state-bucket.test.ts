import { type Account, type AwsCall, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(60_000);

/** Names of buckets are shared by all accounts and regions of the world. */
describe('a state bucket that cannot be the one', () => {
  let account: Account;
  let checkout: Checkout;

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account);
  });
  // Nothing was made: no bucket, no table.
  afterEach(() => expect(account.calls.filter((call) => /Create|PUT/.test(call))).toEqual([]));
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('in another region: both regions are named, and where to correct it', async () => {
    const headers = { 'x-amz-bucket-region': 'eu-west-1' };
    account.fail((call) => (isHeadBucket(call) ? { status: 301, headers } : undefined));
    const { status, stderr } = await checkout.run('deploy', 'staging', '--yes');
    expect(status).toBe(1);
    expect(stderr).toContain(
      'groundwork-staging-terraform-state is in eu-west-1, and deployments.ts says eu-central-1',
    );
    expect(stderr).toContain("say state: { …, region: 'eu-west-1' } there; else name another bucket");
  });

  test('of another account: the account is named, and that another may own the name', async () => {
    account.fail((call) => (isHeadBucket(call) ? { status: 403 } : undefined));
    const { status, stderr } = await checkout.run('deploy', 'staging', '--yes');
    expect(status).toBe(1);
    expect(stderr).toContain('groundwork-staging-terraform-state exists, but not in account 111111111111, or');
    expect(stderr).toContain('another account may own it, as names of buckets are shared by all accounts of the world');
    expect(stderr).toContain('Name another bucket in deployments.ts');
  });
});

const isHeadBucket = ({ service, method }: AwsCall): boolean => service === 's3' && method === 'HEAD';
