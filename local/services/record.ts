import { readFileSync, rmSync } from 'node:fs';
import type { DynamodbLocal } from '../dynamodb/dynamodb-local';
import { LocalError } from '../errors';
import { localPaths } from '../paths';
import { writeWhole } from '../write-whole';

/** Grows when what lies under `.local/` changes its form. */
const LAYOUT = 1;

/** The services that were started on this machine, as the next command finds them again. */
export interface ServicesRecord {
  dynamodb?: DynamodbLocal;
  gateway?: GatewayProcess;
}

export interface GatewayProcess {
  endpoint: string;
  port: number;
  pid: number;
}

/**
 * What `.local/services.json` says; an empty record where there is none.
 *
 * @param anyLayout reads a record of another layout as well as it can, to end what it names
 *
 * @throws {LocalError} `local-layout` where another version of Groundwork, or nobody, can have written it
 */
export function readServices({ anyLayout = false } = {}): ServicesRecord {
  const { layout, ...services } = readRecord();
  if (layout !== LAYOUT && !anyLayout) {
    throw new LocalError(
      'local-layout',
      `.local/services.json has layout ${JSON.stringify(layout)}, and this version of Groundwork writes layout ${LAYOUT}. ` +
        'Run yarn local reset: it removes .local/ with all local data.',
    );
  }
  return services;
}

export function writeServices(services: ServicesRecord): void {
  writeWhole(localPaths.services, `${JSON.stringify({ layout: LAYOUT, ...services }, undefined, 2)}\n`);
}

/** A record of another layout stays: it tells the next command that what lies beside it has another form, too. */
export function forgetServices(): void {
  if (readRecord().layout === LAYOUT) rmSync(localPaths.services, { force: true });
}

type WrittenRecord = ServicesRecord & { layout?: number };

function readRecord(): WrittenRecord {
  let text: string;
  try {
    text = readFileSync(localPaths.services, 'utf8');
  } catch {
    return { layout: LAYOUT };
  }
  return parse(text);
}

function parse(text: string): WrittenRecord {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
