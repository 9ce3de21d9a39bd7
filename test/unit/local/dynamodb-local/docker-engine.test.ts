import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerProblem } from '../../../../local/dynamodb/docker-engine';

let folder: string;
const servers: { close(): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-engine-'));
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** An engine on a socket file, as far as asking for it goes. */
async function engine(name: string, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const socket = join(folder, name);
  server.listen(socket);
  await once(server, 'listening');
  servers.push({
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
  return socket;
}

const answering: RequestListener = (request, response) => {
  response.statusCode = request.url === '/_ping' ? 200 : 404;
  response.end('OK');
};

test('an engine that answers is no problem', async () => {
  expect(await dockerProblem([await engine('docker.sock', answering)])).toBeUndefined();
  expect(await dockerProblem([`unix://${await engine('other.sock', answering)}`])).toBeUndefined();
});

test('one of several is enough', async () => {
  const socket = await engine('docker.sock', answering);

  expect(await dockerProblem([join(folder, 'not-there.sock'), socket])).toBeUndefined();
});

test('sockets that nobody listens on are named with the reason', async () => {
  const socket = join(folder, 'not-there.sock');

  const problem = await dockerProblem([socket, 'tcp://127.0.0.1:1']);

  expect(problem).toMatch(/^no Docker engine answers: /);
  expect(problem).toContain(`${socket} (connect ENOENT`);
  expect(problem).toContain('tcp://127.0.0.1:1 (connect ECONNREFUSED');
});

test('an engine that never answers is given up within seconds', async () => {
  const socket = await engine('hanging.sock', () => {});

  expect(await dockerProblem([socket])).toBe(`no Docker engine answers: ${socket} (no answer)`);
});

test('where there is no place to ask it says so', async () => {
  expect(await dockerProblem([])).toContain('DOCKER_HOST is not set');
});
