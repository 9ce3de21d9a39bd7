import { existsSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../../../stacks/stack';
import { keepLockFile, lockFileContent, restoreLockFile } from '../../../../stacks/terraform/lock-file';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-lock-file-${process.pid}`),
}));

const USED = 'cdktf.out/stacks/service/.terraform.lock.hcl';

let prepared: TestWorkspace;

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

describe.each([
  ['local', '.local/terraform/service/terraform.lock.hcl'],
  ['staging', 'stacks/service.terraform.lock.hcl'],
])('of %s', (deploymentName, place) => {
  const kept = path.join(REPOSITORY, place);

  beforeEach(() => {
    prepared = testWorkspace(deploymentName);
  });

  test(`it is kept in ${place}, and restored where cdktf.out was deleted`, () => {
    prepared.write(USED, 'checksums');

    keepLockFile(prepared.workspace);
    rmSync(path.join(prepared.directory, USED));
    restoreLockFile(prepared.workspace);

    expect(readFileSync(kept, 'utf8')).toBe('checksums');
    expect(lockFileContent(prepared.workspace)).toBe('checksums');
  });

  test('it is not written again where it is the same', () => {
    prepared.write(USED, 'checksums');
    keepLockFile(prepared.workspace);
    const longAgo = new Date('2001-02-03T04:05:06Z');
    utimesSync(kept, longAgo, longAgo);

    keepLockFile(prepared.workspace);

    expect(statSync(kept).mtime).toEqual(longAgo);
  });

  test('what was kept takes the place of what another deployment left', () => {
    prepared.write(USED, 'checksums');
    keepLockFile(prepared.workspace);
    prepared.write(USED, 'others');

    restoreLockFile(prepared.workspace);

    expect(lockFileContent(prepared.workspace)).toBe('checksums');
  });

  test('where none is kept yet, what another deployment left is not taken for it', () => {
    prepared.write(USED, 'others');

    restoreLockFile(prepared.workspace);

    expect(lockFileContent(prepared.workspace)).toBe('');
  });

  test('where there is none, nothing is kept, restored or read', () => {
    keepLockFile(prepared.workspace);
    restoreLockFile(prepared.workspace);

    expect(existsSync(kept)).toBe(false);
    expect(lockFileContent(prepared.workspace)).toBe('');
  });
});
