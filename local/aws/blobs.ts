import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Bytes too large for a store's JSON (function code, S3 objects), each in a file named by its SHA-256. */
export interface Blobs {
  /** Keeps the bytes and gives their SHA-256 in hexadecimal. */
  put(bytes: Buffer): string;
  read(sha256: string): Buffer;
  /** Path of the file with these bytes. */
  fileOf(sha256: string): string;
  remove(sha256: string): void;
}

/** Opens the folder for blobs, which is made with the first of them; `extension` (`.zip`, or none) ends the names of their files. */
export function openBlobs(directory: string, extension = ''): Blobs {
  const fileOf = (sha256: string) => path.join(directory, `${sha256}${extension}`);
  return {
    fileOf,
    read: (sha256) => readFileSync(fileOf(sha256)),
    remove: (sha256) => rmSync(fileOf(sha256), { force: true }),
    put: (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (!existsSync(fileOf(sha256))) {
        mkdirSync(directory, { recursive: true });
        const temporary = path.join(directory, `${randomUUID()}.tmp`);
        writeFileSync(temporary, bytes, { flush: true, mode: 0o600 });
        renameSync(temporary, fileOf(sha256));
      }
      return sha256;
    },
  };
}
