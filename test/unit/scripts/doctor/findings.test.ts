import { createStyles } from '../../../../scripts/support/colors';
import { failureOf } from '../../../../scripts/support/doctor/failure';
import { broken, drift, type Finding, note, statusOf, well } from '../../../../scripts/support/doctor/finding';
import { runChecks } from '../../../../scripts/support/doctor/run-check';
import { tellFindings } from '../../../../scripts/support/doctor/tell-findings';
import { isOlder } from '../../../../scripts/support/doctor/versions';
import { ScriptsError } from '../../../../scripts/support/errors';
import type { Output } from '../../../../scripts/support/output';
import { StacksError } from '../../../../stacks/errors';
import { remedyFor } from '../../../../stacks/terraform/remedy';

const [WELL, NOTE, DRIFT, BROKEN] = [well('a'), note('b'), drift('c', 'do c'), broken('d', 'do d')].map((found) => ({
  area: 'table',
  ...found,
})) as [never, never, never, never];

test.each([
  [[WELL, NOTE], 0],
  [[WELL, DRIFT], 2],
  [[DRIFT, BROKEN], 1],
])('%j ends with status %i', (findings, status) => {
  expect(statusOf(findings)).toBe(status);
});

/** What is told to a person, and what of it also with `--quiet`. */
function told(findings: readonly Finding[]) {
  const lines: string[] = [];
  const warnings: string[] = [];
  const output = {
    styles: createStyles({}, {}),
    say: (line = '') => void lines.push(line),
    warn: (line: string) => {
      lines.push(line);
      warnings.push(line);
    },
  };
  tellFindings(findings, output as Output);
  return { lines, warnings };
}

test('findings stand below their area, each with its remedy, and are counted', () => {
  const { lines, warnings } = told([WELL, DRIFT, BROKEN]);

  expect(lines).toEqual([
    'table',
    '  ✓ a',
    '  ! c',
    '    → do c',
    '  ✗ d',
    '    → do d',
    'Found: 1 broken, 1 not as declared.',
  ]);
  expect(warnings).toEqual(['  ! c', '    → do c', '  ✗ d', '    → do d']);
  expect(told([WELL, NOTE]).lines.at(-1)).toBe('All is well.');
});

test('a check that fails is a finding, and hides no other', async () => {
  const checks = [
    { area: 'table', examine: () => Promise.reject(new Error('no route')) },
    {
      area: 'tools',
      examine: () => {
        throw new ScriptsError('none', 'There is no such thing. Get one.');
      },
    },
    { area: 'state', examine: async () => [well('there')] },
  ];

  expect(await runChecks(checks, undefined, new AbortController().signal)).toEqual([
    {
      area: 'table',
      severity: 'broken',
      what: 'The table could not be examined: Error: no route',
      remedy: expect.any(String),
    },
    { area: 'tools', severity: 'broken', what: 'There is no such thing.', remedy: 'Get one.' },
    { area: 'state', severity: 'well', what: 'there' },
  ]);
});

test.each([
  [Object.assign(new Error('no'), { name: 'AccessDeniedException' }), 'docs/permissions.md'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'network'],
  [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:8000'), { code: 'ECONNREFUSED' }), 'yarn local up'],
  [Object.assign(new Error('The token has expired'), { name: 'ExpiredTokenException' }), 'aws sso login'],
])('%s has its remedy', (error, remedy) => {
  expect(failureOf(error, 'It').remedy).toContain(remedy);
});

test.each(['in an account', 'on this machine'] as const)(
  'of what Terraform says %s its words, the remedy and the log are told apart',
  (on) => {
    const remedy = remedyFor('connection refused', on);
    const message = `terraform plan failed: Error: dial: connection refused\n${remedy}\nIts whole output is in a.log`;

    expect(failureOf(new StacksError('terraform-failed', message), 'It')).toEqual({
      severity: 'broken',
      what: 'terraform plan failed: Error: dial: connection refused',
      remedy: `${remedy} Its whole output is in a.log.`,
    });
  },
);

test.each([
  ['Terraform 1.9.8', '1.10.0', true],
  ['1.11.4', '1.11.4', false],
  ['2.0.0', '1.11.4', false],
  ['', '1.0.0', false],
])('whether %j is older than %s: %s', (text, than, older) => {
  expect(isOlder(text, than)).toBe(older);
});
