import { createStyles } from '../../../scripts/support/colors';
import { showPlan } from '../../../scripts/support/show-plan';
import type { Plan } from '../../../stacks/terraform/plan';

/** What is said of a plan. */
function said(plan: Plan): string[] {
  const lines: string[] = [];
  const say = (line = '') => void lines.push(line);
  showPlan(plan, { say, styles: createStyles({}, {}) } as unknown as Parameters<typeof showPlan>[1]);
  return lines;
}

test('a plan is a row for each resource, what is lost last with what forces it, and what it comes to', () => {
  expect(
    said({
      pending: true,
      changes: [
        { address: 'aws_lambda_function.c', action: 'delete', reason: 'delete_because_no_resource_config' },
        {
          address: 'aws_lambda_function.b',
          action: 'replace',
          reason: 'cannot_update',
          forcedBy: ['function_name ("a" → "b")'],
        },
        { address: 'aws_iam_role.a', action: 'create' },
        { address: 'aws_lambda_function.a', action: 'update' },
        { address: 'aws_iam_role.b', action: 'create' },
      ],
    }),
  ).toEqual([
    '  +   create   aws_iam_role.a',
    '  +   create   aws_iam_role.b',
    '  ~   change   aws_lambda_function.a',
    '  -/+ replace  aws_lambda_function.b (cannot update)',
    '                 forced by function_name ("a" → "b")',
    '  -   destroy  aws_lambda_function.c (delete because no resource config)',
    'Terraform has 2 to create, 1 to change, 1 to replace, 1 to destroy.',
  ]);
});

test('what only changes its place in the state is told in words of its own', () => {
  expect(
    said({
      pending: true,
      changes: [
        { address: 'aws_iam_role.a', action: 'move' },
        { address: 'aws_iam_role.b', action: 'import' },
        { address: 'aws_iam_role.c', action: 'remove' },
        { address: 'aws_iam_role.d', action: 'forget' },
      ],
    }),
  ).toEqual([
    '  ←   import  aws_iam_role.b',
    '  →   move    aws_iam_role.a',
    '  .   forget  aws_iam_role.c',
    '  .   forget  aws_iam_role.d',
    'Terraform has 1 to import, 1 to move, 2 to forget.',
  ]);
});

test('ten and more are counted too', () => {
  const changes = Array.from({ length: 10 }, (_, position) => ({
    address: `aws_iam_role.a${position}`,
    action: 'create' as const,
  }));

  expect(said({ pending: true, changes }).at(-1)).toBe('Terraform has 10 to create.');
});

test('outputs that alone would change are told', () => {
  expect(said({ pending: true, changes: [] })).toEqual(['  outputs only', 'Terraform has outputs to change.']);
});

test('a plan without changes says so', () => {
  expect(said({ pending: false, changes: [] })).toEqual(['Terraform has nothing to change.']);
});
