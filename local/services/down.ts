import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stopDynamodbLocal } from '../dynamodb/stop';
import { withFileLock } from '../file-lock';
import { localPaths } from '../paths';
import { stopGatewayProcess } from './gateway-process';
import { forgetServices, readServices, type ServicesRecord } from './record';

/**
 * Ends the local services, also those that another version of Groundwork started; their data stays. Resolves when no
 * process of theirs is left.
 */
export function down(): Promise<void> {
  return withFileLock(localPaths.startLock, () => stop(readServices({ anyLayout: true })));
}

/** Ends the local services and removes `.local/` with all local data, whichever version of Groundwork wrote it. */
export async function reset(): Promise<void> {
  await withFileLock(localPaths.startLock, async () => {
    await stop(readServices({ anyLayout: true }));
    removeAllBut(path.basename(localPaths.startLock));
  });
  removeIfEmpty(localPaths.root);
}

/** The lock stays to the end: whoever waits for it starts on an empty folder. */
function removeAllBut(lock: string): void {
  const names = readdirSync(localPaths.root).filter((name) => !name.startsWith(lock));
  for (const name of names) rmSync(path.join(localPaths.root, name), { recursive: true, force: true });
}

/** It is not, where somebody has begun to start the services again. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function stop({ gateway, dynamodb }: ServicesRecord): Promise<void> {
  // The functions go with the gateway, and before what they call.
  if (gateway) await stopGatewayProcess(gateway);
  if (dynamodb) await stopDynamodbLocal(dynamodb);
  forgetServices();
}
