import { type Body, fault } from './endpoint';
import { fakeTable, stopFakeTables } from './settle';

afterEach(stopFakeTables);

const streamOf = (StreamViewType: string) => ({ StreamSpecification: { StreamEnabled: true, StreamViewType } });

test('another who begins the next stream first is not waited for, and its stream is as good', async () => {
  const table = await fakeTable({
    UpdateTable: ({ StreamSpecification }) => {
      if ((StreamSpecification as Body).StreamEnabled)
        throw fault('ValidationException', 'already has an enabled stream');
      Object.assign(table.description, streamOf('KEYS_ONLY'));
      return {};
    },
  });
  Object.assign(table.description, streamOf('NEW_IMAGE'));
  await expect(table.settle({ stream: 'KEYS_ONLY' }, { timeoutMilliseconds: 2_000 })).resolves.toHaveLength(1);
  expect(table.description).toMatchObject(streamOf('KEYS_ONLY'));
});

test('a next stream that is refused is an error that says that there is none now', async () => {
  const table = await fakeTable({
    UpdateTable: ({ StreamSpecification }) => {
      if ((StreamSpecification as Body).StreamEnabled) throw fault('ValidationException', 'no');
      Object.assign(table.description, { StreamSpecification: undefined });
      return {};
    },
  });
  Object.assign(table.description, streamOf('NEW_IMAGE'));
  await expect(table.settle({ stream: 'KEYS_ONLY' })).rejects.toMatchObject({
    code: 'setting-refused',
    message: expect.stringMatching(/^Table orders: stream, off → KEYS_ONLY: /),
  });
  expect(table.printed).toEqual(['stream: NEW_IMAGE → off']);
});
