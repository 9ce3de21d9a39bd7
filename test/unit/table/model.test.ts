import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AccessRequest } from '../../../table/access-pattern';
import { ACCESS_PATTERNS, ENTITIES } from '../../../table/model';
import { createTable } from '../../../table/table';

const directory = path.resolve(__dirname, '../../../table');

const keysOf = (entity: string) => ENTITIES.find(({ name }) => name === entity)?.keys;

/** A placeholder may be named after its role, e.g. a company's name in a user's key. */
const withoutNames = (text: string) => text.replaceAll(/\{\w+\}/g, '{}');

test('the model has every entity and every access pattern', () => {
  const entities = readdirSync(path.join(directory, 'entities')).flatMap((file) =>
    [...readFileSync(path.join(directory, 'entities', file), 'utf8').matchAll(/new Entity\(\{\s*name: '(\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(ENTITIES.map(({ name }) => name).sort()).toEqual(entities.sort());
  const patterns = readdirSync(path.join(directory, 'patterns')).map((file) => path.basename(file, '.ts'));
  expect(ACCESS_PATTERNS.map(({ name }) => toFileName(name)).sort()).toEqual(patterns.sort());
});

test('each pattern stands in the file of its name, as a function and as a description', () => {
  for (const { name } of ACCESS_PATTERNS) {
    const source = readFileSync(path.join(directory, 'patterns', `${toFileName(name)}.ts`), 'utf8');
    expect(source).toMatch(new RegExp(`^export (async )?function ${name}\\(`, 'm'));
    expect(source).toMatch(new RegExp(`^export const ${name}Pattern: AccessPattern = \\{`, 'm'));
  }
});

test('an entity tells its keys, its attributes, its time to live and what an item looks like', () => {
  expect(ENTITIES.find(({ name }) => name === 'Invitation')).toEqual({
    name: 'Invitation',
    keys: { pk: 'company#{companyName}', sk: 'invitation#{email}' },
    attributes: [
      { name: 'companyName', type: 'string', required: true },
      { name: 'email', type: 'string', required: true },
      { name: 'expiresAt', type: 'number', required: true },
    ],
    timeToLive: 'expiresAt',
    example: {
      _et: 'Invitation',
      pk: 'company#Acme',
      sk: 'invitation#alan@example.com',
      companyName: 'Acme',
      email: 'alan@example.com',
      expiresAt: 4_102_444_800,
    },
  });
  expect(keysOf('User')).toEqual({
    pk: 'company#{companyName}',
    sk: 'user#{email}',
    gsi1pk: 'user#{email}',
    gsi1sk: 'company#{companyName}',
  });
});

test('no two entities have the same primary key', () => {
  const keys = ENTITIES.map(({ keys: { pk, sk } }) => withoutNames(`${pk} ${sk}`));
  expect(new Set(keys).size).toBe(keys.length);
});

describe.each(ACCESS_PATTERNS.map(({ name, requests }) => [name, requests] as const))('%s', (_name, requests) => {
  test('names entities and keys that there are', () => {
    expect(requests.map(({ key }) => withoutNames(key))).toEqual(requests.map(expectedKey));
  });
});

/** The key of a request for one item is its entity's primary key; a query begins with the partition that it reads. */
function expectedKey(request: AccessRequest): string {
  const keys = keysOf(request.entity);
  if (!keys) return `no such entity: ${request.entity}`;
  if (request.action !== 'Query') return withoutNames(`pk = ${keys.pk} and sk = ${keys.sk}`);
  const { name } = request.index ? createTable('test').indexes[request.index].partitionKey : { name: 'pk' as const };
  const partition = withoutNames(`${name} = ${keys[name]}`);
  return withoutNames(request.key).startsWith(partition) ? withoutNames(request.key) : `${partition}…`;
}

const toFileName = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
