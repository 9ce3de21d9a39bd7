import { callBody } from '../../../bootstrap/migrator/call-body';
import type { Migration, MigrationContext, MigrationParameters } from '../../../bootstrap/migrator/migration';

const backfill = { transform: () => undefined };

/** A context whose steps end when they are told to, and the account of which have. */
function createContext() {
  const ended: string[] = [];
  const ends: Record<string, (error?: Error) => void> = {};
  const step = (name: string) => () =>
    new Promise<void>((resolve, reject) => {
      ends[name] = (error) => {
        ended.push(name);
        if (error) reject(error);
        else resolve();
      };
    });
  const steps = { createIndex: step('createIndex'), settings: step('settings'), backfill: step('backfill') };
  return { context: steps as unknown as MigrationContext, ends, ended };
}

/** What became of a body whose steps end one after the other, each when all that can go on without it has gone on. */
async function outcomeOf(up: Migration['up'], failures: Record<string, Error> = {}) {
  const { context, ends, ended } = createContext();
  let outcome: unknown;
  const called = callBody(up, { name: '1', context }).then(
    (value) => {
      outcome = { value };
    },
    (error) => {
      outcome = { code: error.code, message: error.message };
    },
  );
  for (let count = 0; count < 5; count += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    const [name] = Object.keys(ends).filter((name) => !ended.includes(name));
    if (name !== undefined) ends[name]?.(failures[name]);
  }
  await called;
  return { outcome, ended };
}

test.each<[string, Migration['up']]>([
  ['awaited', async ({ context }) => void (await context.backfill(backfill))],
  ['returned', ({ context }) => context.backfill(backfill)],
  ['returned by an async function', async ({ context }) => context.backfill(backfill)],
  ['awaited together', ({ context }) => Promise.all([context.backfill(backfill), context.settings({})])],
  [
    'awaited later',
    async ({ context }) => {
      const promise = context.backfill(backfill);
      await context.settings({});
      await promise;
    },
  ],
  [
    'awaited through a promise of its own',
    async ({ context }) => {
      await context.backfill(backfill).finally(() => {});
    },
  ],
])('a step that is %s is all there is to it', async (_, up) => {
  expect((await outcomeOf(up)).outcome).toHaveProperty('value');
});

test.each<[string, Migration['up'], string]>([
  ['the only one', async ({ context }) => void context.backfill(backfill), 'backfill'],
  [
    'of no async function',
    (({ context }: MigrationParameters) => void context.backfill(backfill)) as unknown as Migration['up'],
    'backfill',
  ],
  ['with a reaction', async ({ context }) => void context.backfill(backfill).then(() => {}), 'backfill'],
  [
    'which has ended by then',
    async ({ context }) => {
      void context.settings({});
      await context.backfill(backfill);
    },
    'settings',
  ],
  [
    'several',
    async ({ context }) => {
      void context.settings({});
      void context.backfill(backfill);
    },
    'settings, backfill',
  ],
])('a step that nobody waits for is an error, after its end: %s', async (_, up, names) => {
  const { outcome, ended } = await outcomeOf(up);

  expect(outcome).toEqual({
    code: 'step-not-awaited',
    message: `it ended without waiting for ${names}. Write await before each step, or return its promise.`,
  });
  expect(ended).toEqual(expect.arrayContaining(names.split(', ')));
});

test('the failure of a step that nobody waits for is told', async () => {
  const up: Migration['up'] = async ({ context }) => void context.backfill(backfill);

  expect((await outcomeOf(up, { backfill: new Error('no right to it') })).outcome).toMatchObject({
    message: expect.stringContaining('or return its promise. backfill failed: no right to it'),
  });
});

test('where one of several fails, the others have ended before the migration has failed', async () => {
  const up: Migration['up'] = ({ context }) => Promise.all([context.settings({}), context.backfill(backfill)]);

  const { outcome, ended } = await outcomeOf(up, { settings: new Error('refused') });

  expect(outcome).toMatchObject({ message: 'refused' });
  expect(ended).toEqual(['settings', 'backfill']);
});

test('a failure that the migration handles is none', async () => {
  const up: Migration['up'] = async ({ context }) => {
    await context.settings({}).catch(() => {});
    return 'done';
  };

  expect((await outcomeOf(up, { settings: new Error('refused') })).outcome).toEqual({ value: 'done' });
});
