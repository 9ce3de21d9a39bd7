import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A call as it reached the client: the command's name without `Command`, and its input. */
export interface Call {
  name: string;
  input: Record<string, unknown>;
}

export interface ScriptedClient {
  client: DynamoDBClient;
  calls: Call[];
}

/** A client whose calls never leave the process: `answer` gives each one's output, or throws. For states that DynamoDB Local
 * never is in. */
export function scriptedClient(answer: (call: Call, position: number) => object): ScriptedClient {
  const calls: Call[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const call = { name: commandName.replace(/Command$/, ''), input: { ...input } };
        calls.push(call);
        return { output: { $metadata: {}, ...answer(call, calls.length - 1) }, response: {} };
      },
    { step: 'initialize', priority: 'high' },
  );
  return { client, calls };
}

/** Answers one call after the other; the last answer stands for all that follow. An error is thrown. */
export function inOrder(...answers: (object | Error)[]): (call: Call, position: number) => object {
  return (_, position) => {
    const answer = answers[Math.min(position, answers.length - 1)] ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
}
