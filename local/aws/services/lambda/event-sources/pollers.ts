import type { EventSourceContext } from './context';
import { type EventSourceMapping, findMapping } from './mappings';
import { pollMapping } from './poll-mapping';

/** What reads the streams of all enabled mappings. */
export interface Pollers {
  /** Begins: the functions can be invoked now. */
  start(): void;
  /** Takes notice of mappings that are new, changed or gone. */
  refresh(): void;
  /** LastProcessingResult of a mapping. */
  lastResultOf(uuid: string): string;
  /** Reads no more. Resolves when nothing is on its way any longer; what is, ends at once if the functions are ended. */
  stop(): Promise<void>;
}

/** The pollers, at rest. One reads for each enabled mapping, in turn with its predecessor where it was off for a while. */
export function createPollers(context: EventSourceContext): Pollers {
  const running = new Map<string, { controller: AbortController; ended: Promise<void> }>();
  const results = new Map<string, string>();
  let state: 'new' | 'started' | 'stopped' = 'new';

  const enabledMapping = (uuid: string): EventSourceMapping | undefined => {
    const mapping = findMapping(context.store.read(), uuid);
    return mapping?.enabled ? mapping : undefined;
  };

  const run = (uuid: string) => {
    const controller = new AbortController();
    const ended = pollMapping({
      context,
      uuid,
      mapping: () => enabledMapping(uuid),
      onResult: (result) => void results.set(uuid, result),
      signal: controller.signal,
    }).finally(() => {
      running.delete(uuid);
      refresh();
    });
    running.set(uuid, { controller, ended });
  };

  const refresh = () => {
    if (state !== 'started') return;
    const mappings = Object.values(context.store.read().eventSourceMappings);
    for (const [uuid, { controller }] of running) {
      if (!enabledMapping(uuid)) controller.abort();
    }
    for (const { uuid, enabled } of mappings) {
      if (enabled && !running.has(uuid)) run(uuid);
    }
  };

  return {
    refresh,
    lastResultOf: (uuid) => results.get(uuid) ?? 'No records processed',
    start: () => {
      state = 'started';
      refresh();
    },
    stop: async () => {
      state = 'stopped';
      const polls = [...running.values()];
      for (const { controller } of polls) controller.abort();
      await Promise.all(polls.map(({ ended }) => ended));
    },
  };
}
