import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '../../../bootstrap/create-table';
import { createContext } from '../../../bootstrap/migrator/create-context';
import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import type { MigrationContext, MigrationFile } from '../../../bootstrap/migrator/migration';
import { testTableName } from '../../support/table-names';

export interface CountingClient {
  client: DynamoDBClient;
  /** The names of the calls that were made, without `Command`. */
  calls: string[];
}

/** A client that writes down what it is asked. */
export function countingClient(): CountingClient {
  const client = new DynamoDBClient();
  const calls: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (call) => {
        calls.push(commandName.replace(/Command$/, ''));
        return next(call);
      },
    { step: 'initialize' },
  );
  return { client, calls };
}

export interface EmptyTable extends CountingClient {
  tableName: string;
  remove(): Promise<void>;
}

/** A table of its own without migrations. */
export async function createEmptyTable(): Promise<EmptyTable> {
  const tableName = newTableName();
  const { client, calls } = countingClient();
  await ensureTable(client, { name: tableName, settings: {} });
  calls.length = 0;
  return { tableName, client, calls, remove: () => removeTable(client, tableName) };
}

export const newTableName = (): string => testTableName();

/** Removes the table and ends the client. */
export async function removeTable(client: DynamoDBClient, tableName: string): Promise<void> {
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  client.destroy();
}

/** What the engine gives a migration, to call one without it: but for `backfill`, which needs the engine's lock. */
export const contextOf = ({ client, tableName }: EmptyTable): MigrationContext =>
  createContext({
    client,
    tableName,
    isLocal: true,
    signal: new AbortController().signal,
    backfill: () => Promise.reject(new Error('There is no lock here.')),
  });

export interface MigrationsFolder {
  directory: string;
  /** Writes migrations, each by its name and what its file exports, beside those that are there. */
  write(sources: Record<string, string>): MigrationFile[];
  /** What the migrations of this folder that were run have said, in order. */
  said: string[];
  remove(): void;
}

/** A folder of migrations. Their code finds the function `say`, which adds to `said`. */
export function migrationsFolder(): MigrationsFolder {
  const directory = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
  const said: string[] = [];
  Object.assign(globalThis, { say: (word: string) => void said.push(word) });
  return {
    directory,
    said,
    write: (sources) => {
      for (const [name, source] of Object.entries(sources)) writeFileSync(path.join(directory, `${name}.ts`), source);
      return loadMigrations(directory);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The source of a migration that says `up` or `down` with its name. */
export const SPEAKING = `export default {
  up: async ({ name }) => say('up ' + name),
  down: async ({ name }) => say('down ' + name),
};`;
