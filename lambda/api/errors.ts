import { GroundworkError } from '../../table/errors';

/** One part of a request that can't be taken as it is, and why. */
export interface FieldProblem {
  field: string;
  reason: string;
}

/** A request that the API refuses: `message` and `details` are the answer's body, `status` and `headers` the rest of it. */
export class ApiError extends GroundworkError {
  constructor(
    readonly status: number,
    code: string,
    message: string,
    readonly details: { headers?: Record<string, string>; errors?: FieldProblem[] } = {},
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** 400, and what is wrong with which field. */
export function invalidRequest(errors: FieldProblem[], cause?: unknown): ApiError {
  return new ApiError(400, 'invalid-request', 'The request has fields that are not valid.', { errors }, { cause });
}
