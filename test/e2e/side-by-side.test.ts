import { type Checkout, createCheckout } from './support/checkout';

jest.setTimeout(60_000);

interface Status {
  service: string;
  running: boolean;
  endpoint: string;
}

describe('two clones side by side', () => {
  let one: Checkout;
  let other: Checkout;

  beforeAll(async () => {
    one = await createCheckout();
    other = await createCheckout();
  });
  afterAll(() => Promise.all([one.remove(), other.remove()]));

  test('started at the same time, each has services, ports and data of its own', async () => {
    const [ofOne, ofOther] = await Promise.all([up(one), up(other)]);
    const endpoints = [...ofOne, ...ofOther].map(({ endpoint }) => endpoint);
    expect(new Set(endpoints).size).toBe(4);
    expect([...ofOne, ...ofOther].every(({ running }) => running)).toBe(true);

    const bootstrapped = await Promise.all([one.run('bootstrap', 'local'), other.run('bootstrap', 'local')]);
    expect(bootstrapped.map(({ status }) => status)).toEqual([0, 0]);
    await one.run('migrate', 'down', 'local');
    expect(await migrationStates(one)).toEqual(['applied', 'applied', 'reverted']);
    expect(await migrationStates(other)).toEqual(['applied', 'applied', 'applied']);
  });

  test('one is stopped, the other goes on', async () => {
    await one.run('local', 'down');
    expect((await status(one)).map(({ running }) => running)).toEqual([false, false]);
    expect((await status(other)).map(({ running }) => running)).toEqual([true, true]);
  });

  const up = async (checkout: Checkout) => JSON.parse((await checkout.run('local', 'up', '--json')).stdout) as Status[];

  const status = async (checkout: Checkout) =>
    JSON.parse((await checkout.run('local', 'status', '--json')).stdout) as Status[];

  async function migrationStates(checkout: Checkout): Promise<string[]> {
    const { stdout } = await checkout.run('migrate', 'status', 'local', '--json');
    return (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state);
  }
});
