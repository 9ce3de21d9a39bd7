import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoDBRecord } from 'aws-lambda';
import { pollUntil } from '../../../../../local/poll';

/** A function that passes its event on to a recorder, and answers what that answers: `throw` lets it fail. */
export const RECORDED_FUNCTION = `
export const handler = async (event) => {
  const response = await fetch(process.env.RECORDER_URL, { method: 'POST', body: JSON.stringify(event) });
  if (!response.ok) throw new Error('The recorder says that this invocation fails.');
  return response.json();
};
`;

export interface Recorder {
  /** What the function needs to find it. */
  environment: Record<string, string>;
  /** The events so far, in order. */
  invocations: { Records: DynamoDBRecord[] }[];
  /** Sort keys of the records so far, by invocation. */
  keys(): string[][];
  /** What it answers from now on; an answer that throws lets the function fail. */
  answerWith(answer: (keys: string[], records: DynamoDBRecord[]) => unknown): void;
  /** Resolves when the condition holds, which may take an invocation or two. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  close(): void;
}

export async function startRecorder(): Promise<Recorder> {
  const invocations: Recorder['invocations'] = [];
  let answer: Parameters<Recorder['answerWith']>[0] = () => null;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const event = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    invocations.push(event);
    try {
      response.end(JSON.stringify((await answer(event.Records.map(keyOf), event.Records)) ?? null));
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const keys = () => invocations.map(({ Records }) => Records.map(keyOf));
  return {
    environment: { RECORDER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    invocations,
    keys,
    answerWith: (next) => {
      answer = next;
    },
    until: async (condition) => {
      if (await pollUntil(condition, 20_000)) return;
      throw new Error(`Not within 20 s. The invocations so far: ${JSON.stringify(keys())}`);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const keyOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.sk?.S ?? '';
