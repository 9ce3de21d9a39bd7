import { roleNameFor } from '../../../../stacks/constructs/role-name';

test('a role is named after its function and its region', () => {
  expect(roleNameFor({ name: 'things-api', region: 'eu-central-1' })).toBe('things-api-eu-central-1');
});

test('a name ends where AWS has it, and is another one for another function', () => {
  const [one, other] = ['a', 'b'].map((end) =>
    roleNameFor({ name: `${'x'.repeat(59)}${end}-api`, region: 'eu-central-1' }),
  );

  expect(one).toMatch(/^x{42}-[0-9a-f]{8}-eu-central-1$/);
  expect(one).toHaveLength(64);
  expect(other).not.toBe(one);
});
