import { type LedgerUpgrade, ledgerFormat, upgradeRecord } from '../../../bootstrap/migrator/ledger-format';
import { ledgerRecord } from './ledger-record';

const NAME = '20260101000000-a';

/** A made-up history: format 2 names the author alone, format 3 knows several. */
const upgrades: LedgerUpgrade[] = [
  ({ by, ...rest }) => ({ ...rest, author: String(by).split('@')[0] }),
  ({ author, ...rest }) => ({ ...rest, authors: [author] }),
];

const upgraded = (format: unknown) =>
  upgradeRecord({ ...ledgerRecord(NAME), ...(format !== undefined && { format }) }, 'groundwork-test', upgrades);

test('the format grows with each upgrade', () => {
  expect(ledgerFormat([])).toBe(1);
  expect(ledgerFormat(upgrades)).toBe(3);
});

test('a record passes through every upgrade from its own format on, in order', () => {
  const { by: _, ...rest } = ledgerRecord(NAME);
  expect(upgraded(1)).toEqual({ ...rest, authors: ['ada'] });
  expect(upgradeRecord({ ...rest, author: 'bob', format: 2 }, 'groundwork-test', upgrades)).toEqual({
    ...rest,
    authors: ['bob'],
  });
  expect(upgradeRecord({ ...rest, authors: ['bob'], format: 3 }, 'groundwork-test', upgrades)).toEqual({
    ...rest,
    authors: ['bob'],
  });
});

test('a record without a format is of the first one', () => expect(upgraded(undefined)).toEqual(upgraded(1)));

test.each([4, 0, 1.5, 'two'])('a record of format %p is refused, by name', (format) =>
  expect(() => upgraded(format)).toThrow(
    expect.objectContaining({
      code: 'ledger-newer',
      message: expect.stringContaining(
        `The ledger of table groundwork-test has records of format ${format} (migration ${NAME}), written by a newer ` +
          'Groundwork; this one knows formats up to 3.',
      ),
    }),
  ),
);
