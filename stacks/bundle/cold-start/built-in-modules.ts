import { createRequire, isBuiltin } from 'node:module';
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
    build.onResolve({ filter: /^(?:node:)?[a-z0-9_/]+$/ }, ({ path, kind, namespace }) =>
      isBuiltin(path)
        ? {
            path: path.replace(/^(?:node:)?/, 'node:'),
            namespace: namespaceFor(kind, namespace),
            sideEffects: false,
          }
        : undefined,
    );
    build.onLoad({ filter: /^/, namespace: IMPORTED }, ({ path }) => ({ contents: asModule(path) }));
    build.onLoad({ filter: /^/, namespace: INHERITED }, ({ path }) => ({
      contents: `module.exports = Object.create(${load(path)});`,
    }));
    build.onLoad({ filter: /^/, namespace: REQUIRED }, ({ path }) => ({ contents: `module.exports = ${load(path)};` }));
  },
};

const IMPORTED = 'built-in';
const INHERITED = 'built-in-inherited';
const REQUIRED = 'built-in-required';

function namespaceFor(kind: string, importer: string): string {
  if (importer === IMPORTED) return INHERITED;
  return kind === 'import-statement' ? IMPORTED : REQUIRED;
}

const load = (path: string): string => `process.getBuiltinModule(${JSON.stringify(path)})`;

/**
 * What an `import` of a module is: its exports, each read where it is used. For a module that came by `require`, esbuild
 * makes an object with a getter for each property, of `node:crypto` eighty: so it gets one that has none of its own, but
 * inherits all. The exports' names are those of the Node that bundles: a later one's are refused as misspelt ones are.
 */
function asModule(path: string): string {
  const names = Object.keys(createRequire(__filename)(path)).filter((name) => name !== 'default');
  return `
    export { ${names.join(', ')} } from ${JSON.stringify(path)};
    export default /* @__PURE__ */ ${load(path)};
  `;
}
