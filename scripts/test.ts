import path from 'node:path';
import { $ } from 'zx';
import { EXIT, type ExitStatus, type Invocation, runCommand, wrongUsage } from './support/command';
import { KINDS, type KindName, projectsOf } from './support/test-kinds';

void runCommand({
  name: 'test',
  summary: 'Lint, types and all tests; or one kind of tests. What follows -- is for Jest.',
  arguments: ['[unit|local|e2e]'],
  flags: {},
  passesOn: true,
  run: async (invocation) => {
    const [kind] = invocation.arguments;
    if (kind === undefined && !(await check(invocation))) return EXIT.failed;
    return runJest(kind === undefined ? KINDS : [requireKind(kind)], invocation);
  },
});

function requireKind(word: string): KindName {
  const kind = KINDS.find((name) => name === word);
  if (kind) return kind;
  throw wrongUsage({ name: 'test' }, `It takes ${KINDS.join(', ')}, not ${JSON.stringify(word)}.`);
}

/** Lint and types, side by side, before the first test. */
async function check({ output, signal }: Invocation): Promise<boolean> {
  const yarn = path.resolve(__dirname, '..', 'yarnw');
  const checks = ['lint', 'typecheck'].map((name) => $({ nothrow: true, signal })`${process.execPath} ${yarn} ${name}`);
  const results = await output.during('yarn lint and yarn typecheck', () => Promise.all(checks));
  signal.throwIfAborted();
  for (const result of results) if (result.exitCode !== 0) output.warn(result.text());
  return results.every(({ exitCode }) => exitCode === 0);
}

async function runJest(kinds: readonly KindName[], { output, rest, signal }: Invocation): Promise<ExitStatus> {
  const projects = await projectsOf(kinds);
  for (const { project, missing } of projects) if (missing) output.warn(`skipped: ${project}: ${missing}`);
  const names = projects.filter(({ missing }) => !missing).map(({ project }) => project);
  if (names.length === 0) return EXIT.failed;
  const jest = require.resolve('jest/bin/jest');
  const { exitCode } = await $({
    nothrow: true,
    signal,
    stdio: 'inherit',
    // --selectProjects takes all the words that follow it.
  })`${process.execPath} ${jest} ${rest} --selectProjects ${names}`;
  signal.throwIfAborted();
  return exitCode === 0 ? EXIT.done : EXIT.failed;
}
