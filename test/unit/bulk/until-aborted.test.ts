import { untilAborted } from '../../../bootstrap/bulk/until-aborted';

async function* numbers(count: number, ended: () => void = () => undefined): AsyncGenerator<number> {
  try {
    for (let number = 0; number < count; number += 1) yield number;
  } finally {
    ended();
  }
}

async function collect<Member>(members: AsyncIterable<Member>): Promise<Member[]> {
  const all: Member[] = [];
  for await (const member of members) all.push(member);
  return all;
}

test('it gives what the source gives, be it asynchronous or not', async () => {
  const { signal } = new AbortController();
  await expect(collect(untilAborted([1, 2, 3], signal))).resolves.toEqual([1, 2, 3]);
  await expect(collect(untilAborted(numbers(3), signal))).resolves.toEqual([0, 1, 2]);
  await expect(collect(untilAborted(new Set(), signal))).resolves.toEqual([]);
});

test('who waits for a source that is silent is let go at once', async () => {
  const aborted = new AbortController();
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
  const reading = collect(untilAborted(silent, aborted.signal));
  aborted.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

test('nothing is asked of the source once the signal is aborted', async () => {
  const source = numbers(3);
  const next = jest.spyOn(source, 'next');
  await expect(collect(untilAborted(source, AbortSignal.abort(new Error('enough'))))).rejects.toThrow('enough');
  expect(next).not.toHaveBeenCalled();
});

test('the source is told when the reading ends early', async () => {
  const ended = jest.fn();
  for await (const number of untilAborted(numbers(10, ended), new AbortController().signal)) {
    if (number === 2) break;
  }
  expect(ended).toHaveBeenCalledTimes(1);
});

test('what the source throws is thrown, also by a source that is not asynchronous', async () => {
  const { signal } = new AbortController();
  const failing = function* (): Generator<number> {
    yield 1;
    throw new Error('no more');
  };
  await expect(collect(untilAborted(failing(), signal))).rejects.toThrow('no more');
});
