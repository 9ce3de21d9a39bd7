import { withinPatience } from '../../../scripts/support/patience';

const { signal } = new AbortController();
const failure = () => new Error('too long');
const never = new Promise<never>(() => undefined);

test('what is done in time is passed on, and so is its failure', async () => {
  await expect(withinPatience(Promise.resolve(1), { milliseconds: 1_000, signal }, failure)).resolves.toBe(1);
  await expect(
    withinPatience(Promise.reject(new Error('no')), { milliseconds: 1_000, signal }, failure),
  ).rejects.toThrow('no');
});

test('what is not fails', async () => {
  await expect(withinPatience(never, { milliseconds: 1, signal }, failure)).rejects.toThrow('too long');
});

test('an interruption ends the wait, whether it comes during the wait or came before', async () => {
  const interruption = new AbortController();
  const waiting = withinPatience(never, { milliseconds: 60_000, signal: interruption.signal }, failure);
  interruption.abort();

  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(
    withinPatience(never, { milliseconds: 60_000, signal: interruption.signal }, failure),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
