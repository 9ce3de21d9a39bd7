import { PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describeTable } from '../../../../../bootstrap/wait-for-table';
import { createEmptyTable, type EmptyTable } from '../../../../support/empty-table';
import { awsArn } from './stand-in';

export interface StreamedTable extends Pick<EmptyTable, 'name' | 'remove'> {
  streamArn: string;
  /** Puts items with these sort keys, one record of the stream each, in this order. */
  put(...sortKeys: string[]): Promise<void>;
  /** Switches the stream off: its last shard is closed. */
  endStream(): Promise<void>;
}

/** A table with a stream and nothing else. */
export async function createStreamedTable(): Promise<StreamedTable> {
  const { client, name, remove } = await createEmptyTable({ stream: 'NEW_AND_OLD_IMAGES' });
  const { LatestStreamArn } = await describeTable(client, name);
  return {
    name,
    remove,
    streamArn: awsArn(LatestStreamArn),
    put: async (...sortKeys) => {
      for (const sk of sortKeys) {
        const Item = { pk: { S: 'partition' }, sk: { S: sk }, count: { N: '1' } };
        await client.send(new PutItemCommand({ TableName: name, Item }));
      }
    },
    endStream: async () => {
      await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification: { StreamEnabled: false } }));
    },
  };
}
