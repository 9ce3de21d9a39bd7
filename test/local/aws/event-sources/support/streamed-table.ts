import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { testTableName } from '../../../../support/table-names';
import { awsArn } from './stand-in';

export interface StreamedTable {
  name: string;
  client: DynamoDBClient;
  streamArn: string;
  /** Puts items with these sort keys, one record of the stream each, in this order. */
  put(...sortKeys: string[]): Promise<void>;
  /** Switches the stream off: its last shard is closed. */
  endStream(): Promise<void>;
  remove(): Promise<void>;
}

/** A table with a stream and nothing else. */
export async function createStreamedTable(): Promise<StreamedTable> {
  const client = new DynamoDBClient();
  const name = testTableName();
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return {
    name,
    client,
    streamArn: awsArn(TableDescription?.LatestStreamArn),
    put: async (...sortKeys) => {
      for (const sk of sortKeys) {
        const Item = { pk: { S: 'partition' }, sk: { S: sk }, count: { N: '1' } };
        await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: [{ PutRequest: { Item } }] } }));
      }
    },
    endStream: async () => {
      await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification: { StreamEnabled: false } }));
    },
    remove: async () => {
      await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
    },
  };
}
