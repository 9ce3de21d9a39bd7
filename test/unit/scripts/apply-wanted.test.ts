import { applyWanted } from '../../../scripts/support/apply-wanted';
import type { PlannedStack } from '../../../scripts/support/plan-stacks';
import { StalePlan } from '../../../scripts/support/stale-plan';
import { StacksError } from '../../../stacks/errors';

const stale = new StalePlan({ applied: ['one'], notApplied: ['two'] }, 'Run it again.');

const plan = (stack: string) => [{ stack } as PlannedStack];

/** The steps of a deploy, whose applies fail with these errors before one succeeds. */
function steps(errors: Error[] = [], answers: boolean[] = []) {
  return {
    isWanted: jest.fn(async () => answers.shift() ?? true),
    apply: jest.fn(async () => {
      const error = errors.shift();
      if (error) throw error;
    }),
    replan: jest.fn(async (_stale: StalePlan) => plan('second')),
  };
}

test('what is wanted is applied', async () => {
  const { isWanted, apply, replan } = steps();
  await expect(applyWanted(plan('first'), { isWanted, apply, replan })).resolves.toEqual(plan('first'));
  expect(isWanted).toHaveBeenCalledWith(plan('first'));
  expect(replan).not.toHaveBeenCalled();
});

test('where another deploy came between, the new plan is asked for and applied in place of the old one', async () => {
  const { isWanted, apply, replan } = steps([stale, stale]);
  await expect(applyWanted(plan('first'), { isWanted, apply, replan })).resolves.toEqual(plan('second'));
  expect(isWanted.mock.calls).toEqual([[plan('first')], [plan('second')], [plan('second')]]);
  expect(apply).toHaveBeenLastCalledWith(plan('second'));
  expect(replan).toHaveBeenLastCalledWith(stale);
});

test('the new plan may be refused', async () => {
  await expect(applyWanted(plan('first'), steps([stale], [true, false]))).resolves.toBeUndefined();
});

test('any other failure is one', async () => {
  const failure = new StacksError('terraform-failed', 'creating role');
  const { isWanted, apply, replan } = steps([failure]);
  await expect(applyWanted(plan('first'), { isWanted, apply, replan })).rejects.toBe(failure);
  expect(replan).not.toHaveBeenCalled();
});
