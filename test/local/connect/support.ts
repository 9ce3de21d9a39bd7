import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { testTableName } from '../../support/table-names';

/** Writes down the calls of every client of this process, those that `connect()` makes too: `<command> <table>`. */
export function watchCalls(): string[] {
  const calls: string[] = [];
  const send = DynamoDBClient.prototype.send;
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(function (this: DynamoDBClient, ...call: unknown[]) {
    const [command] = call as [{ constructor: { name: string }; input: { TableName?: string } }];
    calls.push(`${command.constructor.name.replace(/Command$/, '')} ${command.input.TableName}`);
    return Reflect.apply(send, this, call);
  });
  return calls;
}

const made = new Set<string>();

/** A name that no table has; `removeTables` removes the table that a test makes of it. */
export function newTableName(): string {
  const name = testTableName();
  made.add(name);
  return name;
}

export async function removeTables(): Promise<void> {
  const client = new DynamoDBClient();
  for (const TableName of made) {
    await client.send(new DeleteTableCommand({ TableName })).catch(ignoreMissing);
    made.delete(TableName);
  }
  client.destroy();
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
}
