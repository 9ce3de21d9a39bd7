import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type MigrateOptions, migrate } from '../../bootstrap/migrator/migrate';
import { GroundworkError } from '../../table/errors';

/** What a test gives to this script: the options of `migrate` that can be written down, and where the migrations are. */
export interface MigrateChildOptions
  extends Pick<MigrateOptions, 'tableName' | 'leaseMilliseconds' | 'waitMilliseconds' | 'phase'> {
  endpoint: string;
  /** A module that exports `migrations`, relative to the repository. */
  migrationsModule: string;
}

/** Runs `migrate` in this process; says each event, and at the end `{applied}` or `{error}`, as JSON on stdout. */
async function main(): Promise<void> {
  const { endpoint, migrationsModule, ...options } = JSON.parse(process.argv[2] ?? '') as MigrateChildOptions;
  const { migrations } = require(path.resolve(__dirname, '..', '..', migrationsModule)) as Pick<
    MigrateOptions,
    'migrations'
  >;
  const client = new DynamoDBClient({ endpoint });
  try {
    say({ applied: await migrate({ ...options, client, migrations, onEvent: say }) });
  } catch (error) {
    const { message } = error as Error;
    say({ error: { code: error instanceof GroundworkError ? error.code : undefined, message } });
    process.exitCode = 1;
  }
}

const say = (document: unknown): void => void process.stdout.write(`${JSON.stringify(document)}\n`);

void main();
