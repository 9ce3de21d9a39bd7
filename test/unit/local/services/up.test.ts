import path from 'node:path';
import type { DynamodbLocal } from '../../../../local/dynamodb/dynamodb-local';
import { findWayToStart } from '../../../../local/dynamodb/start';
import { isRunning, stopDynamodbLocal } from '../../../../local/dynamodb/stop';
import { LocalError } from '../../../../local/errors';
import { localPaths } from '../../../../local/paths';
import {
  type GatewayProcessOptions,
  isGatewayRunning,
  startGatewayProcess,
  stopGatewayProcess,
} from '../../../../local/services/gateway-process';
import { type GatewayProcess, readServices, writeServices } from '../../../../local/services/record';
import { up } from '../../../../local/services/up';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

jest.mock('../../../../local/paths', () => ({ localPaths: {}, REPOSITORY: process.cwd() }));
jest.mock('../../../../local/dynamodb/start');
jest.mock('../../../../local/dynamodb/stop');
jest.mock('../../../../local/services/gateway-process');

const options = { region: 'eu-central-1', accountId: '000000000000' };
const dynamodbOf = (pid: number): DynamodbLocal => ({
  ...{ kind: 'java', endpoint: 'http://127.0.0.1:8000', port: 8000, pid, listensOn: 'loopback' },
});
const gatewayOf = (pid: number): GatewayProcess => ({ endpoint: 'http://127.0.0.1:8100', port: 8100, pid });

let folder: TemporaryFolder;
let events: string[];

beforeEach(() => {
  folder = temporaryFolder();
  const root = path.join(folder.directory, '.local');
  Object.assign(localPaths, {
    ...{ root, services: path.join(root, 'services.json'), startLock: path.join(root, 'starting.lock') },
    ...{ dynamodbData: path.join(root, 'dynamodb'), logs: path.join(root, 'logs') },
  });
  events = [];
  jest.mocked(isRunning).mockResolvedValue(true);
  jest.mocked(isGatewayRunning).mockResolvedValue(true);
  jest.mocked(stopDynamodbLocal).mockImplementation(async ({ pid }) => void events.push(`stop dynamodb ${pid}`));
  jest.mocked(stopGatewayProcess).mockImplementation(async ({ pid }) => void events.push(`stop gateway ${pid}`));
  jest.mocked(findWayToStart).mockResolvedValue(async () => {
    events.push('start dynamodb');
    return dynamodbOf(21);
  });
  jest.mocked(startGatewayProcess).mockImplementation(async () => {
    events.push('start gateway');
    return gatewayOf(22);
  });
});

afterEach(() => {
  delete process.env.LOCAL_DYNAMODB;
  folder.remove();
});

test('what runs is found again', async () => {
  writeServices({ dynamodb: dynamodbOf(11), gateway: gatewayOf(12) });

  expect(await up(options)).toMatchObject({ dynamodb: { pid: 11 }, gateway: { pid: 12 }, started: [] });

  expect(events).toEqual([]);
});

test('a service that is there but does not answer is ended before another one is started', async () => {
  writeServices({ dynamodb: dynamodbOf(11), gateway: gatewayOf(12) });
  jest.mocked(isRunning).mockResolvedValue(false);
  jest.mocked(isGatewayRunning).mockResolvedValue(false);

  await up(options);

  expect(events).toEqual(['stop dynamodb 11', 'start dynamodb', 'stop gateway 12', 'start gateway']);
  expect(readServices()).toMatchObject({ dynamodb: { pid: 21 }, gateway: { pid: 22 } });
});

test('what runs is not ended for one that cannot be started', async () => {
  writeServices({ dynamodb: dynamodbOf(11), gateway: gatewayOf(12) });
  const misspelt = new LocalError('invalid-setting', 'LOCAL_DYNAMODB is "podman"');
  jest.mocked(findWayToStart).mockRejectedValue(misspelt);
  process.env.LOCAL_DYNAMODB = 'podman';

  await expect(up(options)).rejects.toBe(misspelt);

  expect(events).toEqual([]);
  expect(readServices()).toEqual({ dynamodb: dynamodbOf(11), gateway: gatewayOf(12) });
});

test('a stand-in has to have the region, account and code of this call, and stand before this DynamoDB', async () => {
  writeServices({ dynamodb: dynamodbOf(11), gateway: gatewayOf(12) });

  await up(options);

  expect(isGatewayRunning).toHaveBeenLastCalledWith(gatewayOf(12), {
    ...options,
    dynamodbEndpoint: 'http://127.0.0.1:8000',
    code: expect.stringMatching(/^\d{4}-/),
  });
});

describe('an `up` that is ended while a service starts leaves it to be found', () => {
  const ended = new Error('ended');

  test('DynamoDB Local, beside the stand-in that runs', async () => {
    writeServices({ gateway: gatewayOf(12) });
    jest.mocked(findWayToStart).mockResolvedValue(async ({ onStarted }) => {
      onStarted?.(dynamodbOf(21));
      throw ended;
    });

    await expect(up(options)).rejects.toBe(ended);

    expect(readServices()).toEqual({ dynamodb: dynamodbOf(21), gateway: gatewayOf(12) });
  });

  test('the stand-in, beside DynamoDB Local', async () => {
    jest.mocked(startGatewayProcess).mockImplementation(async ({ onStarted }: GatewayProcessOptions) => {
      onStarted?.(gatewayOf(22));
      throw ended;
    });

    await expect(up(options)).rejects.toBe(ended);

    expect(readServices()).toEqual({ dynamodb: dynamodbOf(21), gateway: gatewayOf(22) });
  });
});

describe('an endpoint that somebody else runs', () => {
  test('is used as it is', async () => {
    const dynamodbEndpoint = 'http://127.0.0.1:9';

    expect(await up({ ...options, dynamodbEndpoint })).toMatchObject({ dynamodbEndpoint });

    expect(events).toEqual(['start gateway']);
  });

  test('is none where the variable is empty', async () => {
    expect(await up({ ...options, dynamodbEndpoint: '' })).toMatchObject({ dynamodbEndpoint: 'http://127.0.0.1:8000' });

    expect(events).toEqual(['start dynamodb', 'start gateway']);
  });
});
