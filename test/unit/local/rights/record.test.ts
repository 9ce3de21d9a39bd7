import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rightsCodeStamp } from '../../../../local/rights/code-stamp';
import { readRightsRecord, writeRightsRecord } from '../../../../local/rights/record';
import { temporaryDirectory } from '../aws/stand-in';

const { directory, remove } = temporaryDirectory();
afterAll(remove);

const used = { api: [{ action: 'dynamodb:GetItem', resource: 'table' }], idle: [] };

describe('the record', () => {
  test('is read as it was written, and leaves nothing beside itself', () => {
    const folder = path.join(directory, 'new');
    writeRightsRecord(used, path.join(folder, 'rights.json'));

    expect(readRightsRecord(path.join(folder, 'rights.json'))).toMatchObject({ functions: used });
    expect(readdirSync(folder)).toEqual(['rights.json']);
  });

  test('takes the place of an earlier one', () => {
    const file = path.join(directory, 'rights.json');
    writeRightsRecord({ other: [] }, file);
    writeRightsRecord(used, file);

    expect(readRightsRecord(file).functions).toEqual(used);
  });

  test('that is not there is an error that says how to get one', () => {
    expect(() => readRightsRecord(path.join(directory, 'none.json'))).toThrow(
      expect.objectContaining({
        code: 'no-rights-record',
        message: expect.stringMatching(/No run .* Run: yarn test:local -- test\/local\/rights$/),
      }),
    );
  });

  test.each([
    '{"recordedAt":',
    '[]',
    '{"recordedAt":"2026-01-01T00:00:00Z","code":"x","functions":{"api":["GetItem"]}}',
  ])('that says %s is an error that names the file', (text) => {
    const file = path.join(directory, 'damaged.json');
    writeFileSync(file, text);

    expect(() => readRightsRecord(file)).toThrow(
      expect.objectContaining({ code: 'no-rights-record', message: expect.stringContaining(`${file} can't be read`) }),
    );
  });

  test('of other code is an error that says of when it is', () => {
    const file = path.join(directory, 'old.json');
    writeRightsRecord(used, file);
    const record = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...record, code: 'another' }));

    expect(() => readRightsRecord(file)).toThrow(
      expect.objectContaining({ code: 'old-rights-record', message: expect.stringContaining(record.recordedAt) }),
    );
  });
});

describe('the stamp of the code', () => {
  const write = (repository: string, file: string, text: string) => {
    mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
    writeFileSync(path.join(repository, file), text);
  };
  const repositoryWith = (name: string, files: Record<string, string>) => {
    const repository = path.join(directory, name);
    for (const [file, text] of Object.entries(files)) write(repository, file, text);
    return repository;
  };
  const files = { 'table/keys.ts': 'a\nb\n', 'lambda/api/handler.ts': 'c', 'test/local/rights/a.ts': 'd' };
  const stamp = rightsCodeStamp(repositoryWith('before', files));

  test('is the same for the same code elsewhere, with other ends of lines and other stacks', () => {
    expect(
      rightsCodeStamp(repositoryWith('same', { ...files, 'table/keys.ts': 'a\r\nb\r\n', 'stacks/a.ts': 'e' })),
    ).toBe(stamp);
  });

  test.each(Object.keys(files))('is another one when %s changes', (file) => {
    expect(rightsCodeStamp(repositoryWith(`changed/${file}`, { ...files, [file]: 'z' }))).not.toBe(stamp);
  });

  test('is another one when a file has another name', () => {
    const { 'table/keys.ts': keys, ...others } = files;
    expect(rightsCodeStamp(repositoryWith('renamed', { ...others, 'table/names.ts': keys }))).not.toBe(stamp);
  });
});
