import { DynamoDBToolboxError } from 'dynamodb-toolbox/errors';
import { TableError } from '../errors';

/**
 * Refuses what an access pattern does not know: it would be dropped in silence, and the caller believe it was kept.
 *
 * @throws {TableError} `unknown-attribute`
 */
export function refuseUnknown(input: object, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((attribute) => !known.includes(attribute));
  if (unknown.length > 0) throw unknownAttribute(unknown.join(', '), `Give ${known.join(', ')}.`);
}

/**
 * Runs what parses an item. The schemas are strict: DynamoDB-Toolbox refuses what they don't have.
 *
 * @throws {TableError} `unknown-attribute`; whatever else `run` throws, as it is
 */
export async function withKnownAttributes<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (cause) {
    if (!DynamoDBToolboxError.match(cause, 'parsing.additionalProperty')) throw cause;
    throw unknownAttribute(String(cause.path), 'Add it to the schema of its entity, or leave it out.', cause);
  }
}

const unknownAttribute = (attributes: string, remedy: string, cause?: unknown): TableError =>
  new TableError('unknown-attribute', `There is no attribute ${attributes} here. ${remedy}`, { cause });
