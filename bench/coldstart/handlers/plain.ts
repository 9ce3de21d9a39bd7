import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** GET /companies/{name} on the SDK alone, as one writes it at first. */
export async function handler({ pathParameters }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { Item: company } = await client.send(
    new GetCommand({
      TableName: process.env.TABLE_NAME,
      Key: { pk: `company#${pathParameters?.name}`, sk: 'company#' },
      ConsistentRead: true,
    }),
  );
  if (!company) return { statusCode: 404 };
  const { name } = company;
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) };
}
