import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { version } from '../../package.json';
import { codeStamp } from '../code-stamp';
import { LocalError } from '../errors';
import { startFunctionRunner } from '../functions/runner';
import type { RecordedRight } from './calls/call-record';
import { neededRights } from './calls/needed-rights';
import type { SessionCredentials } from './credentials';
import type { AccessDecision } from './dynamodb/authoriser';
import { checkHost, checkOrigin } from './foreign-callers';
import { functionLogWriter } from './function-logs';
import { send, singleHeaders } from './http';
import { AwsFault, toFault } from './protocols/fault';
import { restJsonFault } from './protocols/rest-json';
import { type GatewayResponse, type OnCall, router } from './router';
import { type Services, startServices } from './services/start';

interface GatewayOptions {
  /** Port on 127.0.0.1; 0 for any that is free. */
  port: number;
  /** Folder for the state of the services. What functions print goes to the folder `logs` beside it. */
  stateDirectory: string;
  region: string;
  accountId: string;
  dynamodbEndpoint: string;
  /** Is given a line for each call that was refused, and for each failure. */
  onLog?(line: string): void;
  /** Is told what DynamoDB's authorisation allowed and denied to the roles: an access at a time. */
  onDecision?(decision: AccessDecision): void;
  /** Is told what each call would need of AWS: a right at a time. */
  onNeededRight?(right: RecordedRight): void;
}

export interface Gateway {
  /** `http://127.0.0.1:<port>`: what AWS_ENDPOINT_URL has to be. */
  endpoint: string;
  port: number;
  /** Keys as a function of the role gets them. Throws NoSuchEntity where there is no such role. */
  issueCredentials(roleName: string, sessionName: string): SessionCredentials;
  /** Stops listening and ends the functions' processes. The state stays. */
  close(): Promise<void>;
}

/**
 * Starts the local stand-in for AWS: one loopback HTTP server for all of its services, told apart by the SigV4
 * credential scope. `GET /_groundwork/health` answers `{ pid, version, code, region, accountId, dynamodbEndpoint }`.
 * Throws LocalError: `port-taken`, and `state-layout` for a state that this version cannot read.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const onLog = options.onLog ?? (() => undefined);
  const writeFunctionLog = functionLogWriter(path.join(options.stateDirectory, '..', 'logs'));
  let endpoint = '';
  const services = await startServices({
    ...options,
    onLog,
    endpoint: () => endpoint,
    startRunner: (environmentOf) =>
      startFunctionRunner({
        directory: path.join(options.stateDirectory, 'functions'),
        environmentOf,
        onLog: ({ name }, line) => writeFunctionLog(name, line),
      }),
  });
  const route = router(services, onLog, options.onNeededRight && callObserver(services, options));
  const health = healthOf(options);
  const answer = async (incoming: IncomingMessage): Promise<GatewayResponse> => {
    checkHost(incoming);
    if (incoming.url !== '/_groundwork/health') return route(incoming);
    checkOrigin(singleHeaders(incoming.headers));
    return health;
  };
  const server = createServer((incoming, response) => {
    answer(incoming)
      .then((answered) => send(response, answered))
      .catch((error: unknown) => {
        const call = `${incoming.method} ${incoming.url}`;
        const fault = toFault(error, 'gateway', call);
        onLog(error instanceof AwsFault ? `${call}: ${fault.status} ${fault.message}` : describe(error));
        if (response.headersSent) response.destroy();
        else send(response, restJsonFault(fault));
      });
  });
  try {
    await listen(server, options.port);
  } catch (error) {
    await services.runner.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  endpoint = `http://127.0.0.1:${port}`;
  services.eventSources.start();
  return {
    endpoint,
    port,
    issueCredentials: services.credentials.issue,
    close: async () => {
      const unread = services.eventSources.stop();
      await closeServer(server);
      // What is on its way to a function ends with it, and is delivered again by the next gateway.
      await services.runner.close();
      await unread;
    },
  };
}

function callObserver(
  { credentials }: Pick<Services, 'credentials'>,
  { region, accountId, onNeededRight }: GatewayOptions,
): OnCall {
  return (request, operation) => {
    const who = credentials.sessionOf(request.accessKeyId)?.arn ?? request.accessKeyId;
    for (const right of neededRights(request, operation, { region, accountId })) onNeededRight?.({ who, ...right });
  };
}

function healthOf({ region, accountId, dynamodbEndpoint }: GatewayOptions): GatewayResponse {
  const body = JSON.stringify({ pid: process.pid, version, code: codeStamp(), region, accountId, dynamodbEndpoint });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, port)));
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function toListenError(cause: NodeJS.ErrnoException, port: number): LocalError {
  if (cause.code === 'EADDRINUSE') {
    return new LocalError(
      'port-taken',
      `Port ${port} of 127.0.0.1, wanted for the local stand-in for AWS, is taken by another program. End that program, or choose another port (0 for any).`,
      { cause },
    );
  }
  return new LocalError('port-refused', `The local stand-in for AWS cannot listen on port ${port}: ${cause.message}`, {
    cause,
  });
}

/** Connections that are kept alive would hold the server open for as long as their clients like. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
