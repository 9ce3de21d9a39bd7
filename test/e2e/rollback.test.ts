import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createGate } from '../support/gate';
import { type Account, NO_ANSWER, STATE, startAccount } from './support/account';
import { createAccountCheckout, smallStack } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(120_000);

const EXPAND = '20991231000000-add-nickname';
const CONTRACT = '20991231000001-remove-name';

/** Three commits: the code as it was, an expand migration with a second log group, and a contract migration. */
describe('a rollback', () => {
  let account: Account;
  let checkout: Checkout;
  const commits: Record<'before' | 'expand' | 'contract', string> = { before: '', expand: '', contract: '' };

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account, 1);
    await git('init', '--quiet');
    commits.before = await commit('before');
    await checkout.write(`migrations/${EXPAND}.ts`, 'export default { up: async () => undefined };\n');
    await checkout.write('stacks/service-stack.ts', smallStack(2));
    commits.expand = await commit('expand');
    await checkout.write(
      `migrations/${CONTRACT}.ts`,
      "export default { phase: 'contract', up: async () => undefined };\n",
    );
    commits.contract = await commit('contract');
    await git('checkout', '--quiet', commits.expand);
    await deploy();
  });
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('over an expand migration: deploy --ref brings the older code, and says what the table has of newer code', async () => {
    const { answer, stderr } = await deploy('--ref', commits.before);
    expect(stderr).toContain(`Deploying ${commits.before} (${commits.before.slice(0, 12)}) to staging`);
    expect(stderr).toContain(`This code is older than the table, which has ${EXPAND} applied.`);
    expect(stderr).toContain('Expand migrations suit older code: going on with the table as it is.');
    expect(answer.bootstrap.applied).toEqual([]);
    expect(answer.terraform).toMatchObject([{ address: 'aws_cloudwatch_log_group.group_2', action: 'delete' }]);
    expect(await migrationStates()).toMatchObject({ [EXPAND]: 'applied' });
  });

  test('its outputs and logs are kept here, its checkout is not', async () => {
    expect((await checkout.run('outputs', 'staging', 'required_migration')).stdout.trim()).not.toBe(EXPAND);
    expect(await checkout.list('.groundwork/refs')).toEqual([]);
    expect(await git('worktree', 'list')).not.toContain('.groundwork');
    expect((await checkout.list('.groundwork/logs')).length).toBe(2);
  });

  test('a checkout of the older commit deploys in the same way', async () => {
    await git('checkout', '--quiet', commits.before);
    const { answer, stderr } = await deploy();
    expect(stderr).toContain(`This code is older than the table, which has ${EXPAND} applied.`);
    expect(answer.terraform).toEqual([]);
  });

  test('interrupted, it ends in order: the deploy of the other commit hears of a signal to all of them once', async () => {
    const creating = createGate();
    const over = createGate();
    account.fail(async ({ action }) => {
      if (action !== 'CreateLogGroup') return undefined;
      creating.open();
      await over.opened;
      return NO_ANSWER;
    });
    const running = checkout.start('deploy', 'staging', '--yes', '--ref', commits.expand);
    await creating.opened;
    running.signal('SIGINT');
    const { status, stderr } = await running.ended;
    over.open();
    account.fail();

    expect(status).toBe(130);
    expect(stderr).toContain('Broken off, so that it may be there and in no state: aws_cloudwatch_log_group.group_2');
    expect(stderr).toContain(`To go on with ${commits.expand}: yarn deploy staging --ref ${commits.expand}. `);
    expect(await account.stateFiles()).toEqual([STATE]);
    expect(await checkout.list('.groundwork/refs')).toEqual([]);
  });

  test('past a contract migration it is refused by name, before anything is changed', async () => {
    await git('checkout', '--quiet', commits.contract);
    const applied = await checkout.run('migrate', 'up', 'staging', '--phase', 'contract');
    expect(applied).toMatchObject({ status: 0, stderr: expect.stringContaining(`Applied ${CONTRACT}`) });
    account.calls.length = 0;
    const { status, stderr } = await checkout.run('deploy', 'staging', '--yes', '--ref', commits.expand);
    expect(status).toBe(1);
    expect(stderr).toContain(`The table is past the contract migration ${CONTRACT} (applied `);
    expect(stderr).toContain('Nothing was migrated.');
    expect(account.calls.filter((call) => /Put|Update|Create|Delete|PUT|DELETE/.test(call))).toEqual([]);
  });

  test('a ref that is no commit here is refused', async () => {
    const { status, stderr } = await checkout.run('deploy', 'staging', '--yes', '--ref', 'v99');
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining('"v99" names no commit') });
  });

  async function deploy(...flags: string[]) {
    const { status, stdout, stderr } = await checkout.run('deploy', 'staging', '--yes', '--json', ...flags);
    if (status !== 0) throw new Error(`deploy ended with status ${status}:\n${stderr}`);
    return { answer: JSON.parse(stdout), stderr };
  }

  async function migrationStates(): Promise<Record<string, string>> {
    const { stdout } = await checkout.run('migrate', 'status', 'staging', '--json');
    return Object.fromEntries((JSON.parse(stdout) as Record<string, string>[]).map(({ name, state }) => [name, state]));
  }

  async function git(...words: string[]): Promise<string> {
    const own = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
    const { stdout } = await promisify(execFile)('git', [...own, ...words], { cwd: checkout.directory });
    return stdout.trim();
  }

  /** All that is there: the links to the packages too, which a worktree of the commit then has as well. */
  async function commit(message: string): Promise<string> {
    await git('add', '--all');
    await git('add', '--force', 'node_modules', '.yarn');
    await git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  }
});
