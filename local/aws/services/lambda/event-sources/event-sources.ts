import type { RestRoute } from '../../../protocols/rest-json';
import type { EventSourceContext } from './context';
import { mappingRoutes } from './mapping-routes';
import { createPollers } from './pollers';

/** Event source mappings: their calls, and what reads their streams and feeds their functions. */
export interface EventSources {
  routes: readonly RestRoute[];
  /** Begins to read: the functions can be invoked now. */
  start(): void;
  /** Reads no more. Resolves when nothing is on its way any longer; what is, ends at once if the functions are ended. */
  stop(): Promise<void>;
}

/** The mappings that the context's store has, at rest until they are started. */
export function openEventSources(context: EventSourceContext): EventSources {
  const pollers = createPollers(context);
  return { routes: mappingRoutes(context, pollers), start: pollers.start, stop: pollers.stop };
}
