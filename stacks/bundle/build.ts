import { type BuildFailure, type BuildResult, build, type Message, type Metafile } from 'esbuild';
import { StacksError } from '../errors';
import { refuseForbiddenImports } from './forbidden-imports';

interface BuildRequest {
  /** Name of the function. */
  name: string;
  /** File that exports `handler`, relative to the repository. */
  entry: string;
  /** Root of the repository. */
  repository: string;
}

interface Bundle {
  /** One ECMAScript module. */
  code: Uint8Array;
  /** The files that went into it, relative to the repository, sorted. */
  inputs: string[];
}

/**
 * Bundles a function and all that it imports into one module.
 *
 * @throws {StacksError} `bundle-failed`, `forbidden-import`
 */
export async function buildBundle(request: BuildRequest): Promise<Bundle> {
  const { metafile, outputFiles } = await runEsbuild(request);
  const inputs = filesIn(metafile);
  refuseForbiddenImports(request, inputs, metafile);
  const [output] = outputFiles;
  return { code: Buffer.concat([Buffer.from(bannerFor(metafile)), output?.contents ?? new Uint8Array()]), inputs };
}

type Result = BuildResult<{ metafile: true; write: false }>;

async function runEsbuild({ name, entry, repository }: BuildRequest): Promise<Result> {
  try {
    return await build({
      entryPoints: [entry],
      // Paths in the output are relative to it, and so the same in every clone.
      absWorkingDir: repository,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      mainFields: ['module', 'main'],
      // The first picks what package.json's imports keep for a deployed function. `module` is esbuild's own default, which
      // is gone where others are named: without it the SDK comes as CommonJS, a third larger and slower to start.
      conditions: ['groundwork-function', 'module'],
      // Shortened names take the place of the paths that esbuild otherwise names modules by, which differ where
      // node_modules is a link to another folder. Functions and classes keep theirs, for stack traces and errors' names.
      minify: true,
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
      metafile: true,
      outdir: '.',
      write: false,
    });
  } catch (cause) {
    if (!isBuildFailure(cause)) throw cause;
    throw new StacksError(
      'bundle-failed',
      `The function ${name} can't be bundled from ${entry}:\n${cause.errors.map(describe).join('\n')}`,
      { cause },
    );
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

/** `file:line:column: text`, as editors and terminals make a link of it. esbuild counts columns from 0. */
const describe = ({ location, text }: Message): string =>
  location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;

/** esbuild reads more files than it writes: those of which nothing is used have no bytes in the output. */
function filesIn({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file)
    .sort();
}

/**
 * A CommonJS package that calls `require` for a module of Node finds none in an ECMAScript module: one is made for it,
 * only where esbuild left such a call, because making it costs a cold start time.
 */
function bannerFor({ outputs }: Metafile): string {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  if (!imports.some(({ kind }) => kind === 'require-call')) return '';
  return "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";
}
