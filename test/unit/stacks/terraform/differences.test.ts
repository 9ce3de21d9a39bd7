import { differences } from '../../../../stacks/terraform/differences';

test.each([
  [null, []],
  [null, {}],
  [undefined, ''],
  [{ a: null }, {}],
  [[{ a: [] }], [{}]],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
  ['{"a":1,"b":[]}', '{ "b": [], "a": 1 }'],
])('%j and %j say the same', (before, after) => {
  expect(differences('it', before, after)).toEqual([]);
});

test('a value is shown with what it was and is', () => {
  expect(differences('memory_size', 512, 128)).toEqual(['memory_size: 512 → 128']);
  expect(differences('description', '', 'mine')).toEqual(['description: nothing → "mine"']);
});

test('of something large the place that differs is named', () => {
  const variables = (mode?: string) => [{ variables: { DEPLOYMENT: 'staging', MODE: mode } }];

  expect(differences('environment', variables(), variables('x'))).toEqual([
    'environment.0.variables.MODE: nothing → "x"',
  ]);
});

test('a policy is compared by what it says', () => {
  const policy = (...Action: string[]) => JSON.stringify({ Statement: [{ Effect: 'Allow', Action }] });

  expect(differences('policy', policy('a:Get', 'a:Put'), policy('a:Get', 'a:Scan'))).toEqual([
    'policy.Statement.0.Action: "a:Scan" was added',
    'policy.Statement.0.Action: "a:Put" was removed',
  ]);
});

test('a text that only looks like JSON is a text', () => {
  expect(differences('text', '{a}', '{b}')).toEqual(['text: "{a}" → "{b}"']);
});

test('a long value is cut short', () => {
  expect(differences('text', 'a', 'b'.repeat(1_000))[0]?.length).toBeLessThan(160);
});
