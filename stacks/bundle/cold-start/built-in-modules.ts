import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Loads Node's own modules as `require` does. An `import` reads each of a module's exports, used or not, and some of those
 * load more: of `node:fs` its streams; of `node:http`, from Node 22 on, the WebSocket of undici, a second HTTP client, which
 * takes some 30 ms. `process.getBuiltinModule` is `require` for Node's own modules without the need to make one first, which
 * a CommonJS package finds nowhere in an ECMAScript module:
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const builtInModules: Plugin = {
  name: 'built-in-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?[a-z0-9_/]+$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^(?:node:)?/, 'node:'), namespace: NAMESPACE, sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

const NAMESPACE = 'built-in';
