import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReadingProxy {
  endpoint: string;
  /** Operations that were let through, in order. */
  passed: string[];
  /** Operations that were refused: what must never have been sent. */
  refused: string[];
  close(): Promise<void>;
}

const READS =
  /^(GetItem|BatchGetItem|TransactGetItems|Query|Scan|DescribeTable|DescribeTimeToLive|ListTables|ExecuteStatement)$/;

/** Stands before DynamoDB Local as credentials would that may only read: all else gets an AccessDeniedException. */
export async function startReadingProxy(dynamodb: string): Promise<ReadingProxy> {
  const passed: string[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const isSelect = operation !== 'ExecuteStatement' || /^SELECT /.test(JSON.parse(body.toString()).Statement);
    if (!READS.test(operation) || !isSelect) {
      refused.push(operation);
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message: operation }));
      return;
    }
    passed.push(operation);
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      ['host', 'connection', 'content-length'].includes(name) || value === undefined ? [] : [[name, String(value)]],
    );
    const answer = await fetch(dynamodb, { method: 'POST', headers: Object.fromEntries(headers), body });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    refused,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
