import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DynamodbLocal } from '../../../local/dynamodb/dynamodb-local';
import { isRunning } from '../../../local/dynamodb/stop';
import { type CommandProcess, type Run, startCommand } from './command';
import { processesIn } from './processes';

/** A clone of the repository as a person has it on a machine where nothing has been done yet. */
export interface Checkout {
  directory: string;
  /** The empty folder that its commands have as HOME. */
  home: string;
  /** What its commands have as their environment. */
  environment: NodeJS.ProcessEnv;
  /** Runs `./yarnw <command> <arguments>` to its end. */
  run(command: string, ...parameters: string[]): Promise<Run>;
  /** Starts `./yarnw <command> <arguments>`. */
  start(command: string, ...parameters: string[]): CommandProcess;
  /** The same checkout, whose commands get these variables as well; `undefined` takes one away. */
  with(environment: Record<string, string | undefined>): Checkout;
  read(file: string): Promise<string>;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  write(file: string, text: string): Promise<void>;
  /** Replaces a text that is there exactly once. Gives a function that puts the file back as it was. */
  edit(file: string, text: string, replacement: string): Promise<() => Promise<void>>;
  /** Ends what it started and removes it. Throws where a process or a container of it is left. */
  remove(): Promise<void>;
}

const REPOSITORY = path.resolve(__dirname, '..', '..', '..');

const runFile = promisify(execFile);

/** A copy of all files that git has or would take, also those that are not committed, in a folder of an unusual name. */
export async function createCheckout(folder = 'eine Übung – 練習'): Promise<Checkout> {
  // It brings the packages up to date, which the copy shares: it would otherwise install them itself.
  await runFile(process.execPath, [path.join(REPOSITORY, 'yarnw'), '--version'], { cwd: REPOSITORY });
  const parent = await realpath(await mkdtemp(path.join(tmpdir(), 'groundwork-')));
  const directory = path.join(parent, folder);
  const home = path.join(parent, 'home');
  await mkdir(home);
  await copyRepository(directory);
  for (const shared of ['node_modules', '.yarn']) {
    await symlink(path.join(REPOSITORY, shared), path.join(directory, shared));
  }
  return checkoutIn(directory, home, { ...inheritedEnvironment(), HOME: home });
}

async function copyRepository(directory: string): Promise<void> {
  const { stdout } = await runFile('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
  });
  const files = new Set(stdout.split('\0').filter(Boolean));
  for (const file of files) {
    await cp(path.join(REPOSITORY, file), path.join(directory, file)).catch(ignoreDeleted);
  }
}

/** Git lists a file that was deleted until that is committed. */
function ignoreDeleted(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/**
 * What a command has to know of this machine, and nothing that a person set for AWS or Yarn: how programs, Docker and
 * Java are found, and where the tests are told that Terraform finds its provider.
 */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const names =
    /^(PATH|LANG|LC_ALL|TMPDIR|XDG_RUNTIME_DIR|DOCKER_HOST|JAVA_HOME|LOCAL_DYNAMODB|TERRAFORM_BINARY_NAME|TF_CLI_CONFIG_FILE|TF_PLUGIN_(MIRROR|CACHE_DIR)|HTTPS?_PROXY|NO_PROXY)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)));
}

function checkoutIn(directory: string, home: string, environment: NodeJS.ProcessEnv): Checkout {
  const absolute = (file: string) => path.join(directory, file);
  const start = (...words: string[]) => startCommand(path.join(directory, 'yarnw'), words, { directory, environment });
  const read = (file: string) => readFile(absolute(file), 'utf8');
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(absolute(file)), { recursive: true });
    await writeFile(absolute(file), text);
  };
  return {
    directory,
    home,
    environment,
    start,
    run: (...words) => start(...words).ended,
    with: (variables) => checkoutIn(directory, home, { ...environment, ...variables }),
    read,
    list: (folder) => readdir(absolute(folder)).catch(() => []),
    write,
    edit: async (file, text, replacement) => {
      const before = await read(file);
      if (before.split(text).length !== 2) throw new Error(`${file} has not exactly one ${JSON.stringify(text)}`);
      await write(
        file,
        before.replace(text, () => replacement),
      );
      return () => write(file, before);
    },
    remove: () => remove(directory, () => start('local', 'down').ended),
  };
}

async function remove(directory: string, down: () => Promise<Run>): Promise<void> {
  const dynamodb = await startedDynamodb(directory);
  const { status, stderr } = await down();
  const left = await processesIn(directory);
  const stillRunning = dynamodb !== undefined && (await isRunning(dynamodb));
  await rm(path.dirname(directory), { recursive: true, force: true });
  if (status === 0 && left.length === 0 && !stillRunning) return;
  throw new Error(`local down left something behind (status ${status}):\n${stderr}\n${left.join('\n')}`);
}

async function startedDynamodb(directory: string): Promise<DynamodbLocal | undefined> {
  const record = await readFile(path.join(directory, '.local', 'services.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(record) as { dynamodb?: DynamodbLocal }).dynamodb;
}
