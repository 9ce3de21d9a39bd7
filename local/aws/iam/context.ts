/** The request's context as conditions read it: key names in lower case, because IAM does not tell their case apart. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** The context of a request from a plain record, whose keys may be in any case. */
export function requestContext(record: Readonly<Record<string, readonly string[]>>): RequestContext {
  return new Map(Object.entries(record).map(([key, values]) => [key.toLowerCase(), values]));
}
