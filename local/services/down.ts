import { rmSync } from 'node:fs';
import { stopDynamodbLocal } from '../dynamodb/stop';
import { withFileLock } from '../file-lock';
import { localPaths } from '../paths';
import { stopGatewayProcess } from './gateway-process';
import { forgetServices, readServices, type ServicesRecord } from './record';

/** Ends the local services; their data stays. Resolves when no process of theirs is left. */
export function down(): Promise<void> {
  return withFileLock(localPaths.startLock, () => stop(readServices()));
}

/** Ends the local services and removes `.local/` with all local data, whichever version of Groundwork wrote it. */
export async function reset(): Promise<void> {
  await withFileLock(localPaths.startLock, async () => stop(readServices({ anyLayout: true })));
  rmSync(localPaths.root, { recursive: true, force: true });
}

async function stop({ gateway, dynamodb }: ServicesRecord): Promise<void> {
  // The functions go with the gateway, and before what they call.
  if (gateway) await stopGatewayProcess(gateway);
  if (dynamodb) await stopDynamodbLocal(dynamodb);
  forgetServices();
}
