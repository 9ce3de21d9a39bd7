import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { stopDynamodbLocal } from '../../../../local/dynamodb/stop';
import { withFileLock } from '../../../../local/file-lock';
import { localPaths } from '../../../../local/paths';
import { down, reset } from '../../../../local/services/down';
import { stopGatewayProcess } from '../../../../local/services/gateway-process';
import { readServices, writeServices } from '../../../../local/services/record';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

jest.mock('../../../../local/paths', () => ({ localPaths: {}, REPOSITORY: process.cwd() }));
jest.mock('../../../../local/dynamodb/stop');
jest.mock('../../../../local/services/gateway-process');

const dynamodb = {
  kind: 'java',
  endpoint: 'http://127.0.0.1:8000',
  port: 8000,
  pid: 1,
  listensOn: 'loopback',
} as const;
const gateway = { endpoint: 'http://127.0.0.1:8100', port: 8100, pid: 2 };

let folder: TemporaryFolder;
let stopped: string[];

beforeEach(() => {
  folder = temporaryFolder();
  const root = path.join(folder.directory, '.local');
  Object.assign(localPaths, {
    root,
    services: path.join(root, 'services.json'),
    startLock: path.join(root, 'starting.lock'),
  });
  stopped = [];
  jest.mocked(stopGatewayProcess).mockImplementation(async ({ pid }) => void stopped.push(`gateway ${pid}`));
  jest.mocked(stopDynamodbLocal).mockImplementation(async ({ pid }) => void stopped.push(`dynamodb ${pid}`));
  folder.write('.local/dynamodb/shared-local-instance.db', 'items');
});

afterEach(() => folder.remove());

describe('down', () => {
  test('ends what calls before what it calls, and keeps the data', async () => {
    writeServices({ dynamodb, gateway });

    await down();

    expect(stopped).toEqual(['gateway 2', 'dynamodb 1']);
    expect(readServices()).toEqual({});
    expect(existsSync(path.join(localPaths.root, 'dynamodb', 'shared-local-instance.db'))).toBe(true);
  });

  test('ends what another version of Groundwork started, whose data and record stay', async () => {
    folder.write('.local/services.json', JSON.stringify({ layout: 99, gateway }));

    await down();

    expect(stopped).toEqual(['gateway 2']);
    expect(() => readServices()).toThrow(expect.objectContaining({ code: 'local-layout' }));
  });

  test('ends what another version of Groundwork started, and leaves the sign that its data is of another form', async () => {
    folder.write('.local/services.json', JSON.stringify({ layout: 99, gateway }));

    await down();

    expect(stopped).toEqual(['gateway 2']);
    expect(() => readServices()).toThrow('has layout 99');
  });

  test('is content where nothing runs', async () => {
    await expect(down()).resolves.toBeUndefined();

    expect(stopped).toEqual([]);
  });
});

describe('reset', () => {
  test('ends the services and removes all that is local', async () => {
    writeServices({ dynamodb, gateway });

    await reset();

    expect(stopped).toEqual(['gateway 2', 'dynamodb 1']);
    expect(existsSync(localPaths.root)).toBe(false);
  });

  test('ends what another version of Groundwork started, too', async () => {
    folder.write('.local/services.json', JSON.stringify({ layout: 99, gateway }));

    await reset();

    expect(stopped).toEqual(['gateway 2']);
    expect(existsSync(localPaths.root)).toBe(false);
  });

  test('removes a torn record', async () => {
    folder.write('.local/services.json', '{"layout":1,"dyna');

    await reset();

    expect(existsSync(localPaths.root)).toBe(false);
  });

  test('is content where there is nothing', async () => {
    folder.remove();

    await expect(reset()).resolves.toBeUndefined();
  });

  test('leaves alone what somebody starts who has waited for it', async () => {
    let start: Promise<void> = Promise.resolve();
    jest.mocked(stopDynamodbLocal).mockImplementation(async () => {
      start = withFileLock(localPaths.startLock, async () => writeServices({ gateway }));
    });
    writeServices({ dynamodb });

    await reset();
    await start;

    expect(readServices()).toEqual({ gateway });
    expect(readdirSync(localPaths.root)).toEqual(['services.json']);
  });
});
