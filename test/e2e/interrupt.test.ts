import { stopDynamodbLocal } from '../../local/dynamodb/stop';
import { pollUntil } from '../../local/poll';
import type { ServicesRecord } from '../../local/services/record';
import { type Checkout, createCheckout } from './support/checkout';
import type { CommandProcess } from './support/command';
import { deploy } from './support/deployed';
import { processesIn } from './support/processes';

jest.setTimeout(120_000);

/** Signals go to the whole process group, as a terminal sends them. */
describe('a deploy that is ended in the middle of terraform apply, and services that are killed', () => {
  let checkout: Checkout;

  beforeAll(async () => {
    checkout = await createCheckout();
  });
  afterAll(() => checkout.remove());

  test('killed on the first deploy: Terraform ends in order by itself, the next deploy waits for it', async () => {
    await endInTheMiddle('SIGKILL', null);
    await nextDeployCompletes();
  });

  test('Ctrl-C: exit status 130, nothing goes on, and the next deploy completes', async () => {
    await destroy();
    const { stderr } = await endInTheMiddle('SIGINT', 130, onlyTheFunctionIsWaitedFor);
    expect(stderr).toContain('Interrupted: ending in order');
    expect(stderr).not.toContain('Error:');
    expect(await commandsLeft()).toEqual([]);
    await nextDeployCompletes();
  });

  test('killed while its provider was started ahead: the next deploy completes, no provider stays', async () => {
    await destroy();
    await endInTheMiddle('SIGKILL', null);
    await nextDeployCompletes();
  });

  test('services that were killed are started again, and nothing that they kept is lost', async () => {
    const { gateway, dynamodb } = JSON.parse(await checkout.read('.local/services.json')) as ServicesRecord;
    if (gateway) process.kill(gateway.pid, 'SIGKILL');
    if (dynamodb?.pid) process.kill(dynamodb.pid, 'SIGKILL');
    else if (dynamodb) await stopDynamodbLocal(dynamodb);
    const { api, terraform } = await deploy(checkout);
    expect(terraform).toEqual([]);
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 200 });
  });

  test('a stand-in that is killed in the middle of terraform apply: the deploy ends, and says so', async () => {
    await destroy();
    const running = checkout.start('deploy', 'local', '--verbose');
    await running.says(': Creating...');
    const { gateway } = JSON.parse(await checkout.read('.local/services.json')) as ServicesRecord;
    process.kill(gateway?.pid ?? 0, 'SIGKILL');
    const { status, stderr } = await running.ended;
    expect(status).toBe(1);
    expect(stderr).toContain(`Error: The stand-in for AWS (${gateway?.endpoint}, process ${gateway?.pid}) has ended.`);
    expect(stderr).toContain('.local/logs/gateway.log');
    expect(stderr).toMatch(/^Done: \d+ of \d+/m);
    expect(stderr).toContain('run yarn deploy local again: it goes on from here.');
    expect(await commandsLeft()).toEqual([]);
  });

  async function endInTheMiddle(
    signal: NodeJS.Signals,
    status: number | null,
    isInTheMiddle: (running: CommandProcess) => Promise<void> = ({ says }) => says('Created aws_iam_role.'),
  ): Promise<{ stderr: string }> {
    const running = checkout.start('deploy', 'local');
    await isInTheMiddle(running);
    running.signal(signal);
    const ended = await running.ended;
    expect(ended.status).toBe(status);
    expect(ended.stderr).not.toContain('api_url =');
    return ended;
  }

  /**
   * At its interrupt Terraform cancels the calls that are under way, and what such a call has made all the same is in no
   * state: the next apply would find it there. So none is under way but the provider's wait of 5 s for the new function.
   */
  async function onlyTheFunctionIsWaitedFor({ says }: CommandProcess): Promise<void> {
    for (const made of ['apigatewayv2_stage.', 'iam_role_policy.api_table-access', 'iam_role_policy.api_write-logs']) {
      await says(`Created aws_${made}`);
    }
    const isMade = async () => (await checkout.read('.local/aws/lambda.json')).includes('groundwork-local-api');
    expect(await pollUntil(isMade, 20_000)).toBe(true);
  }

  async function nextDeployCompletes(): Promise<void> {
    const { api } = await deploy(checkout);
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 200 });
    expect(await commandsLeft()).toEqual([]);
  }

  const destroy = async () => expect(await checkout.run('destroy', 'local', '--yes')).toMatchObject({ status: 0 });

  /** All but the local services, which are there to stay. */
  const commandsLeft = async () =>
    (await processesIn(checkout.directory)).filter((line) => /terraform|scripts\/|yarnw/.test(line));
});
