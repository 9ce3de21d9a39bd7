import * as fc from 'fast-check';
import { requestContext } from '../../../../local/aws/iam/context';
import { type ColonRule, compilePattern, parsePattern } from '../../../../local/aws/iam/pattern';

const noContext = requestContext({});

const matches = (pattern: string, value: string, colons: ColonRule = 'free', context = noContext) =>
  compilePattern(parsePattern(pattern, { variables: true, wildcards: true, element: 'Resource' }), { colons })(
    value,
    context,
  );

describe('wildcards', () => {
  const alphabet = fc.constantFrom('a', 'b', '*', '?', ':', '.', '[');
  const pattern = fc.array(alphabet, { maxLength: 8 }).map((characters) => characters.join(''));
  const value = fc
    .array(fc.constantFrom('a', 'b', ':', '.', '['), { maxLength: 8 })
    .map((characters) => characters.join(''));

  /** The definition, letter by letter: slow, and evidently right. */
  const expected = (glob: string, text: string): boolean => {
    if (glob === '') return text === '';
    const [first, rest] = [glob.charAt(0), glob.slice(1)];
    if (first === '*') return expected(rest, text) || (text !== '' && expected(glob, text.slice(1)));
    return text !== '' && (first === '?' || first === text.charAt(0)) && expected(rest, text.slice(1));
  };

  test('match as their definition says', () => {
    fc.assert(
      fc.property(pattern, value, (glob, text) => matches(glob, text) === expected(glob, text)),
      { numRuns: 2000 },
    );
  });

  test('are plain text in a pattern without wildcards', () => {
    const literal = (glob: string) =>
      compilePattern(parsePattern(glob, { variables: false, wildcards: false, element: 'x' }), { colons: 'free' });
    fc.assert(
      fc.property(fc.string(), fc.string(), (glob, text) => literal(glob)(text, noContext) === (glob === text)),
    );
    fc.assert(fc.property(fc.string(), (text) => literal(text)(text, noContext)));
  });

  test('replacing any part of a value by an asterisk still matches the value', () => {
    const cut = fc.tuple(fc.string(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(cut, ([text, one, other]) => {
        const plain = text.replace(/[*?${}]/g, '-');
        const [from, to] = [one % (plain.length + 1), other % (plain.length + 1)].sort((a, b) => a - b);
        return matches(`${plain.slice(0, from)}*${plain.slice(to)}`, plain);
      }),
    );
  });

  test('take a character outside of the basic plane for one', () => {
    expect(matches('a?b', 'a\u{1f600}b')).toBe(true);
  });
});

describe('the colons of an ARN', () => {
  const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Music';
  const stream = `${table}/stream/2026-01-02T03:04:05.678`;

  test.each<[string, string, boolean]>([
    ['*', table, true],
    [table, table, true],
    ['arn:aws:dynamodb:*:*:table/Music', table, true],
    ['arn:aws:dynamodb:*:table/Music', table, true],
    ['arn:aws:dynamodb:*', table, true],
    ['arn:aws:dynamodb:eu-*1:123456789012:table/Music', table, true],
    ['arn:aws:dynamodb:eu*Music', table, false],
    ['arn:aws:dynamodb:eu-central-1:*table/Music', table, false],
    ['arn:aws:dynamodb:eu-central-1?123456789012:table/Music', table, false],
    ['arn:aws:dynamodb:*:*:table/M?sic', table, true],
    ['arn:aws:dynamodb:*:*:table/music', table, false],
    ['arn:aws:dynamodb:*:*:table/*/stream/*:05.678', stream, true],
    [`${table}/*`, table, false],
    [`${table}*`, `${table}/index/gsi1`, true],
  ])('in a Resource: %s for %s is %s', (pattern, value, expected) => {
    expect(matches(pattern, value, 'resource')).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['arn:aws:dynamodb:*:*:table/Music', table, true],
    ['arn:aws:dynamodb:*:table/Music', table, false],
    ['arn:aws:dynamodb:*:*:*', stream, true],
  ])('for an ARN operator: %s for %s is %s', (pattern, value, expected) => {
    expect(matches(pattern, value, 'components')).toBe(expected);
  });
});

describe('policy variables', () => {
  const context = requestContext({ 'aws:PrincipalAccount': ['12*'], 'aws:RequestedRegion': ['eu-central-1'] });

  test('are replaced, in any case, and their values are text', () => {
    expect(matches(`x/\${aws:principalaccount}/y`, 'x/12*/y', 'free', context)).toBe(true);
    expect(matches(`x/\${AWS:PrincipalAccount}`, 'x/123', 'free', context)).toBe(false);
  });

  test('without a value match nothing, or their default', () => {
    expect(matches(`\${aws:SourceIp}`, '', 'free', context)).toBe(false);
    expect(matches(`\${aws:SourceIp, 'nobody'}`, 'nobody', 'free', context)).toBe(true);
    expect(matches(`\${aws:RequestedRegion, 'nowhere'}`, 'eu-central-1', 'free', context)).toBe(true);
  });

  test('stand for the wildcards and the dollar sign themselves', () => {
    expect(matches(`\${*}\${?}\${$}`, '*?$')).toBe(true);
    expect(matches(`\${*}`, 'anything')).toBe(false);
  });
});
