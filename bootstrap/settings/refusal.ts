import { DynamoDBServiceException, type TableDescription } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../errors';
import { isLastingLimit } from '../retry';
import type { Setting, SettingChange } from './setting';
import { tableNameOf } from './update-table';

/** DynamoDB will not make the change as things stand: what they are may have changed since they were read. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ValidationException';

/** What answers has no such operation: DynamoDB Local, or another stand-in for AWS. */
export const isUnknownOperation = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'UnknownOperationException';

/** The beginning of every sentence about a change: table, setting, both values. */
export function describeChange(table: TableDescription, setting: Setting, change?: SettingChange): string {
  const values = change ? `, ${change.from} → ${change.to}` : '';
  return `Table ${tableNameOf(table)}: ${setting.name}${values}`;
}

/**
 * The error that a person gets instead of the one that ended a setting: DynamoDB's own words, with the table, the setting,
 * the values and the remedy. What is no answer of DynamoDB (an interruption, no network) stays as it is.
 *
 * @param what as `describeChange` gives it
 */
export function explainFailure(error: unknown, what: string, setting: Setting): unknown {
  if (error instanceof BootstrapError && error.code === 'wait-timeout') {
    return new BootstrapError(error.code, `${what}: not in effect yet. ${error.message}`, { cause: error });
  }
  if (!(error instanceof DynamoDBServiceException) || error.$fault !== 'client') return error;
  return new BootstrapError(
    codeOf(error),
    `${what}: DynamoDB refuses it with ${error.name} (${error.message}). ${remedyOf(error, setting)}`,
    { cause: error },
  );
}

function codeOf(error: Error): string {
  if (isLastingLimit(error)) return 'setting-limit';
  return isTooSoon(error) ? 'time-to-live-too-soon' : 'setting-refused';
}

function remedyOf(error: Error, { name, remedy }: Setting): string {
  if (error.name === 'AccessDeniedException') return 'Allow these credentials that action, or use others.';
  if (!isUnknownOperation(error)) return remedy;
  // AWS knows the operation: what answers here is something else, which AWS_ENDPOINT_URL or the like names.
  const off = name === 'tags' ? 'leave tags out' : `say ${name}: false`;
  return `What answers here does not have it, so it is no AWS account: ${off} for this deployment in deployments.ts.`;
}

/** The words that DynamoDB has for the one-hour rule: the exception is the one for any wrong input. */
const isTooSoon = (error: Error): boolean => /modified multiple times within a fixed interval/.test(error.message);
