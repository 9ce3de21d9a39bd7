import fc from 'fast-check';
import { type EvaluationRequest, evaluate } from '../../../../local/aws/iam/evaluate';
import { parsePolicy } from '../../../../local/aws/iam/policy';
import type { ServiceFunction } from '../../../../stacks/constructs/function';
import {
  READ_ACTIONS,
  STREAM_ACTIONS,
  STREAM_LIST_ACTIONS,
  WRITE_ACTIONS,
} from '../../../../stacks/constructs/grants/actions';
import { INLINE_POLICY_CHARACTERS } from '../../../../stacks/constructs/grants/policy-document';
import { Table } from '../../../../stacks/constructs/table';
import type { ReadAction, WriteAction } from '../../../../table/rights';
import type { IndexName } from '../../../../table/table';
import { documentsOf, type PolicyStatement, STREAM_ARN, TABLE_ARN } from '../support/policies';
import { aFunction, synthesised } from '../support/synthesised';

/** One call of a verb. */
type Grant =
  | { verb: 'read'; actions?: ReadAction[]; indexes?: IndexName[]; leadingKeys?: string[] }
  | { verb: 'write'; actions?: WriteAction[]; leadingKeys?: string[] }
  | { verb: 'readWrite'; actions?: (ReadAction | WriteAction)[]; indexes?: IndexName[]; leadingKeys?: string[] }
  | { verb: 'scan'; indexes?: IndexName[] }
  | { verb: 'stream' };

const INDEXES: IndexName[] = ['gsi1', 'usersByDateOfBirth'];
const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0f0a-1';
const LEDGER = '#GROUNDWORK';

const some = <Value>(values: readonly Value[]) => fc.subarray([...values]);
const leadingKeys = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom('company#Acme', 'company#*', 'user#?', '*', LEDGER),
    fc
      .string({ unit: fc.constantFrom(...'a#*?$.\\{%"é'), minLength: 1, maxLength: 8 })
      .filter((text) => !text.includes('${')),
  ),
  { minLength: 1, maxLength: 4 },
);
const optional = { requiredKeys: ['verb'] as ['verb'] };

const grant: fc.Arbitrary<Grant> = fc.oneof(
  fc.record(
    { verb: fc.constant('read' as const), actions: some(READ_ACTIONS), indexes: some(INDEXES), leadingKeys },
    optional,
  ),
  fc.record({ verb: fc.constant('write' as const), actions: some(WRITE_ACTIONS), leadingKeys }, optional),
  fc.record(
    {
      verb: fc.constant('readWrite' as const),
      actions: some([...READ_ACTIONS, ...WRITE_ACTIONS]),
      indexes: some(INDEXES),
      leadingKeys,
    },
    optional,
  ),
  fc.record({ verb: fc.constant('scan' as const), indexes: some(INDEXES) }, optional),
  fc.constant({ verb: 'stream' as const }),
);
const grants = fc.array(grant, { minLength: 1, maxLength: 5 });

function make(table: Table, grantee: ServiceFunction, { verb, ...options }: Grant): void {
  if (verb === 'read') table.grantRead(grantee, options as object);
  if (verb === 'write') table.grantWrite(grantee, options as object);
  if (verb === 'readWrite') table.grantReadWrite(grantee, options as object);
  if (verb === 'scan') table.grantScan(grantee, options as object);
  if (verb === 'stream') table.grantStream(grantee);
}

/** The documents of a function that has been granted these, in this order. */
function documents(made: readonly Grant[], hasKey = false): string[] {
  const encryption = hasKey ? { kmsKeyArn: KEY_ARN } : undefined;
  const stack = synthesised((scope) => {
    const table = new Table(scope, 'table', { name: 'things', region: 'eu-central-1', encryption });
    const grantee = aFunction(scope);
    for (const each of made) make(table, grantee, each);
  });
  return [...documentsOf(stack)].filter(([name]) => name !== 'write-logs').map(([, document]) => document);
}

const statementsIn = (texts: readonly string[]): PolicyStatement[] =>
  texts.flatMap((text) => (JSON.parse(text) as { Statement: PolicyStatement[] }).Statement);

