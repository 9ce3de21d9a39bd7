import { startGateway } from '../../../../../local/aws/gateway';

/**
 * A stand-in in a process of its own, on the folder and the DynamoDB Local that are its arguments. Says its endpoint and,
 * when it has been closed by SIGTERM, what timers are left.
 */
async function main(): Promise<void> {
  const [stateDirectory = '', dynamodbEndpoint = ''] = process.argv.slice(2);
  const place = { region: 'eu-central-1', accountId: '000000000000' };
  const { endpoint, close } = await startGateway({ port: 0, stateDirectory, dynamodbEndpoint, ...place });
  process.once('SIGTERM', async () => {
    await close();
    say({ timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout') });
  });
  say({ endpoint });
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

void main();
