import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type PlanOrigin, requireSameOrigin } from '../../../scripts/support/saved-plan/origin';
import { requireSameStream } from '../../../scripts/support/saved-plan/same-stream';
import { readPlan, requirePlaceFor, savePlan, takePlan } from '../../../scripts/support/saved-plan/saved-plan';
import { planFile } from '../../../stacks/terraform/workspace';
import { type TestWorkspace, testWorkspace } from '../stacks/terraform/test-workspace';

jest.mock('../../../stacks/stack', () => ({
  REPOSITORY: require('node:fs').mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'groundwork-')),
}));

const ORIGIN: PlanOrigin = {
  deployment: 'staging',
  account: '111111111111',
  declaration: 'a',
  migrations: 'b',
  stacks: { service: 'c' },
};

let prepared: TestWorkspace;
let file: string;

beforeEach(() => {
  prepared = testWorkspace('staging');
  file = path.join(prepared.directory, 'the plan');
});
afterEach(() => prepared.remove());

function save(content = 'terraform’s plan'): void {
  const { workspace } = prepared;
  require('node:fs').mkdirSync(path.dirname(planFile(workspace)), { recursive: true });
  writeFileSync(planFile(workspace), content);
  savePlan(file, ORIGIN, [
    { stack: 'service', pending: true, changes: [{ address: 'aws_iam_role.a', action: 'create' }], workspace },
  ]);
}

test('a plan that was kept comes back with what it was made for, and only its owner may read it', () => {
  save();
  expect(readPlan(file)).toEqual({
    origin: ORIGIN,
    madeAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    stacks: [{ stack: 'service', pending: true, changes: [{ address: 'aws_iam_role.a', action: 'create' }] }],
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that others may read is written over, and then only its owner may', () => {
  writeFileSync(file, 'a former plan', { mode: 0o644 });
  save();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  [
    'in a folder that is not there',
    (folder: string) => `${folder}/nowhere/x.plan`,
    /there is no folder .+nowhere\. Make it/,
  ],
  ['below a file', (folder: string) => `${folder}/file/x.plan`, /there is no folder .+file\. Make it/],
  ['in place of a folder', (folder: string) => folder, /it is a folder\. Name a file, e\.g\. .+deploy\.plan/],
])('a plan that would be %s is refused before it is made', (_, place, reason) => {
  const { directory } = prepared;
  writeFileSync(path.join(directory, 'file'), '');
  expect(() => requirePlaceFor(place(directory))).toThrow(
    expect.objectContaining({ code: 'plan-not-written', message: expect.stringMatching(reason) }),
  );
});

test('a new file and one that is there are good places for a plan', () => {
  requirePlaceFor(file);
  save();
  requirePlaceFor(file);
  requirePlaceFor('x.plan');
});

test('Terraform’s plan is put where apply takes it from', () => {
  save('the bytes of it');
  writeFileSync(planFile(prepared.workspace), 'another plan');
  takePlan(file, 'service', prepared.workspace);
  expect(require('node:fs').readFileSync(planFile(prepared.workspace), 'utf8')).toBe('the bytes of it');
});

test('what is no plan is told from one that is not there', () => {
  expect(() => readPlan(file)).toThrow(expect.objectContaining({ code: 'no-plan-file' }));
  writeFileSync(file, 'Terraform has nothing to change.');
  expect(() => readPlan(file)).toThrow(expect.objectContaining({ code: 'not-a-plan' }));
});

test.each<[string, Partial<PlanOrigin>, string]>([
  ['deployment', { deployment: 'production' }, 'is a plan for staging, not for production'],
  ['account', { account: '222222222222' }, 'was made in account 111111111111, and this is 222222222222'],
  ['migrations', { migrations: 'x' }, 'was made with other migrations'],
  ['code', { stacks: { service: 'x' } }, 'was made for other code'],
  ['code', { declaration: 'x' }, 'was made for other code'],
])('a plan of another %s is refused, and how to make one is told', (what, difference, said) => {
  const current = { ...ORIGIN, ...difference };
  expect(() => requireSameOrigin('the plan', ORIGIN, current)).toThrow(
    expect.objectContaining({
      code: `plan-of-other-${what}`,
      message: expect.stringMatching(
        new RegExp(`^the plan ${said}.*Nothing was changed.*yarn plan ${current.deployment} --out`),
      ),
    }),
  );
});

test('a plan of the same is taken', () => {
  expect(() => requireSameOrigin('the plan', ORIGIN, { ...ORIGIN, stacks: { ...ORIGIN.stacks } })).not.toThrow();
});

test('a plan from before the table got its stream is out of date', () => {
  const deployment = { deploymentName: 'staging' } as Parameters<typeof requireSameStream>[1];
  const changed = (setting: string) => ({ tableCreated: false, settings: [{ setting, from: 'a', to: 'b' }] });
  expect(() => requireSameStream(changed('tags'), deployment)).not.toThrow();
  expect(() => requireSameStream(undefined, deployment)).not.toThrow();
  expect(() => requireSameStream(changed('stream'), deployment)).toThrow(
    expect.objectContaining({ code: 'plan-outdated' }),
  );
});
