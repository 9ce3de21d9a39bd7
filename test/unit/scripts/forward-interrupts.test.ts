import { forwardInterrupts } from '../../../scripts/support/forward-interrupts';

const { stdin, stdout, stderr } = process;
const streams = { stdin, stdout, stderr };
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
  for (const [name, value] of Object.entries(streams)) Object.defineProperty(process, name, { value });
});

/** The signals that the child got from us. */
function forwarding(isTTY: boolean): { got: unknown[]; interruption: AbortController } {
  for (const name of Object.keys(streams)) Object.defineProperty(process, name, { value: { isTTY } });
  const got: unknown[] = [];
  const interruption = new AbortController();
  ends.push(forwardInterrupts({ kill: (signal) => got.push(signal) > 0 }, interruption.signal));
  return { got, interruption };
}

test('without a terminal the child hears of an interrupt through us', () => {
  const { got, interruption } = forwarding(false);
  interruption.abort();
  expect(got).toEqual(['SIGINT']);
});

test('on a terminal Ctrl-C has reached the child already, and SIGTERM has not', () => {
  const { got, interruption } = forwarding(true);
  interruption.abort();
  expect(got).toEqual([]);

  process.emit('SIGTERM');
  expect(got).toEqual(['SIGINT']);
});

test.each([true, false])('once it has ended, it gets none (terminal: %s)', (isTTY) => {
  const { got, interruption } = forwarding(isTTY);
  for (const end of ends.splice(0)) end();
  interruption.abort();
  process.emit('SIGTERM');
  expect(got).toEqual([]);
});
