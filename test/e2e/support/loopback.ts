import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';

/** Something that listens on this machine for a test. */
export interface Listener {
  url: string;
  close(): Promise<void>;
}

/** An HTTP server on a free port. */
export const serve = (listener: RequestListener): Promise<Listener> => listen(createServer(listener), 0);

/** Takes connections and what comes by them, and never answers. */
export const startBlackHole = (): Promise<Listener> => listen(silentServer(), 0);

/** Takes a port, which somebody may have taken already: that is as good. */
export async function occupy(port: number): Promise<Listener> {
  return listen(silentServer(), port).catch(() => ({ url: '', close: async () => undefined }));
}

const silentServer = (): Server => createSocketServer((socket) => socket.on('error', () => socket.destroy()).resume());

function listen(server: Server, port: number): Promise<Listener> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${taken}`, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
