import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../../deployments';
import type { ReachedContext } from '../../../../scripts/support/doctor/context';
import { examineState } from '../../../../scripts/support/doctor/state';
import { REPOSITORY, stackOf } from '../../../../stacks/stack';
import { temporaryDirectory } from '../../local/aws/stand-in';

const { directory, remove } = temporaryDirectory();
afterAll(remove);

const context = {
  deployment: {
    ...deployments.local,
    deploymentName: 'local',
    state: { kind: 'local', directory: path.relative(REPOSITORY, directory) },
  },
  stacks: async () => [stackOf('service')],
} as unknown as ReachedContext;

const keep = (file: string, content: object) => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, file), JSON.stringify(content));
};

const lock = (Created: string) =>
  keep('.service.tfstate.lock.info', { ID: 'b1', Operation: 'OperationTypeApply', Who: 'ada@mill', Created });

afterEach(() => {
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
});

test('without a state there is nothing to say of it', async () => {
  expect(await examineState(context)).toEqual([]);
});

test('a state that a newer Terraform wrote is named with both versions', async () => {
  keep('service.tfstate', { terraform_version: '99.0.1', serial: 3 });

  expect(await examineState(context)).toEqual([
    {
      severity: 'broken',
      what: expect.stringMatching(/^The state of service was written by version 99\.0\.1, and here is \S+ \d/),
      remedy: expect.stringContaining('Install 99.0.1 or newer'),
    },
  ]);
});

test('a lock of the state is a note as long as its holder may be at work, and drift when that is over', async () => {
  keep('service.tfstate', { terraform_version: '1.0.0', serial: 3 });
  lock(new Date().toISOString());
  const young = await examineState(context);
  lock('2026-01-01T00:00:00Z');
  const old = await examineState(context);

  expect(young.map(({ severity }) => severity)).toEqual(['well', 'note']);
  expect(old[1]).toEqual({
    severity: 'drift',
    what: 'The state of service is locked by ada@mill since 2026-01-01T00:00:00Z (apply).',
    remedy: expect.stringContaining('force-unlock -force b1'),
  });
});
