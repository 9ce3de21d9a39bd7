import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { NeededRight } from '../../../local/aws/calls/call';
import { startGateway } from '../../../local/aws/gateway';
import { readBody, send, singleHeaders } from '../../../local/aws/http';
import { readCredentialScope } from '../../../local/aws/protocols/credential-scope';
import { AwsFault } from '../../../local/aws/protocols/fault';
import { actionOf, faultFor, type GatewayResponse } from '../../../local/aws/router';
import type { AwsRequest } from '../../../local/aws/service';
import { startDynamodbLocal } from '../../../local/dynamodb/start';
import { stopDynamodbLocal } from '../../../local/dynamodb/stop';
import { callsAs, isOfCi, keysOf } from './callers';
import { deployStatements, makesStateBucket, missing } from './ci-rights';

/** One call of AWS as it came in. */
export interface AwsCall extends AwsRequest {
  /** `CreateRole`; where the protocol has no actions the method and path: `PUT /bucket/key`. */
  action: string;
}

/** The connection is cut and the caller has no answer, as where the network is lost. */
export const NO_ANSWER = Symbol('no answer');

type Answer = AwsFault | GatewayResponse | typeof NO_ANSWER | undefined;

/** What becomes of a call instead of being answered by the account; undefined: the account answers. */
export type Fault = (call: AwsCall) => Answer | Promise<Answer>;

/** An AWS account for a test: the stand-in with a DynamoDB Local in memory, and a proxy before it that brings about faults. */
export interface Account {
  /** What makes a checkout's commands work in this account, as CI, whose rights `close` holds them to. */
  environment: Record<string, string>;
  /** The same for what a person does, who may do anything. */
  person: Record<string, string>;
  dynamodb: DynamoDBClient;
  /** All calls that came in, in their order, as `<service> <action>`. */
  calls: string[];
  /** Names of the objects in the state bucket of `staging`. */
  stateFiles(): Promise<string[]>;
  readState(): Promise<string>;
  writeState(file: string, content: string): Promise<void>;
  /** From now on; without one, the account answers all calls itself. */
  fail(fault?: Fault): void;
  /** Throws where CI made a call that its role, the one that deploys, has no right to. */
  close(): Promise<void>;
}

const ACCOUNT_ID = '111111111111';

const STATE_BUCKET = 'groundwork-staging-terraform-state';

/** Where the bucket has the state of the stack. */
export const STATE = 'groundwork/service.tfstate';

export async function startAccount(): Promise<Account> {
  const directory = await mkdtemp(path.join(tmpdir(), 'groundwork-account-'));
  const wanted: NeededRight[] = [];
  const dynamodbLocal = await startDynamodbLocal({ detached: false });
  const gateway = await startGateway({
    port: 0,
    stateDirectory: path.join(directory, 'aws'),
    region: 'eu-central-1',
    accountId: ACCOUNT_ID,
    dynamodbEndpoint: dynamodbLocal.endpoint,
    onNeededRight: (right) => {
      if (isOfCi(right)) wanted.push(right);
    },
  });
  const calls: string[] = [];
  let current: Fault = () => undefined;
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(incoming);
    calls.push(`${call.service} ${call.action}`);
    const fault = await current(call);
    if (fault === NO_ANSWER) response.destroy();
    else if (fault instanceof AwsFault) send(response, faultFor(call, fault));
    else send(response, fault ?? (await forward(call, incoming.url ?? '/', gateway.endpoint)));
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = { region: 'eu-central-1', endpoint: gateway.endpoint, credentials: keysOf('test') };
  const dynamodb = new DynamoDBClient(configuration);
  const s3 = new S3Client({ ...configuration, forcePathStyle: true });
  return {
    environment: callsAs('ci', endpoint),
    person: callsAs('person', endpoint),
    dynamodb,
    calls,
    stateFiles: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: STATE_BUCKET }));
      return Contents.map(({ Key = '' }) => Key);
    },
    readState: async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: STATE_BUCKET, Key: STATE }));
      return (await Body?.transformToString()) ?? '';
    },
    writeState: async (file, content) => {
      await s3.send(new PutObjectCommand({ Bucket: STATE_BUCKET, Key: file, Body: content }));
    },
    fail: (fault = () => undefined) => {
      current = fault;
    },
    close: async () => {
      dynamodb.destroy();
      s3.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await gateway.close();
      await stopDynamodbLocal(dynamodbLocal);
      await rm(directory, { recursive: true });
      const lacking = missing(wanted, [...deployStatements(ACCOUNT_ID), makesStateBucket]);
      if (lacking.length > 0)
        throw new Error(`missing rights: ${lacking.join(', ')} (stacks/ci-role/ gives CI its rights)`);
    },
  };
}

async function readCall(incoming: IncomingMessage): Promise<AwsCall> {
  const headers = singleHeaders(incoming.headers);
  const [pathname = '/', query] = (incoming.url ?? '/').split('?', 2);
  const scope = readCredentialScope(headers) ?? { accessKeyId: '', region: '', service: 'unsigned' };
  const request = {
    ...scope,
    method: incoming.method ?? 'GET',
    path: pathname,
    query: new URLSearchParams(query),
    headers,
  };
  const body = await readBody(incoming);
  return { ...request, body, action: actionOf({ ...request, body }) };
}

/** The signature is not verified: the body and the headers go on as they are, but for the address. */
async function forward({ method, headers, body }: AwsCall, url: string, endpoint: string): Promise<GatewayResponse> {
  const { host: _, connection: __, expect: ___, 'content-length': ____, 'transfer-encoding': _____, ...kept } = headers;
  const answered = await fetch(`${endpoint}${url}`, {
    method,
    headers: kept,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  return {
    status: answered.status,
    headers: Object.fromEntries(answered.headers),
    body: Buffer.from(await answered.arrayBuffer()),
  };
}
