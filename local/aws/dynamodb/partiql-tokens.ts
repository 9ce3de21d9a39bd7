/** A piece of a PartiQL statement. */
export type Token =
  /** A keyword or a name without quotation marks. */
  | { kind: 'word'; text: string }
  /** A name in quotation marks: never a keyword. */
  | { kind: 'name'; text: string }
  /** A string, number or base64 value that stands in the statement, or that a `?` was replaced with. */
  | { kind: 'value'; text: string }
  /** A `?` whose parameter is no string, number or binary, and so can't be a key's value. */
  | { kind: 'other' }
  | { kind: 'symbol'; text: string };

const pattern =
  /\s+|;\s*$|--[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|([A-Za-z_][A-Za-z0-9_$]*)|(<<|>>|<=|>=|<>|!=|[^\s])/y;

/**
 * Takes a PartiQL statement apart; each `?` becomes its parameter's value. `parameters`: the statement's Parameters as
 * scalars, nothing for one that is no scalar. Gives nothing for text that cannot be a statement.
 */
export function tokenise(statement: string, parameters: readonly (string | undefined)[]): Token[] | undefined {
  const tokens: Token[] = [];
  let nextParameter = 0;
  for (let position = 0; position < statement.length; ) {
    pattern.lastIndex = position;
    const found = pattern.exec(statement);
    if (!found) return undefined;
    position = pattern.lastIndex;
    const [, string, name, number, word, symbol] = found;
    if (string !== undefined) tokens.push({ kind: 'value', text: string.replaceAll("''", "'") });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('""', '"') });
    else if (number !== undefined) tokens.push({ kind: 'value', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (symbol === '?') tokens.push(parameterToken(parameters[nextParameter++]));
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
}

/** Whether a token is this keyword, in any case, or this symbol. */
export function is(token: Token | undefined, text: string): boolean {
  if (token?.kind === 'word') return token.text.toUpperCase() === text;
  return token?.kind === 'symbol' && token.text === text;
}

/** Where the bracket at `open` is closed, or the end of the tokens. */
export function closingBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (is(token, '(') || is(token, '[') || is(token, '{')) depth += 1;
    if (is(token, ')') || is(token, ']') || is(token, '}')) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

function parameterToken(value: string | undefined): Token {
  return value === undefined ? { kind: 'other' } : { kind: 'value', text: value };
}
