import { allow, type Statement } from './statement';
import type { TableResources } from './table-resources';

/** Allows the use of the table's own key, where it has one, through DynamoDB and in no other way. */
export function keyStatements({ key }: TableResources, actions: readonly string[]): Statement[] {
  if (!key) return [];
  return allow(actions, key.arn, { StringEquals: { 'kms:ViaService': `dynamodb.${key.region}.amazonaws.com` } });
}
