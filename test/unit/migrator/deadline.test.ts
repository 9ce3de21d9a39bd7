import { createDeadline } from '../../../bootstrap/migrator/lock/deadline';

const LEASE = 30_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function start(sentAt = performance.now()) {
  const onOver = jest.fn();
  return { onOver, deadline: createDeadline(LEASE, sentAt, onOver) };
}

test('it is over a lease after the request was sent, not after it was answered', () => {
  const sentAt = performance.now();
  jest.advanceTimersByTime(10_000);
  const { deadline, onOver } = start(sentAt);
  jest.advanceTimersByTime(19_999);
  expect(deadline.isOver()).toBe(false);
  jest.advanceTimersByTime(1);
  expect(deadline.isOver()).toBe(true);
  expect(onOver).toHaveBeenCalledTimes(1);
});

test('a renewal lets it run anew from when it was sent', () => {
  const { deadline, onOver } = start();
  jest.advanceTimersByTime(10_000);
  const sent = deadline.now();
  jest.advanceTimersByTime(10_000);
  deadline.extend(sent);
  jest.advanceTimersByTime(19_999);
  expect(onOver).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(onOver).toHaveBeenCalledTimes(1);
});

test('a machine that slept is noticed by its wall clock, though the monotonic one stood still', () => {
  const { deadline } = start();
  jest.setSystemTime(Date.now() + LEASE);
  expect(deadline.isOver()).toBe(true);
});

test('a wall clock that is set back does not lengthen it', () => {
  const { deadline, onOver } = start();
  jest.setSystemTime(Date.now() - 3_600_000);
  jest.advanceTimersByTime(LEASE);
  expect(deadline.isOver()).toBe(true);
  expect(onOver).toHaveBeenCalledTimes(1);
});

test('once stopped it says nothing more, also where a renewal is answered after that', () => {
  const { deadline, onOver } = start();
  deadline.stop();
  deadline.extend(deadline.now());
  jest.advanceTimersByTime(2 * LEASE);
  expect(onOver).not.toHaveBeenCalled();
});
