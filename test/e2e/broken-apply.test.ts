import { AwsFault } from '../../local/aws/protocols/fault';
import { createGate } from '../support/gate';
import { type Account, type AwsCall, NO_ANSWER, STATE, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';
import type { Run } from './support/command';

jest.setTimeout(120_000);

const CONTRACT = '20991231000000-remove-name';

const names = (...numbers: number[]) => numbers.map((number) => `aws_cloudwatch_log_group.group_${number}`).join(', ');

/** Ten resources, each made after the former one. Every deploy goes on from where the one before it came to grief. */
describe('an apply that breaks off, again and again', () => {
  let account: Account;
  let checkout: Checkout;

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account, 10);
    await checkout.write(
      `migrations/${CONTRACT}.ts`,
      "export default { phase: 'contract', up: async () => undefined };\n",
    );
    expect(await checkout.run('bootstrap', 'staging')).toMatchObject({ status: 0 });
  });
  afterEach(() => account.fail());
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('--only-code is refused while anything is pending, and says what', async () => {
    const { status, stderr } = await checkout.run('deploy', 'staging', '--only-code', '--yes');
    expect(status).toBe(1);
    expect(stderr).toContain(`more is pending:\n  apply migration ${CONTRACT}\nNothing was changed.`);
    expect(stderr).toContain('Run yarn deploy staging without it.');
  });

  test('one that fails on the third resource tells what was done and what was not, and how to go on', async () => {
    account.fail((call) => (creates(call, 3) ? denied : undefined));
    const { status, stderr } = await deploy();
    expect(status).toBe(1);
    expect(stderr).toContain('ada is not authorized to perform: logs:CreateLogGroup');
    expect(stderr).toContain('The credentials lack a right; docs/permissions.md lists what a deploy needs.');
    expect(stderr).toContain(`Done: 2 of 10 (${names(1, 2)})`);
    expect(stderr).toContain(`Failed: ${names(3)}`);
    expect(stderr).toContain(`Not begun: ${names(4, 5, 6, 7, 8, 9, 10)}`);
    expect(stderr).toContain(
      'The state has what was done. Contract migrations did not run. When the reason is mended,',
    );
    expect(stderr).toContain('run yarn deploy staging again: it goes on from here.');
    expect(stderr).toMatch(/Its whole output is in \.groundwork\/logs\/terraform-staging-\S+\.log/);
    expect(await contractState()).toBe('pending');
  });

  test('interrupted, it ends in order, with the same account', async () => {
    const running = checkout.start('deploy', 'staging', '--yes');
    // Terraform cancels what is under way when it is asked to end: that call never reaches the account.
    const interrupted = createGate();
    account.fail(async (call) => {
      if (!creates(call, 4)) return undefined;
      await interrupted.opened;
      return NO_ANSWER;
    });
    await running.says('Created aws_cloudwatch_log_group.group_3');
    running.signal('SIGINT');
    await running.says('Interrupted');
    interrupted.open();
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    expect(stderr).toContain(`Done: 1 of 8 (${names(3)})`);
    expect(stderr).toContain(`Broken off, so that it may be there and in no state: ${names(4)}`);
    expect(stderr).toContain('To go on, run yarn deploy staging again: it goes on from here.');
    expect(await account.stateFiles()).toEqual([STATE]);
  });

  test('credentials that expire half-way: what was done is kept, as the state cannot be reached any more', async () => {
    let hasExpired = false;
    account.fail((call) => {
      hasExpired ||= creates(call, 6);
      return hasExpired ? expiredFor(call) : undefined;
    });
    const { status, stderr } = await deploy();
    expect(status).toBe(1);
    expect(stderr).toContain('The AWS credentials have expired. Log in again (aws sso login)');
    expect(stderr).toContain(`Failed: ${names(6)}`);
    expectKept(stderr);
  });

  test('a network that is lost half-way: the next deploy saves the state of the one before, then the same again', async () => {
    let isLost = false;
    account.fail((call) => {
      isLost ||= creates(call, 8);
      return isLost ? NO_ANSWER : undefined;
    });
    const { status, stderr } = await deploy();
    expect(status).toBe(1);
    expectBroughtBack(stderr);
    expect(stderr).toContain('AWS could not be reached. When the network is back, run the same command again');
    expectKept(stderr);
  });

  test('at last it comes to its end: nothing was made twice, the contract migration runs', async () => {
    const { status, stdout, stderr } = await checkout.run('deploy', 'staging', '--yes', '--json');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expectBroughtBack(stderr);
    expect(JSON.parse(stdout)).toMatchObject({ contracted: [CONTRACT] });
    expect(await contractState()).toBe('applied');
    expect(await account.stateFiles()).toEqual([STATE]);
    const groups = (await account.readState()).match(/"type": "aws_cloudwatch_log_group"/g);
    expect(groups).toHaveLength(10);
  });

  const deploy = (): Promise<Run> => checkout.run('deploy', 'staging', '--yes');

  const contractState = async (): Promise<string | undefined> => {
    const { stdout } = await checkout.run('migrate', 'status', 'staging', '--json');
    return (JSON.parse(stdout) as { name: string; state: string }[]).find(({ name }) => name === CONTRACT)?.state;
  };
});

const creates = ({ action, body }: AwsCall, number: number): boolean =>
  action === 'CreateLogGroup' && body.toString().includes(`/groundwork-staging-${number}"`);

const denied = new AwsFault(
  'AccessDeniedException',
  'User: arn:aws:iam::111111111111:user/ada is not authorized to perform: logs:CreateLogGroup',
);

/** S3 has a name of its own for it. */
const expiredFor = ({ service }: AwsCall): AwsFault =>
  new AwsFault(
    service === 's3' ? 'ExpiredToken' : 'ExpiredTokenException',
    'The security token included in the request is expired',
  );

function expectKept(stderr: string): void {
  expect(stderr).toContain(
    'The state could not be saved: what was done is in .groundwork/terraform/staging/service/unsaved.tfstate, ' +
      'which the next run saves first. Its lock could not be released: the next run from this checkout takes it away.',
  );
  // What Terraform would have done by hand is done by the next run.
  expect(stderr).not.toContain('errored.tfstate');
}

function expectBroughtBack(stderr: string): void {
  expect(stderr).toMatch(/Removed the lock of the state that the run of \S+Z left behind/);
  expect(stderr).toContain('Saved the state that the last deploy from here could not save');
}
