import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call of an AWS API. */
export interface AwsCall {
  by: 'Groundwork' | 'Terraform';
  /** As `dynamodb:DescribeTable`; of S3 the method and what it is about, as `s3:PUT versioning`. */
  action: string;
}

export interface CallCounter {
  endpoint: string;
  /** The calls since this was asked last. */
  take(): AwsCall[];
  close(): Promise<void>;
}

/** A proxy in front of the stand-in for AWS, which notes each call that passes. */
export async function startCallCounter(standIn: string): Promise<CallCounter> {
  const target = new URL(standIn);
  const agent = new Agent({ keepAlive: true });
  let calls: AwsCall[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      calls.push({ by: callerOf(incoming), action: actionOf(incoming, body) });
      await forward(incoming, body, outgoing);
    } catch (error) {
      outgoing.destroy(error instanceof Error ? error : undefined);
    }
  });
  const forward = async (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> => {
    const { method, url } = incoming;
    // The stand-in answers to its own name alone, and does not look at signatures, in which the other name is.
    const headers = { ...incoming.headers, host: target.host };
    const passed = request({ hostname: target.hostname, port: target.port, path: url, method, headers, agent });
    const answered = once(passed, 'response');
    passed.end(body);
    const [answer] = (await answered) as [IncomingMessage];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

/** Terraform and its provider say HashiCorp's name; https://github.com/hashicorp/aws-sdk-go-base has it so. */
const callerOf = ({ headers }: IncomingMessage): AwsCall['by'] =>
  /HashiCorp|Terraform|OpenTofu/i.test(headers['user-agent'] ?? '') ? 'Terraform' : 'Groundwork';

function actionOf({ method, url = '/', headers }: IncomingMessage, body: Buffer): string {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.slice(target.lastIndexOf('.') + 1)}`;
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const action = form ? new URLSearchParams(body.toString('utf8')).get('Action') : undefined;
  if (action) return `${service}:${action}`;
  const [place = '', query = ''] = url.split('?');
  if (service !== 's3') return `${service}:${method} ${place}`;
  const asked = [...new URLSearchParams(query).keys()].find((key) => key !== 'x-id' && key !== 'list-type');
  return `s3:${method} ${asked ?? (/^\/[^/]+\/?$/.test(place) ? 'bucket' : 'object')}`;
}
