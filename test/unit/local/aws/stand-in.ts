import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { send } from '../../../../local/aws/http';
import { router } from '../../../../local/aws/router';
import type { AwsRequest, AwsResponse } from '../../../../local/aws/service';
import { type Services, startServices } from '../../../../local/aws/services/start';
import type { FunctionRunner, InvocationResult } from '../../../../local/functions/runner';

export const place = { region: 'eu-central-1', accountId: '000000000000' };

export const lambdaTrust = trustIn('lambda.amazonaws.com');

/** A trust policy's document that lets one service assume the role. */
export function trustIn(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

/** A folder for one test, and how to be rid of it. */
export function temporaryDirectory(): { directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'groundwork-aws-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface TestServices extends Services {
  /** The answer of the next invocations; to begin with `{"statusCode":200,"body":"hello"}`. */
  answerWith(invoke: FunctionRunner['invoke']): void;
  failures: string[];
  /** Digests of the packages whose unpacked code is gone. */
  removedCode: string[];
  environmentOf(functionName: string): Record<string, string>;
  /** A call of a service, as an administrator unless another key is given. */
  call(service: string, request: Partial<AwsRequest>): Promise<AwsResponse>;
  /** A call of IAM or STS. */
  query(service: string, form: Record<string, string>): Promise<AwsResponse>;
  /** A call of Lambda or API Gateway, with the answer's JSON. */
  rest(service: string, method: string, path: string, input?: object): Promise<{ status: number; json: unknown }>;
}

/** The services on an empty state, with a runner that only does what the test says. */
export async function servicesIn(stateDirectory: string): Promise<TestServices> {
  const failures: string[] = [];
  const removedCode: string[] = [];
  const hello = { statusCode: 200, body: 'hello' };
  let invoke: FunctionRunner['invoke'] = async () => answered(hello);
  let environment: (specification: never) => Record<string, string> = () => ({});
  const services = await startServices({
    ...place,
    stateDirectory,
    dynamodbEndpoint: 'http://127.0.0.1:9',
    endpoint: () => 'http://127.0.0.1:4000',
    onLog: (line) => failures.push(line),
    startRunner: async (environmentOf) => {
      environment = environmentOf;
      return {
        invoke: (...call) => invoke(...call),
        retire: async () => undefined,
        removeCode: async (codeSha256) => void removedCode.push(codeSha256),
        close: async () => undefined,
      };
    },
  });
  const call: TestServices['call'] = async (service, request) => {
    const handle = services.byName[service];
    if (!handle) throw new Error(`no service ${service}`);
    return handle({
      service,
      region: place.region,
      accessKeyId: 'local',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      ...request,
    });
  };
  return {
    ...services,
    failures,
    removedCode,
    call,
    answerWith: (next) => {
      invoke = next;
    },
    environmentOf: (name) => environment({ name } as never),
    query: (service, form) => call(service, { body: Buffer.from(new URLSearchParams(form).toString()) }),
    rest: async (service, method, restPath, input) => {
      const body = Buffer.from(input ? JSON.stringify(input) : '');
      const response = await call(service, { method, path: restPath, body });
      return { status: response.status, json: response.body ? JSON.parse(String(response.body)) : undefined };
    },
  };
}

/** The services behind HTTP, as AWS SDKs call them. */
export async function listening(services: Services): Promise<{ endpoint: string; close(): Promise<void> }> {
  const route = router(services, () => undefined);
  const server = createServer((incoming, response) => void route(incoming).then((answer) => send(response, answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface ServicesOverHttp {
  services: TestServices;
  /** A client of an AWS SDK that calls as the developer. */
  client<Client>(Kind: new (settings: ClientSettings) => Client): Client;
  /** One that calls as the function `api`, which has to be there. */
  functionsClient<Client>(Kind: new (settings: ClientSettings) => Client): Client;
  close(): Promise<void>;
}

/** The services on an empty state, for the clients of AWS SDKs; closing them removes the state. */
export async function servicesOverHttp(): Promise<ServicesOverHttp> {
  const { directory, remove } = temporaryDirectory();
  const services = await servicesIn(directory);
  const { endpoint, close } = await listening(services);
  return {
    services,
    client: (Kind) => new Kind(clientSettings(endpoint, {})),
    functionsClient: (Kind) => new Kind(clientSettings(endpoint, services.environmentOf('api'))),
    close: async () => {
      await close();
      remove();
    },
  };
}

type ClientSettings = ReturnType<typeof clientSettings>;

function clientSettings(endpoint: string, variables: Record<string, string>) {
  return {
    endpoint,
    region: place.region,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? 'local',
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? 'local',
      sessionToken: variables.AWS_SESSION_TOKEN,
    },
  };
}

/** What the runner gives for a function that returned `value`. */
export function answered(value: unknown, functionError?: string): InvocationResult {
  const payload = Buffer.from(JSON.stringify(value));
  return { payload, requestId: 'request', logTail: 'log', ...(functionError ? { functionError } : {}) };
}

/** The parameters of CreateFunction, for a role that exists. */
export function functionParameters(changes: object = {}): object {
  const zip = zipSync({ 'index.mjs': strToU8('export const handler = async () => 1;') });
  return {
    FunctionName: 'api',
    Role: `arn:aws:iam::${place.accountId}:role/api`,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: Buffer.from(zip).toString('base64') },
    ...changes,
  };
}

/** Gives the role `api` a policy with these statements in place of the one that it had. */
export async function putApiPolicy(services: TestServices, ...statements: object[]): Promise<void> {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const form = { Action: 'PutRolePolicy', RoleName: 'api', PolicyName: 'rights', PolicyDocument: document };
  const put = await services.query('iam', form);
  if (put.status !== 200) throw new Error(String(put.body));
}

/** Makes a role `api` that Lambda may assume, and the function `api` with it. */
export async function createApiFunction(services: TestServices): Promise<void> {
  await services.query('iam', { Action: 'CreateRole', RoleName: 'api', AssumeRolePolicyDocument: lambdaTrust });
  const created = await services.rest('lambda', 'POST', '/2015-03-31/functions', functionParameters());
  if (created.status !== 201) throw new Error(JSON.stringify(created));
}
