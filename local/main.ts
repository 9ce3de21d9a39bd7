import { parseArgs } from 'node:util';
import { openCallRecord } from './aws/calls/call-record';
import { startGateway } from './aws/gateway';
import { localPaths } from './paths';

/**
 * The process of the stand-in for AWS: `local/services/gateway-process.ts` starts it, detached, and stops it with SIGTERM.
 * What it prints is the log `.local/logs/gateway.log`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      region: { type: 'string', default: '' },
      account: { type: 'string', default: '' },
      dynamodb: { type: 'string', default: '' },
    },
  });
  const { LOCAL_AWS_CALLS } = process.env;
  process.once('disconnect', endWithoutParent);
  const gateway = await startGateway({
    port: Number(values.port),
    stateDirectory: localPaths.awsState,
    region: values.region,
    accountId: values.account,
    dynamodbEndpoint: values.dynamodb,
    // Of the environment, and no option: whoever starts the services with `yarn local up` can ask for it.
    onNeededRight: LOCAL_AWS_CALLS ? openCallRecord(LOCAL_AWS_CALLS) : undefined,
    onLog: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  });
  process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
  process.once('message', () => leaveParent());
  process.send?.({ endpoint: gateway.endpoint });
}

/** Whoever starts it takes it over by an answer: one that was ended before would leave it running with nobody's knowledge. */
function endWithoutParent(): void {
  process.exit(1);
}

function leaveParent(): void {
  process.off('disconnect', endWithoutParent);
  if (process.connected) process.disconnect?.();
}

main().catch((error: unknown) => {
  process.send?.({
    failure: error instanceof Error ? error.message : String(error),
    code: (error as { code?: string }).code,
  });
  process.exitCode = 1;
  leaveParent();
});
