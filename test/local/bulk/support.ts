import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEmptyTable, type EmptyTable } from '../../support/empty-table';
import {
  type Answer,
  type FaultProxy,
  type Handler,
  json,
  NO_ANSWER,
  type ProxiedRequest,
  refusal,
  startFaultProxy,
} from '../../support/fault-proxy';

export interface BulkTable extends EmptyTable {
  proxy: FaultProxy;
  /** Goes through the proxy. */
  proxied: DynamoDBClient;
  close(): Promise<void>;
}

/** An empty table of its own behind a proxy of its own. */
export async function createBulkTable(): Promise<BulkTable> {
  const table = await createEmptyTable();
  const proxy = await startFaultProxy();
  const proxied = new DynamoDBClient({ endpoint: proxy.endpoint });
  return {
    ...table,
    proxy,
    proxied,
    close: async () => {
      proxied.destroy();
      await proxy.close();
      await table.remove();
    },
  };
}

/** So many items of one shape; their keys are in many partitions. */
export const numbered = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ pk: `item#${number}`, sk: 'item', number }));

interface BatchInput {
  RequestItems: Record<string, object[]>;
}

/** Passes on a part of each batch, and leaves the rest of it unprocessed, in a success. */
export const leaveUnprocessed =
  (share: number): Handler =>
  async ({ input }, forward) => {
    const [[table, requests] = ['', []]] = Object.entries((input as unknown as BatchInput).RequestItems);
    const kept = requests.slice(Math.floor(requests.length * share));
    const left = requests.slice(0, requests.length - kept.length);
    const { status, body } = await forward({ ...input, RequestItems: { [table]: kept } });
    if (status !== 200 || left.length === 0) return { status, body };
    return json(200, { ...JSON.parse(body.toString()), UnprocessedItems: { [table]: left } });
  };

/** What goes wrong now and then, one after the other, as `every` says; the rest is passed on. */
export function everyNth(every: number, ...faults: Handler[]): Handler {
  let count = 0;
  return (request, forward) => {
    count += 1;
    const fault = count % every === 0 ? faults[(count / every) % faults.length] : undefined;
    return fault ? fault(request, forward) : forward();
  };
}

export const throttle: Handler = () => refusal(400, 'ProvisionedThroughputExceededException');
export const fail: Handler = () => refusal(500, 'InternalServerError');
export const cut: Handler = () => NO_ANSWER;
/** The connection is cut after DynamoDB did what it was asked for. */
export const cutAfterwards: Handler = async (_request, forward): Promise<typeof NO_ANSWER> => {
  await forward();
  return NO_ANSWER;
};

/** Holds each request until it is released; they come in with `count`. */
export function createGate(): { handler: Handler; waiting(): number; open(): void } {
  let waiting = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    waiting: () => waiting,
    open: () => open(),
    handler: async (_request: ProxiedRequest, forward: () => Promise<Answer>) => {
      waiting += 1;
      await opened;
      return forward();
    },
  };
}
