import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { withFileLock } from '../../../../local/file-lock';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

let folder: TemporaryFolder;
let lock: string;
let journal: string;
const children: ChildProcessWithoutNullStreams[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  lock = path.join(folder.directory, 'locks', 'a.lock');
  journal = path.join(folder.directory, 'journal');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  folder.remove();
});

interface Holder {
  child: ChildProcessWithoutNullStreams;
  pid: number;
  /** What it says next. */
  says(): Promise<string>;
  letGo(): void;
}

function startHolder(): Holder {
  const child = spawn(
    process.execPath,
    ['--require', 'tsx/cjs', path.join(__dirname, 'lock-holder.ts'), lock, journal],
    { stdio: ['pipe', 'pipe', 'inherit'] as never },
  ) as ChildProcessWithoutNullStreams;
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    pid: child.pid ?? 0,
    says: async () => String((await lines.next()).value),
    letGo: () => child.stdin.end(),
  };
}

describe('between processes', () => {
  test('one at a time holds the lock, and who waits is told for whom', async () => {
    const first = startHolder();
    await expect(first.says()).resolves.toBe('holding');
    const second = startHolder();
    await expect(second.says()).resolves.toBe(`waiting for ${first.pid}`);

    first.letGo();
    await expect(second.says()).resolves.toBe('holding');
    second.letGo();
    await expect(second.says()).resolves.toBe('done');

    expect(readFileSync(journal, 'utf8')).toBe(`+${first.pid}\n-${first.pid}\n+${second.pid}\n-${second.pid}\n`);
  });

  test('of many that come at once each gets its turn, and no two at a time', async () => {
    const holders = Array.from({ length: 5 }, startHolder);
    for (const { letGo } of holders) letGo();

    await Promise.all(holders.map(({ child }) => once(child, 'exit')));

    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(10);
    for (let index = 0; index < lines.length; index += 2)
      expect(lines[index + 1]).toBe(lines[index]?.replace('+', '-'));
  });

  test('the lock of a process that was killed is taken over', async () => {
    const killed = startHolder();
    await killed.says();
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(existsSync(lock)).toBe(true);
    const onWait = jest.fn();

    await expect(withFileLock(lock, async () => 'done', onWait)).resolves.toBe('done');

    expect(onWait).not.toHaveBeenCalled();
  });

  test('who waits takes over when the holder is killed', async () => {
    const killed = startHolder();
    await killed.says();
    const waiting = startHolder();
    await expect(waiting.says()).resolves.toBe(`waiting for ${killed.pid}`);

    killed.child.kill('SIGKILL');

    await expect(waiting.says()).resolves.toBe('holding');
  });

  test('of several that find a killed holder, one at a time takes over', async () => {
    const killed = startHolder();
    await killed.says();
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    rmSync(journal);
    const holders = Array.from({ length: 4 }, startHolder);
    for (const { letGo } of holders) letGo();

    await Promise.all(holders.map(({ child }) => once(child, 'exit')));

    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(8);
    for (let index = 0; index < lines.length; index += 2)
      expect(lines[index + 1]).toBe(lines[index]?.replace('+', '-'));
  });
});

test('the body’s result is passed on, and nothing is left of the lock', async () => {
  await expect(withFileLock(lock, async () => 42)).resolves.toBe(42);

  expect(readdirSync(path.dirname(lock))).toEqual([]);
});

test('a body that fails lets go of the lock', async () => {
  await expect(withFileLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

  await expect(withFileLock(lock, async () => 'next')).resolves.toBe('next');
});

test('one that was left behind under this very process id is taken over: in a container each command is process 1', async () => {
  folder.write('locks/a.lock', String(process.pid));
  const onWait = jest.fn();

  await expect(withFileLock(lock, async () => 'done', onWait)).resolves.toBe('done');

  expect(onWait).not.toHaveBeenCalled();
});

test('two in one process take turns as well', async () => {
  const order: string[] = [];
  const turn = (name: string) => async () => {
    order.push(`+${name}`);
    await new Promise(setImmediate);
    order.push(`-${name}`);
  };

  await Promise.all([withFileLock(lock, turn('a')), withFileLock(lock, turn('b'))]);

  expect(order).toEqual(['+a', '-a', '+b', '-b']);
});

test('an interruption ends the wait, and what waited is not begun', async () => {
  const controller = new AbortController();
  const body = jest.fn();
  let release: () => void = () => undefined;
  const first = withFileLock(
    lock,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );

  await expect(withFileLock(lock, body, () => controller.abort(), controller.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });

  release();
  await first;
  expect(body).not.toHaveBeenCalled();
  expect(readdirSync(path.dirname(lock))).toEqual([]);
});

test('who waits gets the lock also where its holder removed the whole folder', async () => {
  let waits: () => void = () => undefined;
  const isWaiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  const first = withFileLock(lock, async () => {
    await isWaiting;
    rmSync(path.dirname(lock), { recursive: true });
  });

  const second = withFileLock(lock, async () => 'held', waits);

  await expect(Promise.all([first, second])).resolves.toEqual([undefined, 'held']);
});

test('a wait is ended by a signal, and the holder keeps the lock', async () => {
  const interruption = new AbortController();
  const body = jest.fn();
  const first = withFileLock(lock, async () => {
    const second = withFileLock(lock, body, () => interruption.abort(), interruption.signal);
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    return existsSync(lock);
  });

  await expect(first).resolves.toBe(true);
  expect(body).not.toHaveBeenCalled();
});
