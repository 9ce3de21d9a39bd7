import type { PlanState } from './plan-state';
import type { Recorder } from './recorder';
import { summariseChange } from './summarise-change';
import { answer, type Call, type Response } from './wire';

/**
 * Records a call that is no write of items, or that nobody knows here. Where its answer is more than an echo of what it
 * was given, the plan stops being exact.
 */
export async function planControlPlane(call: Call, state: PlanState, recorder: Recorder): Promise<Response> {
  const { operation } = call;
  recorder.record({ kind: 'control-plane', operation, summary: summariseChange(call) });
  state.noteControlPlaneChange(call);
  const output = await outputOf(call, state);
  if (!output) recorder.markInexact(`only DynamoDB can tell what ${operation} brings about and answers`);
  return answer(output ?? {});
}

async function outputOf({ operation, input }: Call, { tables }: PlanState): Promise<object | undefined> {
  switch (operation) {
    case 'CreateTable':
    case 'UpdateTable':
      return { TableDescription: await tables.describe(String(input.TableName)) };
    case 'DeleteTable':
      return { TableDescription: { TableName: input.TableName, TableStatus: 'DELETING' } };
    case 'UpdateTimeToLive':
      return { TimeToLiveSpecification: input.TimeToLiveSpecification };
    case 'TagResource':
    case 'UntagResource':
      return {};
    default:
      return undefined;
  }
}
