import { GroundworkError } from '../../table/errors';
import { PROBLEMS, type ProblemCode } from './problems';

/** One part of a request that can't be taken as it is, where it is, and why. */
export interface FieldProblem {
  in: 'path' | 'query' | 'header' | 'body';
  field: string;
  reason: string;
}

/** A request that the API refuses: `code` says with which status, `message` is the answer's `detail`. */
export class ApiError extends GroundworkError {
  override readonly code: ProblemCode;

  constructor(
    code: ProblemCode,
    message: string,
    readonly details: { headers?: Record<string, string>; errors?: FieldProblem[] } = {},
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.code = code;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** 400, and what is wrong with which field. */
export function invalidRequest(errors: FieldProblem[], cause?: unknown): ApiError {
  const fields = errors.map(({ field }) => field).join(', ');
  return new ApiError('invalid-request', `Mend what \`errors\` says of ${fields}.`, { errors }, { cause });
}
