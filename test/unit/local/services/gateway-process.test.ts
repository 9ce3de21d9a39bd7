import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../../../local/dynamodb/ports';
import { localPaths, REPOSITORY } from '../../../../local/paths';
import { isAlive } from '../../../../local/process';
import { isGatewayRunning, startGatewayProcess, stopGatewayProcess } from '../../../../local/services/gateway-process';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

const place = { region: 'eu-central-1', accountId: '000000000000', dynamodbEndpoint: 'http://127.0.0.1:9' };
const environment = { ...process.env };
const children: ChildProcess[] = [];
let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder();
  localPaths.logs = path.join(folder.directory, 'logs');
  process.env.LOCAL_FOLDER = folder.directory;
  process.env.NODE_OPTIONS = `--require tsx/cjs --require ${JSON.stringify(path.join(__dirname, 'other-folder.ts'))}`;
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  process.env = { ...environment };
  folder.remove();
});

test('it is known from its start on, is found again as what it is, and ends', async () => {
  const onStarted = jest.fn();
  const gateway = await startGatewayProcess({ ...place, port: await freePort(), onStarted });
  try {
    expect(onStarted.mock.calls).toEqual([[gateway]]);
    expect(await isGatewayRunning(gateway, place)).toBe(true);
    expect(await isGatewayRunning(gateway, { ...place, region: 'eu-west-1' })).toBe(false);
    expect(await isGatewayRunning(gateway, { ...place, code: 'of another time' })).toBe(false);
  } finally {
    await stopGatewayProcess(gateway);
  }
  expect(isAlive(gateway.pid)).toBe(false);
});

test('it ends by itself where its parent ends before it took it over', async () => {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'local/main.ts', '--port', '0'], {
    cwd: REPOSITORY,
    env: process.env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  expect(await once(child, 'message')).toMatchObject([{ endpoint: expect.stringMatching(/^http:/) }, undefined]);

  child.disconnect();

  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('one that cannot start is told with its reason', async () => {
  folder.write('aws/iam.json', '{"layout":0,"state":{}}');

  await expect(startGatewayProcess({ ...place, port: await freePort() })).rejects.toMatchObject({
    code: 'state-layout',
    message: expect.stringContaining('has layout 0'),
  });
});

describe('a process that answers nothing', () => {
  const PROGRAM = path.join(REPOSITORY, 'local', 'main.ts');

  async function silent(...words: string[]): Promise<number> {
    const program = `console.log('ready'); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--eval', program, '--', ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(createInterface(child.stdout), 'line');
    return child.pid ?? 0;
  }

  const recorded = (pid: number) => ({ endpoint: 'http://127.0.0.1:1', port: 1, pid });

  test('is ended where it is the stand-in for that port', async () => {
    const pid = await silent(PROGRAM, '--port', '1');
    expect(await isGatewayRunning(recorded(pid))).toBe(false);

    await stopGatewayProcess(recorded(pid));

    expect(isAlive(pid)).toBe(false);
  });

  test.each([
    ['another program', ['--port', '1']],
    ['the stand-in for another port', [PROGRAM, '--port', '2']],
    ['that of the checkout of which this one is a copy', ['/elsewhere/local/main.ts', '--port', '1']],
  ])('is left alone where it is %s', async (_, words) => {
    const pid = await silent(...words);

    await stopGatewayProcess(recorded(pid));

    expect(isAlive(pid)).toBe(true);
  });
});
