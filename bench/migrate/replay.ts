import * as sdk from '@aws-sdk/client-dynamodb';
import type { RecordedRequest } from './bench-table';

type Command = Parameters<sdk.DynamoDBClient['send']>[0];
type CommandClass = new (input: unknown) => Command;

/** Sends recorded requests again, one after the other, as somebody would who writes them by hand for another table. */
export async function replay(
  client: sdk.DynamoDBClient,
  requests: readonly RecordedRequest[],
  tables: { from: string; to: string },
): Promise<void> {
  for (const { command, input } of requests) {
    const CommandOfThatName = (sdk as unknown as Record<string, CommandClass>)[command];
    if (!CommandOfThatName) throw new Error(`The SDK has no ${command}.`);
    try {
      await client.send(new CommandOfThatName(renamed(input, tables)));
    } catch (error) {
      // The first look at a table that is not there yet is answered so in the recorded run as well.
      if (!(command === 'DescribeTableCommand' && error instanceof sdk.ResourceNotFoundException)) throw error;
    }
  }
}

function renamed(input: unknown, { from, to }: { from: string; to: string }): unknown {
  return JSON.parse(JSON.stringify(input).replaceAll(from, to));
}
