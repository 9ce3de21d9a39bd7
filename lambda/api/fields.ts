import { TableError } from '../../table/errors';
import { type FieldProblem, invalidRequest } from './errors';

/**
 * Reads the fields of a request, each with its own reader, and refuses them together: who sends three wrong ones hears
 * of all three at once. A reader throws a TableError, whose message becomes the field's reason.
 *
 * @throws {ApiError} `invalid-request`
 */
export function readFields<Fields extends Record<string, unknown>>(readers: Readers<Fields>): Fields {
  const fields: Partial<Fields> = {};
  const problems: FieldProblem[] = [];
  for (const field in readers) {
    try {
      fields[field] = readers[field]();
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      problems.push({ field, reason: error.message });
    }
  }
  if (problems.length > 0) throw invalidRequest(problems);
  return fields as Fields;
}

type Readers<Fields> = { [Name in keyof Fields]: () => Fields[Name] };
