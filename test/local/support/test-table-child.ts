import { createTestTable } from '../../support/test-table';

/** A run of its own that makes a test table, says its name, and lives until it is ended. */
async function main(): Promise<void> {
  const { name } = await createTestTable(process.argv[2]);
  process.stdout.write(`${JSON.stringify({ name })}\n`);
  setInterval(() => {}, 60_000);
}

void main();
