import { availability } from '../../local/dynamodb/availability';
import { type Checkout, createCheckout } from './support/checkout';

jest.setTimeout(240_000);

const STACK = 'stacks/service-stack.ts';
const GRANT = 'table.grantWrite(grantee, { actions: write });';

describe('the rights of the functions', () => {
  let checkout: Checkout;

  beforeAll(async () => {
    const { java: withoutJava } = await availability();
    const { TESTCONTAINERS_RYUK_DISABLED } = process.env;
    const settings = { LOCAL_DYNAMODB: withoutJava ? 'docker' : 'java', TESTCONTAINERS_RYUK_DISABLED };
    checkout = (await createCheckout()).with(settings);
  });
  afterAll(() => checkout.remove());

  const runTests = (...words: string[]) =>
    checkout.run('test:local', '--', 'test/local/rights/access-patterns.test.ts', ...words);

  test('are not known before a test has used them', async () => {
    const { status, stderr } = await checkout.run('doctor', 'rights');

    expect(status).toBe(1);
    expect(stderr).toContain('Run: yarn test:local -- test/local/rights');
  });

  test('are exactly those that their access patterns use', async () => {
    expect(await runTests()).toMatchObject({ status: 0 });

    const { status, stdout } = await checkout.run('doctor', 'rights', 'production', '--json');

    expect(status).toBe(0);
    expect(JSON.parse(stdout).roles).toEqual([
      expect.objectContaining({ functionName: 'api', surplus: [], missing: [] }),
      expect.objectContaining({ functionName: 'membership-counter', surplus: [], missing: [] }),
    ]);
  });

  test('are named by the doctor where the stack grants more', async () => {
    const restore = await checkout.edit(STACK, GRANT, 'table.grantWrite(grantee);');
    const { status, stderr } = await checkout.run('doctor', 'rights');
    await restore();

    expect(status).toBe(2);
    expect(stderr).toContain(
      "! dynamodb:DeleteItem on table is allowed and not used: leave 'DeleteItem' out of the actions of table.grantWrite for membership-counter",
    );
  });

  test('are named by the test where the stack grants less, with what grants them', async () => {
    const restore = await checkout.edit(
      STACK,
      GRANT,
      "table.grantWrite(grantee, { actions: write.filter((name) => name !== 'DeleteItem') });",
    );
    const { status, stderr } = await runTests('-t', 'removeUser');
    await restore();

    expect(status).toBe(1);
    expect(stderr).toContain("table.grantWrite(api, { actions: ['DeleteItem'] })");
    expect(stderr).toMatch(/"Action": \[\s+"dynamodb:DeleteItem"\s+\],\s+"Resource": "arn:aws:dynamodb:/);
  });
});
