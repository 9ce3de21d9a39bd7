import { upgradeItem } from '../../../../table/foundation/entity-model';

const upgrades = [
  (item: Record<string, unknown>) => ({ version: 1, ...item }),
  (item: Record<string, unknown>) => ({ fullName: item.name, ...item }),
];

test('an item without a schema version goes through every upgrade', () => {
  expect(upgradeItem({ name: 'Ada' }, upgrades)).toEqual({ name: 'Ada', version: 1, fullName: 'Ada' });
});

test('an item goes through the upgrades from its schema version on', () => {
  expect(upgradeItem({ _v: 2, name: 'Ada' }, upgrades)).toEqual({ _v: 2, name: 'Ada', fullName: 'Ada' });
});

test.each([3, 7])('an item of schema version %p stays as it is', (_v) => {
  expect(upgradeItem({ _v, name: 'Ada' }, upgrades)).toEqual({ _v, name: 'Ada' });
});

test('an update of an old item is kept by the upgrades', () => {
  expect(upgradeItem({ name: 'Ada', version: 4, fullName: 'Ada Lovelace' }, upgrades)).toMatchObject({
    version: 4,
    fullName: 'Ada Lovelace',
  });
});
