import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava } from '../../../../local/dynamodb/java-runtime';

let folder: string;
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-java-'));
  delete process.env.JAVA_HOME;
  process.env.PATH = join(folder, 'nothing');
});

afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true, force: true });
});

/** A command that answers as the java of a version does. */
function install(name: string, version: string, modules: string[]): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'bin'), { recursive: true });
  const script = `#!/bin/sh
case "$1" in
  -version) echo 'openjdk version "${version}" 2025-01-01' >&2 ;;
  *) printf '%s\\n' ${modules.join(' ')} ;;
esac
`;
  writeFileSync(join(home, 'bin', 'java'), script);
  chmodSync(join(home, 'bin', 'java'), 0o755);
  return home;
}

test('java is found by JAVA_HOME, with the jar', async () => {
  process.env.JAVA_HOME = install('jdk', '21.0.2', ['java.base@21.0.2', 'jdk.compiler@21.0.2']);

  expect(await findJava()).toEqual({
    command: join(folder, 'jdk', 'bin', 'java'),
    jarFile: expect.stringMatching(/DynamoDBLocal\.jar$/),
    hasCompiler: true,
  });
});

test('java is found on PATH; a JRE has no compiler', async () => {
  process.env.PATH = `${join(install('jre', '17', ['java.base@17']), 'bin')}:/usr/bin:/bin`;

  expect(await findJava()).toMatchObject({ command: 'java', hasCompiler: false });
});

test('where the java of JAVA_HOME is too old the one on PATH is taken', async () => {
  process.env.JAVA_HOME = install('old', '1.8.0_392', []);
  process.env.PATH = `${join(install('new', '17.0.1', ['java.base@17']), 'bin')}:/usr/bin:/bin`;

  expect(await findJava()).toMatchObject({ command: 'java' });
});

test('java that is too old is told with what was found', async () => {
  process.env.JAVA_HOME = install('old', '1.8.0_392', []);
  process.env.PATH = join(install('older', '11.0.22', []), 'bin');

  expect(await findJava()).toEqual({ reason: 'java is too old: found 8 and 11, needs 17' });
});

test('no java at all is told', async () => {
  expect(await findJava()).toEqual({ reason: 'no java, neither by JAVA_HOME nor on PATH' });
});
