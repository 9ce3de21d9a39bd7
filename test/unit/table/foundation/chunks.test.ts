import { sendInChunks } from '../../../../table/foundation/chunks';

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

const work = (length: number) => Array.from({ length }, (_, index) => index);

test('work is sent in chunks, in its order', async () => {
  const send = jest.fn().mockResolvedValue([]);
  await sendInChunks(work(7), 3, send);
  expect(send.mock.calls).toEqual([[[0, 1, 2]], [[3, 4, 5]], [[6]]]);
});

test('no work is no request', async () => {
  const send = jest.fn();
  await sendInChunks([], 3, send);
  expect(send).not.toHaveBeenCalled();
});

test('what is left of a chunk is sent again, alone', async () => {
  const send = jest.fn().mockResolvedValueOnce([1, 2]).mockResolvedValueOnce([2]).mockResolvedValue([]);
  await sendInChunks(work(3), 3, send);
  expect(send.mock.calls).toEqual([[[0, 1, 2]], [[1, 2]], [[2]]]);
});

test('as long as something gets done it goes on', async () => {
  const done: number[] = [];
  await sendInChunks(work(20), 20, async ([first = 0, ...left]) => {
    done.push(first);
    return left;
  });
  expect(done).toEqual(work(20));
});

test('where nothing gets done it gives up', async () => {
  const send = jest.fn(async (chunk: number[]) => chunk);
  await expect(sendInChunks(work(3), 3, send)).rejects.toMatchObject({ name: 'TableError', code: 'throttled' });
  expect(send).toHaveBeenCalledTimes(8);
});
