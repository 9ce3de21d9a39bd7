import type { Plugin } from 'esbuild';

/**
 * Loads `node:http` and `node:https` as `require` does. An `import` reads each of a module's exports, and among those of
 * `node:http` is, from Node 22 on, the WebSocket of undici: a second HTTP client, which takes some 30 ms to load and is
 * never used. `process.getBuiltinModule` is `require` for Node's own modules without the need to make one first:
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const nodeHttp: Plugin = {
  name: 'node-http',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^(?:node:)?/, 'node:'),
      namespace: NAMESPACE,
      sideEffects: false,
    }));
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

const NAMESPACE = 'built-in';
