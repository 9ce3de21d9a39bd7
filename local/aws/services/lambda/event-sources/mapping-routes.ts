import { randomUUID } from 'node:crypto';
import { AwsFault } from '../../../protocols/fault';
import { parseJson } from '../../../protocols/json';
import type { RestRoute } from '../../../protocols/rest-json';
import type { AwsRequest } from '../../../service';
import { functionIn, type LambdaState } from '../functions';
import { progressAtLatest } from './checkpoints';
import type { EventSourceContext } from './context';
import { checkDestination, checkStreamAccess } from './mapping-checks';
import { createMappingInput, settingsOf, updateMappingInput } from './mapping-input';
import { describeMapping, type EventSourceMapping, mappingIn } from './mappings';
import type { Pollers } from './pollers';

const path = '/2015-03-31/event-source-mappings';

/** The calls for event source mappings. A change takes effect at once. */
export function mappingRoutes(context: EventSourceContext, pollers: Pollers): RestRoute[] {
  const { place, store } = context;
  const describe = (mapping: EventSourceMapping, state?: string) =>
    describeMapping(mapping, { place, lastResult: pollers.lastResultOf(mapping.uuid), state });
  return [
    {
      action: 'CreateEventSourceMapping',
      method: 'POST',
      path,
      handle: async ({ request }) => {
        const mapping = await createMapping(context, parseJson(request.body));
        pollers.refresh();
        return { status: 202, json: describe(mapping) };
      },
    },
    {
      action: 'ListEventSourceMappings',
      method: 'GET',
      path,
      handle: ({ request }) => ({
        json: { EventSourceMappings: listMappings(context, request).map((mapping) => describe(mapping)) },
      }),
    },
    {
      action: 'GetEventSourceMapping',
      method: 'GET',
      path: `${path}/{UUID}`,
      handle: ({ label }) => ({ json: describe(mappingIn(store.read(), label('UUID'))) }),
    },
    {
      action: 'UpdateEventSourceMapping',
      method: 'PUT',
      path: `${path}/{UUID}`,
      handle: async ({ request, label }) => {
        const mapping = await updateMapping(context, label('UUID'), parseJson(request.body));
        pollers.refresh();
        return { status: 202, json: describe(mapping) };
      },
    },
    {
      action: 'DeleteEventSourceMapping',
      method: 'DELETE',
      path: `${path}/{UUID}`,
      handle: ({ label }) => {
        const mapping = deleteMapping(context, label('UUID'));
        pollers.refresh();
        return { status: 202, json: describe(mapping, 'Deleting') };
      },
    },
  ];
}

async function createMapping(context: EventSourceContext, body: unknown): Promise<EventSourceMapping> {
  const { place, store, checkpoints } = context;
  const input = createMappingInput.parse(body);
  const { EventSourceArn: streamArn, StartingPosition: startingPosition } = input;
  const functionName = functionIn(store.read(), place, input.FunctionName).name;
  refuseDuplicate(store.read(), { streamArn, functionName });
  await checkStreamAccess(context, functionName, streamArn);
  checkDestination(context, functionName, input);
  const mapping: EventSourceMapping = {
    uuid: randomUUID(),
    functionName,
    streamArn,
    startingPosition,
    enabled: input.Enabled,
    settings: settingsOf(input),
    modifiedAt: new Date().toISOString(),
    tags: input.Tags,
  };
  const isLatest = startingPosition === 'LATEST';
  checkpoints.begin(mapping.uuid, isLatest ? await progressAtLatest(context.streamsAs(functionName), streamArn) : {});
  return store.change((state) => {
    refuseDuplicate(state, mapping);
    state.eventSourceMappings[mapping.uuid] = mapping;
    return mapping;
  });
}

async function updateMapping(context: EventSourceContext, uuid: string, body: unknown): Promise<EventSourceMapping> {
  const { place, store } = context;
  const { FunctionName, Enabled, ...input } = updateMappingInput.parse(body);
  const before = mappingIn(store.read(), uuid);
  const settings = settingsOf({ ...before.settings, ...input });
  const functionName = FunctionName ? functionIn(store.read(), place, FunctionName).name : before.functionName;
  if (functionName !== before.functionName) await checkStreamAccess(context, functionName, before.streamArn);
  checkDestination(context, functionName, settings);
  return store.change((state) => {
    const mapping = mappingIn(state, uuid);
    const enabled = Enabled ?? mapping.enabled;
    return Object.assign(mapping, { functionName, settings, enabled, modifiedAt: new Date().toISOString() });
  });
}

function deleteMapping({ store, checkpoints }: EventSourceContext, uuid: string): EventSourceMapping {
  const mapping = store.change((state) => {
    const found = mappingIn(state, uuid);
    delete state.eventSourceMappings[uuid];
    return found;
  });
  checkpoints.forget(uuid);
  return mapping;
}

function listMappings({ store, place }: EventSourceContext, { query }: AwsRequest): EventSourceMapping[] {
  const state = store.read();
  const nameOrArn = query.get('FunctionName');
  const functionName = nameOrArn && functionIn(state, place, nameOrArn).name;
  const streamArn = query.get('EventSourceArn');
  return Object.values(state.eventSourceMappings).filter(
    (mapping) =>
      (!functionName || mapping.functionName === functionName) && (!streamArn || mapping.streamArn === streamArn),
  );
}

function refuseDuplicate(
  state: Readonly<LambdaState>,
  { streamArn, functionName }: Pick<EventSourceMapping, 'streamArn' | 'functionName'>,
): void {
  const existing = Object.values(state.eventSourceMappings).find(
    (mapping) => mapping.streamArn === streamArn && mapping.functionName === functionName,
  );
  if (!existing) return;
  throw new AwsFault(
    'ResourceConflictException',
    `The event source arn (" ${streamArn} ") and function (" ${functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${existing.uuid}`,
    409,
  );
}
