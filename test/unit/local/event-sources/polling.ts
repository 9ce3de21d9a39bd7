import {
  type Checkpoints,
  checkpointsIn,
  emptyCheckpointState,
} from '../../../../local/aws/services/lambda/event-sources/checkpoints';
import type { EventSourceContext } from '../../../../local/aws/services/lambda/event-sources/context';
import { createMappingInput, settingsOf } from '../../../../local/aws/services/lambda/event-sources/mapping-input';
import type { EventSourceMapping } from '../../../../local/aws/services/lambda/event-sources/mappings';
import type { StreamRecord } from '../../../../local/aws/services/lambda/event-sources/stream-record';
import { openStore } from '../../../../local/aws/store';
import { pollUntil } from '../../../../local/poll';
import { place } from '../aws/stand-in';
import type { ScriptedStreams } from './scripted-streams';
import { numbersOf } from './stream-records';

export const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:dead-letters';
const streamArn = 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/1';

/** What a function does with the sequence numbers of a batch: answers, or throws where it is not even invoked. */
type Invoked = (numbers: number[]) => { answer?: unknown; functionError?: string };

export interface ScriptedPolling {
  context: EventSourceContext;
  checkpoints: Checkpoints;
  mapping: EventSourceMapping;
  /** Sequence numbers by invocation. */
  deliveries: number[][];
  letters: Record<string, Record<string, unknown>>[];
  log: string[];
  onInvoke(invoked: Invoked): void;
  until(condition: () => boolean): Promise<void>;
}

/** What a mapping is polled with, on a stream of the test's own making. `settings` in the API's names. */
export function scriptedPolling(directory: string, streams: ScriptedStreams, settings: object = {}): ScriptedPolling {
  const input = createMappingInput.parse({
    EventSourceArn: streamArn,
    FunctionName: 'counter',
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: queueArn } },
    ...settings,
  });
  const mapping: EventSourceMapping = {
    uuid: 'mapping',
    functionName: 'counter',
    streamArn,
    startingPosition: input.StartingPosition,
    enabled: true,
    settings: settingsOf(input),
    modifiedAt: new Date().toISOString(),
    tags: {},
  };
  const open = <State extends object>(name: string, empty: State) => openStore({ directory, name, layout: 1, empty });
  const checkpoints = checkpointsIn(open('checkpoints', emptyCheckpointState));
  checkpoints.begin(mapping.uuid, {});
  const deliveries: number[][] = [];
  const letters: ScriptedPolling['letters'] = [];
  const log: string[] = [];
  let invoked: Invoked = () => ({});
  const context: EventSourceContext = {
    place,
    store: open('lambda', { functions: {}, eventSourceMappings: { [mapping.uuid]: mapping } }),
    checkpoints,
    streamsAs: () => streams,
    invoke: async (_name, payload) => {
      const { Records } = JSON.parse(payload.toString('utf8')) as { Records: StreamRecord[] };
      const { answer = null, functionError } = invoked(numbersOf(Records));
      deliveries.push(numbersOf(Records));
      return { payload: Buffer.from(JSON.stringify(answer)), functionError, requestId: 'request', logTail: '' };
    },
    queues: { maySend: () => true, send: (_queueArn, body) => void letters.push(JSON.parse(body)) },
    onLog: (line) => log.push(line),
  };
  return {
    context,
    checkpoints,
    mapping,
    deliveries,
    letters,
    log,
    onInvoke: (next) => {
      invoked = next;
    },
    until: async (condition) => {
      if (await pollUntil(condition, 10_000)) return;
      throw new Error(`Not within 10 s: ${JSON.stringify({ deliveries, letters, log })}`);
    },
  };
}
