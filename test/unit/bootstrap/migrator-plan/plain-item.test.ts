import { keyText, toPlainItem } from '../../../../bootstrap/migrator/plan/plain-item';

test('an item is plain JSON, and what JSON lacks stays in the notation of DynamoDB', () => {
  const item = toPlainItem({
    text: { S: 'a' },
    number: { N: '1.5' },
    long: { N: '12345678901234567890' },
    flag: { BOOL: false },
    nothing: { NULL: true },
    list: { L: [{ M: { deep: { B: Buffer.from('b') } } }] },
    texts: { SS: ['a'] },
    numbers: { NS: ['1'] },
    bytes: { BS: [Buffer.from('b')] },
  });

  expect(item).toEqual({
    text: 'a',
    number: 1.5,
    long: { N: '12345678901234567890' },
    flag: false,
    nothing: null,
    list: [{ deep: { B: 'Yg==' } }],
    texts: { SS: ['a'] },
    numbers: { NS: ['1'] },
    bytes: { BS: ['Yg=='] },
  });
  expect(JSON.parse(JSON.stringify(item))).toEqual(item);
});

test('a key is the same in any order and way to write a whole number', () => {
  expect(keyText({ pk: { S: 'a' }, sk: { N: '7' } })).toBe(keyText({ sk: { N: '007' }, pk: { S: 'a' } }));
});

test.each([
  [{ N: '1' }, { S: '1' }],
  [{ N: '9007199254740993' }, { N: '9007199254740992' }],
  [{ B: Buffer.from('b') }, { S: 'Yg==' }],
])('keys %j and %j are two', (one, other) => expect(keyText({ pk: one })).not.toBe(keyText({ pk: other })));
