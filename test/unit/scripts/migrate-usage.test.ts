import { type MigrateInvocation, readLimits, readUsage } from '../../../scripts/support/migrate-usage';

const read = (words: string[], flags: MigrateInvocation['flags'] = {}, given: string[] = []) =>
  readUsage({ arguments: words, flags, has: (flag: string) => given.includes(flag) } as unknown as MigrateInvocation);

test.each([
  [['status'], { action: 'status', name: '', deployment: undefined }],
  [['failures', 'staging'], { action: 'failures', name: '', deployment: 'staging' }],
  [['retry', 'one'], { action: 'retry', name: 'one', deployment: undefined }],
  [['retry', 'one', 'staging'], { action: 'retry', name: 'one', deployment: 'staging' }],
  [['repair', 'one', 'staging'], { action: 'repair', name: 'one', deployment: 'staging' }],
  [['create', 'one'], { action: 'create', name: 'one', deployment: undefined }],
])('%j is understood', (words, expected) => {
  expect(read(words)).toEqual(expected);
});

describe('wrong usage is', () => {
  test.each<[string, string[], MigrateInvocation['flags'], string[], RegExp]>([
    ['no action', [], {}, [], /It takes status, .*, failures, retry, not ""/],
    ['an unknown one', ['sideways'], {}, [], /not "sideways"/],
    ['the name of a property that every object has', ['toString'], {}, [], /not "toString"/],
    ['retry without a name', ['retry'], {}, [], /retry takes the name of a migration/],
    ['repair without a name', ['repair'], {}, [], /repair takes the name of a migration/],
    ['create without a name', ['create'], {}, [], /create takes the name of the new migration/],
    ['a word too many', ['pause', 'staging', 'more'], {}, [], /no argument "more"/],
    ['limit without a limit', ['limit'], {}, [], /limit takes --write-units, --read-units or both/],
    ['a limit for another action', ['pause'], { 'write-units': '5' }, [], /--write-units is for limit, not for pause/],
    [
      'a wait for limit',
      ['limit'],
      { 'write-units': '5', wait: '5s' },
      [],
      /--wait is for up, down, repair, retry, pause/,
    ],
    ['--yes for retry', ['retry', 'one'], {}, ['yes'], /--yes is for repair, not for retry/],
    ['a wait that is none', ['pause'], { wait: 'long' }, [], /--wait takes a duration/],
  ])('%s', (_, words, flags, given, message) => {
    const attempt = () => read(words, flags, given);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code: 'wrong-usage' }));
  });
});

describe('limits', () => {
  test.each([
    [{ 'write-units': '100' }, { writeUnits: 100 }],
    [{ 'read-units': '1.5' }, { readUnits: 1.5 }],
    [
      { 'write-units': 'none', 'read-units': '1' },
      { writeUnits: null, readUnits: 1 },
    ],
  ])('%j are %j', (flags, changes) => {
    expect(readLimits(flags)).toEqual(changes);
  });

  test.each(['0', '0.99', '-5', '', ' 5', '5 ', '1e3', '0x10', '50%', 'None', 'Infinity', '9'.repeat(400)])(
    '%j is none',
    (text) => {
      expect(() => readLimits({ 'write-units': text })).toThrow(
        `--write-units takes a number of units per second from 1, or none, not ${JSON.stringify(text)}.`,
      );
    },
  );
});
