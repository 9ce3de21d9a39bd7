import type { ExaminedWrite } from './plan-write';
import { answer, type Call, type Response, refuse, toWire } from './wire';

/** What DynamoDB answers to writes that succeed. */
export function answerWrite({ operation }: Call, examined: readonly ExaminedWrite[]): Response {
  switch (operation) {
    case 'BatchWriteItem':
      return answer({ UnprocessedItems: {} });
    case 'ExecuteStatement':
      return answer({ Items: [] });
    case 'BatchExecuteStatement':
      return answer({ Responses: examined.map(({ write }) => ({ TableName: write.tableName })) });
    case 'ExecuteTransaction':
      return answer({ Responses: examined.map(() => ({})) });
    case 'TransactWriteItems':
      return answer({});
    default:
      return answer({ Attributes: examined.map(returnedItem).map((item) => item && toWire(item))[0] });
  }
}

/** Whether the answer holds the values that the write asks for. */
export function canAnswer({ write, before, after }: ExaminedWrite): boolean {
  if (write.statement) return !/\bRETURNING\b/i.test(write.statement.text);
  switch (write.returnValues) {
    case undefined:
    case 'NONE':
      return true;
    case 'ALL_OLD':
      return before !== undefined;
    case 'ALL_NEW':
      return after !== undefined;
    default:
      return false;
  }
}

function returnedItem({ write, before, after }: ExaminedWrite) {
  if (write.returnValues === 'ALL_OLD') return before;
  return write.returnValues === 'ALL_NEW' ? after : undefined;
}

/**
 * What DynamoDB answers where a condition does not hold. The form of a transaction's answer:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function refuseWrite({ operation }: Call, examined: readonly ExaminedWrite[]): Response {
  const reasons = examined.map(({ write, holds, before }) => ({
    Code: holds ? 'None' : 'ConditionalCheckFailed',
    ...(!holds && { Message: MESSAGE }),
    ...(!holds && write.returnsOnRefusal && before && { Item: toWire(before) }),
  }));
  if (operation !== 'TransactWriteItems') {
    return refuse('ConditionalCheckFailedException', MESSAGE, { Item: reasons[0]?.Item });
  }
  return refuse(
    'TransactionCanceledException',
    'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
      `[${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  );
}

const MESSAGE = 'The conditional request failed';
