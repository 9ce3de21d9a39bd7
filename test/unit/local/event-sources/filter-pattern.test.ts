import { parseFilterPattern } from '../../../../local/aws/services/lambda/event-sources/filter-pattern';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'company#Acme' }, sk: { S: 'member#Acme#ada@acme.example' } },
    NewImage: { age: { N: '36' }, tags: { SS: ['a', 'b'] }, gone: { NULL: true }, empty: { S: '' } },
    SizeBytes: 26,
    Nothing: null,
  },
};

describe('passes', () => {
  test.each([
    ['one of several texts', { eventName: ['REMOVE', 'INSERT'] }],
    ['a number', { dynamodb: { SizeBytes: [26] } }],
    ['true', { dynamodb: { NewImage: { gone: { NULL: [true] } } } }],
    ['null', { dynamodb: { Nothing: [null] } }],
    ['the empty text', { dynamodb: { NewImage: { empty: { S: [''] } } } }],
    ['a prefix', { dynamodb: { Keys: { sk: { S: [{ prefix: 'member#' }] } } } }],
    ['a suffix', { dynamodb: { Keys: { sk: { S: [{ suffix: '.example' }] } } } }],
    ['a text in any case of letters', { eventName: [{ 'equals-ignore-case': 'insert' }] }],
    ['anything but a text', { eventName: [{ 'anything-but': 'REMOVE' }] }],
    ['anything but several', { eventName: [{ 'anything-but': ['REMOVE', 'MODIFY'] }] }],
    ['a number in a range', { dynamodb: { SizeBytes: [{ numeric: ['>', 0, '<=', 26] }] } }],
    ['a number that is equal', { dynamodb: { SizeBytes: [{ numeric: ['=', 26] }] } }],
    ['a field that is there', { dynamodb: { NewImage: { age: { N: [{ exists: true }] } } } }],
    ['a field that is not there', { dynamodb: { OldImage: { age: { N: [{ exists: false }] } } } }],
    ['an element of a list', { dynamodb: { NewImage: { tags: { SS: ['b'] } } } }],
    ['the second of two rules', { eventName: ['REMOVE', { prefix: 'INS' }] }],
    ['all of several fields', { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'company#' }] } } } }],
    ['one of several alternatives', { $or: [{ eventName: ['REMOVE'] }, { dynamodb: { SizeBytes: [26] } }] }],
  ])('%s', (_, pattern) => {
    expect(parseFilterPattern(JSON.stringify(pattern))(record)).toBe(true);
  });
});

describe('does not pass', () => {
  test.each([
    ['another text', { eventName: ['REMOVE'] }],
    ['a text in another case of letters', { eventName: ['insert'] }],
    ['a number as a text', { dynamodb: { SizeBytes: ['26'] } }],
    [
      'a text as a number: attributes of type N are texts',
      { dynamodb: { NewImage: { age: { N: [{ numeric: ['>', 1] }] } } } },
    ],
    ['the middle of a text as a prefix', { dynamodb: { Keys: { sk: { S: [{ prefix: 'Acme' }] } } } }],
    ['the excluded text', { eventName: [{ 'anything-but': ['INSERT'] }] }],
    ['a field that is not there, whatever is excluded', { eventTime: [{ 'anything-but': 'x' }] }],
    ['a number outside of a range', { dynamodb: { SizeBytes: [{ numeric: ['>', 26] }] } }],
    ['a field that is missing', { dynamodb: { OldImage: { age: { N: [{ exists: true }] } } } }],
    ['an object that is asked for as a field: only leaves exist', { dynamodb: { NewImage: [{ exists: true }] } }],
    ['one of two fields', { eventName: ['INSERT'], dynamodb: { SizeBytes: [1] } }],
    ['none of several alternatives', { $or: [{ eventName: ['REMOVE'] }, { eventName: ['MODIFY'] }] }],
    ['a field of something that is no object', { eventName: { S: ['INSERT'] } }],
  ])('%s', (_, pattern) => {
    expect(parseFilterPattern(JSON.stringify(pattern))(record)).toBe(false);
  });
});

describe('is refused', () => {
  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['an empty object', '{}'],
    ['an empty object further in', '{"dynamodb":{}}'],
    ['a value that is not in a list', '{"eventName":"INSERT"}'],
    ['an empty list', '{"eventName":[]}'],
    ['an operator that is not known', '{"eventName":[{"wildcard":"IN*"}]}'],
    ['an object that has a name in common with all objects', '{"eventName":[{"constructor":"x"}]}'],
    ['two operators in one rule', '{"eventName":[{"prefix":"a","suffix":"b"}]}'],
    ['a rule that is a list', '{"eventName":[["INSERT"]]}'],
    ['anything-but with an operator of its own', '{"eventName":[{"anything-but":{"prefix":"a"}}]}'],
    ['a prefix that is no text', '{"eventName":[{"prefix":1}]}'],
    ['a comparison that is not known', '{"dynamodb":{"SizeBytes":[{"numeric":["!=",1]}]}}'],
    ['a comparison without a number', '{"dynamodb":{"SizeBytes":[{"numeric":["<"]}]}}'],
    ['exists with a text', '{"eventName":[{"exists":"true"}]}'],
    ['a single alternative', '{"$or":[{"eventName":["INSERT"]}]}'],
    ['more than 4096 characters', JSON.stringify({ eventName: ['x'.repeat(4096)] })],
  ])('%s', (_, text) => {
    expect(() => parseFilterPattern(text)).toThrow(
      expect.objectContaining({
        code: 'InvalidParameterValueException',
        message: expect.stringContaining('Invalid filter pattern definition.'),
      }),
    );
  });
});
