import { scalarOf } from './attribute-values';
import { namesIn, pairsOf, partitionKeysOf } from './partiql-clauses';
import { is, type Token, tokenise } from './partiql-tokens';

/** What a PartiQL statement asks for. */
export interface PartiqlStatement {
  action: 'PartiQLSelect' | 'PartiQLInsert' | 'PartiQLUpdate' | 'PartiQLDelete';
  table: string;
  index: string | undefined;
  /** Top-level attributes that it names. */
  attributes: string[];
  /** Every partition key value that it can reach, or nothing where it is not bounded to some: a scan. */
  partitionKeys: (key: string) => string[] | undefined;
  /** As the Select and ReturnValues parameters of the other operations. */
  select: string | undefined;
  returnValues: string | undefined;
}

/**
 * Reads a statement of ExecuteStatement, BatchExecuteStatement or ExecuteTransaction. Gives nothing for one that is not
 * well formed. `EXISTS(SELECT …)` of a transaction reads as its SELECT. Source: Developer Guide, "PartiQL reference".
 */
export function parsePartiql(statement: unknown, parameters: unknown): PartiqlStatement | undefined {
  if (typeof statement !== 'string') return undefined;
  const scalars = Array.isArray(parameters) ? parameters.map(scalarOf) : [];
  const tokens = tokenise(statement, scalars);
  if (!tokens) return undefined;
  const start = is(tokens[0], 'EXISTS') && is(tokens[1], '(') ? 2 : 0;
  // The bracket of EXISTS is closed at the very end.
  const body = tokens.slice(start, start === 0 ? undefined : -1);
  if (is(body[0], 'SELECT')) return parseSelect(body);
  if (is(body[0], 'INSERT') && is(body[1], 'INTO')) return parseInsert(body);
  if (is(body[0], 'UPDATE')) return parseChange(body, 'PartiQLUpdate', 1);
  if (is(body[0], 'DELETE') && is(body[1], 'FROM')) return parseChange(body, 'PartiQLDelete', 2);
  return undefined;
}

function parseSelect(tokens: Token[]): PartiqlStatement | undefined {
  const from = tokens.findIndex((token) => is(token, 'FROM'));
  const target = parseTarget(tokens, from + 1);
  if (from < 0 || !target) return undefined;
  const projection = tokens.slice(1, from);
  const where = whereOf(tokens.slice(target.end));
  return {
    action: 'PartiQLSelect',
    ...target,
    attributes: namesIn([...projection, ...where]),
    partitionKeys: (key) => partitionKeysOf(where, key),
    select: is(projection[0], '*') ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
    returnValues: undefined,
  };
}

function parseInsert(tokens: Token[]): PartiqlStatement | undefined {
  const target = parseTarget(tokens, 2);
  if (!target || !is(tokens[target.end], 'VALUE')) return undefined;
  const pairs = pairsOf(tokens.slice(target.end + 1));
  return {
    action: 'PartiQLInsert',
    ...target,
    attributes: pairs.map((pair) => pair.name),
    partitionKeys: (key) => pairs.flatMap(({ name, value }) => (name === key && value !== undefined ? [value] : [])),
    select: undefined,
    returnValues: undefined,
  };
}

function parseChange(
  tokens: Token[],
  action: 'PartiQLUpdate' | 'PartiQLDelete',
  targetAt: number,
): PartiqlStatement | undefined {
  const target = parseTarget(tokens, targetAt);
  if (!target) return undefined;
  const returning = tokens.findIndex((token) => is(token, 'RETURNING'));
  const clauses = tokens.slice(target.end, returning < 0 ? undefined : returning);
  const where = whereOf(clauses);
  return {
    action,
    ...target,
    attributes: namesIn(clauses),
    partitionKeys: (key) => partitionKeysOf(where, key),
    select: undefined,
    returnValues: returning < 0 ? 'NONE' : returnValuesOf(tokens.slice(returning + 1)),
  };
}

function parseTarget(
  tokens: Token[],
  at: number,
): { table: string; index: string | undefined; end: number } | undefined {
  const table = nameAt(tokens, at);
  if (table === undefined) return undefined;
  const index = is(tokens[at + 1], '.') ? nameAt(tokens, at + 2) : undefined;
  return { table, index, end: index === undefined ? at + 1 : at + 3 };
}

function nameAt(tokens: Token[], at: number): string | undefined {
  const token = tokens[at];
  return token?.kind === 'word' || token?.kind === 'name' ? token.text : undefined;
}

function whereOf(tokens: Token[]): Token[] {
  const where = tokens.findIndex((token) => is(token, 'WHERE'));
  if (where < 0) return [];
  const after = tokens.slice(where + 1);
  const end = after.findIndex((token) => is(token, 'ORDER') || is(token, 'RETURNING'));
  return end < 0 ? after : after.slice(0, end);
}

/** `RETURNING (ALL | MODIFIED) (OLD | NEW) *` in the words of the ReturnValues parameter. */
function returnValuesOf(tokens: Token[]): string {
  return `${is(tokens[0], 'ALL') ? 'ALL' : 'UPDATED'}_${is(tokens[1], 'OLD') ? 'OLD' : 'NEW'}`;
}
