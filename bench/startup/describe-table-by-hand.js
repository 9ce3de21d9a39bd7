// The same request as describe-table.js sends, with nothing but Node. DynamoDB Local verifies no signature.
const { request } = require('node:http');

const { tableName, endpoint, region } = JSON.parse(process.argv[2] ?? '');
const headers = {
  'Content-Type': 'application/x-amz-json-1.0',
  'X-Amz-Target': 'DynamoDB_20120810.DescribeTable',
  Authorization: `AWS4-HMAC-SHA256 Credential=local/20120810/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
};
request(endpoint, { method: 'POST', headers, agent: false }, (response) => {
  response.resume();
  if (response.statusCode !== 200) process.exitCode = 1;
}).end(JSON.stringify({ TableName: tableName }));
