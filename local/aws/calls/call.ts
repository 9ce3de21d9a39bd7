import type { AwsPlace } from '../arn';
import type { AwsRequest } from '../service';

/** A call as the rules of its service read it. */
export interface Call {
  request: AwsRequest;
  /** Name of the action in the service's API reference, e.g. `CreateFunction`. */
  operation: string;
  /** The parameters of the body: its JSON, or its form as an object; empty for anything else. */
  input: Readonly<Record<string, unknown>>;
  place: AwsPlace;
}

/** A right that AWS wants for a call. */
export interface NeededRight {
  /** As `lambda:CreateFunction`. */
  action: string;
  /** ARN, or `*` for an action that AWS knows no resource of. */
  resource: string;
  /** What the conditions of a policy can ask of the call beside action and resource. */
  context?: Record<string, string>;
}

/** The rights that a service wants for a call; none for one that everybody may make. */
export type RightsRule = (call: Call) => NeededRight[];

/** A parameter that is a text; the empty text where it is something else. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A parameter that is a list of texts. */
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : []);
