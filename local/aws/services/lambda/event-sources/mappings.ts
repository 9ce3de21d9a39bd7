import { type AwsPlace, regionalArn } from '../../../arn';
import { AwsFault } from '../../../protocols/fault';
import type { Tags } from '../../tags';
import { functionArn, type LambdaState } from '../functions';
import type { MappingSettings } from './mapping-input';

/** One event source mapping, as it is kept: from which stream which function is fed, and how. */
export interface EventSourceMapping {
  uuid: string;
  functionName: string;
  streamArn: string;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  enabled: boolean;
  settings: MappingSettings;
  modifiedAt: string;
  tags: Tags;
}

/** The mapping with that UUID. Throws ResourceNotFoundException, as Lambda does. */
export function mappingIn(state: Readonly<LambdaState>, uuid: string): EventSourceMapping {
  const found = findMapping(state, uuid);
  if (found) return found;
  throw new AwsFault('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
}

/** The mapping with that UUID, or undefined where there is none. */
export function findMapping(state: Readonly<LambdaState>, uuid: string): EventSourceMapping | undefined {
  return Object.hasOwn(state.eventSourceMappings, uuid) ? state.eventSourceMappings[uuid] : undefined;
}

export function mappingArn(place: AwsPlace, uuid: string): string {
  return regionalArn('lambda', place, `event-source-mapping:${uuid}`);
}

/** The UUID in a mapping's ARN, or undefined for the ARN of something else. */
export function mappingUuidOf(arn: string): string | undefined {
  return /:event-source-mapping:([^:]+)$/.exec(arn)?.[1];
}

/** The mapping as Lambda describes it. What it is asked for is done at once: it is Enabled or Disabled, nothing in between. */
export function describeMapping(
  mapping: EventSourceMapping,
  options: { place: AwsPlace; lastResult: string; state?: string },
): object {
  const { FilterCriteria, DestinationConfig, ...settings } = mapping.settings;
  return {
    ...settings,
    ...(FilterCriteria.Filters.length > 0 ? { FilterCriteria } : {}),
    ...(DestinationConfig.OnFailure ? { DestinationConfig } : {}),
    EventSourceArn: mapping.streamArn,
    EventSourceMappingArn: mappingArn(options.place, mapping.uuid),
    FunctionArn: functionArn(options.place, mapping.functionName),
    LastModified: Date.parse(mapping.modifiedAt) / 1000,
    LastProcessingResult: options.lastResult,
    ParallelizationFactor: 1,
    StartingPosition: mapping.startingPosition,
    State: options.state ?? (mapping.enabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
    UUID: mapping.uuid,
  };
}
