import { createStyles } from '../../../scripts/support/colors';

const terminal = { isTTY: true };
const red = '\u001b[31mno\u001b[39m';

test.each([
  ['a terminal', terminal, {}, red],
  ['a file or a pipe', {}, {}, 'no'],
  ['a terminal that knows no colours', terminal, { TERM: 'dumb' }, 'no'],
  ['a terminal, with NO_COLOR', terminal, { NO_COLOR: '1' }, 'no'],
  ['a terminal, with an empty NO_COLOR', terminal, { NO_COLOR: '' }, red],
  ['a file, with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, red],
  ['a file, with both', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, red],
  ['a terminal, with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, 'no'],
  ['a terminal, with FORCE_COLOR=false', terminal, { FORCE_COLOR: 'false' }, 'no'],
])('on %s', (_, stream, environment, expected) => {
  expect(createStyles(stream, environment).red('no')).toBe(expected);
});

test('each style ends what it began, and nothing else', () => {
  const styles = createStyles(terminal, {});

  expect(Object.values(styles).map((style) => style('x'))).toEqual([
    '\u001b[1mx\u001b[22m',
    '\u001b[2mx\u001b[22m',
    '\u001b[31mx\u001b[39m',
    '\u001b[32mx\u001b[39m',
    '\u001b[33mx\u001b[39m',
    '\u001b[36mx\u001b[39m',
  ]);
});
