import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Account, STATE, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(120_000);

/** A lock as Terraform writes it. */
const LOCK = {
  ID: '5c8e1c2c-0001-4a5b-9d7c-0123456789ab',
  Operation: 'OperationTypeApply',
  Info: '',
  Who: 'ada@laptop',
  Version: '1.11.4',
  Created: '2026-11-25T09:12:07.123456789Z',
  Path: `groundwork-staging-terraform-state/${STATE}`,
};

const LOCK_FILE = 'stacks/service.terraform.lock.hcl';

/** Each leaves the state as it was: what is mended is the surroundings. */
describe('a state that Terraform cannot work with as things stand', () => {
  let account: Account;
  let checkout: Checkout;
  let state: string;

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account, 1);
    expect(await checkout.run('deploy', 'staging', '--yes')).toMatchObject({ status: 0 });
    state = await account.readState();
  });
  afterEach(async () => expect(await account.readState()).toBe(state));
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('a lock left behind: who has it, since when, and the command that takes it away, which works', async () => {
    await account.writeState(`${STATE}.tflock`, JSON.stringify(LOCK));
    const planning = checkout.start('plan', 'staging');
    await planning.says('Waiting for ada@laptop, who has the lock of the state of service since 2026-11-25T09:12:07');
    const said = await planning.saysMatch(/Where that process is gone for good: (.*force-unlock.*)$/);
    await promisify(execFile)('sh', ['-c', said[1] ?? ''], { cwd: checkout.directory, env: checkout.environment });
    expect(await account.stateFiles()).toEqual([STATE]);
    expect(await planning.ended).toMatchObject({ status: 0 });
  });

  test('written by a newer Terraform: which version is needed', async () => {
    const newer = state
      .replace('"version": 4', '"version": 5')
      .replace(/"terraform_version": "[^"]+"/, '"terraform_version": "2.0.0"');
    await account.writeState(STATE, newer);
    const { status, stderr } = await checkout.run('plan', 'staging');
    await account.writeState(STATE, state);
    expect(status).toBe(1);
    expect(stderr).toContain('This state file was created by Terraform 2.0.0');
    expect(stderr).toContain('Install at least that version here; nothing was changed');
  });

  test('written by a newer provider: which resource, and what to do', async () => {
    await account.writeState(STATE, state.replaceAll('"schema_version": 0', '"schema_version": 7'));
    const { status, stderr } = await checkout.run('plan', 'staging');
    await account.writeState(STATE, state);
    expect(status).toBe(1);
    expect(stderr).toContain('aws_cloudwatch_log_group.group_1 was created by a newer provider version');
    expect(stderr).toContain('Deploy from code that has it (merge its branch, with its lock file in stacks/)');
  });

  test('a provider that the lock file forbids: both versions, and how the upgrade is made', async () => {
    const locked = await checkout.read(LOCK_FILE);
    await checkout.write(LOCK_FILE, locked.replaceAll('5.100.0', '5.99.0'));
    const { status, stderr } = await checkout.run('plan', 'staging');
    await checkout.write(LOCK_FILE, locked);
    expect(status).toBe(1);
    expect(stderr).toContain('locked provider registry.terraform.io/hashicorp/aws 5.99.0');
    expect(stderr).toContain('5.100.0');
    expect(stderr).toContain('Where the upgrade is meant, delete that file, deploy to staging, and commit the new one');
  });

  test('kept elsewhere than at the last deploy: where from, where to, and the command that moves it, which works', async () => {
    const restore = await checkout.edit(
      'deployments.ts',
      "bucket: 'groundwork-staging-terraform-state', key: 'groundwork'",
      "bucket: 'groundwork-staging-terraform-state', key: 'moved'",
    );
    const { status, stderr } = await checkout.run('plan', 'staging');
    expect(status).toBe(1);
    expect(stderr).toContain('was s3://groundwork-staging-terraform-state/groundwork/service.tfstate');
    expect(stderr).toContain('now says s3://groundwork-staging-terraform-state/moved/service.tfstate');
    const [, command = ''] = /Move the state first: (.*)\. Where it is to begin anew/.exec(stderr) ?? [];
    // Where the state is decides what CI may do: a person moves it, and then makes CI's roles anew.
    const person = checkout.with(account.person);
    // It asks, and a stand-in at one address can't answer under a name for each bucket.
    const env = { ...person.environment, TF_CLI_ARGS_init: '-force-copy -backend-config=use_path_style=true' };
    await promisify(execFile)('sh', ['-c', command], { cwd: checkout.directory, env });
    expect(await account.stateFiles()).toEqual([STATE, 'moved/service.tfstate']);
    // Old versions expire where the states are: under the new key they do not yet.
    const { stdout } = await person.run('plan', 'staging', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      bootstrap: [expect.stringContaining('old versions')],
      migrations: [],
      terraform: [],
    });
    await restore();
  });
});
