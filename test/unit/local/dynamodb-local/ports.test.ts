import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort } from '../../../../local/dynamodb/ports';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port that is taken. */
async function taken(port = 0): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('the preferred port is taken where it is free', async () => {
  const port = await freePort();

  expect(await freePort(port)).toBe(port);
});

test('one that is in use moves on to the next that is free', async () => {
  const port = await taken();

  const next = await freePort(port);

  expect(next).toBeGreaterThan(port);
  expect(next).toBeLessThan(port + 100);
  await taken(next);
  expect(await freePort(port)).toBeGreaterThan(next);
});

test('the last port of all is followed by any other', async () => {
  const port = await taken(65_535).catch(() => 65_535);

  expect(await freePort(port)).toBeLessThan(65_535);
});
