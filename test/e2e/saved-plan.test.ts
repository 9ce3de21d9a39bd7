import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Account, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(120_000);

/** As a CI does it: the plan of a pull request, an approval, and the deploy of that plan and no other. */
describe('a plan that is made, approved and applied', () => {
  let account: Account;
  let checkout: Checkout;
  let planned: { address: string; action: string }[];

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account);
    expect(await checkout.run('bootstrap', 'staging')).toMatchObject({ status: 0 });
  });
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('plan --out keeps it, for its owner alone', async () => {
    const { status, stdout, stderr } = await checkout.run('plan', 'staging', '--out', 'approved.plan', '--json');
    expect(status).toBe(2);
    planned = JSON.parse(stdout).terraform;
    expect(planned).toHaveLength(2);
    expect(stderr).toContain('The plan is in approved.plan. Apply it with yarn deploy staging --plan approved.plan.');
    expect((await stat(path.join(checkout.directory, 'approved.plan'))).mode & 0o777).toBe(0o600);
  });

  describe('is refused before anything is written', () => {
    beforeEach(() => {
      account.calls.length = 0;
    });
    afterEach(() => expect(account.calls).toEqual(['sts GetCallerIdentity']));

    test('for other code', async () => {
      const restore = await checkout.edit('stacks/service-stack.ts', 'retentionInDays: 30', 'retentionInDays: 60');
      expect(await refusal('staging')).toContain('approved.plan was made for other code than this checkout has');
      await restore();
    });

    test('for other migrations', async () => {
      const file = 'migrations/20991231000000-more.ts';
      await checkout.write(file, 'export default { up: async () => undefined };\n');
      expect(await refusal('staging')).toContain('approved.plan was made with other migrations than this checkout has');
      await rm(path.join(checkout.directory, file));
    });

    test('for another deployment', async () => {
      expect(await refusal('production')).toContain('approved.plan is a plan for staging, not for production.');
    });
  });

  test('deploy --plan applies the very changes that were shown, and does not plan again', async () => {
    const { status, stdout, stderr } = await deploy('staging');
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('terraform plan') });
    expect(JSON.parse(stdout).terraform).toEqual(planned);
    expect(account.calls.filter((call) => call === 'logs CreateLogGroup')).toHaveLength(2);
  });

  test('once the state has changed it is out of date: it is refused, with how to make a new one', async () => {
    const { status, stderr } = await deploy('staging');
    expect(status).toBe(1);
    expect(stderr).toContain('The state of staging has changed since approved.plan was made');
    expect(stderr).toContain('Terraform has applied nothing');
    expect(stderr).toContain('yarn plan staging --out FILE');
  });

  const deploy = (deployment: string) =>
    checkout.run('deploy', deployment, '--plan', 'approved.plan', '--yes', '--json');

  async function refusal(deployment: string): Promise<string> {
    const { status, stderr } = await deploy(deployment);
    expect(status).toBe(1);
    expect(stderr).toContain(`Nothing was changed. Make a plan for it: yarn plan ${deployment} --out FILE.`);
    return stderr;
  }
});
