import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { buildBundle } from './build';
import { writeIfChanged } from './write-if-changed';
import { zipFunction } from './zip';

interface BundleOptions {
  /** Name of the function, and of its zip. */
  name: string;
  /** File that exports `handler`, relative to the repository. */
  entry: string;
  /** Folder of the zip, absolute or relative to the repository. Made where it is missing. */
  outputDirectory: string;
  /** Root of the repository. Default: the one that this file is in. */
  repository?: string;
  /** Whether `index.mjs.map` goes with it, which Node reads where NODE_OPTIONS has --enable-source-maps. Default: no. */
  sourceMap?: boolean;
}

export interface BundledFunction {
  name: string;
  /** Absolute path of the zip. */
  zipFile: string;
  /** Base64 of the zip's SHA-256, as Lambda and Terraform's `source_code_hash` have it. */
  sha256: string;
  /** Size of the zip. */
  bytes: number;
  /** The files that went into it, relative to the repository, sorted. */
  inputs: string[];
}

/**
 * Bundles a function into a zip that Lambda takes: one module `index.mjs`. The same source gives the same bytes in any
 * folder, time zone and at any time, so Terraform sees a change only where there is one; a zip with these bytes is left
 * as it is.
 *
 * @throws {StacksError} `bundle-failed`: it can't be built, with file, line and column; `forbidden-import`: it would
 *   contain what belongs to the deployment, with the chain of imports that leads there; `no-handler`: its entry file
 *   exports none
 */
export async function bundleFunction(options: BundleOptions): Promise<BundledFunction> {
  const { name, entry, outputDirectory, sourceMap } = options;
  // esbuild follows symbolic links: paths are relative to the repository only if its own path has none.
  const repository = await realpath(options.repository ?? path.resolve(__dirname, '../..'));
  const { files, inputs } = await buildBundle({ name, entry, repository, sourceMap });
  const zip = zipFunction(files);
  const zipFile = path.resolve(repository, outputDirectory, `${name}.zip`);
  await writeIfChanged(zipFile, zip);
  return {
    name,
    zipFile,
    sha256: createHash('sha256').update(zip).digest('base64'),
    bytes: zip.length,
    inputs,
  };
}
