import { dockerProblem } from './docker-engine';
import { findJava } from './java-runtime';

/**
 * In which ways DynamoDB Local can be started here: for each that is not possible the reason, short enough to be put into a
 * message or behind the name of a skipped test. Takes a few seconds at most.
 */
export async function availability(): Promise<{ docker?: string; java?: string }> {
  const [docker, java] = await Promise.all([dockerProblem(), findJava()]);
  return { ...(docker !== undefined && { docker }), ...('reason' in java && { java: java.reason }) };
}