const dynamodb = (names: readonly string[]) => names.map((name) => `dynamodb:${name}`);

describe('whatever is granted', () => {
  const every = (check: (statements: PolicyStatement[], made: Grant[], texts: string[]) => void) =>
    fc.assert(
      fc.property(grants, fc.boolean(), (made, hasKey) => {
        const texts = documents(made, hasKey);
        check(statementsIn(texts), made, texts);
      }),
      // Each of them synthesises a stack.
      { numRuns: 40 },
    );

  test('is of the table, its indexes, its stream and its key, by their whole ARNs: all but the one that AWS has none for', () => {
    const indexArns = INDEXES.map((index) => `${TABLE_ARN}/index/${index}`);
    every((statements) => {
      for (const { Effect, Action, Resource } of statements) {
        expect(Effect).toBe('Allow');
        if (Action.join() === 'dynamodb:ListStreams') expect(Resource).toBe('*');
        else expect([TABLE_ARN, STREAM_ARN, KEY_ARN, ...indexArns]).toContain(Resource);
      }
    });
  });

  test('is an action of the verbs that were used: Scan of grantScan alone', () => {
    every((statements, made) => {
      const verbs = made.map(({ verb }) => verb);
      const expected = new Set([
        'dynamodb:GetItem',
        ...(verbs.some((verb) => verb === 'read' || verb === 'readWrite') ? dynamodb(READ_ACTIONS) : []),
        ...(verbs.some((verb) => verb === 'write' || verb === 'readWrite') ? dynamodb(WRITE_ACTIONS) : []),
        ...(verbs.includes('scan') ? ['dynamodb:Scan'] : []),
        ...(verbs.includes('stream') ? dynamodb([...STREAM_ACTIONS, ...STREAM_LIST_ACTIONS]) : []),
      ]);
      const used = statements.filter(({ Resource }) => Resource !== KEY_ARN).flatMap(({ Action }) => Action);
      expect(used.filter((action) => !expected.has(action))).toEqual([]);
    });
  });

  test('is of an index nothing but Query and Scan', () => {
    every((statements) => {
      const ofIndexes = statements.filter(({ Resource }) => Resource.includes('/index/'));
      for (const { Action } of ofIndexes)
        expect(['dynamodb:Query', 'dynamodb:Scan']).toEqual(expect.arrayContaining(Action));
    });
  });

  test('is, under ForAllValues, for requests that have the key', () => {
    every((statements) => {
      for (const { Condition = {} } of statements) {
        const sets = Object.entries(Condition).filter(([operator]) => operator.startsWith('ForAllValues:'));
        for (const key of sets.flatMap(([, keys]) => Object.keys(keys)))
          expect(Condition.Null).toEqual({ [key]: 'false' });
      }
    });
  });

  test('is said once in a policy: each action on a resource under a condition, and under none where it is allowed without', () => {
    every((_statements, _made, texts) => {
      for (const text of texts) {
        const said = statementsIn([text]).flatMap(({ Action, Resource, Condition }) =>
          Action.map((action) => ({ place: `${action} ${Resource}`, condition: JSON.stringify(Condition ?? null) })),
        );
        expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(said.length);
        const always = new Set(said.filter(({ condition }) => condition === 'null').map(({ place }) => place));
        expect(said.filter(({ place, condition }) => condition !== 'null' && always.has(place))).toEqual([]);
      }
    });
  });

  test('is a policy that the stand-in takes and knows the effect of', () => {
    every((_statements, _made, texts) => {
      for (const text of texts) parsePolicy(text, 'identity');
    });
  });
});

test('what is granted fits a role, or is refused before Terraform comes to it', () => {
  const many = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }), {
    maxLength: 400,
    minLength: 1,
  });
  const fits = (keys: string[]): boolean | string => {
    try {
      return (
        documents([{ verb: 'readWrite', indexes: INDEXES, leadingKeys: keys }]).join('').length <=
        INLINE_POLICY_CHARACTERS
      );
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  fc.assert(
    fc.property(many, (keys) => [true, 'policy-too-large'].includes(fits(keys))),
    { numRuns: 50 },
  );
  expect(fits(['company#Acme'])).toBe(true);
});

