import type { z } from 'zod';
import type { AwsRequest } from '../service';

/** One call of a service: takes the decoded input and gives the output before it is encoded, or throws an AwsFault. */
export type Action = (input: unknown, request: AwsRequest) => unknown;

/**
 * An action whose input is held against a schema first. The schemas are strict objects, so that a parameter whose
 * effect the stand-in does not have is refused by name, and not silently without effect.
 */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  handle: (input: z.output<Schema>, request: AwsRequest) => unknown,
): Action {
  return (input, request) => handle(schema.parse(input), request);
}
