import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a file imports, as it is written there. */
interface Import {
  specifier: string;
  typeOnly: boolean;
}

/**
 * What breaks the direction of the rooms' dependencies, one line each: README.md tells what each room is for.
 *
 * @param files source by path, relative to the repository's root, with `/`
 */
export function violations(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([file, source]) =>
    importsOf(source).flatMap((imported) => {
      const reason = refusal(file, imported);
      return reason ? [`${file} imports ${imported.specifier}: ${reason}`] : [];
    }),
  );
}

/** The source of every room's files: all TypeScript that is no test, no package and not generated. */
export function readRooms(repository: string): Record<string, string> {
  const entries = readdirSync(repository, { withFileTypes: true }).filter(({ name }) => !isOutside(name));
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const inFolders = folders.flatMap((folder) =>
    readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.split(path.sep).join('/')),
    ),
  );
  const sources = [...files, ...inFolders].filter((name) => /\.m?ts$/.test(name));
  return Object.fromEntries(sources.map((name) => [name, readFileSync(path.join(repository, name), 'utf8')]));
}

const isOutside = (name: string): boolean =>
  name.startsWith('.') || ['node_modules', 'cdktf.out', 'test'].includes(name);

/** Which rooms each room's files may import besides their own. */
const DIRECTIONS: Record<string, readonly string[]> = {
  table: [],
  lambda: ['table'],
  local: ['table'],
  bootstrap: ['table'],
  migrations: ['bootstrap', 'table'],
  stacks: ['table'],
  scripts: ['stacks', 'bootstrap', 'local', 'table', 'deployments', 'bench'],
  deployments: ['table'],
  docs: ['bootstrap', 'table', 'deployments'],
  bench: ['stacks', 'bootstrap', 'local', 'table', 'lambda', 'deployments'],
};

/** Single files that may look into another room, and what there. */
const DOORS: Record<string, readonly string[]> = {
  // Where DynamoDB Local answers is known to the room that started it.
  'bootstrap/client-configuration.ts': ['local/services/record'],
  // The deployment that `connect()` prepares.
  'bootstrap/declared-deployments.ts': ['deployments'],
  // Its version, in the answer about its health.
  'local/aws/gateway.ts': ['package.json'],
  // Whether a pattern of a policy has a right in it is for the stand-in to know, which enforces it.
  'stacks/rights/patterns.ts': ['local/aws/iam/pattern'],
  // The HTTP API gets exactly the routes that the function answers, and each role the rights that its function uses.
  'stacks/service-stack.ts': [
    'lambda/api/routes',
    'lambda/api/access-patterns',
    'lambda/membership-counter/access-patterns',
  ],
  // Its name, for the data model and its table.
  'scripts/support/model/read-model.ts': ['package.json'],
};

const NOT_IN_A_BUNDLE =
  /^(umzug|zx|zod|cdktf|constructs|esbuild|testcontainers|@cdktf\/.*|(node:)?(child_process|cluster|worker_threads))(\/|$)/;

function refusal(file: string, { specifier, typeOnly }: Import): string | undefined {
  const room = roomOf(file);
  if (room === 'deployments' && !typeOnly) return 'deployments.ts imports types only';
  if (/^cdktf(\/|$)|^@cdktf\//.test(specifier) && room !== 'stacks') return 'CDKTF is for stacks/ alone';
  if (['table', 'lambda'].includes(room) && NOT_IN_A_BUNDLE.test(specifier)) return 'it must not be in a Lambda bundle';
  if (!specifier.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const targetRoom = roomOf(target);
  if (targetRoom === room || DOORS[file]?.includes(target) || DIRECTIONS[room]?.includes(targetRoom)) return undefined;
  return `${room} does not depend on ${targetRoom}`;
}

const roomOf = (file: string): string => file.split('/')[0]?.replace(/\.ts$/, '') ?? file;

const STATEMENT = /^[ \t]*(import|export)[ \t\n]+(type[ \t\n])?[^'"`;()=]*?(?:from[ \t\n]*)?['"]([^'"\n]+)['"]/gm;
const CALL = /(typeof[ \t\n]+)?\b(?:require|require\.resolve|import)\([ \t\n]*['"]([^'"\n]+)['"]/g;

function importsOf(source: string): Import[] {
  return [
    ...[...source.matchAll(STATEMENT)].map(([, , type, specifier = '']) => ({ specifier, typeOnly: Boolean(type) })),
    ...[...source.matchAll(CALL)].map(([, type, specifier = '']) => ({ specifier, typeOnly: Boolean(type) })),
  ];
}
