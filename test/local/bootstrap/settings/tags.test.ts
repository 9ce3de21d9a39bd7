import { type Body, type Endpoint, fault, startEndpoint } from '../../../unit/bootstrap/settings/endpoint';
import { createLocalTable, type LocalTable } from './local-table';

// DynamoDB Local has no tags: they are answered here, two in a page; all else, and what is remembered, is its own.
const tags = new Map<string, string>();
let refuseTagging = false;
let table: LocalTable;
let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await startEndpoint(
    {
      ListTagsOfResource: ({ NextToken }) => {
        const start = Number(NextToken ?? 0);
        const page = [...tags].slice(start, start + 2).map(([Key, Value]) => ({ Key, Value }));
        return { Tags: page, ...(start + 2 < tags.size && { NextToken: String(start + 2) }) };
      },
      TagResource: ({ Tags }) => {
        if (refuseTagging) throw fault('ValidationException', 'Too many tags');
        for (const { Key = '', Value = '' } of Tags as Record<string, string>[]) tags.set(Key, Value);
        return {};
      },
      UntagResource: ({ TagKeys }: Body) => {
        for (const key of TagKeys as string[]) tags.delete(key);
        return {};
      },
    },
    process.env.AWS_ENDPOINT_URL_DYNAMODB,
  );
});
afterAll(() => endpoint.stop());
beforeEach(async () => {
  tags.clear();
  refuseTagging = false;
  table = await createLocalTable();
});
afterEach(() => table.remove());

const settle = (declared: Record<string, string>) => table.settle({ tags: declared }, { client: endpoint.client });
const check = (declared: Record<string, string>) => table.check({ tags: declared }, { client: endpoint.client });

test('they are added and changed', async () => {
  await expect(settle({ team: 'core', stage: 'test' })).resolves.toEqual(['tags: none → stage=test, team=core']);
  await expect(settle({ team: 'web', stage: 'test' })).resolves.toEqual(['tags: team=core → team=web']);
  expect([...tags]).toEqual([
    ['team', 'web'],
    ['stage', 'test'],
  ]);
});

test('those as declared cost one request for the list, and none to change it', async () => {
  await settle({ team: 'core' });
  const before = endpoint.operations.length;
  await expect(settle({ team: 'core' })).resolves.toEqual([]);
  expect(endpoint.operations.slice(before)).toEqual(['ListTagsOfResource']);
});

test('those that Groundwork set go when they are no longer declared; those of others stay', async () => {
  tags.set('owner', 'ann').set('billing', 'x').set('extra', 'y');
  await settle({ team: 'core', stage: 'test' });
  await expect(check({ team: 'core' })).resolves.toEqual(['tags: stage=test → none']);
  await expect(settle({ team: 'core' })).resolves.toEqual(['tags: stage=test → none']);
  await expect(settle({})).resolves.toEqual(['tags: team=core → none']);
  await expect(settle({})).resolves.toEqual([]);
  expect([...tags.keys()]).toEqual(['owner', 'billing', 'extra']);
});

test('one of another that is as declared stays his', async () => {
  tags.set('owner', 'ann');
  await expect(settle({ owner: 'ann' })).resolves.toEqual([]);
  await expect(settle({})).resolves.toEqual([]);
  expect([...tags.keys()]).toEqual(['owner']);
});

test('one that Groundwork removed and another then set stays', async () => {
  await settle({ team: 'core' });
  await settle({});
  tags.set('team', 'theirs');
  await expect(settle({})).resolves.toEqual([]);
  expect(tags.get('team')).toBe('theirs');
});

test('two who settle at once forget nothing of what the other set', async () => {
  await Promise.all([settle({ one: '1' }), settle({ two: '2' })]);
  await settle({});
  expect([...tags]).toEqual([]);
});

test('a run that ended between remembering and tagging leaves nothing that stays for ever', async () => {
  refuseTagging = true;
  await expect(settle({ team: 'core' })).rejects.toMatchObject({ code: 'setting-refused' });
  tags.set('team', 'core');
  refuseTagging = false;
  await expect(settle({})).resolves.toEqual(['tags: team=core → none']);
});
