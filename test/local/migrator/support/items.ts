import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

/** Puts an item that is nothing but a key. */
export const put = (client: DynamoDBClient, tableName: string, name: string) =>
  client.send(new PutItemCommand({ TableName: tableName, Item: keyOf(name) }));

/** Adds one to the item's `count`: two runs of the same are seen in it. */
export const count = (client: DynamoDBClient, tableName: string, name: string) =>
  client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf(name),
      UpdateExpression: 'ADD #count :one',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );

const keyOf = (name: string) => ({ pk: { S: name }, sk: { S: name } });
