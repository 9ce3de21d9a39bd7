// The least that a process does which asks for a table with the SDK: no TypeScript, no arguments but the request.
const { DescribeTableCommand, DynamoDBClient } = require('@aws-sdk/client-dynamodb');

const { tableName, ...configuration } = JSON.parse(process.argv[2] ?? '');
void new DynamoDBClient(configuration).send(new DescribeTableCommand({ TableName: tableName }));
