import { awsRemedyFor } from '../../stacks/terraform/remedy';

/**
 * What to do about an error that came from AWS or from the way to it, and that no command has explained: expired
 * credentials, a lost network, a right that is missing. Undefined for what is none of these.
 */
export function awsRemedy(error: unknown): string | undefined {
  const origin = originOf(error);
  if (!(origin instanceof Error) || !isFromAws(origin)) return undefined;
  const { code = '' } = origin as { code?: unknown };
  const on = isOnThisMachine(origin) ? 'on this machine' : 'in an account';
  return awsRemedyFor(`${origin.name} ${code} ${origin.message}`, on);
}

/** The error that led to all others. */
function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof Error && origin.cause !== undefined && !isFromAws(origin)) origin = origin.cause;
  return origin;
}

/** The AWS SDK puts this on whatever ends a request, also where no answer came. */
const isFromAws = (error: Error): boolean => '$metadata' in error;

/** A connection that fails names its address; one to `localhost` all those that were tried. */
export function isOnThisMachine(error: Error): boolean {
  const tried: Error[] = error instanceof AggregateError ? error.errors : [error];
  return tried.some(({ message }) => /\b127\.0\.0\.1\b|(?<![\w:])::1\b|\blocalhost\b/.test(message));
}
