import { spawnSync } from 'node:child_process';
import { beginTestRun, isAbandoned, testTableName } from '../../support/table-names';

const RUN = 'GROUNDWORK_TEST_RUN';
const before = process.env[RUN];

afterEach(() => {
  if (before === undefined) delete process.env[RUN];
  else process.env[RUN] = before;
});

/** The name of a table of a run that this process has. */
function nameOfRun(pid: number): string {
  process.env[RUN] = String(pid);
  return testTableName();
}

const ended = (): number => spawnSync(process.execPath, ['--eval', '']).pid;

test('each table has a name of its own, which DynamoDB takes', () => {
  const names = [testTableName(), testTableName(), testTableName('template-0123456789abcdef')];

  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_.-]{3,255}$/);
});

test('a table is abandoned once the process of its run has ended', () => {
  expect(isAbandoned(nameOfRun(process.pid))).toBe(false);
  expect(isAbandoned(nameOfRun(ended()))).toBe(true);
});

test('tables belong to the run that has begun, also those that its workers make; else to their own process', () => {
  delete process.env[RUN];
  expect(testTableName('a')).toContain(`-${process.pid}-a`);
  beginTestRun();
  expect(process.env[RUN]).toBe(String(process.pid));
  process.env[RUN] = String(process.ppid);
  expect(testTableName('a')).toContain(`-${process.ppid}-a`);
});

test.each([
  ['of another machine', (name: string) => name.replace(/groundwork-test-./, 'groundwork-test-x')],
  ['of a deployment', () => 'groundwork-local'],
  ['of somebody who names tables alike', (name: string) => name.replace(/-\d+-.*/, '-mine')],
])('a table %s is none of it', (_, rename) => {
  expect(isAbandoned(rename(nameOfRun(ended())))).toBe(false);
});
