/**
 * Who calls an account, each by an access key of that name: CI, whose calls are held to the rights of its roles; a person,
 * who may do anything; and a test by itself, which looks, or changes something behind the backs of the others.
 */
type Caller = 'ci' | 'person' | 'test';

/** What makes the commands of a checkout work in the account that answers at the endpoint. */
export function callsAs(caller: Caller, endpoint: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = keysOf(caller);
  return { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** For a client of the SDK. */
export const keysOf = (caller: Caller) => ({ accessKeyId: caller, secretAccessKey: 'secret' });

/** Whether it is CI that wanted the right. */
export const isOfCi = ({ who }: { who: string }): boolean => who === ('ci' satisfies Caller);
