import { AwsFault } from '../../local/aws/protocols/fault';
import { type Account, type AwsCall, NO_ANSWER, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(120_000);

describe('an apply that is interrupted after a resource has failed, while another one is under way', () => {
  let account: Account;
  let checkout: Checkout;

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account);
    // None waits for another one.
    await checkout.edit('stacks/service-stack.ts', 'former = group;', '');
    expect(await checkout.run('bootstrap', 'staging')).toMatchObject({ status: 0 });
  });
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('tells what failed, why, and where the log is; and what the interrupt broke off', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    account.fail(async (call) => {
      if (creates(call, 1)) return new AwsFault('AccessDeniedException', 'ada is not authorized to do this');
      if (!creates(call, 2)) return undefined;
      await held;
      return NO_ANSWER;
    });
    const running = checkout.start('deploy', 'staging', '--yes', '--verbose');
    await running.says('group_2: Creating');
    await running.says('group_1: Creation errored');
    running.signal('SIGINT');
    await running.says('Interrupted');
    release();
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    const told = stderr.slice(stderr.indexOf('✗ terraform apply'));
    expect(told).toMatch(/^aws_cloudwatch_log_group\.group_1: .+CreateLogGroup/m);
    expect(told).toContain('ada is not authorized to do this');
    expect(told).toMatch(/Its whole output is in \.groundwork\/logs\/terraform-staging-\S+\.log/);
    expect(told).toContain('Failed: aws_cloudwatch_log_group.group_1\n');
    expect(told).toContain('Broken off, so that it may be there and in no state: aws_cloudwatch_log_group.group_2\n');
  });
});

const creates = ({ action, body }: AwsCall, number: number): boolean =>
  action === 'CreateLogGroup' && body.toString().includes(`"/aws/lambda/groundwork-staging-${number}"`);
