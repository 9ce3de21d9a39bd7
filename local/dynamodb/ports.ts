import { type AddressInfo, connect, createServer } from 'node:net';

/** How many ports are tried, from the preferred one on. */
const TRIED_PORTS = 100;

const LAST_PORT = 65_535;

/** The preferred port, or the next one of the hundred from there that nobody uses on this machine; else any free one. */
export async function freePort(preferred = 0): Promise<number> {
  const end = preferred === 0 ? 0 : Math.min(preferred + TRIED_PORTS, LAST_PORT + 1);
  for (let port = preferred; port < end; port += 1) {
    const free = (await isUsed(port)) ? undefined : await portThatListens(port).catch(() => undefined);
    if (free !== undefined) {
      return free;
    }
  }
  return portThatListens(0);
}

/** On macOS one can listen on 127.0.0.1 although another process listens on all interfaces: so it is asked for. */
function isUsed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function portThatListens(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      server.close(() => resolve(address.port));
    });
  });
}
