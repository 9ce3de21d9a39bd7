import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { localPaths } from '../../../../local/paths';
import { forgetServices, readServices, type ServicesRecord, writeServices } from '../../../../local/services/record';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

jest.mock('../../../../local/paths', () => ({ localPaths: {} }));

const record: ServicesRecord = {
  dynamodb: { kind: 'java', endpoint: 'http://127.0.0.1:8000', port: 8000, pid: 4711, listensOn: 'loopback' },
  gateway: { endpoint: 'http://127.0.0.1:8100', port: 8100, pid: 4712 },
};

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder();
  localPaths.services = path.join(folder.directory, '.local', 'services.json');
});

afterEach(() => folder.remove());

const leave = (content: string) => folder.write('.local/services.json', content);

test('where nothing was started there is nothing', () => {
  expect(readServices()).toEqual({});
});

test('what was started is found again', () => {
  writeServices(record);

  expect(readServices()).toEqual(record);
});

test('the record says which layout it has, and nothing is left beside it', () => {
  writeServices(record);

  expect(JSON.parse(readFileSync(localPaths.services, 'utf8'))).toEqual({ layout: 1, ...record });
  expect(readdirSync(path.dirname(localPaths.services))).toEqual(['services.json']);
});

test('what was forgotten is gone, and can be forgotten again', () => {
  writeServices(record);

  forgetServices();
  forgetServices();

  expect(readServices()).toEqual({});
});

test.each([
  ['of a newer version', JSON.stringify({ layout: 2, ...record }), '2'],
  ['of a version that wrote none', JSON.stringify(record), 'undefined'],
  ['that is torn', '{"layout":1,"dynamo', 'undefined'],
  ['that is empty', '', 'undefined'],
  ['that is null', 'null', 'undefined'],
  ['of something else', '[1,2]', 'undefined'],
])('a record %s is refused, and the error names yarn local reset', (_, content, layout) => {
  leave(content);

  expect(() => readServices()).toThrow(
    expect.objectContaining({
      name: 'LocalError',
      code: 'local-layout',
      message:
        `.local/services.json has layout ${layout}, and this version of Groundwork writes layout 1. ` +
        'Run yarn local reset: it removes .local/ with all local data.',
    }),
  );
});

describe('to end what runs, the record of another version', () => {
  test('is read as well as it can be', () => {
    leave(JSON.stringify({ layout: 99, ...record }));

    expect(readServices({ anyLayout: true })).toEqual(record);
  });

  test('is nothing where it cannot be read', () => {
    leave('{"layout":1,"dynamo');

    expect(readServices({ anyLayout: true })).toEqual({});
  });
});
