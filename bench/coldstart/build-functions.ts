import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { bundleFunction } from '../../stacks/bundle/bundle-function';
import { REPOSITORY } from '../../stacks/stack';
import { installPeers, PEERS } from './install-peers';

export const API = 'the function api';
export const PLAIN = 'plain SDK, esbuild’s defaults';
const PLAIN_OUR_WAY = 'plain SDK, bundled our way';
const EMPTY = 'an empty handler';

export interface BuiltFunction {
  name: string;
  /** The module that Lambda would load. */
  file: string;
  kilobytes: number;
}

export interface BuiltFunctions {
  functions: BuiltFunction[];
  /** The libraries among them. */
  peers: string[];
  /** What could not be built, for a reader. */
  notes: string[];
  remove(): void;
}

/** Bundles the function `api` and all that it is measured beside, each into a folder of its own, unzipped. */
export async function buildFunctions(signal: AbortSignal): Promise<BuiltFunctions> {
  const root = mkdtempSync(path.join(tmpdir(), 'groundwork-bench-'));
  const functions = [
    await bundleOurWay(root, API, 'lambda/api/handler.ts'),
    await bundleByDefaults(root, PLAIN, 'bench/coldstart/handlers/plain.ts'),
    await bundleOurWay(root, PLAIN_OUR_WAY, 'bench/coldstart/handlers/plain.ts'),
    await bundleOurWay(root, EMPTY, 'bench/coldstart/handlers/empty.ts'),
  ];
  const built = { peers: [] as string[], notes: [] as string[] };
  try {
    const repository = await installPeers(signal);
    for (const peer of PEERS) functions.push(await bundleOurWay(root, peer, `${peer}.js`, repository));
    built.peers.push(...PEERS);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    built.notes.push(`Not measured, because they could not be installed: ${PEERS.join(', ')}. ${reason}`);
  }
  return { functions, ...built, remove: () => rmSync(root, { recursive: true }) };
}

/** The function's very zip, unpacked as Lambda does. */
async function bundleOurWay(
  root: string,
  name: string,
  entry: string,
  repository = REPOSITORY,
): Promise<BuiltFunction> {
  const folder = folderFor(root, name);
  const { zipFile } = await bundleFunction({ name: 'function', entry, outputDirectory: folder, repository });
  const file = path.join(folder, 'index.mjs');
  writeFileSync(file, unzipSync(readFileSync(zipFile))['index.mjs'] ?? new Uint8Array());
  return described(name, file);
}

async function bundleByDefaults(root: string, name: string, entry: string): Promise<BuiltFunction> {
  const file = path.join(folderFor(root, name), 'index.js');
  await build({ entryPoints: [path.join(REPOSITORY, entry)], outfile: file, bundle: true, platform: 'node' });
  return described(name, file);
}

function folderFor(root: string, name: string): string {
  const folder = path.join(root, name.replaceAll(/[^a-z-]+/g, '-'));
  mkdirSync(folder);
  return folder;
}

const described = (name: string, file: string): BuiltFunction => ({
  name,
  file,
  kilobytes: statSync(file).size / 1000,
});
