import { TableError } from '../../table/errors';
import { type FieldProblem, invalidRequest } from './errors';

/**
 * Runs an access pattern whose refusal of a range is about this field of the request.
 *
 * @throws {ApiError} `invalid-request` in place of TableError `invalid-range`; whatever else `run` throws, as it is
 */
export async function blameRange<Result>(
  field: Pick<FieldProblem, 'in' | 'field'>,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TableError && error.code === 'invalid-range')) throw error;
    throw invalidRequest([{ ...field, reason: error.message }], error);
  }
}
