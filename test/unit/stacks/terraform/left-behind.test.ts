import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { REPOSITORY } from '../../../../stacks/stack';
import { forgetLock, isLockOf, leftBehind, leftFiles, pushState } from '../../../../stacks/terraform/left-behind';
import { apply, plan } from '../../../../stacks/terraform/plan';
import { fakeTerraform, sayEvent } from './fake-terraform';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-left-${process.pid}`),
}));

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace('staging');
});
afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

const diagnostic = (summary: string) =>
  sayEvent('diagnostic', { diagnostic: { severity: 'error', summary, detail: 'a' } });

/** An apply that could not reach its state when it ended. */
async function applyInVain(script: string[]): Promise<Error> {
  fakeTerraform(prepared, [...script, 'exit 1'].join('\n'));
  return apply(prepared.workspace).then(
    () => new Error('It succeeded'),
    (error: Error) => error,
  );
}

test('the state that could not be saved is kept with the deployment’s things, and the lock’s time', async () => {
  const from = new Date();
  const error = await applyInVain([
    diagnostic('creating role: ExpiredToken'),
    diagnostic('Failed to persist state to backend'),
    diagnostic('Error releasing the state lock'),
    'echo state > errored.tfstate',
  ]);
  const [stateFile] = leftFiles(prepared.workspace);
  const left = leftBehind(prepared.workspace);
  expect(left).toMatchObject({ stateFile });
  expect(readFileSync(stateFile, 'utf8')).toBe('state\n');
  expect(Date.parse(left?.lock?.from ?? '')).toBeGreaterThanOrEqual(from.getTime());
  expect(Date.parse(left?.lock?.to ?? '')).toBeLessThanOrEqual(Date.now());
  expect(existsSync(`${prepared.workspace.stack.directory}/errored.tfstate`)).toBe(false);
  // The reason alone: by hand there is nothing to be done.
  expect(error.message).toContain('creating role: ExpiredToken');
  expect(error.message).not.toMatch(/persist|releasing/);
});

test('a plan can leave its lock behind as well', async () => {
  fakeTerraform(
    prepared,
    [diagnostic('ExpiredToken'), diagnostic('Error releasing the state lock'), 'exit 1'].join('\n'),
  );
  await expect(plan(prepared.workspace)).rejects.toThrow('ExpiredToken');
  expect(leftBehind(prepared.workspace)).toEqual({ lock: { from: expect.any(String), to: expect.any(String) } });
});

test('a lock that is younger than the first work under it is not its own: somebody got it after a release that came through', async () => {
  const worked = (type: string, time: string) =>
    sayEvent(type, { '@timestamp': time, hook: { resource: { addr: 'aws_iam_role.a' } } });
  await applyInVain([
    sayEvent('version', { '@timestamp': '2099-11-26T08:59:58.000000Z' }),
    worked('apply_start', '2099-11-26T10:00:00.695539+01:00'),
    worked('apply_errored', '2099-11-26T09:04:59.000000Z'),
    diagnostic('Error releasing the state lock'),
  ]);
  const { lock } = leftBehind(prepared.workspace) ?? {};
  if (!lock) throw new Error('It left no lock behind');
  const held = (Created: string) => isLockOf(lock, { Who: `ada@${hostname()}`, Created });
  expect(held('2099-11-26T09:00:00.123456789Z')).toBe(true);
  expect(held('2099-11-26T09:05:00.123456789Z')).toBe(false);
});

test('an apply that fails and saves its state leaves nothing', async () => {
  await applyInVain([diagnostic('creating role: LimitExceeded')]);
  expect(leftBehind(prepared.workspace)).toBeUndefined();
});

test('a state that only failed to be saved is the error itself', async () => {
  const error = await applyInVain([diagnostic('Failed to save state'), 'echo state > errored.tfstate']);
  expect(error.message).toContain('Failed to save state');
  expect(leftBehind(prepared.workspace)).toEqual({ stateFile: leftFiles(prepared.workspace)[0] });
});

test('once it is saved, nothing is left; where it is refused, it stays', async () => {
  await applyInVain([diagnostic('Error releasing the state lock'), 'echo state > errored.tfstate']);
  const [stateFile] = leftFiles(prepared.workspace);
  fakeTerraform(prepared, 'echo "cannot import state with lineage" >&2; exit 1');
  await expect(pushState(prepared.workspace, stateFile)).rejects.toThrow('cannot import state');
  expect(existsSync(stateFile)).toBe(true);

  fakeTerraform(prepared, 'exit 0');
  await pushState(prepared.workspace, stateFile);
  forgetLock(prepared.workspace);
  expect(leftBehind(prepared.workspace)).toBeUndefined();
});

test('what a deploy that was killed has left is taken for nobody’s: it may be another deployment’s', async () => {
  const errored = `${prepared.workspace.stack.directory}/errored.tfstate`;
  writeFileSync(errored, 'of production');
  fakeTerraform(prepared, 'exit 1');
  await expect(plan(prepared.workspace)).rejects.toMatchObject({
    code: 'stray-state',
    message: expect.stringContaining('where it is staging, mkdir -p .groundwork/terraform/staging/service && mv '),
  });
  expect(readFileSync(errored, 'utf8')).toBe('of production');
  expect(leftBehind(prepared.workspace)).toBeUndefined();
});

describe('a lock is that of the apply that broke off', () => {
  const ran = { from: '2026-11-26T09:00:00.000Z', to: '2026-11-26T09:05:00.000Z' };
  const lock = (Created: string, host = hostname()) => ({ Who: `ada@${host}`, Created });

  test('where it was made on this machine while that ran', () => {
    expect(isLockOf(ran, lock('2026-11-26T09:00:01.123456789Z'))).toBe(true);
  });

  test.each([
    ['of another machine', lock('2026-11-26T09:00:01.123456789Z', 'other')],
    ['from before', lock('2026-11-26T08:59:59.999999999Z')],
    ['from after', lock('2026-11-26T09:05:00.001Z')],
    ['that does not say when', lock('')],
  ])('not one %s', (_, held) => {
    expect(isLockOf(ran, held)).toBe(false);
  });
});
