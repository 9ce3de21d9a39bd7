import { type AwsPlace, regionalArn } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';
import type { Tags } from '../tags';
import type { FunctionConfiguration } from './configuration';
import type { EventSourceMapping } from './event-sources/mappings';

/** One function, as it is kept: its own state, not what Lambda answers with. */
export interface LambdaFunction {
  name: string;
  configuration: FunctionConfiguration;
  /** SHA-256 of the deployment package in hexadecimal: its name among the blobs. */
  codeBlob: string;
  codeBytes: number;
  modifiedAt: string;
  revisionId: string;
  reservedConcurrency?: number;
  /** Statements of the resource policy: who may invoke. */
  permissions: PermissionStatement[];
  tags: Tags;
}

/** A statement of a function's resource policy, in the form in which Lambda writes it. */
export interface PermissionStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

export interface LambdaState {
  functions: Record<string, LambdaFunction>;
  /** By UUID. */
  eventSourceMappings: Record<string, EventSourceMapping>;
}

export type LambdaStore = Store<LambdaState>;

export const emptyLambdaState: LambdaState = { functions: {}, eventSourceMappings: {} };

export function functionArn(place: AwsPlace, name: string): string {
  return regionalArn('lambda', place, `function:${name}`);
}

/**
 * The function that a name, a partial ARN (`<account>:function:<name>`) or a whole one names.
 * Throws ResourceNotFoundException, as Lambda does.
 */
export function functionIn(state: LambdaState, place: AwsPlace, nameOrArn: string): LambdaFunction {
  const name = functionNameOf(nameOrArn);
  const found = Object.hasOwn(state.functions, name) ? state.functions[name] : undefined;
  if (found) return found;
  throw new AwsFault('ResourceNotFoundException', `Function not found: ${functionArn(place, name)}`, 404);
}

/** The name in a function's ARN (with or without `:$LATEST`), or the name itself. */
function functionNameOf(nameOrArn: string): string {
  return /(?:^|:)function:([^:/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn.replace(/:\$LATEST$/, '');
}
