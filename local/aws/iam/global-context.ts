/** The caller, as its context keys describe it. */
export interface Caller {
  /** ARN of the role's session. */
  arn: string;
  /** Region that the request was signed for. */
  region: string;
  now: Date;
}

/** The values of the keys that every request of a role's session has, whatever the service, by their names in lower case. */
export const globalContextValues: Readonly<Record<string, (caller: Caller) => string | undefined>> = {
  'aws:currenttime': ({ now }) => now.toISOString().replace(/\.\d+Z$/, 'Z'),
  'aws:epochtime': ({ now }) => String(Math.floor(now.getTime() / 1000)),
  'aws:principalaccount': ({ arn }) => arn.split(':')[4],
  'aws:principalarn': ({ arn }) => roleArnOf(arn),
  'aws:principaltype': () => 'AssumedRole',
  'aws:requestedregion': ({ region }) => region,
  // AWS is reached over TLS; that the stand-in on this machine is not is no property of the deployment.
  'aws:securetransport': () => 'true',
  'aws:sourceip': () => '127.0.0.1',
};

/** The values of all of those keys. */
export function globalContext(caller: Caller): Record<string, readonly string[]> {
  const entries = Object.entries(globalContextValues).map(([key, read]) => [key, read(caller)] as const);
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, [value]]])));
}

/**
 * The role's ARN, which aws:PrincipalArn holds for a session of it. A session's ARN leaves the role's path out, so this
 * is right for roles without a path.
 */
export function roleArnOf(sessionArn: string): string {
  return sessionArn.replace(/^(arn:[^:]+):sts::([^:]*):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
}
