import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DynamodbLocal } from '../../../local/dynamodb/dynamodb-local';
import { startDynamodbLocal } from '../../../local/dynamodb/start';
import { isRunning, stopDynamodbLocal } from '../../../local/dynamodb/stop';
import { pollUntil } from '../../../local/poll';

jest.setTimeout(120_000);

/** A process that starts DynamoDB Local, prints what it started, and waits for its input to end. */
async function startInAnotherProcess(kind: string, detached: boolean) {
  const program = `
    const { startDynamodbLocal } = require(${JSON.stringify(join(__dirname, '../../../local/dynamodb/start.ts'))});
    startDynamodbLocal({ kind: ${JSON.stringify(kind)}, detached: ${detached} }).then((running) => {
      process.stdout.write(JSON.stringify(running) + '\\n');
      process.stdin.resume().on('end', () => process.stdin.destroy());
    });`;
  const owner = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(owner.stdout), 'line');
  return { owner, running: JSON.parse(String(line)) as DynamodbLocal };
}

declare const LOCAL_DYNAMODB: 'docker' | 'java';

test.each([LOCAL_DYNAMODB])('by %s, detached, it outlives the process that started it', async (kind) => {
  const { owner, running } = await startInAnotherProcess(kind, true);

  owner.stdin.end();
  const [code] = await once(owner, 'exit');

  expect(code).toBe(0);
  expect(await isRunning(running)).toBe(true);
  await stopDynamodbLocal(running);
  expect(await isRunning(running)).toBe(false);
});

test.each(['SIGKILL', 'SIGTERM'] as const)('not detached, it ends with a process that %s ends', async (signal) => {
  const { owner, running } = await startInAnotherProcess('java', false);

  owner.kill(signal);
  await once(owner, 'exit');

  const isGone = await pollUntil(async () => !(await isRunning(running)), 10_000);
  await stopDynamodbLocal(running);
  expect(isGone).toBe(true);
});

test('not detached, it does not keep the process running that started it', async () => {
  const { owner, running } = await startInAnotherProcess('java', false);

  owner.stdin.end();
  const [code] = await once(owner, 'exit');

  expect(code).toBe(0);
  expect(await pollUntil(async () => !(await isRunning(running)), 10_000)).toBe(true);
});

describe('with a Java that has no compiler', () => {
  const environment = { ...process.env };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'groundwork-jre-'));
    const command = join(folder, 'bin', 'java');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(command, '#!/bin/sh\n[ "$1" = --list-modules ] && { echo java.base@17; exit; }\nexec java "$@"\n');
    chmodSync(command, 0o755);
    process.env.JAVA_HOME = folder;
  });

  afterEach(() => {
    process.env = { ...environment };
    rmSync(folder, { recursive: true });
  });

  test('it runs from the jar alone, and says on what it listens', async () => {
    const running = await startDynamodbLocal({ kind: 'java', detached: true });

    const wasRunning = await isRunning(running);
    await stopDynamodbLocal(running);

    expect(running.listensOn).toBe('all interfaces');
    expect(wasRunning).toBe(true);
    expect(await isRunning(running)).toBe(false);
  });
});
