import { LocalError } from '../errors';
import { commandLineOf, endProcess } from '../process';
import { answersRequests } from './answers';
import { isContainerRunning, stopContainer } from './docker';
import { dockerProblem } from './docker-engine';
import type { DynamodbLocal } from './dynamodb-local';

/**
 * Stops a DynamoDB Local that `startDynamodbLocal` started, in this process or another, whether it answers or not; resolves
 * when it is gone. A process id that belongs to another program by now is left alone.
 *
 * @throws LocalError `dynamodb-local-not-stopped`, or `process-not-ended`
 */
export async function stopDynamodbLocal(running: DynamodbLocal): Promise<void> {
  if (running.containerId !== undefined) return stopItsContainer(running.containerId, running.endpoint);
  if (running.pid !== undefined && (await isItsProcess(running))) await endProcess(running.pid);
}

/** Whether it runs and answers requests. */
export async function isRunning(running: DynamodbLocal): Promise<boolean> {
  const exists =
    running.containerId === undefined ? await isItsProcess(running) : await isContainerRunning(running.containerId);
  return exists && answersRequests(running.endpoint);
}

/** A container goes with its engine, as a rule: where the engine is gone, only one that still answers is left to be stopped. */
async function stopItsContainer(containerId: string, endpoint: string): Promise<void> {
  const problem = await dockerProblem();
  if (problem === undefined) return stopContainer(containerId);
  if (!(await answersRequests(endpoint))) return;
  const message =
    `The container ${containerId} of DynamoDB Local cannot be stopped: ${problem}, but something answers at ${endpoint}. ` +
    'Start the Docker engine again; where that is another program, remove .local/services.json.';
  throw new LocalError('dynamodb-local-not-stopped', message);
}

/** Process ids are used again: only a DynamoDB Local on that very port is meant. */
async function isItsProcess({ pid, port }: DynamodbLocal): Promise<boolean> {
  if (pid === undefined) return false;
  const words = await commandLineOf(pid);
  const isDynamodbLocal = words.some((word) => word.endsWith('DynamoDBLocal.jar'));
  return isDynamodbLocal && words[words.indexOf('-port') + 1] === String(port);
}
