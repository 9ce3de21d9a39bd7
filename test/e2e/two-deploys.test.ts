import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pollUntil } from '../../local/poll';
import { createGate } from '../support/gate';
import { type Account, STATE, startAccount } from './support/account';
import { createAccountCheckout } from './support/account-checkout';
import type { Checkout } from './support/checkout';
import type { Run } from './support/command';

jest.setTimeout(120_000);

const HELD = '20991231000000-held';
const OF_THE_BRANCH = '20991231000001-of-the-branch';

/** Two people, or one and the CI: the second comes from a branch that has one migration more. */
describe('two clones of the repository that deploy to the same staging at once', () => {
  let account: Account;
  let one: Checkout;
  let other: Checkout;
  let gate: string;
  let runs: Run[];

  beforeAll(async () => {
    account = await startAccount();
    [one, other] = await Promise.all([createAccountCheckout(account), createAccountCheckout(account)]);
    gate = path.join(one.home, 'gate');
    for (const clone of [one, other]) await clone.write(`migrations/${HELD}.ts`, heldUntil(gate));
    await other.write(`migrations/${OF_THE_BRANCH}.ts`, nothing);
  });
  afterAll(async () => {
    await Promise.all([one.remove(), other.remove()]);
    await account.close();
  });

  test('the second waits for the lock of the migrations, one of them for that of the state, and says for whom', async () => {
    const first = one.start('deploy', 'staging', '--yes', '--json');
    expect(await pollUntil(async () => existsSync(`${gate}.reached`), 60_000)).toBe(true);
    const second = other.start('deploy', 'staging', '--yes', '--json');
    await second.says('who has migrated this table since');

    // Whichever applies first is held until the other waits for it.
    const waits = Promise.any(
      [first, second].map(({ says }) => says('who has the lock of the state of service since')),
    );
    account.fail(async ({ action }) => {
      if (action === 'CreateLogGroup') await waits;
      return undefined;
    });
    await writeFile(gate, '');
    await waits;
    runs = await Promise.all([first.ended, second.ended]);
    const said = runs.map(({ stderr }) => stderr).join('\n');
    expect(said).toMatch(
      /Waiting for \S+@\S+ \(process \d+, arn:aws:iam::111111111111:root.*\), who has migrated this table/,
    );
    expect(said).toMatch(/Waiting for \S+@\S+, who has the lock of the state of service since \S+Z \((plan|apply)\)\./);
  });

  test('both end right, one after the other’s migrations', async () => {
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const answers = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(answers[0].bootstrap.applied).toContain(HELD);
    expect(answers[1].bootstrap.applied).toEqual([OF_THE_BRANCH]);
    for (const { outputs } of answers) expect(outputs.table_arn).toMatch(/:table\/groundwork-staging$/);
    const { stdout } = await other.run('migrate', 'status', 'staging', '--json');
    expect(new Set((JSON.parse(stdout) as { state: string }[]).map(({ state }) => state))).toEqual(
      new Set(['applied']),
    );
  });

  test('nothing was created twice, and no lock is left', async () => {
    const times = (call: string) => account.calls.filter((one) => one === call).length;
    const made = runs.map(({ stdout }) => JSON.parse(stdout).bootstrap);
    expect(made.map(({ bucket }) => bucket.created)).toEqual([true, false]);
    expect(made.map(({ tableCreated }) => tableCreated)).toEqual([true, false]);
    expect(times('logs CreateLogGroup')).toBe(2);
    expect(await account.stateFiles()).toEqual([STATE]);
  });
});

/** The older one passed its own look at the migrations before the newer one's contract migration ran. */
describe('a deploy of older code that waits for one of newer code, which ends with a contract migration', () => {
  const CONTRACT = '20991231000000-remove-name';
  let account: Account;
  let newer: Checkout;
  let older: Checkout;

  beforeAll(async () => {
    account = await startAccount();
    [newer, older] = await Promise.all([createAccountCheckout(account, 2), createAccountCheckout(account, 1)]);
    await newer.write(`migrations/${CONTRACT}.ts`, contract);
  });
  afterAll(async () => {
    await Promise.all([newer.remove(), older.remove()]);
    await account.close();
  });

  test('ends before its code is applied, to which the table is no longer of use', async () => {
    const applying = createGate();
    const waiting = createGate();
    account.fail(async ({ action }) => {
      if (action !== 'CreateLogGroup') return undefined;
      applying.open();
      await waiting.opened;
      return undefined;
    });
    const first = newer.start('deploy', 'staging', '--yes', '--json');
    await applying.opened;
    const second = older.start('deploy', 'staging', '--yes', '--json');
    await second.says('who has the lock of the state of service since');
    waiting.open();
    const [ofNewer, ofOlder] = await Promise.all([first.ended, second.ended]);

    expect(JSON.parse(ofNewer.stdout)).toMatchObject({ contracted: [CONTRACT] });
    expect(ofOlder.status).toBe(1);
    expect(JSON.parse(ofOlder.stdout)).toMatchObject({ error: { code: 'contract-ahead' } });
    expect(ofOlder.stderr).toContain('Terraform has 1 to destroy.');
    expect(account.calls).not.toContain('logs DeleteLogGroup');
  });
});

/** A migration that says that it runs and does not end before the gate is open. */
const heldUntil = (gate: string): string => `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export default {
  up: async () => {
    writeFileSync(${JSON.stringify(`${gate}.reached`)}, '');
    while (!existsSync(${JSON.stringify(gate)})) await delay(20);
  },
};
`;

const nothing = 'export default { up: async () => undefined };\n';

const contract = "export default { phase: 'contract', up: async () => undefined };\n";
