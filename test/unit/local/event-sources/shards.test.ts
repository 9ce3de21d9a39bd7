import { readableShards } from '../../../../local/aws/services/lambda/event-sources/shards';

const shards = [
  { id: 'first' },
  { id: 'second', parentId: 'first' },
  { id: 'third', parentId: 'second' },
  { id: 'orphan', parentId: 'trimmed' },
];

test('a shard is read after its parent, or when that is gone from the stream', () => {
  const idsWith = (progress: Parameters<typeof readableShards>[1]) =>
    readableShards(shards, progress).map(({ id }) => id);
  expect(idsWith({})).toEqual(['first', 'orphan']);
  expect(idsWith({ first: { after: '5' } })).toEqual(['first', 'orphan']);
  expect(idsWith({ first: { isFinished: true }, orphan: { isFinished: true } })).toEqual(['second']);
  expect(idsWith({ first: { isFinished: true }, second: { isFinished: true } })).toEqual(['third', 'orphan']);
});
