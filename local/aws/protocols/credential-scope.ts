/** What a SigV4 signature says of itself; the signature itself is not verified, nothing here is secret. */
interface CredentialScope {
  accessKeyId: string;
  region: string;
  service: string;
}

/**
 * Reads the credential scope from the Authorization header. Undefined where there is none: the request is not signed for
 * an AWS service. Presigned requests, which have it in their query, are not taken: a page in the browser could send them
 * without asking, by an image's address.
 */
export function readCredentialScope(headers: Record<string, string>): CredentialScope | undefined {
  const credential = /Credential=([^\s,]+)/.exec(headers.authorization ?? '')?.[1];
  const parts = credential?.split('/') ?? [];
  const [accessKeyId, date, region, service, terminator] = parts;
  if (parts.length !== 5 || terminator !== 'aws4_request' || !date) return undefined;
  if (!accessKeyId || !region || !service) return undefined;
  return { accessKeyId, region, service };
}
