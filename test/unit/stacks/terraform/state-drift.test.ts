import { driftIn, type RefreshedPlan } from '../../../../stacks/terraform/state-drift';

const FUNCTION = 'aws_lambda_function.api';

type Drift = NonNullable<RefreshedPlan['resource_drift']>[number];

const changed = (type: string, before: object, after: object | null, more: object = {}): Drift => ({
  address: `${type}.api`,
  type,
  change: {
    actions: [after ? 'update' : 'delete'],
    before: { id: 'api', ...before },
    after: after && { id: 'api', ...after },
    ...more,
  },
});

const plan = (drift: Drift[], expressions: object = {}, resources: { type: string; values: object }[] = []) =>
  ({
    resource_drift: drift,
    prior_state: { values: { root_module: { resources } } },
    configuration: { root_module: { resources: drift.map(({ address }) => ({ address, expressions })) } },
  }) as RefreshedPlan;

test('what the stack sets is found where it was changed', () => {
  const drift = changed('aws_lambda_function', { memory_size: 512 }, { memory_size: 128 });

  expect(driftIn(plan([drift], { memory_size: {} }))).toEqual([
    { address: FUNCTION, id: 'api', kind: 'changed', attributes: ['memory_size: 512 → 128'] },
  ]);
});

test('what the stack does not set is AWS’s own to change, but for what tells of other code', () => {
  const before = { last_modified: 'yesterday', code_sha256: 'a' };
  const drift = (after: object) => driftIn(plan([changed('aws_lambda_function', before, { ...before, ...after })]));

  expect(drift({ last_modified: 'today' })).toEqual([]);
  expect(drift({ code_sha256: 'b' })).toMatchObject([{ attributes: ['code_sha256: "a" → "b"'] }]);
});

test('of a resource that the code has no more all counts', () => {
  const drift = changed('aws_lambda_function', { last_modified: 'yesterday' }, { last_modified: 'today' });

  expect(driftIn({ resource_drift: [drift] })).toHaveLength(1);
});

test('one that was deleted is gone', () => {
  expect(driftIn(plan([changed('aws_lambda_function', {}, null)]))).toMatchObject([{ kind: 'gone', attributes: [] }]);
});

test('a role may come to list the policies that the stack gives it, and no others', () => {
  const resources = [{ type: 'aws_iam_role_policy', values: { name: 'table-access' } }];
  const role = (...names: string[]) =>
    changed('aws_iam_role', { inline_policy: [] }, { inline_policy: names.map((name) => ({ name, policy: '{}' })) });

  expect(driftIn(plan([role('table-access')], {}, resources))).toEqual([]);
  expect(driftIn(plan([role('table-access', 'by-hand')], {}, resources))).toMatchObject([
    { attributes: ['inline_policy: "by-hand" was added'] },
  ]);
});

test('a secret is named and not shown', () => {
  const drift = changed('aws_x', { token: 'a' }, { token: 'b' }, { before_sensitive: { token: true } });

  expect(driftIn(plan([drift], { token: {} }))).toMatchObject([{ attributes: ['token (sensitive)'] }]);
});
