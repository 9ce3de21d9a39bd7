import { unsupported } from './refusal';

/** What a statement's conditions are evaluated for; `none` is what the stand-in never evaluates. */
export type ConditionScope = 'identity' | 'resource' | 'service trust' | 'none';

interface ConditionKey {
  /** Holds a set of values: only ForAllValues, ForAnyValue and Null say what is to be done with a set. */
  multivalued?: true;
  /** Present in every request of a role's session, and so usable as a policy variable that always has a value. */
  alwaysPresent?: true;
}

const globalKeys: Record<string, ConditionKey> = {
  'aws:currenttime': { alwaysPresent: true },
  'aws:epochtime': { alwaysPresent: true },
  'aws:principalaccount': { alwaysPresent: true },
  'aws:principalarn': { alwaysPresent: true },
  'aws:principaltype': { alwaysPresent: true },
  'aws:requestedregion': { alwaysPresent: true },
  'aws:securetransport': { alwaysPresent: true },
  'aws:sourceip': { alwaysPresent: true },
  // A role's session has no user name and no second factor: IAM leaves both keys out of its requests.
  'aws:username': {},
  'aws:multifactorauthpresent': {},
};

/**
 * The service's own keys, from the Service Authorization Reference, "Condition keys for Amazon DynamoDB". Not here, and
 * so refused: FirstPartitionKeyValues to FourthPartitionKeyValues (keys of several attributes, which DynamoDB Local
 * does not have), FisActionId and FisTargetArns, and the keys that read tags, which DynamoDB Local does not have.
 */
const dynamodbKeys: Record<string, ConditionKey> = {
  'dynamodb:attributes': { multivalued: true },
  'dynamodb:enclosingoperation': {},
  'dynamodb:fulltablescan': {},
  'dynamodb:leadingkeys': { multivalued: true },
  'dynamodb:returnconsumedcapacity': {},
  'dynamodb:returnvalues': {},
  'dynamodb:select': {},
};

/** Only Subscribe has them. SQS has no keys of its own but those that read tags, which are not here and so refused. */
const snsKeys: Record<string, ConditionKey> = { 'sns:endpoint': {}, 'sns:protocol': {} };

/** What a service says of the thing for which it acts: of the function whose role it assumes, of the topic, the alarm. */
const sourceKeys: Record<string, ConditionKey> = { 'aws:sourceaccount': {}, 'aws:sourcearn': {} };

const knownKeys: Record<ConditionScope, Record<string, ConditionKey>> = {
  // A key of another service than the one that is called is absent, as it is at AWS.
  identity: { ...globalKeys, ...dynamodbKeys, ...snsKeys },
  resource: { ...globalKeys, ...snsKeys, ...sourceKeys, 'aws:sourceowner': {} },
  'service trust': sourceKeys,
  none: {},
};

/**
 * Checks that the stand-in knows a condition key, and that its operator fits it. Throws `unsupported-policy` where a
 * request's value for the key cannot be known, or where a set of values is compared without a set operator.
 */
export function checkConditionKey(options: {
  key: string;
  scope: ConditionScope;
  /** The operator says what to do with a set: ForAllValues, ForAnyValue or Null. */
  takesSets: boolean;
  element: string;
}): void {
  if (options.scope === 'none') return;
  const known = lookUp(options.scope, options.key);
  if (!known) {
    throw unsupported(
      options.element,
      options.key,
      `It knows these condition keys: ${Object.keys(knownKeys[options.scope]).join(', ')}.`,
    );
  }
  if (known.multivalued && !options.takesSets) {
    // Developer Guide, "Using IAM policy conditions for fine-grained access control": the modifier has to be there.
    throw unsupported(options.element, options.key, 'It holds several values: put ForAllValues: before the operator.');
  }
}

/** Checks that a policy variable always has a value here. Throws `unsupported-policy`, as for `aws:username`. */
export function checkVariable(key: string, element: string): void {
  if (globalKeys[key]?.alwaysPresent) return;
  const usable = Object.keys(globalKeys).filter((name) => globalKeys[name]?.alwaysPresent);
  throw unsupported(
    element,
    `\${${key}}`,
    `It knows no value for this policy variable. It knows these: ${usable.join(', ')}.`,
  );
}

function lookUp(scope: ConditionScope, key: string): ConditionKey | undefined {
  const keys = knownKeys[scope];
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}