describe('evaluated, a request is allowed', () => {
  const request = fc.record({
    action: fc.constantFrom(
      ...dynamodb([...READ_ACTIONS, ...WRITE_ACTIONS, 'Scan', ...STREAM_ACTIONS, ...STREAM_LIST_ACTIONS]),
      ...dynamodb(['DescribeTable', 'DeleteTable', 'UpdateTable', 'PartiQLSelect', 'PartiQLDelete']),
    ),
    resource: fc.constantFrom(
      TABLE_ARN,
      ...INDEXES.map((index) => `${TABLE_ARN}/index/${index}`),
      `${TABLE_ARN}/index/another`,
      STREAM_ARN,
      `${TABLE_ARN}-of-others`,
      `${TABLE_ARN}/stream/2025-12-31T00:00:00.000`,
      '*',
    ),
    partitionKeys: fc.array(fc.constantFrom('company#Acme', 'company#', 'user#a', 'user#ab', 'a#', LEDGER), {
      maxLength: 3,
    }),
  });

  test('where a grant means it, and nowhere else', () => {
    let passed = 0;
    fc.assert(
      fc.property(grants, fc.array(request, { minLength: 20, maxLength: 60 }), (made, requests) => {
        const policies = documents(made).map((text) => parsePolicy(text, 'identity'));
        for (const { action, resource, partitionKeys } of requests) {
          const context: EvaluationRequest['context'] =
            partitionKeys.length > 0 ? { 'dynamodb:LeadingKeys': partitionKeys } : {};
          const wanted = made.some((each) => means(each, { action, resource, partitionKeys }));
          const decision = evaluate(policies, { action, resource, context });
          expect({ action, resource, partitionKeys, decision }).toEqual({
            action,
            resource,
            partitionKeys,
            decision: wanted ? 'allowed' : 'implicitly denied',
          });
          if (wanted) passed += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(passed).toBeGreaterThan(0);
  });
});

interface Asked {
  action: string;
  resource: string;
  partitionKeys: readonly string[];
}

/** What a grant means, said without policies. */
function means(made: Grant, { action, resource, partitionKeys }: Asked): boolean {
  const name = action.replace('dynamodb:', '');
  const index = resource.startsWith(`${TABLE_ARN}/index/`) ? resource.slice(`${TABLE_ARN}/index/`.length) : undefined;
  if (made.verb === 'stream') {
    return name === 'ListStreams' || (resource === STREAM_ARN && STREAM_ACTIONS.some((each) => each === name));
  }
  if (isLedgerRead({ action, resource, partitionKeys })) return true;
  const namesIndex = 'indexes' in made && made.indexes?.some((each) => each === index) === true;
  if (made.verb === 'scan') return name === 'Scan' && (resource === TABLE_ARN || namesIndex);
  const verbs: Record<typeof made.verb, readonly string[]> = {
    read: READ_ACTIONS,
    write: WRITE_ACTIONS,
    readWrite: [...READ_ACTIONS, ...WRITE_ACTIONS],
  };
  const onTable = resource === TABLE_ARN && (made.actions ?? verbs[made.verb]).some((each) => each === name);
  const onIndex = namesIndex && name === 'Query';
  return (onTable || onIndex) && partitionsFit(made.leadingKeys, partitionKeys);
}

const isLedgerRead = ({ action, resource, partitionKeys }: Asked): boolean =>
  action === 'dynamodb:GetItem' &&
  resource === TABLE_ARN &&
  partitionKeys.length > 0 &&
  partitionKeys.every((key) => key === LEDGER);

function partitionsFit(patterns: readonly string[] | undefined, partitionKeys: readonly string[]): boolean {
  if (!patterns) return true;
  return (
    partitionKeys.length > 0 && partitionKeys.every((key) => patterns.some((pattern) => fitsPattern(pattern, key)))
  );
}

/** `*` is any characters, `?` is one: tried character by character. */
function fitsPattern([first, ...rest]: string | string[], text: string): boolean {
  if (first === undefined) return text === '';
  if (first === '*') return fitsPattern(rest, text) || (text !== '' && fitsPattern([first, ...rest], text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && fitsPattern(rest, text.slice(1));
}
