import { DeleteTableCommand, GetItemCommand, PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type Account, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';

jest.setTimeout(90_000);

const item = { pk: { S: 'company#Acme' }, sk: { S: 'company#' } };

describe('destroy, in an account', () => {
  let account: Account;
  let checkout: Checkout;

  beforeAll(async () => {
    account = await startAccount();
    checkout = await createAccountCheckout(account);
    expect(await checkout.run('deploy', 'staging', '--yes')).toMatchObject({ status: 0 });
    await account.dynamodb.send(new PutItemCommand({ TableName: 'groundwork-staging', Item: item }));
    account.calls.length = 0;
  });
  afterAll(async () => {
    await checkout.remove();
    await account.close();
  });

  test('with --table it is refused where the table has deletion protection, before anything is destroyed', async () => {
    const { status, stderr } = await checkout.run('destroy', 'staging', '--table', 'groundwork-staging', '--yes');
    expect(status).toBe(1);
    expect(stderr).toContain('Table groundwork-staging has deletion protection. Nothing was destroyed.');
    expect(stderr).toContain('deletionProtection: false in deployments.ts, then yarn bootstrap');
    expect(account.calls).toEqual(['sts GetCallerIdentity', 'dynamodb DescribeTable']);
  });

  test('the name of another table is refused', async () => {
    const { status, stderr } = await checkout.run('destroy', 'staging', '--table', 'groundwork-production', '--yes');
    expect(status).toBe(1);
    expect(stderr).toContain('"groundwork-production", and the table of staging is groundwork-staging. Nothing was');
  });

  test('without, it takes Terraform’s resources and leaves the table, its items and its deletion protection', async () => {
    const { status, stdout, stderr } = await checkout.run('destroy', 'staging', '--yes', '--json');
    expect(status).toBe(0);
    expect(stderr).toContain('Account 111111111111, as arn:aws:iam::111111111111:root');
    expect(stderr).toContain('Table groundwork-staging stays, with its items.');
    const { tableDeleted, terraform } = JSON.parse(stdout) as { tableDeleted: boolean; terraform: object[] };
    expect(tableDeleted).toBe(false);
    expect(terraform).toHaveLength(2);
    for (const change of terraform) expect(change).toMatchObject({ action: 'delete' });
    const found = await account.dynamodb.send(new GetItemCommand({ TableName: 'groundwork-staging', Key: item }));
    expect(found.Item).toEqual(item);
    expect(account.calls.filter((call) => call === 'logs DeleteLogGroup')).toHaveLength(2);
    expect(account.calls.filter((call) => /^dynamodb (Delete|Update|Create)/.test(call))).toEqual([]);
  });

  test('where the table is gone already it says so', async () => {
    const TableName = 'groundwork-staging';
    await account.dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await account.dynamodb.send(new DeleteTableCommand({ TableName }));
    const { status, stderr } = await checkout.run('destroy', 'staging', '--yes');
    expect(status).toBe(0);
    expect(stderr).toContain('There is no table groundwork-staging.');
    expect(stderr).not.toContain('stays');
  });
});
