/** What a SigV4 signature says of itself; the signature itself is not verified, nothing here is secret. */
interface CredentialScope {
  accessKeyId: string;
  region: string;
  service: string;
}

/**
 * Reads the credential scope from the Authorization header, or from the query of a presigned request.
 * Undefined where there is none: the request is not signed for an AWS service.
 */
export function readCredentialScope(
  headers: Record<string, string>,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential = /Credential=([^\s,]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const parts = credential?.split('/') ?? [];
  const [accessKeyId, date, region, service, terminator] = parts;
  if (parts.length !== 5 || terminator !== 'aws4_request' || !date) return undefined;
  if (!accessKeyId || !region || !service) return undefined;
  return { accessKeyId, region, service };
}
