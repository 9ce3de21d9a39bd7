import type { Plugin } from 'esbuild';

/**
 * Gives the SDK's cache of discovered endpoints a Map to keep them in. DynamoDB's client makes the cache with each client,
 * whether it discovers endpoints or not (AWS_ENABLE_ENDPOINT_DISCOVERY), and the package that it has for that is CommonJS:
 * six modules of which nothing can be left out, for a limit to the number of entries. There is one for each operation
 * under the function's own credentials.
 */
export const endpointCache: Plugin = {
  name: 'endpoint-cache',
  setup(build) {
    build.onResolve({ filter: /^mnemonist\/lru-cache$/ }, ({ importer }) =>
      /@aws-sdk[\\/]endpoint-cache[\\/]/.test(importer)
        ? { path: 'lru-cache', namespace: NAMESPACE, sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, () => ({ contents: CACHE }));
  },
};

const NAMESPACE = 'endpoint-cache';

/** All that the SDK uses of the original. */
const CACHE = `
  export default class extends Map {
    constructor(_capacity) {
      super();
    }
    peek(key) {
      return this.get(key);
    }
  }
`;
