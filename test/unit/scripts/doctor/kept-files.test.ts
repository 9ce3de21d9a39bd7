import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DoctorContext } from '../../../../scripts/support/doctor/context';
import { examineKeptFiles } from '../../../../scripts/support/doctor/kept-files';
import { REPOSITORY, stackOf } from '../../../../stacks/stack';
import { leftFiles } from '../../../../stacks/terraform/left-behind';

jest.mock('../../../../stacks/stack', () => ({
  ...jest.requireActual('../../../../stacks/stack'),
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-kept-${process.pid}`),
}));

afterEach(() => rmSync(REPOSITORY, { recursive: true, force: true }));

const staging = { deployment: { deploymentName: 'staging' } } as DoctorContext;

test('what a deploy could not save is drift, and yarn plan settles it', async () => {
  const [stateFile, lockFile] = leftFiles({ deploymentName: 'staging', stack: stackOf('service') });
  mkdirSync(path.dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, '{}');
  writeFileSync(lockFile, JSON.stringify({ from: '2026-11-26T09:00:00.000Z', to: '2026-11-26T09:05:00.000Z' }));

  const found = await examineKeptFiles(staging);

  const remedy = 'yarn plan staging settles it, as the next deploy from here does.';
  expect(found.filter((finding) => finding.remedy === remedy)).toEqual([
    {
      severity: 'drift',
      what: '.groundwork/terraform/staging/service/unsaved.tfstate is a state of service that could not be saved.',
      remedy,
    },
    {
      severity: 'drift',
      what: 'The deploy from here at 2026-11-26T09:00:00.000Z could not release the lock of service.',
      remedy,
    },
  ]);
});

test('where nothing is left, none of it is told', async () => {
  const found = await examineKeptFiles(staging);
  expect(found.map(({ severity }) => severity)).toEqual(['drift', 'note']);
});
