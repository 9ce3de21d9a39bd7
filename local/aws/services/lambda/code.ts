import { z } from 'zod';
import type { Blobs } from '../../blobs';
import { AwsFault } from '../../protocols/fault';
import type { LambdaState } from './functions';

/** The parameters that carry code, as UpdateFunctionCode takes them (CreateFunction has them under `Code`). */
export const zipFileInput = z.strictObject({ ZipFile: z.base64() });

/** Largest deployment package that is taken by upload. Source: developer guide, "Lambda quotas". */
const maximumZipBytes = 50 * 1024 * 1024;

/** Keeps the deployment package. Throws InvalidParameterValueException or RequestEntityTooLargeException, in Lambda's words. */
export function keepCode(blobs: Blobs, zipFile: string): { codeBlob: string; codeBytes: number } {
  const bytes = Buffer.from(zipFile, 'base64');
  if (bytes.length > maximumZipBytes) {
    throw new AwsFault(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${maximumZipBytes} bytes for the UpdateFunctionCode operation`,
      413,
    );
  }
  if (bytes.toString('latin1', 0, 4) !== 'PK\x03\x04') {
    throw new AwsFault(
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
  return { codeBlob: blobs.put(bytes), codeBytes: bytes.length };
}

/** Whether no function has the deployment package any longer. */
export function isUnusedCode(state: LambdaState, codeBlob: string): boolean {
  return Object.values(state.functions).every((lambda) => lambda.codeBlob !== codeBlob);
}
