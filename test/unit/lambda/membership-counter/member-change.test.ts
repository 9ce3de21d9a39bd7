import { memberChangeOf } from '../../../../lambda/membership-counter/member-change';
import { memberRecord } from './stream-event';

const ada = { companyName: 'Acme #1', email: 'ada@acme.example' };

test('a member who comes counts 1, one who goes -1', () => {
  const came = memberRecord('INSERT', ada);
  const went = memberRecord('REMOVE', ada);
  expect(memberChangeOf(came)).toEqual({ companyName: 'Acme #1', change: 1, eventId: came.eventID });
  expect(memberChangeOf(went)).toEqual({ companyName: 'Acme #1', change: -1, eventId: went.eventID });
});

test('a member who is changed counts nothing', () => {
  expect(memberChangeOf(memberRecord('MODIFY', ada))).toBeUndefined();
});

test('another item counts nothing', () => {
  const record = memberRecord('INSERT', ada);
  const Keys = { pk: { S: 'company#Acme' }, sk: { S: 'member-count#' } };
  expect(memberChangeOf({ ...record, dynamodb: { ...record.dynamodb, Keys } })).toBeUndefined();
});

test.each([
  ['no company’s name', {}],
  ['the name of another company', { companyName: 'Other' }],
])('a member with %s can’t be counted', (_, image) => {
  expect(() => memberChangeOf(memberRecord('INSERT', ada, image))).toThrow(
    expect.objectContaining({ code: 'unreadable-member', message: expect.stringContaining('company#Acme %231') }),
  );
});
