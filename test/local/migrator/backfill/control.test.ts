import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readHeaders } from '../../../../bootstrap/migrator/backfill/backfill-header';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import type { BackfillProgress } from '../../../../bootstrap/migrator/backfill/backfill-totals';
import { changeLimits, pauseBackfill } from '../../../../bootstrap/migrator/backfill/control';
import { forceUnlock } from '../../../../bootstrap/migrator/lock/force-unlock';
import type { MigrationEvent } from '../../../../bootstrap/migrator/run-options';
import { startCommand } from '../support/processes';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { BACKFILL, backfillMigration, fill, MIGRATION, runBackfill } from './support/backfills';
import { startBackfill } from './support/processes';

const ITEMS = 300;

/** Some fifteen seconds' work, of which no page takes a whole second. */
const SLOW: BackfillOptions = { segments: 40, maxWriteUnits: 20, transform: (item) => ({ ...item, mark: true }) };

jest.setTimeout(60_000);
afterEach(closeAll);

async function createFilledTable(): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS);
  return table;
}

const controlOf = ({ client, name }: ProxiedTable) => ({
  client,
  tableName: name,
  migrations: [backfillMigration(SLOW)],
});

/** A run of the slow backfill that has told of itself, and what it has told. */
async function startSlow(table: ProxiedTable, options = SLOW, signal?: AbortSignal) {
  const told: BackfillProgress[] = [];
  let run: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const onEvent = (event: MigrationEvent) => {
      if (event.type !== 'backfill') return;
      told.push(event.progress);
      resolve();
    };
    run = runBackfill(table, options, { onEvent, signal });
    run.catch(reject);
  });
  return { run, told };
}

const markedOf = async (table: ProxiedTable) => (await table.data()).filter(({ mark }) => mark === true).length;

describe('limits', () => {
  test('of a backfill that runs are changed, and lifted, while it runs', async () => {
    const table = await createFilledTable();
    const { run, told } = await startSlow(table, { ...SLOW, segments: 8, maxWriteUnits: 4 });

    const header = await changeLimits(controlOf(table), { writeUnits: null, readUnits: 1_000.5 });

    expect(header).toMatchObject({ migration: MIGRATION, name: BACKFILL, state: 'running' });
    // At four units per second this would take more than a minute.
    await run;
    expect(told[0]?.limits).toEqual({ writeUnits: 4 });
    expect(told.at(-1)?.limits).toEqual({ readUnits: 1_000.5 });
    expect(await markedOf(table)).toBe(ITEMS);
  });

  test('of one kind leave those of the other kind as they are, also where two are changed at once', async () => {
    const table = await createFilledTable();
    const end = new AbortController();
    const { run } = await startSlow(table, SLOW, end.signal);
    const ended = expect(run).rejects.toThrow();
    await changeLimits(controlOf(table), { readUnits: 7 });
    await Promise.all([
      changeLimits(controlOf(table), { readUnits: 9 }),
      changeLimits(controlOf(table), { writeUnits: 2_000 }),
    ]);

    const [header] = await readHeaders(table.client, table.name);

    expect(header?.limits).toEqual({ readUnits: 9, writeUnits: 2_000 });
    end.abort();
    await ended;
  });

  test('where no backfill is unfinished there is nothing to limit', async () => {
    const table = await createFilledTable();
    const nothing = { code: 'no-backfill', message: expect.stringContaining('there is nothing to limit') };

    await expect(changeLimits(controlOf(table), { readUnits: 9 })).rejects.toMatchObject(nothing);
    await runBackfill(table, { ...SLOW, maxWriteUnits: undefined });
    await expect(changeLimits(controlOf(table), { readUnits: 9 })).rejects.toMatchObject(nothing);
  });
});

