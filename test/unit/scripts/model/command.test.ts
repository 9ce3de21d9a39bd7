import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { workbenchProblems } from './workbench-schema';

const SCRIPT = path.resolve(__dirname, '../../../../scripts/model.ts');

/** As on a machine without any deployment: neither credentials nor an endpoint. */
async function model(...words: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', SCRIPT, ...words], {
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: Number(status), stdout, stderr };
}

test.each([
  ['text', [], /^Keys\n {2}entity .* pk /],
  ['Markdown', ['--format', 'markdown'], /^# Data model of groundwork\n/],
  ['a Mermaid diagram', ['--format', 'mermaid'], /^---\n[\s\S]*\nflowchart LR\n/],
  ['text with --quiet, since it is the answer', ['--quiet'], /^Keys\n/],
])('%s is printed to stdout', async (_, words, beginning) => {
  const { status, stdout, stderr } = await model(...words);

  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(beginning);
});

test.each([[['--format', 'workbench']], [['--format=workbench', '--json']]])(
  '%j is a Workbench file',
  async (words) => {
    const { status, stdout } = await model(...words);

    expect(status).toBe(0);
    expect(workbenchProblems(JSON.parse(stdout))).toEqual([]);
  },
);

test('--json is the model as data', async () => {
  const { status, stdout } = await model('--json');

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    primaryKey: { partitionKey: 'pk', sortKey: 'sk' },
    entities: expect.arrayContaining([expect.objectContaining({ name: 'Company' })]),
    accessPatterns: expect.arrayContaining([expect.objectContaining({ name: 'createCompany' })]),
  });
});

test.each([
  ['an unknown format', ['--format', 'svg'], '--format takes text, markdown, mermaid, workbench, not "svg"'],
  ['the name of a property that every object has', ['--format', 'toString'], 'not "toString"'],
  ['a deployment', ['staging'], 'It takes no argument "staging".'],
  ['--json with a format that is none', ['--json', '--format', 'mermaid'], "--json can't be --format mermaid"],
  ['--write with a format', ['--write', '--format', 'text'], '--write takes no --format'],
])('%s is wrong usage', async (_, words, message) => {
  const { status, stderr } = await model(...words);

  expect(status).toBe(64);
  expect(stderr).toContain(message);
});
