import { LocalError } from '../../../errors';
import { type Policy, type PolicyKind, parsePolicy } from '../../iam/policy';
import { AwsFault } from '../../protocols/fault';

/** Throws MalformedPolicyDocument for a document that is wrong, or that uses what the evaluator does not know. */
export function checkPolicyDocument(document: string, kind: 'identity' | 'trust'): void {
  try {
    parsePolicy(document, kind);
  } catch (cause) {
    if (!(cause instanceof LocalError)) throw cause;
    throw new AwsFault('MalformedPolicyDocument', cause.message, 400, { cause });
  }
}

/** The document parsed; the result is kept, as every call of a function asks for its role's policies. */
export function parsedPolicy(document: string, kind: PolicyKind): Policy {
  const key = `${kind} ${document}`;
  const known = parsed.get(key);
  if (known) return known;
  const policy = parsePolicy(document, kind);
  if (parsed.size >= maximumParsed) parsed.clear();
  parsed.set(key, policy);
  return policy;
}

/** Far more documents than a deployment has: there only so that a long life with many edits does not fill memory. */
const maximumParsed = 1000;
const parsed = new Map<string, Policy>();