describe('a pause', () => {
  test('stops a run at its next page; limits given meanwhile hold for the next, which goes on from there', async () => {
    const table = await createFilledTable();
    const { run } = await startSlow(table);

    const ended = expect(run).rejects.toThrow('is paused at');
    const paused = await pauseBackfill(controlOf(table));
    await ended;

    expect(paused).toMatchObject({ migration: MIGRATION, direction: 'up', name: BACKFILL, state: 'paused' });
    expect(paused.progress?.share).toBeGreaterThanOrEqual(0);
    const marked = await markedOf(table);
    expect(marked).toBe(paused.totals.updated);
    expect(marked).toBeLessThan(ITEMS);
    await expect(pauseBackfill(controlOf(table))).rejects.toMatchObject({
      code: 'no-backfill',
      message: expect.stringMatching(/is paused already: yarn migrate up goes on from there\.$/),
    });

    const header = await changeLimits(controlOf(table), { writeUnits: null });
    expect(header.state).toBe('paused');
    await expect(runBackfill(table, SLOW)).resolves.toMatchObject({ scanned: ITEMS, updated: ITEMS });
    expect(await markedOf(table)).toBe(ITEMS);
  });

  test('is only asked for where nobody wants to wait, or for so long', async () => {
    const outcomes = [0, 1].map(async (waitMilliseconds) => {
      const table = await createFilledTable();
      const { run } = await startSlow(table);
      const ended = expect(run).rejects.toThrow('is paused at');
      const asked = pauseBackfill({ ...controlOf(table), waitMilliseconds });
      await (waitMilliseconds === 0
        ? expect(asked).resolves.toMatchObject({ state: 'running' })
        : expect(asked).rejects.toMatchObject({ code: 'not-paused' }));
      await ended;
    });
    await Promise.all(outcomes);
  });

  test('ends with an interruption', async () => {
    const table = await createFilledTable();
    const interruption = new AbortController();
    const end = new AbortController();
    const { run } = await startSlow(table, SLOW, end.signal);
    const ended = expect(run).rejects.toThrow();

    const waiting = pauseBackfill({ ...controlOf(table), signal: interruption.signal });
    interruption.abort(new Error('enough'));

    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    end.abort();
    await ended;
  });

  test('where no backfill runs is an error', async () => {
    const table = await createFilledTable();

    await expect(pauseBackfill(controlOf(table))).rejects.toMatchObject({
      code: 'no-backfill',
      message: `No backfill runs on table ${table.name}.`,
    });
  });

  test('of a run that was killed does not wait for it, and is not left for the next one', async () => {
    const table = await createFilledTable();
    table.proxy.handle(async (request, forward) =>
      request.operation === 'BatchExecuteStatement' ? new Promise(() => {}) : forward(),
    );
    const child = startBackfill(table, 'marking', { leaseMilliseconds: 1_500 });
    await child.says(({ type }) => type === 'backfill');
    child.kill('SIGKILL');
    await child.ended;
    const dead = {
      code: 'run-dead',
      message: expect.stringMatching(
        /does not run any more: .* ended without a word\. .*: yarn migrate up staging goes on/,
      ),
    };

    // Its lock is still held, and shows no sign of life for a lease.
    await expect(pauseBackfill({ ...controlOf(table), deployment: 'staging' })).rejects.toMatchObject(dead);
    await forceUnlock(table.client, table.name);
    await expect(pauseBackfill({ ...controlOf(table), deployment: 'staging' })).rejects.toMatchObject(dead);

    const [header] = await readHeaders(table.client, table.name);
    expect(header).toMatchObject({ state: 'running' });
    expect(header).not.toHaveProperty('pause');
  });
});

describe('on the command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
    writeFileSync(
      path.join(folder, `${MIGRATION}.ts`),
      'export default { up: ({ context }: any) => context.backfill({ segments: 40, maxWriteUnits: 20, ' +
        'transform: (item: any) => ({ ...item, mark: true }) }) };\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('up tells how far it is, pause stops it, limit lifts its limit, status shows it, up goes on', async () => {
    const table = await createFilledTable();
    const migrate = (...words: string[]) => startCommand(table, 'migrate', ...words, '--migrations', folder);
    const begun = table.proxy.next(({ operation }) => operation === 'BatchExecuteStatement');
    const first = migrate('up', '--json');
    await begun;

    const paused = await migrate('pause').ended;
    expect(paused).toMatchObject({ code: 0, stdout: '' });
    expect(paused.stderr).toMatch(
      new RegExp(
        `^Backfill ${BACKFILL} of ${MIGRATION} is paused.*: \\d+ items read, .*\\. yarn migrate up goes on from there\\.$`,
        'm',
      ),
    );
    const ended = await first.ended;
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: expect.any(String) } });
    const events = ended.stderr.split('\n').filter((line) => line.startsWith('{'));
    expect(events.map((line) => JSON.parse(line))).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'backfill', isLast: true })]),
    );

    const limited = await migrate('limit', '--write-units', 'none').ended;
    expect(limited.stderr).toBe(
      `Backfill ${BACKFILL} of ${MIGRATION}: no limit of write units, from its next run on: yarn migrate up\n`,
    );
    const status = await migrate('status').ended;
    expect(status.stderr).toMatch(new RegExp(`^  backfill ${BACKFILL}: paused.*, \\d+ items read, `, 'm'));

    const second = await migrate('up').ended;
    expect(second).toMatchObject({ code: 0, stdout: '' });
    expect(second.stderr).toMatch(
      new RegExp(`^Backfill ${BACKFILL}: done, ${ITEMS} items read, ${ITEMS} matched, ${ITEMS} changed, `, 'm'),
    );
    expect((await migrate('status').ended).stderr).toMatch(
      new RegExp(`^  backfill ${BACKFILL}: ${ITEMS} items read, ${ITEMS} matched, ${ITEMS} changed, `, 'm'),
    );
    expect(await migrate('pause').ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No backfill runs'),
    });
  });

  test('an interrupted up says what goes on from there', async () => {
    const table = await createFilledTable();
    const begun = table.proxy.next(
      ({ operation, input }) =>
        operation === 'UpdateItem' &&
        'UpdateExpression' in input &&
        String(input.UpdateExpression).includes('#progress'),
    );
    const up = startCommand(table, 'migrate', 'up', '--migrations', folder);
    await begun;
    up.kill('SIGINT');

    const { code, stderr } = await up.ended;

    expect(code).toBe(130);
    expect(stderr).toContain(
      `What backfill ${BACKFILL} of ${MIGRATION} has written stays: yarn migrate up goes on from there.`,
    );
  });
});
