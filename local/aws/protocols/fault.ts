import { z } from 'zod';
import { LocalError } from '../../errors';

/** An answer in AWS's own terms: `code` and `message` reach the caller in the form of the protocol that it speaks. */
export class AwsFault extends LocalError {
  constructor(
    code: string,
    message: string,
    /** HTTP status. Never a 500, 502, 503 or 504 for what stays wrong: AWS SDKs retry those, Terraform for minutes. */
    readonly status = 400,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** The answer to a call that the stand-in does not have. SDKs do not retry a 501. */
export function unknownAction(service: string, action: string): AwsFault {
  return new AwsFault(
    'NotImplemented',
    `The local stand-in for AWS does not have ${service} ${action}. Leave the resource that needs it out of the local deployment, or point AWS_ENDPOINT_URL at an emulator that has it.`,
    501,
  );
}

/** Whatever a service threw, as the fault to answer with: input that does not fit is the caller's, the rest is ours. */
export function toFault(error: unknown, service: string, action: string): AwsFault {
  if (error instanceof AwsFault) return error;
  if (error instanceof z.ZodError) {
    return new AwsFault('ValidationException', `${service} ${action}: ${describe(error)}`, 400, { cause: error });
  }
  return new AwsFault('InternalFailure', `The local stand-in failed in ${service} ${action}: ${String(error)}`, 400, {
    cause: error,
  });
}

function describe(error: z.ZodError): string {
  return error.issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `the local stand-in for AWS does not support ${issue.keys.map((key) => [...issue.path, key].join('.')).join(', ')}`
        : `${issue.path.join('.') || 'the request'}: ${issue.message}`,
    )
    .join('; ');
}
