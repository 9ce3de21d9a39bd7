import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Unzipped, unzipSync } from 'fflate';
import { LocalError } from '../errors';
import type { FunctionSpecification } from './specification';

/** Deployment package, unzipped: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const UNZIPPED_LIMIT_BYTES = 262_144_000;

const unpacking = new Map<string, Promise<string>>();

/**
 * The folder that holds a function's unpacked code, `directory/<digest of the package>`. Unpacked once: concurrent callers
 * share the work, and the folder appears under its name only when it is complete, so that neither an interrupted run nor
 * a second process leaves a half of it.
 *
 * @throws LocalError `code-missing`, `code-unreadable`, `code-too-large` or `unsafe-code`
 */
export async function unpackCode(directory: string, specification: FunctionSpecification): Promise<string> {
  const target = join(directory, folderName(specification.codeSha256));
  const shared = unpacking.get(target);
  if (shared) {
    return shared;
  }
  const started = unpackInto(target, specification).finally(() => unpacking.delete(target));
  unpacking.set(target, started);
  return started;
}

/** Removes the unpacked code of a package, named by its base64 SHA-256. No function may have it any more. */
export async function removeCode(directory: string, codeSha256: string): Promise<void> {
  await rm(join(directory, folderName(codeSha256)), { recursive: true, force: true });
}

/** A digest in base64 as a folder's name. */
const folderName = (digest: string): string => digest.replace(/\//g, '_').replace(/[^\w.+=-]/g, '');

async function unpackInto(target: string, { name, zipFile }: FunctionSpecification): Promise<string> {
  if (await exists(target)) {
    return target;
  }
  const files = filesOf(name, zipFile, await readPackage(name, zipFile));
  const partial = `${target}.${randomUUID()}`;
  try {
    await mkdir(partial, { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(partial, path)), { recursive: true });
      // A function cannot write to its own code on Lambda either.
      await writeFile(join(partial, path), content, { mode: 0o444 });
    }
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(target))) {
      throw error;
    }
  }
  return target;
}

async function readPackage(name: string, zipFile: string): Promise<Buffer> {
  try {
    return await readFile(zipFile);
  } catch (cause) {
    const message = `The code of function ${name} is not at ${zipFile}. Deploy the function again.`;
    throw new LocalError('code-missing', message, { cause });
  }
}

function filesOf(name: string, zipFile: string, content: Buffer): Unzipped {
  let unzippedBytes = 0;
  let entries: Unzipped;
  try {
    entries = unzipSync(content, {
      filter: (file) => {
        unzippedBytes += file.originalSize;
        return unzippedBytes <= UNZIPPED_LIMIT_BYTES;
      },
    });
  } catch (cause) {
    const message = `The code of function ${name}, ${zipFile}, is no zip file that can be read. Bundle the function again.`;
    throw new LocalError('code-unreadable', message, { cause });
  }
  if (unzippedBytes > UNZIPPED_LIMIT_BYTES) {
    const message = `Unzipped size must be smaller than ${UNZIPPED_LIMIT_BYTES} bytes: function ${name} has ${unzippedBytes}.`;
    throw new LocalError('code-too-large', message);
  }
  const files = Object.fromEntries(Object.entries(entries).filter(([path]) => !path.endsWith('/')));
  for (const path of Object.keys(entries)) {
    assertInside(name, path);
  }
  return files;
}

/** A package may name files only below its own root: no absolute path, no drive, no way up. */
function assertInside(name: string, path: string): void {
  const leavesRoot = path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..');
  if (leavesRoot || /[\\\0]/.test(path)) {
    const message = `The code of function ${name} has an entry ${JSON.stringify(path)} that points outside of the package: it is not unpacked.`;
    throw new LocalError('unsafe-code', message);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
