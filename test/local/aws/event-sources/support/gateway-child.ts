import { startGateway } from '../../../../../local/aws/gateway';

/** A stand-in in a process of its own, on the folder and the DynamoDB Local that are its arguments: says its endpoint. */
async function main(): Promise<void> {
  const [stateDirectory = '', dynamodbEndpoint = ''] = process.argv.slice(2);
  const place = { region: 'eu-central-1', accountId: '000000000000' };
  const { endpoint } = await startGateway({ port: 0, stateDirectory, dynamodbEndpoint, ...place });
  process.stdout.write(`${JSON.stringify({ endpoint })}\n`);
}

void main();
