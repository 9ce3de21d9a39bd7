import type { Metafile, Plugin } from 'esbuild';

const EVENT_STREAMS = '@smithy/core/event-streams';

/**
 * Leaves out the SDK's event streams, which DynamoDB has none of. Any client would load them by `import()` at the first
 * use, and what both that and the client need becomes, in one file, a module that is evaluated on demand: a function in a
 * function, parsed twice, of which nothing can be left out.
 *
 * Not for a bundle that `usesEventStreams`.
 */
export const withoutEventStreams: Plugin = {
  name: 'without-event-streams',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${EVENT_STREAMS}$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: EVENT_STREAMS, namespace: NAMESPACE, sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /^/, namespace: NAMESPACE }, () => ({
      contents: `throw new Error('The bundler left event streams out: see stacks/bundle/cold-start/event-streams.ts.');`,
    }));
  },
};

const NAMESPACE = 'left-out';

/** Whether a client in the bundle has operations with event streams: it then imports them itself, and not by `import()`. */
export const usesEventStreams = ({ inputs }: Metafile): boolean =>
  Object.values(inputs)
    .flatMap((input) => input.imports)
    .some(({ kind, original }) => kind !== 'dynamic-import' && original === EVENT_STREAMS);
