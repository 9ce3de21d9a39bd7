import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';

const isOffline = new AsyncLocalStorage<true>();

/**
 * Runs `body` with no way to the network: each connection that it begins, by whatever client, fails, and those that others
 * in this process begin meanwhile do not. All of Node's own (http, https, fetch, tls) begin in this one method.
 */
export async function withoutNetwork<Result>(body: () => Promise<Result>): Promise<Result> {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...words: unknown[]) {
    if (!isOffline.getStore()) return Reflect.apply(connect, this, words);
    // As a connection that fails: not before those listen who asked for it, and what they write meanwhile waits.
    Object.assign(this, { connecting: true });
    setImmediate(() => this.destroy(new Error('There is no network for a migration that is only followed.')));
    return this;
  };
  try {
    return await isOffline.run(true, body);
  } finally {
    Socket.prototype.connect = connect;
  }
}
