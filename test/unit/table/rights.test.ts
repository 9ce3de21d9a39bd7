import type { AccessPattern, AccessRequest } from '../../../table/access-pattern';
import { ACCESS_PATTERNS } from '../../../table/model';
import { rightsOf } from '../../../table/rights';

const pattern = (...requests: Omit<AccessRequest, 'entity' | 'key'>[]): AccessPattern => ({
  name: 'aPattern',
  summary: 'A pattern.',
  requests: requests.map((request) => ({ ...request, entity: 'User', key: 'pk = a' })),
});

test('the rights of a pattern are what it asks for: a Query of an index is none of the table', () => {
  expect(rightsOf([pattern({ action: 'Query', index: 'gsi1' })])).toEqual({
    read: [],
    write: [],
    indexes: ['gsi1'],
    scan: false,
  });
});

test('the rights of several are sorted and without duplicates', () => {
  expect(
    rightsOf([
      pattern({ action: 'UpdateItem' }, { action: 'GetItem' }, { action: 'Query', index: 'usersByDateOfBirth' }),
      pattern({ action: 'ConditionCheckItem', transaction: true }, { action: 'UpdateItem', transaction: true }),
      pattern({ action: 'DeleteItem' }, { action: 'Query', index: 'gsi1' }, { action: 'Query', index: 'gsi1' }),
      pattern({ action: 'Query' }),
    ]),
  ).toEqual({
    read: ['ConditionCheckItem', 'GetItem', 'Query'],
    write: ['DeleteItem', 'UpdateItem'],
    indexes: ['gsi1', 'usersByDateOfBirth'],
    scan: false,
  });
});

test('a scan is no reading action but named by itself', () => {
  expect(rightsOf([pattern({ action: 'Scan' })])).toEqual({ read: [], write: [], indexes: [], scan: true });
});

test('nobody needs no rights', () => {
  expect(rightsOf([])).toEqual({ read: [], write: [], indexes: [], scan: false });
});

test('no access pattern of this table scans', () => {
  expect(rightsOf(ACCESS_PATTERNS).scan).toBe(false);
});
