import { isSelect } from './partiql';
import type { Call } from './wire';

/**
 * Whether a call reads and nothing else. By an allow-list, so that an operation that is not known here is none:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
 */
export function isRead({ operation, input }: Call): boolean {
  return READS.test(operation) || (STATEMENTS.has(operation) && statementsOf(input).every(isSelect));
}

const READS = /^(GetItem|BatchGetItem|TransactGetItems|Query|Scan|GetResourcePolicy|Describe[A-Z]\w*|List[A-Z]\w*)$/;

const STATEMENTS = new Set(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction']);

/** The PartiQL statements of a call, each with its parameters, as they stand in the request. */
export function partiqlOf(input: Record<string, unknown>): PartiqlRequest[] {
  if (input.Statement !== undefined) return [input as PartiqlRequest];
  return (input.Statements ?? input.TransactStatements ?? []) as PartiqlRequest[];
}

interface PartiqlRequest {
  Statement?: unknown;
  Parameters?: unknown[];
}

const statementsOf = (input: Record<string, unknown>): string[] => {
  const statements = partiqlOf(input).map(({ Statement }) => String(Statement));
  // None at all is no read: what can't be told is not sent.
  return statements.length > 0 ? statements : [''];
};
