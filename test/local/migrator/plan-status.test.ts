import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCommand } from './support/processes';
import { closeAll, createProxiedTable } from './support/surroundings';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterEach(closeAll);

const write = (name: string, statement: string) =>
  writeFileSync(
    path.join(folder, `${name}.ts`),
    `export default { up: async ({ context }: any) => { ${statement} } };\n`,
  );

async function plan() {
  const table = await createProxiedTable();
  const words = ['plan', '--migrations', folder, '--json', '--quiet'];
  const { code, stdout, stderr } = await startCommand(table, 'migrate', ...words).ended;
  return { code, stderr, planned: JSON.parse(stdout) };
}

test('a plan with a migration that would fail for certain has failed, and is told as one document', async () => {
  write('20271101090000-fine', '');
  write('20271101100000-bad', "throw new Error('There are none.');");
  expect(await plan()).toEqual({
    code: 1,
    stderr: '✗ Migration 20271101100000-bad would fail\n',
    planned: [
      expect.objectContaining({ name: '20271101090000-fine' }),
      expect.objectContaining({ name: '20271101100000-bad', error: 'There are none.' }),
    ],
  });
});

test('one that lacks a right may have it where it is deployed: that leaves the plan done as well', async () => {
  write('20271101100000-mail', "throw Object.assign(new Error('not for you'), { name: 'AccessDeniedException' });");
  expect(await plan()).toMatchObject({ code: 0, stderr: '', planned: [{ inexact: { error: 'not for you' } }] });
});

test('one that only may fail leaves the plan done', async () => {
  write(
    '20271101100000-unsure',
    [
      "await context.settings({ billing: 'on-demand' });",
      'await context.backfill({ transform: (item: any) => item });',
      "throw new Error('There are none.');",
    ].join(' '),
  );
  expect(await plan()).toMatchObject({ code: 0, stderr: '', planned: [{ inexact: { error: 'There are none.' } }] });
});
