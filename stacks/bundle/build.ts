import path from 'node:path';
import { type BuildFailure, type BuildResult, build, type Message, type Metafile, type Plugin } from 'esbuild';
import { StacksError } from '../errors';
import { builtInModules } from './cold-start/built-in-modules';
import { endpointCache } from './cold-start/endpoint-cache';
import { environmentCredentials } from './cold-start/environment-credentials';
import { usesEventStreams, withoutEventStreams } from './cold-start/event-streams';
import { withoutSharedConfiguration } from './cold-start/shared-configuration';
import { refuseForbiddenImports } from './forbidden-imports';
import { requireHandler } from './require-handler';

interface BuildRequest {
  /** Name of the function. */
  name: string;
  /** File that exports `handler`, relative to the repository. */
  entry: string;
  /** Root of the repository. */
  repository: string;
  /** Whether to make a source map. Default: no. */
  sourceMap?: boolean;
}

interface Bundle {
  /** What goes into the zip, by name: one ECMAScript module `index.mjs`, and its source map where there is one. */
  files: Record<string, Uint8Array>;
  /** The files that went into it, relative to the repository, sorted. */
  inputs: string[];
}

/**
 * Bundles a function and all that it imports into one module.
 *
 * @throws {StacksError} `bundle-failed`, `forbidden-import`, `no-handler`
 */
export async function buildBundle(request: BuildRequest): Promise<Bundle> {
  const { metafile, outputFiles } = await buildForColdStart(request);
  const inputs = filesIn(metafile);
  refuseForbiddenImports(request, inputs, metafile);
  requireHandler(request, metafile);
  return { files: Object.fromEntries(outputFiles.map((file) => [path.basename(file.path), file.contents])), inputs };
}

/** What each setting is worth is in docs/decisions/cold-start.md. */
const PLUGINS = [environmentCredentials, builtInModules, withoutSharedConfiguration, endpointCache];

async function buildForColdStart(request: BuildRequest): Promise<Result> {
  const result = await runEsbuild(request, [...PLUGINS, withoutEventStreams]);
  return usesEventStreams(result.metafile) ? runEsbuild(request, PLUGINS) : result;
}

type Result = BuildResult<{ metafile: true; write: false }>;

async function runEsbuild(
  { name, entry, repository, sourceMap = false }: BuildRequest,
  plugins: Plugin[],
): Promise<Result> {
  try {
    return await build({
      entryPoints: { index: entry },
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
      outExtension: { '.js': '.mjs' },
      plugins,
      sourcemap: sourceMap,
      // A stack trace takes names, files and lines from it: the sources themselves would make it twice as large.
      sourcesContent: false,
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

/**
 * esbuild reads more files than it writes: those of which nothing is used have no bytes in the output. What a plugin puts
 * there is no file, and has the plugin's namespace before its name.
 */
function filesIn({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file)
    .filter((file) => !/^[\w-]+:/.test(file))
    .sort();
}
