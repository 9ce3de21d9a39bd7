import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { denialMessage } from '../iam/denial';
import type { AwsResponse } from '../service';
import type { Denial } from './authoriser';

/** An answer of the stand-in itself in DynamoDB's protocol, AWS JSON 1.0. `type`: the error's name with its namespace. */
export function errorAnswer(type: string, message: string): AwsResponse {
  // DynamoDB writes Message for what its front end answers; SDKs read it in either case.
  return jsonAnswer(400, JSON.stringify({ __type: type, Message: message }));
}

/** A JSON text as an answer, with the checksum that AWS SDKs verify. */
export function jsonAnswer(status: number, text: string): AwsResponse {
  const body = Buffer.from(text);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  };
  return { status, headers, body };
}

/** The answer to a call that a role's policies do not allow. */
export function accessDenied(arn: string, denial: Denial): AwsResponse {
  return errorAnswer('com.amazon.coral.service#AccessDeniedException', accessDeniedMessage(arn, denial));
}

/** What DynamoDB says where a role's policies do not allow a call. */
export function accessDeniedMessage(arn: string, { access, explicit }: Denial): string {
  const { action, resource } = access;
  return denialMessage(arn, { action, resource, ...(explicit ? { deniedBy: 'identity-based' as const } : {}) });
}

/** The answer to an access key that nobody has. */
export function unrecognisedClient(): AwsResponse {
  return errorAnswer(
    'com.amazon.coral.service#UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}
