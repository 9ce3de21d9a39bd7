import type { MigrationEvent } from '../../../bootstrap/migrator/run-options';
import { followBackfills } from '../../../scripts/support/follow-backfills';
import type { Progress } from '../../../scripts/support/output';
import { PROGRESS } from './a-backfill';

function following() {
  const told: Progress[] = [];
  const said: string[] = [];
  const interruption = new AbortController();
  const follow = followBackfills({
    output: { progress: (progress) => void told.push(progress), say: (line = '') => void said.push(line) },
    signal: interruption.signal,
    resumeCommand: ({ migration, direction }) => `yarn migrate ${direction} (${migration})`,
  });
  return { follow, told, said, interrupt: () => interruption.abort() };
}

const underWay: MigrationEvent = { type: 'backfill', progress: PROGRESS, isLast: false };
const last: MigrationEvent = { type: 'backfill', progress: { ...PROGRESS, segmentsDone: 16 }, isLast: true };

test('each event is told, in words and as a bar, and the last one with its totals', () => {
  const { follow, told } = following();

  for (const event of [underWay, last]) follow(event);

  expect(told.map(({ event }) => event)).toEqual([underWay, last]);
  expect(told[0]?.bar(60)).toMatch(/^email-index █+░+ 43 %/);
  expect(told[0]?.line()).toMatch(/^email-index: 43 %, 57,400 of about 135,000 items/);
  expect(told.map(({ summary }) => summary?.split(',')[0])).toEqual([undefined, 'Backfill email-index: done']);
});

test('other events are not its concern', () => {
  const { follow, told } = following();

  follow({ type: 'applied', name: 'one' });
  follow({ type: 'warning', message: 'a' });

  expect(told).toEqual([]);
});

describe('an interruption', () => {
  const { migration } = PROGRESS;

  test('while one runs is answered with how it goes on', () => {
    const { follow, said, interrupt } = following();

    follow({ type: 'applying', name: migration });
    follow(underWay);
    interrupt();

    expect(said).toEqual([
      `What backfill email-index of ${migration} has written stays: yarn migrate up (${migration}) goes on from there.`,
    ]);
  });

  test('in a down names the down', () => {
    const { follow, said, interrupt } = following();

    follow({ type: 'reverting', name: migration });
    follow(underWay);
    interrupt();

    expect(said[0]).toContain(`yarn migrate down (${migration}) goes on`);
  });

  test.each([[[]], [[underWay, last]]])('where none runs is not', (events: MigrationEvent[]) => {
    const { follow, said, interrupt } = following();

    for (const event of events) follow(event);
    interrupt();

    expect(said).toEqual([]);
  });
});
