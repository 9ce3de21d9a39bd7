import { type AddressInfo, connect, createServer } from 'node:net';

/** The port itself where nobody uses it on this machine, else any free one. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && !(await isUsed(preferred))) {
    const port = await portThatListens(preferred).catch(() => undefined);
    if (port !== undefined) {
      return port;
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
