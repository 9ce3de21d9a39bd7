import { parseArgs } from 'node:util';
import { startGateway } from './aws/gateway';
import { localPaths } from './paths';

/** The process of the stand-in for AWS: `local/services/gateway.ts` starts it, detached, and stops it with SIGTERM. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      region: { type: 'string', default: '' },
      account: { type: 'string', default: '' },
      dynamodb: { type: 'string', default: '' },
    },
  });
  const gateway = await startGateway({
    port: Number(values.port),
    stateDirectory: localPaths.awsState,
    region: values.region,
    accountId: values.account,
    dynamodbEndpoint: values.dynamodb,
  });
  process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
  process.send?.({ endpoint: gateway.endpoint, port: gateway.port });
  process.disconnect?.();
}

main().catch((error: unknown) => {
  process.send?.({
    failure: error instanceof Error ? error.message : String(error),
    code: (error as { code?: string }).code,
  });
  process.exitCode = 1;
  process.disconnect?.();
});
