import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { commandLineOf, endProcess, isAlive } from '../../../../local/process';

const children: ChildProcess[] = [];

/** A process that has said its first line, which comes with it. */
async function start(command: string, ...words: string[]): Promise<{ child: ChildProcess; pid: number; line: string }> {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, pid: child.pid ?? 0, line: String(line) };
}

const node = (program: string) => start(process.execPath, '--eval', program);

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('a process is alive until it has ended', async () => {
  const { child, pid } = await node(`console.log('ready'); setInterval(() => undefined, 1000);`);
  expect(isAlive(pid)).toBe(true);

  child.kill();
  await once(child, 'exit');

  expect(isAlive(pid)).toBe(false);
});

test('this process is alive, and so is one of another user', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(1)).toBe(true);
});

test('a process that has ended, but whose parent takes no notice, is not alive', async () => {
  if (process.platform !== 'linux') return;
  // The shell becomes a `sleep`, which never asks what became of the shell's child.
  const { pid, line } = await start('sh', '-c', 'sleep 60 & echo $!; exec sleep 60');
  await until(`/proc/${pid}/comm`, /^sleep$/m);

  process.kill(Number(line), 'SIGKILL');
  await until(`/proc/${line}/status`, /^State:\s+Z/m);

  expect(isAlive(Number(line))).toBe(false);
  await expect(endProcess(Number(line))).resolves.toBeUndefined();
});

test('a process is told by the words it was started with, none where it is gone', async () => {
  const { child, pid } = await start('sh', '-c', 'echo ready; exec sleep 61');
  await until(`/proc/${pid}/comm`, /^sleep$/m);
  expect(await commandLineOf(pid)).toEqual(['sleep', '61']);

  child.kill();
  await once(child, 'exit');

  expect(await commandLineOf(pid)).toEqual([]);
});

describe('endProcess', () => {
  test('lets a process end in order', async () => {
    const { child, pid } = await node(`
      process.on('SIGTERM', () => process.exit(7));
      console.log('ready'); setInterval(() => undefined, 1000);`);
    const exit = once(child, 'exit');

    await endProcess(pid);

    expect(isAlive(pid)).toBe(false);
    await expect(exit).resolves.toEqual([7, null]);
  });

  test('kills a process that does not end within the time it is given', async () => {
    const { child, pid } = await node(`
      process.on('SIGTERM', () => undefined);
      console.log('ready'); setInterval(() => undefined, 1000);`);
    const exit = once(child, 'exit');

    await endProcess(pid, 100);

    expect(isAlive(pid)).toBe(false);
    await expect(exit).resolves.toEqual([null, 'SIGKILL']);
  });

  test('is content with a process that is gone already', async () => {
    const { child, pid } = await node(`console.log('ready');`);
    if (child.exitCode === null) await once(child, 'exit');

    await expect(endProcess(pid)).resolves.toBeUndefined();
  });
});

/** Nothing tells of what another process does: it is looked at. */
async function until(file: string, pattern: RegExp): Promise<void> {
  while (!pattern.test(await readFile(file, 'utf8')));
}
