import type { NamedDeployment } from '../../../scripts/support/deployment';
import { requireSameState } from '../../../scripts/support/same-state';
import { temporaryFolder } from '../support/temporary-folder';

const staging = {
  deploymentName: 'staging',
  state: { kind: 's3', bucket: 'states', key: 'things' },
} as NamedDeployment;

/** What is said of a commit whose deployments are these. */
const saidOf = (deployments: object | undefined): string =>
  saidOfSource(`export const deployments = ${JSON.stringify(deployments)};\n`);

function saidOfSource(source: string): string {
  const folder = temporaryFolder();
  folder.write('deployments.ts', source);
  try {
    requireSameState(folder.directory, 'v1', staging);
    return 'nothing';
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  } finally {
    folder.remove();
  }
}

test('a commit that keeps the state where it is now is taken, however the bucket is reached', () => {
  expect(saidOf({ staging: { state: { ...staging.state, region: 'eu-west-1' } } })).toBe('nothing');
});

test('one from before the state was moved is refused, both places are named', () => {
  expect(saidOf({ staging: { state: { kind: 's3', bucket: 'former', key: 'things' } } })).toMatch(
    /^ref-of-other-state: v1 can't be deployed to staging: its deployments\.ts keeps its state in s3:\/\/former\/things, and here it is in s3:\/\/states\/things\..*nothing was changed/,
  );
});

test.each([[{}], [undefined]])('so is one from before there was such a deployment: %j', (deployments) => {
  expect(saidOf(deployments)).toContain('its deployments.ts has no such entry');
});

test('one whose deployments can not be loaded is refused with the reason', () => {
  expect(saidOfSource("throw new Error('no such region');")).toMatch(
    /^ref-not-loaded: v1 can't be deployed to staging: its deployments\.ts cannot be loaded: .*no such region\nNothing was changed/,
  );
});
